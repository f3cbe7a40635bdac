//! The OData type `Edm.DateTimeOffset`.

use std::{cmp::Ordering, fmt, hash, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A date and time with an offset from UTC, which is written exactly as it was read.
///
/// Graph writes seven fractional digits (`2016-12-31T23:57:57.2481234-08:00`). The digits and the offset are preserved.
/// Comparisons are based on the point in time: two values with different offsets are equal if they denote the same
/// instant.
///
/// ```
/// use graph_runtime::DateTimeOffset;
///
/// let read: DateTimeOffset = "2016-12-31T23:57:57.2481234-08:00".parse()?;
/// assert_eq!(read.to_string(), "2016-12-31T23:57:57.2481234-08:00");
/// assert_eq!(read, "2017-01-01T07:57:57.2481234Z".parse()?);
/// assert_eq!(read.to_offset_date_time().year(), 2016);
/// # Ok::<(), graph_runtime::odata::ParseDateTimeOffsetError>(())
/// ```
#[derive(Clone)]
pub struct DateTimeOffset {
    text: Box<str>,
    moment: OffsetDateTime,
}

impl DateTimeOffset {
    /// Returns the text, as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the date and time with its offset, to the nanosecond, as a value of the [`time`](crate::time) crate.
    #[must_use]
    pub fn to_offset_date_time(&self) -> OffsetDateTime {
        self.moment
    }
}

impl FromStr for DateTimeOffset {
    type Err = ParseDateTimeOffsetError;

    /// Parses a date and time in the format of RFC 3339, such as `2016-12-31T23:57:57.2481234-08:00` or
    /// `2016-12-31T23:57:57Z`.
    ///
    /// # Errors
    ///
    /// Returns [`ParseDateTimeOffsetError`] for any other text.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match OffsetDateTime::parse(text, &Rfc3339) {
            Ok(moment) => Ok(Self { text: text.into(), moment }),
            Err(reason) => Err(ParseDateTimeOffsetError { text: text.chars().take(64).collect(), reason }),
        }
    }
}

impl TryFrom<OffsetDateTime> for DateTimeOffset {
    type Error = time::error::Format;

    /// Converts a date and time. The text has as many fractional digits as necessary.
    ///
    /// # Errors
    ///
    /// Returns an error if the year is not in the range 0 to 9999, or the offset has seconds, because RFC 3339 does not
    /// support these.
    fn try_from(moment: OffsetDateTime) -> Result<Self, Self::Error> {
        Ok(Self { text: moment.format(&Rfc3339)?.into(), moment })
    }
}

impl From<DateTimeOffset> for OffsetDateTime {
    fn from(value: DateTimeOffset) -> Self {
        value.moment
    }
}

impl fmt::Debug for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.moment == other.moment
    }
}

impl Eq for DateTimeOffset {}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        self.moment.cmp(&other.moment)
    }
}

impl hash::Hash for DateTimeOffset {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.moment.hash(state);
    }
}

impl Serialize for DateTimeOffset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for DateTimeOffset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = DateTimeOffset;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time with an offset, such as \"2016-12-31T23:57:57.2481234-08:00\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// The error returned if a text cannot be parsed as a [`DateTimeOffset`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date and time with an offset, such as `2016-12-31T23:57:57.2481234-08:00`")]
pub struct ParseDateTimeOffsetError {
    text: String,
    #[source]
    reason: time::error::Parse,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> DateTimeOffset {
        text.parse().expect(text)
    }

    #[test]
    fn a_value_is_written_as_it_was_read() {
        for text in [
            "2016-12-31T23:57:57.2481234-08:00",
            "2017-01-01T00:02:49.3205976-08:00",
            "2017-01-01T00:00:00.0000000Z",
            "2017-01-01T00:00:00Z",
            "2017-01-01T00:00:00+00:00",
            "2017-01-01T00:00:00.123456789012Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
        ] {
            assert_eq!(read(text).to_string(), text);
            let json = format!("\"{text}\"");
            let value: DateTimeOffset = serde_json::from_str(&json).expect(text);
            assert_eq!(serde_json::to_string(&value).expect(text), json);
        }
    }

    #[test]
    fn equality_order_and_hash_are_those_of_the_instant() {
        use std::hash::{BuildHasher, RandomState};
        let (a, b) = (read("2016-12-31T23:57:57.5-08:00"), read("2017-01-01T07:57:57.50Z"));
        let state = RandomState::new();
        assert_eq!(a, b);
        assert_eq!(state.hash_one(&a), state.hash_one(&b));
        assert!(a < read("2017-01-01T07:57:57.51Z"));
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in ["", "2016-12-31", "2016-12-31T23:57:57", "2016-13-31T23:57:57Z", "31.12.2016"] {
            assert!(text.parse::<DateTimeOffset>().is_err(), "{text}");
        }
        assert!(serde_json::from_str::<DateTimeOffset>("12").is_err());
    }

    #[test]
    fn an_offset_date_time_is_converted() {
        let moment = OffsetDateTime::UNIX_EPOCH + time::Duration::milliseconds(1500);
        assert_eq!(DateTimeOffset::try_from(moment).expect("in range").to_string(), "1970-01-01T00:00:01.5Z");
    }
}
