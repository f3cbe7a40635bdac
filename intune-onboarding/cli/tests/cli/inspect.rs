//! `inspect`.

use std::{fs, path::PathBuf};

use intune_onboarding::token_file;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SerialNumber, date_time_ymd};
use tempfile::TempDir;

use super::{Run, program};

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
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        if let Some(topic) = topic {
            params.distinguished_name.push(DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 1]), topic);
        }
        params.serial_number = Some(SerialNumber::from_slice(serial_number));
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(last_year, 12, 31);
        let certificate = params.self_signed(&KeyPair::generate().expect("a key")).expect("a certificate");
        self.file(&format!("{name}.pem"), certificate.pem())
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
