use rcgen::{CertificateParams, DnType, KeyPair, SerialNumber, date_time_ymd};

use super::*;
use crate::token_file::{SAMPLE_DEP_TOKEN, SAMPLE_VPP_TOKEN, dep_token_file};

const SAMPLE_SERIAL_NUMBER: [u8; 20] = [
    0x71, 0x09, 0x47, 0x7e, 0x73, 0x81, 0xbd, 0xdd, 0x62, 0xea, 0xd4, 0xac, 0x7c, 0xec, 0x00, 0x35, 0xff, 0x16, 0xaf,
    0xdc,
];

/// A certificate that signs itself.
fn made(name: &str, topic: Option<&str>, serial_number: &[u8]) -> rcgen::Certificate {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    if let Some(topic) = topic {
        params.distinguished_name.push(DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 1]), topic);
    }
    params.serial_number = Some(SerialNumber::from_slice(serial_number));
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2027, 1, 1);
    params.self_signed(&KeyPair::generate().expect("a key")).expect("a certificate")
}

#[test]
fn a_dep_token_names_the_certificate_that_it_is_for() {
    let file = dep_token_file(SAMPLE_DEP_TOKEN.as_bytes()).expect("a token");
    let right = certificate(made("Contoso MDM", None, &SAMPLE_SERIAL_NUMBER).pem().as_bytes()).expect("a certificate");
    assert_eq!(file.recipients, [right.id]);
    assert_eq!(
        file.recipients[0].to_string(),
        "CN=Contoso MDM, serial number 7109477E7381BDDD62EAD4AC7CEC0035FF16AFDC"
    );
    for other in [made("Contoso MDM", None, &[7]), made("Fabrikam MDM", None, &SAMPLE_SERIAL_NUMBER)] {
        let other = certificate(other.pem().as_bytes()).expect("a certificate");
        assert!(!file.recipients.contains(&other.id), "{}", other.id);
    }
}

#[test]
fn a_certificate_is_read_in_each_form() {
    let made = made("x", Some("com.apple.mgmt.External.1"), &[0, 0x80, 1]);
    let (pem, der) = (made.pem(), made.der().to_vec());
    let read = certificate(&der).expect("DER");
    assert_eq!((read.id.serial_number.as_str(), read.user_id.as_deref()), ("8001", Some("com.apple.mgmt.External.1")));
    assert_eq!(
        (read.not_before.to_string(), read.not_after.to_string()),
        ("2026-01-01T00:00:00Z".into(), "2027-01-01T00:00:00Z".into())
    );
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for form in [pem.clone(), pem.replace('\n', "\r\n"), format!("\u{feff}{pem}\n\n"), base64] {
        assert_eq!(certificate(form.as_bytes()), Ok(read.clone()), "{form}");
    }
}

#[test]
fn a_push_certificate_has_a_topic() {
    let pem = made("APSP", Some("com.apple.mgmt.External.2f1c"), &[1]).pem();
    let file = push_certificate(pem.replace('\n', "\r\n").as_bytes()).expect("a push certificate");
    assert_eq!(file.topic, "com.apple.mgmt.External.2f1c");
    assert_eq!(file.text, format!("{}\n", pem.trim().replace('\r', "")));
    for (content, found) in [
        (made("x", None, &[1]).pem().into_bytes(), "a certificate for another purpose"),
        (made("x", Some("com.example.app"), &[1]).pem().into_bytes(), "a certificate for another purpose"),
        (made("x", Some("com.apple.mgmt.External.1"), &[1]).der().to_vec(), "a certificate that is not in PEM"),
        (SAMPLE_VPP_TOKEN.into(), "a VPP token (.vpptoken)"),
        (SAMPLE_DEP_TOKEN.into(), "a DEP token (.p7m)"),
        (b"<!DOCTYPE html><html>".to_vec(), "an HTML page"),
        (pem.as_bytes()[..pem.len() / 2].to_vec(), "a part of a certificate"),
        (pem.replace("MII", "MIA").into_bytes(), "a damaged certificate"),
        (
            b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----".to_vec(),
            "a certificate signing request",
        ),
        (KeyPair::generate().expect("a key").serialize_pem().into_bytes(), "a private key"),
        (Vec::new(), "an empty file"),
        (
            pem.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "text in UTF-16, as PowerShell writes it: download the file again, or save it as UTF-8",
        ),
    ] {
        let error = push_certificate(&content).expect_err(found);
        assert_eq!(error.found(), found);
    }
}

#[test]
fn a_message_that_is_cut_off_or_nested_without_end_has_no_recipients() {
    assert_eq!(recipients(&[0x30, 0x80].repeat(4000)), []);
    assert_eq!(recipients(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), []);
    assert_eq!(recipients(b""), []);
}
