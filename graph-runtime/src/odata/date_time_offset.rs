//! The OData type `Edm.DateTimeOffset`.

use std::{
    fmt::Write,
    ops::{Add, Sub},
    str::FromStr,
    time::SystemTime,
};

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    text::{ParseValueError, TICK, ValueRangeError},
    text_value::{ordered_by, text_value},
};

/// A date and time with an offset from UTC, which is written exactly as it was read.
///
/// Graph writes seven fractional digits (`2016-12-31T23:57:57.2481234-08:00`). The digits and the offset are preserved.
/// A date and time that is made from a value, such as [`now`](Self::now), has seven digits. Without an offset it is in
/// UTC, and without seconds these are zero, since some services omit them.
///
/// Comparisons are based on the point in time: two values with different offsets are equal if they denote the same
/// instant.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::DateTimeOffset;
///
/// let read: DateTimeOffset = "2016-12-31T23:57:57.2481234-08:00".parse()?;
/// assert_eq!(read.to_string(), "2016-12-31T23:57:57.2481234-08:00");
/// assert_eq!(read, "2017-01-01T07:57:57.2481234Z".parse()?);
/// assert_eq!(read.to_offset_date_time().year(), 2016);
///
/// let later = read + Duration::from_secs(90);
/// assert_eq!(later.to_string(), "2016-12-31T23:59:27.2481234-08:00");
/// assert!(DateTimeOffset::now() > later);
/// # Ok::<(), graph_runtime::odata::ParseValueError>(())
/// ```
#[derive(Clone)]
pub struct DateTimeOffset {
    text: Box<str>,
    moment: OffsetDateTime,
}

impl DateTimeOffset {
    /// Returns the current date and time of the system's clock, in UTC.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

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

    /// Adds a duration, and keeps the offset. `None` if the result is not in the years 0 to 9999.
    #[must_use]
    pub fn checked_add(&self, duration: time::Duration) -> Option<Self> {
        self.moment.checked_add(duration)?.try_into().ok()
    }

    /// Subtracts a duration, and keeps the offset. `None` if the result is not in the years 0 to 9999.
    #[must_use]
    pub fn checked_sub(&self, duration: time::Duration) -> Option<Self> {
        self.moment.checked_sub(duration)?.try_into().ok()
    }
}

impl FromStr for DateTimeOffset {
    type Err = ParseValueError;

    /// Parses a date and time in the format of RFC 3339, such as `2016-12-31T23:57:57.2481234-08:00` or
    /// `2016-12-31T23:57:57Z`. The seconds and the offset can be missing.
    ///
    /// # Errors
    ///
    /// Returns [`ParseValueError`] for any other text.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok().or_else(|| {
            // Only what is not complete is copied.
            OffsetDateTime::parse(&completed(text)?, &Rfc3339).ok()
        });
        match moment {
            Some(moment) => Ok(Self { text: text.into(), moment }),
            None => Err(ParseValueError::new(text, EXPECTED)),
        }
    }
}

const EXPECTED: &str = "a date and time, such as `2016-12-31T23:57:57.2481234-08:00`";

/// Adds the seconds and the offset that a text does not have. `None` if it is not a date and a time.
fn completed(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T')?;
    let (time, offset) = time.split_at(time.find(['Z', '+', '-']).unwrap_or(time.len()));
    let seconds = if time.matches(':').count() == 1 { ":00" } else { "" };
    let offset = if offset.is_empty() { "Z" } else { offset };
    Some(format!("{date}T{time}{seconds}{offset}"))
}

impl TryFrom<OffsetDateTime> for DateTimeOffset {
    type Error = ValueRangeError;

    /// Converts a date and time. Less than 100 nanoseconds are cut off, because Graph has seven fractional digits.
    ///
    /// # Errors
    ///
    /// Returns [`ValueRangeError`] if the year is not in the range 0 to 9999, or the offset has seconds, because OData
    /// does not support these.
    fn try_from(moment: OffsetDateTime) -> Result<Self, Self::Error> {
        if !(0..=9999).contains(&moment.year()) {
            return Err(ValueRangeError("the year is not in the range 0 to 9999"));
        }
        if moment.offset().seconds_past_minute() != 0 {
            return Err(ValueRangeError("the offset has seconds"));
        }
        Ok(written(moment))
    }
}

impl From<SystemTime> for DateTimeOffset {
    /// Converts a point in time to a date and time in UTC. What is not in the years 0 to 9999 becomes the first or the last
    /// point in time of these.
    fn from(moment: SystemTime) -> Self {
        // In nanoseconds since 1970.
        const FIRST: i128 = -62_167_219_200_000_000_000;
        const LAST: i128 = 253_402_300_799_999_999_999;
        let nanoseconds = |duration: std::time::Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
        let since = match moment.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => nanoseconds(after),
            Err(before) => -nanoseconds(before.duration()),
        };
        let moment = OffsetDateTime::from_unix_timestamp_nanos(since.clamp(FIRST, LAST));
        // Every date and time of these years can be represented.
        written(moment.unwrap_or(OffsetDateTime::UNIX_EPOCH))
    }
}

/// Returns a date and time with its text. The year is in the range 0 to 9999, and the offset has no seconds.
fn written(moment: OffsetDateTime) -> DateTimeOffset {
    let ticks = moment.nanosecond() / TICK;
    let moment = moment.replace_nanosecond(ticks * TICK).unwrap_or(moment);
    let (year, month, day) = moment.to_calendar_date();
    let (hour, minute, second) = moment.to_hms();
    let month = u8::from(month);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ticks:07}");
    let offset = moment.offset();
    if offset.is_utc() {
        text.push('Z');
    } else {
        let sign = if offset.is_negative() { '-' } else { '+' };
        let (hours, minutes) = (offset.whole_hours().abs(), offset.minutes_past_hour().abs());
        // Writing to a `String` never fails.
        let _ = write!(text, "{sign}{hours:02}:{minutes:02}");
    }
    DateTimeOffset { text: text.into(), moment }
}

impl From<DateTimeOffset> for SystemTime {
    fn from(value: DateTimeOffset) -> Self {
        value.moment.into()
    }
}

/// The operators for a duration, which panic as those of [`SystemTime`] and of the `time` crate do.
macro_rules! operators {
    ($($operator:ident::$method:ident($duration:ty) by $checked:ident;)+) => {$(
        impl $operator<$duration> for DateTimeOffset {
            type Output = Self;

            /// Returns the date and time with the same offset.
            ///
            /// # Panics
            ///
            /// Panics if the result is not in the years 0 to 9999.
            fn $method(self, duration: $duration) -> Self {
                let duration = time::Duration::try_from(duration).ok();
                let Some(result) = duration.and_then(|duration| self.$checked(duration)) else {
                    panic!("the date and time is not in the years 0 to 9999");
                };
                result
            }
        }
    )+};
}

operators! {
    Add::add(time::Duration) by checked_add;
    Add::add(std::time::Duration) by checked_add;
    Sub::sub(time::Duration) by checked_sub;
    Sub::sub(std::time::Duration) by checked_sub;
}

impl From<DateTimeOffset> for OffsetDateTime {
    fn from(value: DateTimeOffset) -> Self {
        value.moment
    }
}

text_value!(DateTimeOffset, moment, EXPECTED);
ordered_by!(DateTimeOffset, moment);

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
    fn without_an_offset_or_seconds_a_value_is_read_and_written_back_without_them() {
        for (text, complete) in [
            ("2016-12-31T23:57:57", "2016-12-31T23:57:57Z"),
            ("2016-12-31T23:57:57.2481234", "2016-12-31T23:57:57.2481234Z"),
            ("2016-12-31T23:57Z", "2016-12-31T23:57:00Z"),
            ("2016-12-31T23:57", "2016-12-31T23:57:00Z"),
            ("2016-12-31T23:57-08:00", "2016-12-31T23:57:00-08:00"),
        ] {
            assert_eq!(read(text), read(complete), "{text}");
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in [
            "",
            "2016-12-31",
            "2016-12-31T",
            "2016-12-31T23",
            "2016-12-31T24:00:00Z",
            "2016-13-31T23:57:57Z",
            "2016-12-31T23:57:57+08",
            "2016-12-31T23:57:57 ",
            "31.12.2016",
        ] {
            assert!(text.parse::<DateTimeOffset>().is_err(), "{text}");
        }
        assert!(serde_json::from_str::<DateTimeOffset>("12").is_err());
    }

    #[test]
    fn a_value_of_a_clock_has_seven_digits() {
        let moment = OffsetDateTime::UNIX_EPOCH + time::Duration::nanoseconds(1_500_000_199);
        let ours = DateTimeOffset::try_from(moment).expect("in range");
        assert_eq!(ours.to_string(), "1970-01-01T00:00:01.5000001Z");
        assert_eq!(ours, read(ours.as_str()));
        let west = time::UtcOffset::from_hms(-3, -30, 0).expect("an offset");
        let west = DateTimeOffset::try_from(moment.to_offset(west)).expect("in range");
        assert_eq!(west.to_string(), "1969-12-31T20:30:01.5000001-03:30");
        assert_eq!(DateTimeOffset::now().as_str().len(), "1970-01-01T00:00:01.5000001Z".len());
        let seconds = time::UtcOffset::from_hms(1, 0, 1).expect("an offset");
        assert!(DateTimeOffset::try_from(moment.to_offset(seconds)).is_err());
    }

    #[test]
    fn a_system_time_becomes_a_value_of_the_years_0_to_9999() {
        use std::time::Duration;
        let far = Duration::from_mins(5_000_000_000);
        assert_eq!(DateTimeOffset::from(SystemTime::UNIX_EPOCH).as_str(), "1970-01-01T00:00:00.0000000Z");
        assert_eq!(
            DateTimeOffset::from(SystemTime::UNIX_EPOCH - Duration::from_secs(1)).as_str(),
            "1969-12-31T23:59:59.0000000Z"
        );
        assert_eq!(DateTimeOffset::from(SystemTime::UNIX_EPOCH + far).as_str(), "9999-12-31T23:59:59.9999999Z");
        assert_eq!(DateTimeOffset::from(SystemTime::UNIX_EPOCH - far).as_str(), "0000-01-01T00:00:00.0000000Z");
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_123);
        assert_eq!(SystemTime::from(DateTimeOffset::from(now)), now);
    }

    #[test]
    fn durations_are_added_and_subtracted() {
        use std::time::Duration;
        let start = read("2016-12-31T23:59:59+02:00");
        assert_eq!((start.clone() + Duration::from_millis(1500)).as_str(), "2017-01-01T00:00:00.5000000+02:00");
        assert_eq!((start.clone() - time::Duration::DAY).as_str(), "2016-12-30T23:59:59.0000000+02:00");
        assert!(start.checked_add(time::Duration::MAX).is_none());
        assert!(read("9999-12-31T23:59:59Z").checked_add(time::Duration::SECOND).is_none());
        assert!(read("0000-01-01T00:00:00Z").checked_sub(time::Duration::SECOND).is_none());
    }
}
