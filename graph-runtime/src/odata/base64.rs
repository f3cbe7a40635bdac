//! The OData type `Edm.Binary`.

use std::{fmt, str::FromStr};

use base64::{
    Engine, alphabet,
    display::Base64Display,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::BASE64_STANDARD,
};
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::{self, ParseValueError};

/// Bytes that are base64 in JSON.
///
/// Written with the standard alphabet and padding. Read also without padding, with the alphabet for URLs, and with line
/// breaks. `Debug` shows the number of bytes.
///
/// ```
/// use graph_runtime::odata::Base64;
///
/// let content = Base64::from(b"\xfb\xff".as_slice());
/// assert_eq!(serde_json::to_string(&content)?, r#""+/8=""#);
/// assert_eq!(serde_json::from_str::<Base64>(r#""-_8""#)?, content);
/// assert_eq!(content.as_bytes(), b"\xfb\xff");
/// assert_eq!(format!("{content:?}"), "Base64(2 bytes)");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(Bytes);

impl Base64 {
    /// Returns the bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the bytes without copying them.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl FromStr for Base64 {
    type Err = ParseValueError;

    /// Decodes base64, with or without padding, with the standard alphabet or that for URLs. Ignores white space.
    ///
    /// # Errors
    ///
    /// Returns [`ParseValueError`], which does not contain the text, if it is not base64.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let decoded = LENIENT.decode(text).or_else(|_| {
            let standard = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => other,
            });
            LENIENT.decode(standard.collect::<Vec<_>>())
        });
        decoded.map(Self::from).map_err(|_| ParseValueError::new("…", EXPECTED))
    }
}

const EXPECTED: &str = "base64, such as `aGVsbG8=`";

/// Decodes the standard alphabet with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

impl From<Bytes> for Base64 {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<Base64> for Bytes {
    fn from(value: Base64) -> Self {
        value.0
    }
}

impl From<Base64> for Vec<u8> {
    fn from(value: Base64) -> Self {
        value.0.into()
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Base64 {
    /// Writes the number of bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} bytes)", self.0.len())
    }
}

impl fmt::Display for Base64 {
    /// Writes the base64.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &BASE64_STANDARD).fmt(f)
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer, EXPECTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<u8>> {
        serde_json::from_value::<Base64>(text.into()).ok().map(Into::into)
    }

    #[test]
    fn base64_is_read_in_every_form_and_written_in_one() {
        let bytes = [0xfb, 0xff, 0xbf, 1];
        for text in ["+/+/AQ==", "+/+/AQ", "-_-_AQ==", "-_-_AQ", "-_-/AQ==", "+/+/\r\nAQ==\r\n", "+/+/AR=="] {
            assert_eq!(read(text).as_deref(), Some(&bytes[..]), "{text}");
        }
        let value = Base64::from(&bytes);
        assert_eq!(serde_json::to_string(&value).expect("JSON"), r#""+/+/AQ==""#);
        assert_eq!(value.to_string(), "+/+/AQ==");
        assert_eq!(read(""), Some(Vec::new()));
    }

    #[test]
    fn other_texts_are_rejected_without_being_shown() {
        for text in ["hunter2!", "A", "AA=A", "é"] {
            assert_eq!(read(text), None, "{text}");
        }
        let error = "hunter2!".parse::<Base64>().expect_err("no base64");
        assert_eq!(error.to_string(), "`…` is not base64, such as `aGVsbG8=`");
    }

    #[test]
    fn debug_does_not_show_the_bytes() {
        assert_eq!(format!("{:?}", Base64::from(b"hunter2")), "Base64(7 bytes)");
    }
}
