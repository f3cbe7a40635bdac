//! The OData type `Edm.Date`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::text::{self, ParseValueError, ValueRangeError};

/// A date without a time of day: `2026-11-28`.
///
/// Read also with a time of midnight (`2026-11-28T00:00:00Z`), which some services add.
///
/// ```
/// use graph_runtime::{odata::Date, time};
///
/// let date = Date::new(2026, 11, 28)?;
/// assert_eq!(date.to_string(), "2026-11-28");
/// assert_eq!("2026-11-28".parse::<Date>()?, date);
/// assert_eq!(time::Date::from(date).weekday(), time::Weekday::Saturday);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(time::Date);

impl Date {
    /// Returns the date with this year (0 to 9999), month (1 to 12) and day (1 to 31).
    ///
    /// # Errors
    ///
    /// Returns [`ValueRangeError`] if there is no such date.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, ValueRangeError> {
        let month = time::Month::try_from(month);
        let date = month.and_then(|month| time::Date::from_calendar_date(year.into(), month, day));
        date.map_err(|_| ValueRangeError("there is no such date")).and_then(Self::try_from)
    }

    /// Returns the date as a value of the [`time`](crate::time) crate.
    #[must_use]
    pub const fn to_date(self) -> time::Date {
        self.0
    }
}

impl FromStr for Date {
    type Err = ParseValueError;

    /// Parses a date such as `2026-11-28`.
    ///
    /// # Errors
    ///
    /// Returns [`ParseValueError`] for any other text, except a date with a time of midnight.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let date = text.split_once('T').map_or(Some(text), |(date, time)| is_midnight(time).then_some(date));
        date.and_then(parse).ok_or_else(|| ParseValueError::new(text, EXPECTED))
    }
}

const EXPECTED: &str = "a date, such as `2026-11-28`";

fn parse(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || !text::digits(year).1.is_empty() {
        return None;
    }
    Date::new(year.parse().ok()?, text::two_digits(month)?, text::two_digits(day)?).ok()
}

/// Whether a time of day, with or without an offset, has no digit except zero before the offset.
fn is_midnight(time: &str) -> bool {
    let time = time.split(['Z', '+', '-']).next().unwrap_or_default();
    !time.is_empty() && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
}

impl TryFrom<time::Date> for Date {
    type Error = ValueRangeError;

    /// Converts a date.
    ///
    /// # Errors
    ///
    /// Returns [`ValueRangeError`] if the year is not in the range 0 to 9999.
    fn try_from(date: time::Date) -> Result<Self, Self::Error> {
        if (0..=9999).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(ValueRangeError("the year is not in the range 0 to 9999"))
        }
    }
}

impl From<Date> for time::Date {
    fn from(value: Date) -> Self {
        value.0
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer, EXPECTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_written() {
        for text in ["2026-11-28", "0001-01-01", "9999-12-31", "2024-02-29", "0000-01-01"] {
            let json = format!("\"{text}\"");
            let date: Date = serde_json::from_str(&json).expect(text);
            assert_eq!(serde_json::to_string(&date).expect(text), json);
            assert_eq!(Date::try_from(date.to_date()), Ok(date));
        }
    }

    #[test]
    fn a_time_of_midnight_is_ignored() {
        for text in ["2026-11-28T00:00:00Z", "2026-11-28T00:00:00.0000000+01:00", "2026-11-28T00:00:00-08:00"] {
            assert_eq!(text.parse(), Ok(Date::new(2026, 11, 28).expect("a date")), "{text}");
        }
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in [
            "",
            "2026-11-31",
            "2026-13-01",
            "2026-1-1",
            "26-11-28",
            "+026-11-28",
            "02026-11-28",
            "2026-11-28T",
            "2026-11-28T01:00:00Z",
            "2026-11-28 ",
            "20261128",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!(Date::new(2026, 2, 29).is_err() && Date::new(10_000, 1, 1).is_err());
        assert!(Date::try_from(time::Date::MIN).is_err());
    }
}
