//! The OData type `Edm.Duration`.

use std::{cmp::Ordering, fmt::Write, str::FromStr};

use super::{
    text::{self, ParseValueError, TICK, ValueRangeError},
    text_value::text_value,
};

/// A duration, which is written exactly as it was read: `P1DT2H`, `PT30M`, `-PT3M22.1587532S`.
///
/// The text is that of ISO 8601, with days, hours, minutes and seconds. Weeks, which count as seven days, and years and
/// months, whose length varies, are also read. A duration that is made from a value has at most seven fractional digits,
/// as Graph writes it.
///
/// Comparisons are based on the value: `PT60M` equals `PT1H`, and `P1Y` equals `P12M`. Years and months on the one hand,
/// and weeks to seconds on the other, are compared separately: `P1M` is neither shorter nor longer than `P30D`.
///
/// ```
/// use std::time::Duration as StdDuration;
///
/// use graph_runtime::{odata::Duration, time};
///
/// let wait = Duration::from(StdDuration::from_hours(26));
/// assert_eq!(wait.to_string(), "P1DT2H");
/// assert_eq!(StdDuration::try_from("PT1M0.5S".parse::<Duration>()?)?, StdDuration::from_millis(60_500));
/// assert_eq!("-PT1H".parse::<Duration>()?.to_duration(), Some(time::Duration::HOUR * -1));
/// assert_eq!("P1Y".parse::<Duration>()?.to_duration(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Duration {
    text: Box<str>,
    value: Value,
}

/// What a duration stands for. Neither part has another sign than the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Value {
    months: i128,
    nanoseconds: i128,
}

impl Duration {
    /// Returns the text, as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the duration, to the nanosecond, as a value of the [`time`](crate::time) crate. `None` if it has years or
    /// months, whose length varies, or is longer than 292 billion years.
    #[must_use]
    pub fn to_duration(&self) -> Option<time::Duration> {
        let Value { months: 0, nanoseconds } = self.value else { return None };
        let seconds = i64::try_from(nanoseconds / SECOND).ok()?;
        let rest = i32::try_from(nanoseconds % SECOND).ok()?;
        Some(time::Duration::new(seconds, rest))
    }
}

/// Nanoseconds in a second.
const SECOND: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

const fn months(months: i128) -> Value {
    Value { months, nanoseconds: 0 }
}

const fn nanoseconds(nanoseconds: i128) -> Value {
    Value { months: 0, nanoseconds }
}

/// The units in the order in which they are written, before and after the `T`.
const DATE_UNITS: [(char, Value); 4] =
    [('Y', months(12)), ('M', months(1)), ('W', nanoseconds(7 * DAY)), ('D', nanoseconds(DAY))];
const TIME_UNITS: [(char, Value); 3] =
    [('H', nanoseconds(HOUR)), ('M', nanoseconds(MINUTE)), ('S', nanoseconds(SECOND))];

impl FromStr for Duration {
    type Err = ParseValueError;

    /// Parses a duration such as `P1DT2H`, `-PT0.5S`, `P2W` or `P1Y`.
    ///
    /// # Errors
    ///
    /// Returns [`ParseValueError`] for any other text.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match parse(text) {
            Some(value) => Ok(Self { text: text.into(), value }),
            None => Err(ParseValueError::new(text, EXPECTED)),
        }
    }
}

const EXPECTED: &str = "a duration, such as `P1DT2H`";

fn parse(text: &str) -> Option<Value> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        // At least one unit follows a `T`.
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        // At least one unit follows a `P`.
        None if rest.is_empty() => return None,
        None => (rest, ""),
    };
    let mut value = Value::default();
    read_units(date, &DATE_UNITS, sign, &mut value)?;
    read_units(time, &TIME_UNITS, sign, &mut value)?;
    Some(value)
}

/// Adds what a text such as `1Y2M` says, in which the units have this order.
fn read_units(mut text: &str, mut units: &[(char, Value)], sign: i128, sum: &mut Value) -> Option<()> {
    while !text.is_empty() {
        let (whole, rest) = text::digits(text);
        let count = sign * i128::from(whole.parse::<u64>().ok()?);
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => {
                let (fraction, rest) = text::digits(rest);
                (Some(text::nanoseconds(fraction)?), rest)
            }
            None => (None, rest),
        };
        let unit = rest.chars().next()?;
        let place = units.iter().position(|(known, _)| *known == unit)?;
        let (_, size) = units[place];
        units = &units[place + 1..];
        text = &rest[1..];
        if let Some(fraction) = fraction {
            if unit != 'S' {
                return None;
            }
            sum.nanoseconds += sign * i128::from(fraction);
        }
        sum.months += count * size.months;
        sum.nanoseconds += count * size.nanoseconds;
    }
    Some(())
}

/// Returns the duration with the shortest text. Less than 100 nanoseconds are cut off.
fn from_nanoseconds(exact: i128) -> Duration {
    let tick = i128::from(TICK);
    let length = exact / tick * tick;
    let mut text = String::from(if length < 0 { "-P" } else { "P" });
    let mut rest = length.abs();
    // Writing to a `String` never fails.
    let mut unit = |text: &mut String, size: i128, name: char| {
        if rest >= size {
            let _ = write!(text, "{}{name}", rest / size);
            rest %= size;
        }
    };
    unit(&mut text, DAY, 'D');
    let date = text.len();
    unit(&mut text, HOUR, 'H');
    unit(&mut text, MINUTE, 'M');
    if rest > 0 || length == 0 {
        let _ = write!(text, "{}", rest / SECOND);
        let ticks = rest % SECOND / tick;
        if ticks > 0 {
            let _ = write!(text, ".{}", format!("{ticks:07}").trim_end_matches('0'));
        }
        text.push('S');
    }
    if text.len() > date {
        text.insert(date, 'T');
    }
    Duration { text: text.into(), value: nanoseconds(length) }
}

impl From<std::time::Duration> for Duration {
    /// Converts a duration. Less than 100 nanoseconds are cut off, because Graph has seven fractional digits.
    fn from(duration: std::time::Duration) -> Self {
        from_nanoseconds(i128::from(duration.as_secs()) * SECOND + i128::from(duration.subsec_nanos()))
    }
}

impl From<time::Duration> for Duration {
    /// Converts a duration. Less than 100 nanoseconds are cut off, because Graph has seven fractional digits.
    fn from(duration: time::Duration) -> Self {
        from_nanoseconds(duration.whole_nanoseconds())
    }
}

impl TryFrom<Duration> for time::Duration {
    type Error = ValueRangeError;

    /// Converts a duration.
    ///
    /// # Errors
    ///
    /// Returns [`ValueRangeError`] if [`Duration::to_duration`] returns `None`.
    fn try_from(value: Duration) -> Result<Self, Self::Error> {
        value.to_duration().ok_or(if value.value.months == 0 { TOO_LONG } else { VARIES })
    }
}

impl TryFrom<Duration> for std::time::Duration {
    type Error = ValueRangeError;

    /// Converts a duration.
    ///
    /// # Errors
    ///
    /// Returns [`ValueRangeError`] if the duration is negative, has years or months, whose length varies, or is longer
    /// than 584 billion years.
    fn try_from(value: Duration) -> Result<Self, Self::Error> {
        let Value { months: 0, nanoseconds } = value.value else { return Err(VARIES) };
        if nanoseconds < 0 {
            return Err(ValueRangeError("the duration is negative"));
        }
        match (u64::try_from(nanoseconds / SECOND), u32::try_from(nanoseconds % SECOND)) {
            (Ok(seconds), Ok(rest)) => Ok(Self::new(seconds, rest)),
            _ => Err(TOO_LONG),
        }
    }
}

const VARIES: ValueRangeError = ValueRangeError("the duration has years or months, whose length varies");
const TOO_LONG: ValueRangeError = ValueRangeError("the duration is too long");

text_value!(Duration, value, EXPECTED);

impl PartialOrd for Duration {
    /// Returns `None` if one duration has more months, and the other one more seconds.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let months = self.value.months.cmp(&other.value.months);
        let nanoseconds = self.value.nanoseconds.cmp(&other.value.nanoseconds);
        match (months, nanoseconds) {
            (Ordering::Equal, order) | (order, Ordering::Equal) => Some(order),
            (months, nanoseconds) => (months == nanoseconds).then_some(months),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration as StdDuration;

    use super::*;

    fn read(text: &str) -> Duration {
        text.parse().expect(text)
    }

    #[test]
    fn a_duration_is_written_as_it_was_read() {
        for text in [
            "P1DT2H",
            "PT3M29.6631862S",
            "-PT17.1357909S",
            "PT0S",
            "P365D",
            "P1Y2M3W4DT5H6M7.8S",
            "PT1.123456789012S",
            "+PT1H",
        ] {
            let json = format!("\"{text}\"");
            let duration: Duration = serde_json::from_str(&json).expect(text);
            assert_eq!(serde_json::to_string(&duration).expect(text), json);
        }
    }

    #[test]
    fn a_duration_made_from_a_value_is_written_and_read_back() {
        for (seconds, nanoseconds, text) in [
            (0, 0, "PT0S"),
            (0, 99, "PT0S"),
            (0, 100, "PT0.0000001S"),
            (93_600, 0, "P1DT2H"),
            (86_400, 0, "P1D"),
            (3_661, 500_000_000, "PT1H1M1.5S"),
            (-1, -120_000_000, "-PT1.12S"),
            (-86_401, 0, "-P1DT1S"),
            (i64::MAX, 0, "P106751991167300DT15H30M7S"),
            (i64::MIN, 0, "-P106751991167300DT15H30M8S"),
        ] {
            let ours = Duration::from(time::Duration::new(seconds, nanoseconds));
            assert_eq!(ours.as_str(), text);
            assert_eq!(read(text), ours);
            assert_eq!(read(text).to_duration(), Some(time::Duration::new(seconds, nanoseconds / 100 * 100)));
        }
    }

    #[test]
    fn a_duration_is_converted_if_its_length_is_known_and_in_range() {
        assert_eq!(StdDuration::try_from(read("P1W")), Ok(StdDuration::from_hours(168)));
        assert_eq!(StdDuration::try_from(Duration::from(StdDuration::MAX)).map(|max| max.as_secs()), Ok(u64::MAX));
        let failure = |text: &str| StdDuration::try_from(read(text)).expect_err(text).to_string();
        assert_eq!(failure("-PT1S"), "the duration is negative");
        assert_eq!(failure("P1M"), "the duration has years or months, whose length varies");
        assert_eq!(failure("P18446744073709551615D"), "the duration is too long");
        assert_eq!(time::Duration::try_from(Duration::from(StdDuration::MAX)), Err(TOO_LONG));
    }

    #[test]
    fn equality_and_order_are_those_of_the_value() {
        assert_eq!(read("PT60M"), read("PT1H"));
        assert_eq!(read("P1Y"), read("P12M"));
        assert_ne!(read("P1M"), read("P30D"));
        assert_eq!(read("P1M").partial_cmp(&read("P30D")), None);
        assert!(read("P1M") < read("P1MT1S") && read("P1M") < read("P2M") && read("-PT1S") < read("PT0S"));
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1",
            "P-1D",
            "PT1.5H",
            "PT.5S",
            "PT1.S",
            "P1S",
            "PT1D",
            "PT1S1M",
            "P1D1D",
            "--P1D",
            "P1é",
            "p1d",
            "PT1S ",
            "P99999999999999999999D",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }
}
