//! `inspect`.

use std::{fs, path::PathBuf};

use intune_onboarding::token_file;
use tempfile::TempDir;

use super::{
    Run,
    apple::{TOPIC, certificate, dep_token, vpp_token},
    program,
};

/// The serial number of the certificate for which the sample of a DEP token is encrypted.
const SERIAL_NUMBER: [u8; 20] = [
    0x71, 0x09, 0x47, 0x7e, 0x73, 0x81, 0xbd, 0xdd, 0x62, 0xea, 0xd4, 0xac, 0x7c, 0xec, 0x00, 0x35, 0xff, 0x16, 0xaf,
    0xdc,
];

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(TempDir::new().expect("a directory"))
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).expect("a file");
        path
    }

    fn certificate(&self, name: &str, topic: Option<&str>, serial_number: &[u8], last_year: i32) -> PathBuf {
        self.file(&format!("{name}.pem"), certificate(name, topic, serial_number, last_year))
    }
}

fn inspect(file: &std::path::Path, options: &[&str]) -> Run {
    let file = file.to_str().expect("text");
    Run::of(&mut program([&["inspect", file], options].concat()))
}

#[test]
fn a_file_is_named_for_what_it_is_and_shows_no_secret() {
    let files = Files::new();
    let vpp = files.file("a.vpptoken", token_file::SAMPLE_VPP_TOKEN);
    let stdout = inspect(&vpp, &[]).success();
    assert!(stdout.contains("VPP token") && stdout.contains("Contoso") && stdout.contains("2099-12-31"), "{stdout}");
    assert!(!stdout.contains("made up"), "{stdout}");
    let dep = files.file("a.p7m", format!("\u{feff}{}", token_file::SAMPLE_DEP_TOKEN));
    let stdout = inspect(&dep, &[]).success();
    assert!(stdout.contains("DEP token") && stdout.contains("CN=Contoso MDM, serial number 7109477E"), "{stdout}");
    let push = files.certificate("push", Some("com.apple.mgmt.External.1"), &[9], 2099);
    let json = inspect(&push, &["--json"]).json();
    assert_eq!(
        (&json["kind"], &json["topicIdentifier"], &json["serialNumber"]),
        (&"push certificate".into(), &"com.apple.mgmt.External.1".into(), &"09".trim_start_matches('0').into())
    );
    for (name, content, found) in [
        ("a.html", "<!DOCTYPE html><html>Sign in", "an HTML page"),
        ("b.p7m", &token_file::SAMPLE_DEP_TOKEN[..700], "a part of a token, whose end is missing"),
        ("c.txt", "hello", "other text"),
    ] {
        let failure = inspect(&files.file(name, content), &[]).failure(2);
        assert!(failure.contains(&format!("it looks like {found}, not a .p7m or .vpptoken file")), "{failure}");
    }
}

#[test]
fn a_dep_token_for_another_public_key_is_told_before_it_is_uploaded() {
    let files = Files::new();
    let dep = files.file("a.p7m", token_file::SAMPLE_DEP_TOKEN);
    let check = |key: &PathBuf| inspect(&dep, &["--public-key", key.to_str().expect("text")]);
    check(&files.certificate("Contoso MDM", None, &SERIAL_NUMBER, 2099)).success();
    for key in [
        files.certificate("Fabrikam MDM", None, &SERIAL_NUMBER, 2099),
        files.certificate("Contoso MDM", None, &[5], 2099),
    ] {
        let run = check(&key);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains("is encrypted for CN=Contoso MDM, serial number 7109477E"), "{run:?}");
    }
    assert!(check(&files.file("x", "hello")).stderr.contains("it looks like other text, not a certificate"));
}

#[test]
fn a_push_certificate_with_another_topic_is_told() {
    let files = Files::new();
    let push = files.certificate("push", Some("com.apple.mgmt.External.1"), &[9], 2099);
    inspect(&push, &["--topic", "com.apple.mgmt.External.1"]).success();
    let run = inspect(&push, &["--topic", "com.apple.mgmt.External.2"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("every device would have to enroll again"), "{run:?}");
}

#[test]
fn what_has_expired_or_expires_soon_ends_with_7() {
    let files = Files::new();
    let old = files.certificate("old", Some("com.apple.mgmt.External.1"), &[9], 2021);
    let run = inspect(&old, &[]);
    assert_eq!(run.code, 7, "{run:?}");
    assert!(run.stderr.contains("the push certificate has expired, at 2021-12-31"), "{run:?}");
    let new = files.certificate("new", Some("com.apple.mgmt.External.1"), &[9], 2099);
    inspect(&new, &["--within", "30"]).success();
    assert_eq!(inspect(&new, &["--within", "65535"]).code, 7);
}

/// The same text as editors and mail programs change it, which is borne.
fn rewritten(text: &str) -> [(&'static str, Vec<u8>); 6] {
    let unix = text.replace('\r', "");
    [
        ("line feeds", unix.clone().into_bytes()),
        ("carriage returns too", unix.replace('\n', "\r\n").into_bytes()),
        ("a byte order mark", format!("\u{feff}{text}").into_bytes()),
        ("no line break at the end", text.trim_end().as_bytes().to_vec()),
        ("empty lines at the end", format!("{text}\r\n\r\n\n").into_bytes()),
        ("a mark and carriage returns", format!("\u{feff}{}", unix.replace('\n', "\r\n")).into_bytes()),
    ]
}

#[test]
fn apples_files_are_known_however_their_lines_are_written() {
    let files = Files::new();
    let key = certificate("Intune MDM", None, &[0x2a], 2099);
    let key_file = files.file("key.pem", &key);
    let push = certificate("push", Some(TOPIC), &[9], 2099);
    for (what, content) in rewritten(&dep_token(&key)) {
        let options = ["--public-key", key_file.to_str().expect("text")];
        let stdout = inspect(&files.file("a.p7m", content), &options).success();
        assert!(stdout.contains("DEP token") && stdout.contains("CN=Intune MDM, serial number 2A"), "{what}: {stdout}");
    }
    for (what, content) in rewritten(&push) {
        let stdout = inspect(&files.file("a.pem", content), &["--topic", TOPIC]).success();
        assert!(stdout.contains("push certificate") && stdout.contains("2099-12-31"), "{what}: {stdout}");
    }
    let token = vpp_token("株式会社 Contoso", "2098-08-01T09:00:00-0700");
    let wrapped: Vec<_> = token.as_bytes().chunks(40).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
    for (what, content) in rewritten(&(wrapped.join("\n") + "\n")) {
        let json = inspect(&files.file("a.vpptoken", content), &["--json"]).json();
        assert_eq!(
            (&json["kind"], &json["organizationName"], &json["expirationDateTime"]),
            (&"VPP token".into(), &"株式会社 Contoso".into(), &"2098-08-01T09:00:00-07:00".into()),
            "{what}"
        );
    }
}

#[test]
fn what_people_take_for_a_token_is_named_for_what_it_is() {
    let files = Files::new();
    let key = certificate("Intune MDM", None, &[0x2a], 2099);
    let (dep, vpp, push) =
        (dep_token(&key), vpp_token("Contoso", "2098-08-01T09:00:00Z"), certificate("push", Some(TOPIC), &[9], 2099));
    for text in [&dep, &vpp, &push] {
        let marked: Vec<_> = format!("\u{feff}{text}").encode_utf16().collect();
        for (order, content) in [
            ("little", marked.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>()),
            ("big", marked.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
            ("little, without a mark", marked[1..].iter().flat_map(|unit| unit.to_le_bytes()).collect()),
            ("big, without a mark", marked[1..].iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        ] {
            let failure = inspect(&files.file("utf16", content), &[]).failure(2);
            assert!(failure.contains("it looks like text in UTF-16, as PowerShell writes it"), "{order}: {failure}");
        }
    }
    // The beginning of a PKCS #12 file: version 3, and content of the kind `data`.
    let p12 = b"\x30\x82\x0a\x00\x02\x01\x03\x30\x82\x09\xc6\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x82";
    let page = "<!doctype html>\r\n<html><head><title>Sign in to your account</title></head></html>";
    let request = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n";
    let private = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (name, content, found) in [
        ("key.p12", &p12[..], "a PKCS #12 file (.p12, .pfx), which has a private key"),
        ("token.zip", b"PK\x03\x04\x14\0\x08\0\xff\xfe", "an archive"),
        ("token.gz", b"\x1f\x8b\x08\0\0\0", "an archive"),
        ("page.html", page.as_bytes(), "an HTML page"),
        ("mark.html", format!("\u{feff}{page}").as_bytes(), "an HTML page"),
        ("guide.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        ("shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image"),
        ("request.csr", request.as_bytes(), "a certificate signing request"),
        ("private.pem", private.as_bytes(), "a private key"),
        ("access.txt", b"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "an access token (JWT)"),
        ("token.json", br#"{"token": "x", "expDate": "2099-01-01"}"#, "JSON"),
        ("part.pem", &push.as_bytes()[..push.len() / 2], "a part of a certificate"),
        ("part.vpptoken", &vpp.as_bytes()[..60], "a part of a token, whose end is missing"),
        ("part.p7m", &dep.as_bytes()[..dep.len() - 200], "a part of a token, whose end is missing"),
        ("zeros", &[0; 64], "binary data"),
    ] {
        let failure = inspect(&files.file(name, content), &[]).failure(2);
        assert!(failure.contains(&format!("it looks like {found}, not a .p7m")), "{name}: {failure}");
    }
    for (content, said) in [
        (Vec::new(), " is empty"),
        (b" \r\n\t\n".to_vec(), " is empty"),
        (vec![b'A'; 5 * 1024 * 1024], "exceeds the 4 MiB limit"),
    ] {
        let failure = inspect(&files.file("odd", content), &[]).failure(2);
        assert!(failure.contains(said), "{failure}");
    }
    let folder = inspect(files.0.path(), &[]).failure(2);
    assert!(folder.contains(" cannot be read: "), "{folder}");
}
