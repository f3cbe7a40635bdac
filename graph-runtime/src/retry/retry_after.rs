//! `Retry-After`: how long the service asks to wait.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};
use time::{Date, Month, OffsetDateTime, Time};

/// How long an answer asks to wait: whole seconds, decimal seconds or an HTTP date; the longest, where it says several.
/// What is none of these says nothing.
///
/// A date is counted from the answer's own `Date`, so that a clock that goes wrong here shortens nothing; `now` stands in
/// where there is none.
pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let sent = headers.get(header::DATE).and_then(|value| http_date(value.to_str().ok()?)).unwrap_or(now);
    headers.get_all(header::RETRY_AFTER).iter().filter_map(|value| wait(value.to_str().ok()?.trim(), sent)).max()
}

fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    seconds(text).or_else(|| Some(http_date(text)?.duration_since(now).unwrap_or_default()))
}

/// Digits, with a fraction or without. What is too long for a [`Duration`] is the longest one; a fraction is never
/// rounded down.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let Ok(whole) = whole.parse() else {
        return Some(Duration::MAX);
    };
    let (kept, rest) = fraction.split_at(fraction.len().min(9));
    let nanoseconds: u32 = format!("{kept:0<9}").parse().ok()?;
    let rest = Duration::from_nanos(u64::from(rest.bytes().any(|digit| digit != b'0')));
    Some(Duration::new(whole, nanoseconds).saturating_add(rest))
}

/// The three forms of RFC 9110, which a recipient has to understand:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
fn http_date(text: &str) -> Option<SystemTime> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let ([_, day, month, year, time, "GMT"] | [_, month, day, time, year]) = *words.as_slice() else {
        return None;
    };
    let number = |digits: &str| digits.parse::<u8>().ok();
    let mut clock = time.split(':');
    let (hour, minute, second) = (number(clock.next()?)?, number(clock.next()?)?, number(clock.next()?)?);
    if clock.next().is_some() {
        return None;
    }
    let date = Date::from_calendar_date(full_year(year)?, month_named(month)?, number(day)?).ok()?;
    // A leap second has no place in this calendar.
    let time = Time::from_hms(hour, minute, second.min(59)).ok()?;
    Some(OffsetDateTime::new_utc(date, time).into())
}

/// Two digits are a year of this century or, from 70 on, of the last.
fn full_year(digits: &str) -> Option<i32> {
    let year: u16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year.into()),
        2 if year < 70 => Some(2000 + i32::from(year)),
        2 => Some(1900 + i32::from(year)),
        _ => None,
    }
}

fn month_named(name: &str) -> Option<Month> {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let index = NAMES.iter().position(|known| *known == name)?;
    Month::try_from(u8::try_from(index + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    const EPOCH: Duration = Duration::from_secs(784_111_777);

    fn read_all(values: &[&str], date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::RETRY_AFTER, HeaderValue::from_str(value).expect("a value"));
        }
        if let Some(date) = date {
            headers.insert(header::DATE, HeaderValue::from_str(date).expect("a value"));
        }
        read(&headers, SystemTime::UNIX_EPOCH + EPOCH)
    }

    #[test]
    fn seconds_may_have_a_fraction() {
        for (text, nanoseconds) in [
            ("0", 0),
            ("7", 7_000_000_000),
            (" 120 ", 120_000_000_000),
            ("0.249", 249_000_000),
            ("1.5", 1_500_000_000),
            ("00.000000001", 1),
            ("0.0000000001", 1),
        ] {
            assert_eq!(read_all(&[text], None), Some(Duration::from_nanos(nanoseconds)), "{text}");
        }
    }

    #[test]
    fn a_number_too_long_is_the_longest_wait() {
        assert_eq!(read_all(&["99999999999999999999999"], None), Some(Duration::MAX));
        let longest = read_all(&["18446744073709551615.9999999999"], None);
        assert!(longest > Some(Duration::from_secs(u64::MAX)), "{longest:?}");
    }

    #[test]
    fn a_date_may_have_three_forms() {
        for text in ["Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994"] {
            assert_eq!(read_all(&[text], None), Some(Duration::from_secs(30)), "{text}");
        }
    }

    #[test]
    fn a_date_is_counted_from_the_answers_own() {
        let wait = read_all(&["Sun, 06 Nov 1994 10:00:05 GMT"], Some("Sun, 06 Nov 1994 10:00:00 GMT"));
        assert_eq!(wait, Some(Duration::from_secs(5)));
    }

    #[test]
    fn a_date_gone_by_is_no_wait() {
        assert_eq!(read_all(&["Sun, 06 Nov 1994 08:49:36 GMT"], None), Some(Duration::ZERO));
    }

    #[test]
    fn the_longest_of_several_counts() {
        assert_eq!(read_all(&["5", "soon", "20", "1"], None), Some(Duration::from_secs(20)));
    }

    #[test]
    fn anything_else_says_nothing() {
        for text in [
            "",
            "soon",
            "-1",
            "+1",
            "1e3",
            "NaN",
            "inf",
            "1.",
            ".5",
            "1,5",
            "1.2.3",
            "1s",
            "0x10",
            "١",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:00:00 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "06 Nov 1994 08:49:37 GMT",
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_bytes(text.as_bytes()).expect("a value"));
            assert_eq!(read(&headers, SystemTime::UNIX_EPOCH), None, "{text}");
        }
    }
}
