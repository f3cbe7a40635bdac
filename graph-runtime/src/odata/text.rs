//! Values that are text on the wire.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserializer, de};

/// The error returned if a text cannot be parsed as a value of OData.
///
/// ```
/// use graph_runtime::odata::Date;
///
/// let error = "28.11.2026".parse::<Date>().unwrap_err();
/// assert_eq!(error.to_string(), "`28.11.2026` is not a date, such as `2026-11-28`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {expected}")]
pub struct ParseValueError {
    text: String,
    expected: &'static str,
}

impl ParseValueError {
    /// Returns the error for a text, of which the error contains only the start.
    pub(crate) fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.chars().take(64).collect(), expected }
    }
}

/// The error returned if a value is outside the range of the type that it is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ValueRangeError(pub(crate) &'static str);

/// Deserializes a value from a string. An error does not contain the string, which may be secret.
pub(crate) fn deserialize<'de, T, D>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    T: FromStr,
    D: Deserializer<'de>,
{
    struct Text<T>(&'static str, PhantomData<T>);

    impl<T: FromStr> de::Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(|_| E::invalid_value(de::Unexpected::Other("text"), &self))
        }
    }

    deserializer.deserialize_str(Text(expected, PhantomData))
}

/// Splits digits off the start of a text.
pub(crate) fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Reads a number that consists of exactly two digits.
pub(crate) fn two_digits(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some((a - b'0') * 10 + (b - b'0')),
        _ => None,
    }
}

/// Reads the digits after a decimal point as nanoseconds. Further digits are ignored.
pub(crate) fn nanoseconds(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(
        digits
            .bytes()
            .chain(std::iter::repeat(b'0'))
            .take(9)
            .fold(0, |value, digit| value * 10 + u32::from(digit - b'0')),
    )
}

/// Nanoseconds in a tick, the unit in which Microsoft's services measure time. A second has seven fractional digits.
pub(crate) const TICK: u32 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_is_read_to_the_nanosecond() {
        assert_eq!(nanoseconds("5"), Some(500_000_000));
        assert_eq!(nanoseconds("000000001999"), Some(1));
        assert_eq!(nanoseconds(""), None);
        assert_eq!(nanoseconds("1x"), None);
    }
}
