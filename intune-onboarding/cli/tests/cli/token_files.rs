//! Files that are not the token that they should be.

use base64::{Engine, engine::general_purpose::STANDARD};
use intune_onboarding::sandbox::Sandbox;

use super::{Bench, DEP_TOKEN, VPP_TOKEN};

#[test]
fn a_wrong_file_is_named_for_what_it_is_and_not_sent() {
    let bench = Bench::new();
    bench.file("hello", b"hello\n");
    bench.file("page.html", b"<!DOCTYPE html>\n<html><title>Sign in to your account</title></html>");
    bench.file("archive.zip", b"PK\x03\x04\x14\0\xff");
    bench.file("key.pem", b"-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n");
    bench.file("part.p7m", &DEP_TOKEN.as_bytes()[..DEP_TOKEN.len() - 66]);
    bench.file("part.vpptoken", &VPP_TOKEN.as_bytes()[..80]);
    let utf16: Vec<u8> = format!("\u{feff}{VPP_TOKEN}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    bench.file("utf16.vpptoken", &utf16);
    let (dep, vpp) = (Sandbox::DEP_ONBOARDING_SETTING, Sandbox::VPP_TOKEN);
    let dep = format!("dep upload-token --id {dep} --apple-id a@contoso.com --file");
    let vpp = format!("vpp update --id {vpp} --file");
    for (file, found) in [
        ("hello", "other text"),
        ("page.html", "an HTML page"),
        ("archive.zip", "an archive"),
        ("key.pem", "a private key"),
        ("utf16.vpptoken", "text in UTF-16"),
    ] {
        let said = bench.run(&format!("{dep} {file}")).failure(2);
        assert!(said.starts_with(&format!("--file: {file}: it looks like {found}")), "{said}");
        assert!(
            said.ends_with("not a DEP token: Apple's .p7m file, an S/MIME message with encrypted content"),
            "{said}"
        );
        let said = bench.run(&format!("{vpp} {file}")).failure(2);
        assert!(said.starts_with(&format!("--file: {file}: it looks like {found}")), "{said}");
        assert!(said.contains("not a VPP token: Apple's .vpptoken file, base64 of JSON with `token`"), "{said}");
    }
    for (line, said) in [
        (
            format!("{dep} token.vpptoken"),
            "--file: token.vpptoken: it looks like a VPP token (.vpptoken), not a DEP token",
        ),
        (format!("{dep} part.p7m"), "--file: part.p7m: it looks like a part of a token, whose end is missing"),
        (format!("{vpp} token.p7m"), "--file: token.p7m: it looks like a DEP token (.p7m), not a VPP token"),
        (
            format!("{vpp} part.vpptoken"),
            "--file: part.vpptoken: it looks like a part of a token, whose end is missing",
        ),
        ("demo --vpp-token hello".to_owned(), "--vpp-token: hello: it looks like other text, not a VPP token"),
    ] {
        let mut command = bench.program(&line);
        if line.starts_with("demo") {
            command = super::program(line.split(' '));
            command.current_dir(bench.files.path());
        }
        let failure = super::Run::of(&mut command).failure(2);
        assert!(failure.starts_with(said), "{failure}");
    }
    let json = bench.run(&format!("{dep} hello --json")).json();
    assert_eq!((&json["error"]["kind"], &json["error"]["exitCode"]), (&"input".into(), &2.into()));
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn a_vpp_token_that_has_expired_is_not_sent() {
    let bench = Bench::new();
    let token = STANDARD.encode(r#"{"token":"t","orgName":"Contoso","expDate":"2024-08-01T09:00:00+0000"}"#);
    bench.file("old.vpptoken", token.as_bytes());
    let said = bench.run(&format!("vpp update --id {} --file old.vpptoken", Sandbox::VPP_TOKEN)).failure(2);
    assert_eq!(
        said,
        "--file: old.vpptoken: the token expired at 2024-08-01T09:00:00+00:00; download a new one from Apple"
    );
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn a_dep_token_in_another_encoding_is_sent_as_apple_hands_it_out() {
    let bench = Bench::new();
    let (headers, body) = DEP_TOKEN.split_once("\r\n\r\n").expect("a message");
    let der = STANDARD.decode(body.replace("\r\n", "")).expect("base64");
    bench.file("token.der", &der);
    bench.file("token.pem", format!("-----BEGIN PKCS7-----\n{body}\n-----END PKCS7-----\n").as_bytes());
    let id = Sandbox::DEP_ONBOARDING_SETTING;
    for file in ["token.der", "token.pem"] {
        bench.run(&format!("dep upload-token --id {id} --apple-id a@contoso.com --file {file}")).success();
        let arrived = bench.sandbox.uploaded_token(id).expect("uploaded").into_inner();
        assert_eq!(arrived, format!("{headers}\r\n\r\n{body}"), "{file}");
    }
}
