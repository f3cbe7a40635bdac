//! Apple's token files, checked before they are uploaded (feature `token-files`).
//!
//! The service accepts any text as a token, and a wrong one is noticed only when devices stop enrolling. [`dep_token`] and
//! [`vpp_token`] take the content of a file, and return the text to upload, or an error that says what the file looks like.
//!
//! ```
//! use intune_onboarding::token_file;
//!
//! let error = token_file::dep_token(b"<!DOCTYPE html><title>Sign in</title>").expect_err("no token");
//! assert_eq!(
//!     error.to_string(),
//!     "it looks like an HTML page, not a DEP token: Apple's .p7m file, an S/MIME message with encrypted content",
//! );
//! ```

mod asn1;
mod certificate;
mod kind;
mod samples;

use std::{error::Error, fmt};

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use graph_runtime::{DateTimeOffset, Secret};
use serde_json::Value;

use asn1::{ContentType, content_type};
pub use certificate::{CertificateFile, CertificateId, PushCertificateFile, certificate, push_certificate};
use kind::Kind;
pub use samples::{SAMPLE_DEP_PUBLIC_KEY, SAMPLE_DEP_TOKEN, SAMPLE_VPP_TOKEN};

/// Base64 as Apple and mail programs write it: the padding may be missing.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const DEP_TOKEN: &str = "a DEP token: Apple's .p7m file, an S/MIME message with encrypted content";
const VPP_TOKEN: &str = "a VPP token: Apple's .vpptoken file, base64 of JSON with `token`, `orgName` and `expDate`";

/// The error returned if a file is not the token file that it should be. It never contains a part of the file.
///
/// `Display` writes one line: `it looks like a certificate, not a DEP token: Apple's .p7m file, …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFileError {
    expected: &'static str,
    found: String,
}

impl TokenFileError {
    fn new(expected: &'static str, found: impl Into<String>) -> Self {
        Self { expected, found: found.into() }
    }

    /// Returns what the file should be.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// Returns what the file looks like, with an article: `an HTML page`, `a certificate`, `an empty file`.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for TokenFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it looks like {}, not {}", self.found, self.expected)
    }
}

impl Error for TokenFileError {}

/// Checks the content of a `.p7m` file from Apple Business Manager or Apple School Manager, and returns the text for
/// [`UploadDepToken::dep_token`](crate::dep::UploadDepToken::dep_token).
///
/// The file is an S/MIME message: headers, an empty line, and a CMS (PKCS #7) enveloped message in base64. It is uploaded as
/// it is, without a byte order mark and the line breaks at its end. The enveloped message alone, in base64, PEM or DER, is
/// put into an S/MIME message. The content is encrypted for the tenant, so this function checks only that the message is
/// enveloped and complete.
///
/// # Errors
///
/// Returns [`TokenFileError`] if it is something else, such as an HTML page, a certificate or a `.vpptoken` file, or only
/// the beginning of a token.
///
/// ```
/// use intune_onboarding::token_file;
///
/// let token = token_file::dep_token(token_file::SAMPLE_DEP_TOKEN.as_bytes())?;
/// assert_eq!(token.expose(), token_file::SAMPLE_DEP_TOKEN);
/// # Ok::<(), token_file::TokenFileError>(())
/// ```
pub fn dep_token(content: &[u8]) -> Result<Secret<String>, TokenFileError> {
    dep_token_file(content).map(|file| file.text)
}

/// A DEP token, as the content of a `.p7m` file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DepTokenFile {
    /// The text for [`UploadDepToken::dep_token`](crate::dep::UploadDepToken::dep_token).
    pub text: Secret<String>,
    /// The certificates for which Apple encrypted the token: usually one, that of the public key that was uploaded to Apple.
    /// A token for another certificate than the tenant's current one cannot be used.
    pub recipients: Vec<CertificateId>,
}

/// Checks the content of a `.p7m` file as [`dep_token`] does, and also returns for whom it is encrypted.
///
/// # Errors
///
/// Returns [`TokenFileError`] as [`dep_token`] does.
///
/// ```
/// use intune_onboarding::token_file;
///
/// let file = token_file::dep_token_file(token_file::SAMPLE_DEP_TOKEN.as_bytes())?;
/// assert_eq!(file.recipients[0].issuer, "CN=Contoso MDM");
/// # Ok::<(), token_file::TokenFileError>(())
/// ```
pub fn dep_token_file(content: &[u8]) -> Result<DepTokenFile, TokenFileError> {
    let error = |found: &str| TokenFileError::new(DEP_TOKEN, found);
    let wrong = || error(Kind::of(content).name());
    let content = without_mark(content);
    let text = std::str::from_utf8(content).ok().map(|text| text.trim_end_matches(['\r', '\n']));
    let (der, message) = match (text, text.and_then(mime_body)) {
        (_, Some(body)) => (decoded(body), text),
        (Some(text), None) => (decoded(pem_body(text).unwrap_or(text)), None),
        (None, None) => (Some(content.to_vec()), None),
    };
    let der = der.ok_or_else(wrong)?;
    match content_type(&der) {
        ContentType::Enveloped { is_complete: true } => {}
        ContentType::Enveloped { is_complete: false } => return Err(error("a part of a token, whose end is missing")),
        _ => return Err(wrong()),
    }
    let text = Secret::new(message.map_or_else(|| mime_message(&der), str::to_owned));
    Ok(DepTokenFile { text, recipients: certificate::recipients(&der) })
}

/// A VPP token, as the content of a `.vpptoken` file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VppTokenFile {
    /// The text for [`UpdateVppToken::token`](crate::vpp::UpdateVppToken::token): base64 without white space.
    pub text: Secret<String>,
    /// The organization, `orgName`.
    pub organization_name: String,
    /// When the token expires, `expDate`; `None` if Apple wrote the date in a format that is not known.
    pub expires: Option<DateTimeOffset>,
}

/// Checks the content of a `.vpptoken` file from Apple Business Manager or Apple School Manager.
///
/// The file is base64 of a JSON object with the texts `token`, `orgName` and `expDate`. A byte order mark and white space
/// are borne. Whether the token has expired is not checked: compare [`VppTokenFile::expires`].
///
/// # Errors
///
/// Returns [`TokenFileError`] if it is something else, such as an HTML page or a `.p7m` file, or only the beginning of a
/// token.
///
/// ```
/// use intune_onboarding::token_file;
///
/// let file = token_file::vpp_token(token_file::SAMPLE_VPP_TOKEN.as_bytes())?;
/// assert_eq!(file.organization_name, "Contoso");
/// assert_eq!(file.text.expose(), token_file::SAMPLE_VPP_TOKEN);
/// # Ok::<(), token_file::TokenFileError>(())
/// ```
pub fn vpp_token(content: &[u8]) -> Result<VppTokenFile, TokenFileError> {
    let error = |found: &str| TokenFileError::new(VPP_TOKEN, found);
    let wrong = || error(Kind::of(content).name());
    let text = std::str::from_utf8(without_mark(content)).map_err(|_| wrong())?;
    let text: String = text.split_ascii_whitespace().collect();
    let json = decoded(&text).ok_or_else(wrong)?;
    let values: Value = match serde_json::from_slice(&json) {
        Ok(values) => values,
        Err(_) if json.first() == Some(&b'{') => return Err(error("a part of a token, whose end is missing")),
        Err(_) => return Err(wrong()),
    };
    let value = |name: &str| match values.get(name).and_then(Value::as_str) {
        Some(value) if !value.trim().is_empty() => Ok(value),
        _ => Err(error(&format!("JSON in base64 without the text `{name}`"))),
    };
    value("token")?;
    let (organization_name, expires) = (value("orgName")?.to_owned(), date(value("expDate")?));
    Ok(VppTokenFile { text: Secret::new(text), organization_name, expires })
}

fn without_mark(content: &[u8]) -> &[u8] {
    content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content)
}

/// Returns what follows the headers of an Internet message, or `None` if the text does not begin with headers.
fn mime_body(text: &str) -> Option<&str> {
    let is_header = |line: &str| {
        line.split_once(':')
            .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()))
    };
    let mut rest = text;
    loop {
        let (line, following) = rest.split_once('\n')?;
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            return (rest.len() < text.len()).then_some(following);
        }
        let continues = line.starts_with([' ', '\t']) && rest.len() < text.len();
        if !continues && !is_header(line) {
            return None;
        }
        rest = following;
    }
}

/// Returns the base64 in a PEM file with one message.
fn pem_body(text: &str) -> Option<&str> {
    let (_, body) = text.trim().strip_prefix("-----BEGIN ")?.split_once("-----")?;
    let (body, end) = body.split_once("-----END ")?;
    end.ends_with("-----").then_some(body)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let text: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    LENIENT.decode(text).ok().filter(|bytes| !bytes.is_empty())
}

/// Puts an enveloped message into an S/MIME message, with the headers of Apple's.
fn mime_message(der: &[u8]) -> String {
    const HEADERS: &str = "Content-Type: application/pkcs7-mime; name=\"smime.p7m\"; smime-type=enveloped-data\r\n\
                           Content-Transfer-Encoding: base64\r\n\
                           Content-Disposition: attachment; filename=\"smime.p7m\"\r\n\
                           Content-Description: S/MIME Encrypted Message\r\n";
    let mut message = HEADERS.to_owned();
    for (number, character) in STANDARD.encode(der).chars().enumerate() {
        if number % 64 == 0 {
            message.push_str("\r\n");
        }
        message.push(character);
    }
    message
}

/// Reads Apple's dates, such as `2027-08-01T09:00:00+0000`, whose offset has no colon.
fn date(text: &str) -> Option<DateTimeOffset> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let (start, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
    format!("{start}:{minutes}").parse().ok()
}

#[cfg(test)]
mod tests;
