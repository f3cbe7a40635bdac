//! The OData type `Edm.TimeOfDay`.

use std::str::FromStr;

use time::Time;

use super::{
    text::{self, ParseValueError, TICK, ValueRangeError},
    text_value::{ordered_by, text_value},
};

/// A time of day without a date, which is written exactly as it was read: `08:30:00.0000000`.
///
/// Read with any number of fractional digits, or none, and without seconds. A time that is made from a value has seven
/// fractional digits, as Graph writes it. Comparisons are based on the time: `08:30` equals `08:30:00.0000000`.
///
/// ```
/// use graph_runtime::{odata::TimeOfDay, time};
///
/// let start = TimeOfDay::new(8, 30, 0)?;
/// assert_eq!(start.to_string(), "08:30:00.0000000");
/// assert_eq!("08:30".parse::<TimeOfDay>()?, start);
/// assert_eq!(time::Time::from(start).hour(), 8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct TimeOfDay {
    text: Box<str>,
    time: Time,
}

impl TimeOfDay {
    /// Returns the time with this hour (0 to 23), minute and second (0 to 59).
    ///
    /// # Errors
    ///
    /// Returns [`ValueRangeError`] if there is no such time.
    pub fn new(hour: u8, minute: u8, second: u8) -> Result<Self, ValueRangeError> {
        let time = Time::from_hms(hour, minute, second);
        time.map(Self::from).map_err(|_| ValueRangeError("there is no such time of day"))
    }

    /// Returns the text, as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the time, to the nanosecond, as a value of the [`time`](crate::time) crate.
    #[must_use]
    pub const fn to_time(&self) -> Time {
        self.time
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseValueError;

    /// Parses a time of day such as `08:30:00.0000000`, `08:30:00` or `08:30`.
    ///
    /// # Errors
    ///
    /// Returns [`ParseValueError`] for any other text.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match parse(text) {
            Some(time) => Ok(Self { text: text.into(), time }),
            None => Err(ParseValueError::new(text, EXPECTED)),
        }
    }
}

const EXPECTED: &str = "a time of day, such as `08:30:00.0000000`";

fn parse(text: &str) -> Option<Time> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let [hour, minute, second] = [text::two_digits(hour)?, text::two_digits(minute)?, text::two_digits(second)?];
    Time::from_hms_nano(hour, minute, second, text::nanoseconds(fraction)?).ok()
}

impl From<Time> for TimeOfDay {
    /// Converts a time. Less than 100 nanoseconds are cut off, because Graph has seven fractional digits.
    fn from(time: Time) -> Self {
        let (hour, minute, second, nanosecond) = time.as_hms_nano();
        let ticks = nanosecond / TICK;
        let time = Time::from_hms_nano(hour, minute, second, ticks * TICK).unwrap_or(time);
        Self { text: format!("{hour:02}:{minute:02}:{second:02}.{ticks:07}").into(), time }
    }
}

impl From<TimeOfDay> for Time {
    fn from(value: TimeOfDay) -> Self {
        value.time
    }
}

text_value!(TimeOfDay, time, EXPECTED);
ordered_by!(TimeOfDay, time);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_it_was_read() {
        for text in ["08:30:00.0000000", "11:59:09.3130000", "08:30:00", "08:30", "23:59:59.9", "00:00:00.123456789012"]
        {
            let json = format!("\"{text}\"");
            let time: TimeOfDay = serde_json::from_str(&json).expect(text);
            assert_eq!(serde_json::to_string(&time).expect(text), json);
            assert_eq!(TimeOfDay::from(time.to_time()).as_str().len(), "08:30:00.0000000".len());
        }
    }

    #[test]
    fn a_time_made_from_a_value_has_seven_digits() {
        let time = Time::from_hms_nano(8, 5, 3, 120_000_199).expect("a time");
        let ours = TimeOfDay::from(time);
        assert_eq!(ours.as_str(), "08:05:03.1200001");
        assert_eq!(ours, ours.as_str().parse().expect("a time"));
    }

    #[test]
    fn equality_and_order_are_those_of_the_time() {
        let read = |text: &str| text.parse::<TimeOfDay>().expect(text);
        assert_eq!(read("08:30"), read("08:30:00.000"));
        assert!(read("08:30") < read("08:30:00.0000001"));
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in
            ["", "24:00:00", "8:30", "08:60", "08:30:60", "08", "08:30:00.", "08:30:00Z", "08:30 ", "08.30", "+8:30"]
        {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
        assert!(TimeOfDay::new(24, 0, 0).is_err());
    }
}
