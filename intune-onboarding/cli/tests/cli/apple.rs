//! Files as Apple hands them out, made for the tests. They open nothing.

use base64::{Engine, engine::general_purpose::STANDARD};
use cms::{
    cert::IssuerAndSerialNumber,
    content_info::{CmsVersion, ContentInfo},
    enveloped_data::{
        EncryptedContentInfo, EnvelopedData, KeyTransRecipientInfo, RecipientIdentifier, RecipientInfo, RecipientInfos,
    },
};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SerialNumber, date_time_ymd};
use x509_cert::{
    Certificate,
    der::{
        Any, Decode, Encode,
        asn1::{ObjectIdentifier, OctetString, SetOfVec},
    },
    spki::AlgorithmIdentifierOwned,
};

/// The topic of the push certificate of the embedded tenant.
pub(crate) const TOPIC: &str = "com.apple.mgmt.External.2f1c6c0e-8a55-4d1e-9d0b-6f0a4f3b9c17";

/// A certificate in PEM, valid from 2020 to the end of a year.
pub(crate) fn certificate(name: &str, topic: Option<&str>, serial_number: &[u8], last_year: i32) -> String {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    if let Some(topic) = topic {
        params.distinguished_name.push(DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 1]), topic);
    }
    params.serial_number = Some(SerialNumber::from_slice(serial_number));
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(last_year, 12, 31);
    params.self_signed(&KeyPair::generate().expect("a key")).expect("a certificate").pem()
}

/// A DEP token, as a `.p7m` file, that is encrypted for the certificate in this PEM.
pub(crate) fn dep_token(certificate: &str) -> String {
    let oid = ObjectIdentifier::new_unwrap;
    let algorithm = |id| AlgorithmIdentifierOwned { oid: oid(id), parameters: None };
    let bytes = |bytes: &[u8]| OctetString::new(bytes).expect("short enough");
    let base64: String = certificate.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(base64).expect("base64");
    let certificate = Certificate::from_der(&der).expect("a certificate").tbs_certificate;
    let id = IssuerAndSerialNumber { issuer: certificate.issuer, serial_number: certificate.serial_number };
    let recipient = RecipientInfo::Ktri(KeyTransRecipientInfo {
        version: CmsVersion::V0,
        rid: RecipientIdentifier::IssuerAndSerialNumber(id),
        key_enc_alg: algorithm("1.2.840.113549.1.1.1"),
        enc_key: bytes(&[0x5a; 256]),
    });
    let enveloped = EnvelopedData {
        version: CmsVersion::V0,
        originator_info: None,
        recip_infos: RecipientInfos(SetOfVec::from_iter([recipient]).expect("one")),
        encrypted_content: EncryptedContentInfo {
            content_type: oid("1.2.840.113549.1.7.1"),
            content_enc_alg: algorithm("2.16.840.1.101.3.4.1.2"),
            encrypted_content: Some(bytes(&[0xa5; 512])),
        },
        unprotected_attrs: None,
    };
    let message =
        ContentInfo { content_type: oid("1.2.840.113549.1.7.3"), content: Any::encode_from(&enveloped).expect("DER") };
    let body = STANDARD.encode(message.to_der().expect("DER"));
    let lines: Vec<_> = body.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
    format!(
        "Content-Type: application/pkcs7-mime; name=\"smime.p7m\"; smime-type=enveloped-data\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"smime.p7m\"\r\n\r\n{}\r\n",
        lines.join("\r\n")
    )
}

/// A VPP token, as a `.vpptoken` file.
pub(crate) fn vpp_token(organization: &str, expires: &str) -> String {
    let json = serde_json::json!({"expDate": expires, "token": "bm90IGEgcmVhbCB0b2tlbg==", "orgName": organization});
    STANDARD.encode(json.to_string())
}
