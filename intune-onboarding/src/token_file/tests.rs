use super::*;

/// The same message in DER, in which every length is definite.
const DER: &str = "\
MIIB0QYJKoZIhvcNAQcDoIIBwjCCAb4CAQAxgcgwgcUCAQAwLjAWMRQwEgYDVQQD
DAtDb250b3NvIE1ETQIUcQlHfnOBvd1i6tSsfOwANf8Wr9wwDQYJKoZIhvcNAQEB
BQAEgYCQyRySAZuyLRWK318xV/iRtNfwo8n/lOqS5/jCQ6JWXPPj2zMile0b/XP5
kQaDhjubfLkNo7tf91GORqDIO5e9KlZWrlvEBGPVUw5wiKA51LOqzYhFT1+4Mstl
n2UYBXm5LP1gApYHRjrNlzjc4jX+h8A0Gxxzu1zdPvCi7gLzQjCB7QYJKoZIhvcN
AQcBMB0GCWCGSAFlAwQBAgQQD1DB9ma83HVS10htNjfDYoCBwLh4FQ6GKXGuHNzW
l9KwEmeK2ZC+T7snFQQANqAqxzj5XZqD7Uk9EjeAHtl/vxXmUmfA/x7AAFFaLaSC
FVOXQsLoQGpH/Oe9vV+WJM2NBXbkyr7Sse47OOojT8nCggp7bd+IYDvrWgNdLB5G
X7jU6bOVI+7BBzojHxxZVZKe0izC26H+fzVPnkV636/4KsR+XVfW5SvV+vjTQbtA
wa19iI2cbzKvWnlCT8ORAvnpFadOko5hkFzgDJ+SUMh1YxPIMA==";

fn dep(content: impl AsRef<[u8]>) -> Result<String, String> {
    dep_token(content.as_ref()).map(Secret::into_inner).map_err(|error| error.found().to_owned())
}

fn vpp(content: impl AsRef<[u8]>) -> Result<VppTokenFile, String> {
    vpp_token(content.as_ref()).map_err(|error| error.found().to_owned())
}

fn vpp_of(json: &str) -> Result<VppTokenFile, String> {
    vpp(STANDARD.encode(json))
}

#[test]
fn apples_dep_token_is_uploaded_as_it_is() {
    assert_eq!(dep(format!("\u{feff}{SAMPLE_DEP_TOKEN}\r\n\n")), Ok(SAMPLE_DEP_TOKEN.to_owned()));
    let with_line_feeds = SAMPLE_DEP_TOKEN.replace('\r', "");
    assert_eq!(dep(&with_line_feeds), Ok(with_line_feeds));
    let folded = SAMPLE_DEP_TOKEN.replace("; smime-type", ";\r\n\tsmime-type");
    assert_eq!(dep(&folded), Ok(folded));
}

#[test]
fn an_enveloped_message_alone_becomes_an_s_mime_message() {
    let der = decoded(DER).expect("base64");
    let message = dep(&der).expect("a token");
    assert!(message.starts_with("Content-Type: application/pkcs7-mime;"), "{message}");
    assert_eq!(message.split_once("\r\n\r\n").map(|(_, body)| body.replace('\r', "")).as_deref(), Some(DER));
    assert_eq!(dep(DER), Ok(message.clone()));
    assert_eq!(dep(format!("-----BEGIN PKCS7-----\n{DER}\n-----END PKCS7-----\n")), Ok(message.clone()));
    assert_eq!(dep(&message), Ok(message), "it is taken as it is the next time");
}

#[test]
fn a_dep_token_whose_end_is_missing_is_rejected() {
    let der = decoded(DER).expect("base64");
    for length in 20..der.len() {
        let found = dep(&der[..length]).expect_err("not whole");
        assert!(found.starts_with("a part of a token"), "{length}: {found}");
    }
    let apples = decoded(mime_body(SAMPLE_DEP_TOKEN).expect("a message")).expect("base64");
    for length in 20..apples.len() {
        assert!(dep(&apples[..length]).is_err(), "{length}");
    }
    let cut = SAMPLE_DEP_TOKEN.len() - 65;
    assert!(dep(&SAMPLE_DEP_TOKEN[..cut]).is_err());
    assert!(dep([der.as_slice(), b"more"].concat()).is_err());
}

#[test]
fn other_files_are_named_for_what_they_are() {
    let utf16: Vec<u8> = SAMPLE_VPP_TOKEN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let signed = STANDARD.encode(b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\0\0\0\0");
    for (content, found) in [
        (&b""[..], "an empty file"),
        (b"\xef\xbb\xbf \r\n", "an empty file"),
        (b"hello", "other text"),
        (b"<!DOCTYPE html>\n<title>Sign in</title>", "an HTML page"),
        (b"  <html lang=en>", "an HTML page"),
        (b"<?xml version='1.0'?><plist/>", "an XML document"),
        (b"PK\x03\x04\xff\xff", "an archive"),
        (b"PK\x03\x04", "an archive"),
        (b"\x1f\x8b\x08", "an archive"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\x80\x81\x82", "binary data"),
        (b"{\"token\": \"x\"}", "JSON"),
        (b"eyJhbGciOiJub25lIn0.e30.c2ln", "an access token (JWT)"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nMII=\n-----END RSA PRIVATE KEY-----", "a private key"),
        (b"-----BEGIN CERTIFICATE REQUEST-----\nMII=\n-----END", "a certificate signing request"),
        (b"-----BEGIN CERTIFICATE-----\nMAMCAQU=\n-----END CERTIFICATE-----", "a certificate"),
        (b"\x30\x03\x02\x01\x05", "other text"),
        (b"\x30\x04\x02\x02\x05\xff", "a certificate, key or other file in ASN.1"),
        (b"Subject: hello\r\n\r\nThe token is attached.", "a mail message with other content"),
        (signed.as_bytes(), "a signed message (PKCS #7) without encryption"),
        (
            b"\x30\x82\x0a\x00\x02\x01\x03\x30\x82\x09\xc6\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0",
            "a PKCS #12 file (.p12, .pfx), which has a private key",
        ),
        (b"VGhpcyBpcyBhIG1hZGUtdXAgdG9rZW4=", "base64 of something else"),
        (&utf16, "text in UTF-16, as PowerShell writes it: download the file again, or save it as UTF-8"),
    ] {
        let shown = content.escape_ascii().to_string();
        assert_eq!(dep(content), Err(found.to_owned()), "{shown}");
        assert_eq!(vpp(content), Err(found.to_owned()), "{shown}");
    }
    assert_eq!(dep(SAMPLE_VPP_TOKEN), Err("a VPP token (.vpptoken)".to_owned()));
    assert_eq!(vpp(SAMPLE_DEP_TOKEN), Err("a DEP token (.p7m)".to_owned()));
}

#[test]
fn a_vpp_token_has_its_organization_and_date_and_no_white_space() {
    let (first, second) = SAMPLE_VPP_TOKEN.split_at(60);
    let file = vpp(format!("\u{feff}{first}\r\n{second}\r\n")).expect("a token");
    assert_eq!((file.text.expose().as_str(), file.organization_name.as_str()), (SAMPLE_VPP_TOKEN, "Contoso"));
    assert_eq!(file.expires, "2099-12-31T23:59:59Z".parse().ok());
    let dated =
        |date: &str| vpp_of(&format!(r#"{{"token":"t","orgName":"o","expDate":"{date}"}}"#)).map(|file| file.expires);
    assert_eq!(dated("2027-08-01T09:00:00-0700"), Ok("2027-08-01T16:00:00Z".parse().ok()));
    assert_eq!(dated("2027-08-01T09:00:00Z"), Ok("2027-08-01T09:00:00Z".parse().ok()));
    for unknown in ["x", "é", "soon, maybe"] {
        assert_eq!(dated(unknown), Ok(None), "{unknown}");
    }
    assert!(!format!("{file:?}").contains(SAMPLE_VPP_TOKEN));
}

#[test]
fn a_vpp_token_that_lacks_something_is_rejected() {
    for (json, found) in [
        (r#"{"orgName":"Contoso","expDate":"2099"}"#, "JSON in base64 without the text `token`"),
        (r#"{"token":" ","orgName":"Contoso","expDate":"2099"}"#, "JSON in base64 without the text `token`"),
        (r#"{"token":"t","orgName":7,"expDate":"2099"}"#, "JSON in base64 without the text `orgName`"),
        (r#"{"token":"t","orgName":"Contoso"}"#, "JSON in base64 without the text `expDate`"),
        (r#"["token","orgName","expDate"]"#, "JSON in base64 without the text `token`"),
        (r#"{"token":"t","orgName":"Con"#, "a part of a token, whose end is missing"),
    ] {
        assert_eq!(vpp_of(json).expect_err(json), found, "{json}");
    }
}
