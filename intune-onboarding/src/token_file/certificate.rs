//! Certificates: whom a token is encrypted for, and push certificates.

use std::fmt::{self, Write as _};

use cms::enveloped_data::{RecipientIdentifier, RecipientInfo, RecipientInfos};
use graph_runtime::DateTimeOffset;
use x509_cert::{
    Certificate,
    attr::AttributeValue,
    der::{Decode, asn1::ObjectIdentifier},
    name::Name,
    serial_number::SerialNumber,
    time::Time,
};

use super::{TokenFileError, asn1, decoded, kind::Kind, pem_body, without_mark};

const CERTIFICATE: &str = "a certificate, in PEM or DER";
const PUSH_CERTIFICATE: &str = "a push certificate: the .pem file from Apple's Push Certificates Portal";
/// `UID` of RFC 4519, in which Apple states the topic.
const USER_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");
/// What the topic of a certificate for device management begins with.
const TOPIC: &str = "com.apple.mgmt.";

/// What identifies a certificate: who issued it, and under which number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CertificateId {
    /// The issuer, `CN=Contoso MDM`.
    pub issuer: String,
    /// The serial number in hexadecimal, in capitals and without leading zeros.
    pub serial_number: String,
}

impl CertificateId {
    fn new(issuer: &Name, serial_number: &SerialNumber) -> Self {
        let mut digits = String::new();
        for byte in serial_number.as_bytes() {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02X}");
        }
        let digits = digits.trim_start_matches('0');
        let serial_number = if digits.is_empty() { "0" } else { digits }.to_owned();
        Self { issuer: issuer.to_string(), serial_number }
    }
}

/// Writes both: `CN=Contoso MDM, serial number 7109477E`.
impl fmt::Display for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, serial number {}", self.issuer, self.serial_number)
    }
}

/// A certificate, as the content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateFile {
    /// The issuer and serial number.
    pub id: CertificateId,
    /// Whom the certificate is for, `CN=APSP:2f1c6c0e,UID=com.apple.mgmt.External.2f1c6c0e`.
    pub subject: String,
    /// The user ID in the subject: of a push certificate, its topic.
    pub user_id: Option<String>,
    /// When it begins to be valid.
    pub not_before: DateTimeOffset,
    /// When it expires.
    pub not_after: DateTimeOffset,
}

/// Reads a certificate: in PEM, in DER, or in base64 of DER.
///
/// # Errors
///
/// Returns [`TokenFileError`] if it is something else, or only the beginning of a certificate.
pub fn certificate(content: &[u8]) -> Result<CertificateFile, TokenFileError> {
    read(content, CERTIFICATE)
}

/// A certificate for Apple's push notifications to managed devices.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PushCertificateFile {
    /// The text for the property `certificate` of `applePushNotificationCertificate`.
    pub text: String,
    /// The topic, `com.apple.mgmt.External.…`. A renewed certificate keeps it; devices that were enrolled with another topic
    /// have to enroll again.
    pub topic: String,
    /// The certificate.
    pub certificate: CertificateFile,
}

/// Checks a push certificate, as Apple's Push Certificates Portal offers it for download: a certificate in PEM.
///
/// Compare the topic with `topicIdentifier` of the certificate that the tenant has, and `certificate.not_after` with the
/// current time.
///
/// # Errors
///
/// Returns [`TokenFileError`] if it is something else, or a certificate for another purpose.
pub fn push_certificate(content: &[u8]) -> Result<PushCertificateFile, TokenFileError> {
    let certificate = read(content, PUSH_CERTIFICATE)?;
    let topic = certificate.user_id.clone().filter(|topic| topic.starts_with(TOPIC));
    let topic = topic.ok_or_else(|| TokenFileError::new(PUSH_CERTIFICATE, "a certificate for another purpose"))?;
    let text = std::str::from_utf8(without_mark(content)).ok().filter(|text| pem_body(text).is_some());
    let text = text.ok_or_else(|| TokenFileError::new(PUSH_CERTIFICATE, "a certificate that is not in PEM"))?;
    // Line breaks as other programs write them are as good as Apple's.
    let text = text.trim().replace('\r', "");
    Ok(PushCertificateFile { text: format!("{text}\n"), topic, certificate })
}

fn read(content: &[u8], expected: &'static str) -> Result<CertificateFile, TokenFileError> {
    let wrong = |found: &str| TokenFileError::new(expected, found);
    let bytes = without_mark(content);
    let der = match std::str::from_utf8(bytes) {
        Ok(text) => decoded(pem_body(text).unwrap_or(text)).ok_or_else(|| {
            let kind = Kind::of(content);
            wrong(if kind == Kind::Certificate { "a part of a certificate" } else { kind.name() })
        })?,
        Err(_) => bytes.to_vec(),
    };
    let certificate = Certificate::from_der(&der).map_err(|_| {
        let kind = Kind::of(content);
        wrong(if kind == Kind::Certificate { "a damaged certificate" } else { kind.name() })
    })?;
    let certificate = certificate.tbs_certificate;
    let date = |time: &Time| date(time).ok_or_else(|| wrong("a certificate with a date that does not exist"));
    Ok(CertificateFile {
        id: CertificateId::new(&certificate.issuer, &certificate.serial_number),
        subject: certificate.subject.to_string(),
        user_id: user_id(&certificate.subject),
        not_before: date(&certificate.validity.not_before)?,
        not_after: date(&certificate.validity.not_after)?,
    })
}

fn user_id(subject: &Name) -> Option<String> {
    let attributes = subject.0.iter().flat_map(|names| names.0.iter());
    attributes.filter(|attribute| attribute.oid == USER_ID).find_map(|attribute| text(&attribute.value))
}

/// Returns the text of an attribute, of which all kinds of strings that certificates use are ASCII or UTF-8.
fn text(value: &AttributeValue) -> Option<String> {
    std::str::from_utf8(value.value()).ok().map(str::to_owned)
}

fn date(time: &Time) -> Option<DateTimeOffset> {
    time.to_date_time().to_string().parse().ok()
}

/// Returns the certificates for which an enveloped message is encrypted. Recipients that are named otherwise than by issuer
/// and serial number are left out.
pub(super) fn recipients(message: &[u8]) -> Vec<CertificateId> {
    let infos = asn1::recipients(message).and_then(|der| RecipientInfos::from_der(&der).ok());
    let identifier = |info: &RecipientInfo| match info {
        RecipientInfo::Ktri(info) => match &info.rid {
            RecipientIdentifier::IssuerAndSerialNumber(id) => Some(CertificateId::new(&id.issuer, &id.serial_number)),
            RecipientIdentifier::SubjectKeyIdentifier(_) => None,
        },
        _ => None,
    };
    infos.map(|infos| infos.0.iter().filter_map(identifier).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
