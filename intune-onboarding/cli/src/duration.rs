//! Durations on the command line.

use std::time::Duration;

/// Reads a duration from a second to a year: `90s`, `15m`, `1h 30m`, `2days`, or a number of seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    const LONGEST: Duration = Duration::from_hours(365 * 24);
    let seconds = text.trim().parse().map(Duration::from_secs).ok();
    let duration = match seconds {
        Some(duration) => duration,
        None => humantime::parse_duration(text).map_err(|error| format!("{error}; give one such as 90s, 15m or 1h"))?,
    };
    if (Duration::from_secs(1)..=LONGEST).contains(&duration) {
        Ok(duration)
    } else {
        Err("it must be from a second to a year".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit_or_is_in_seconds() {
        for (text, seconds) in
            [("90", 90), ("90s", 90), ("15m", 900), ("1h 30m", 5400), ("1.5h", 5400), ("1day", 86_400)]
        {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "soon", "0", "0s", "-5", "10ms", "2years", "1 fortnight", "99999999999999999999"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
