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
fn a_number_that_is_too_large_is_the_longest_wait() {
    assert_eq!(read_all(&["99999999999999999999999"], None), Some(Duration::MAX));
    let longest = read_all(&["18446744073709551615.9999999999"], None);
    assert!(longest > Some(Duration::from_secs(u64::MAX)), "{longest:?}");
}

#[test]
fn a_date_may_have_three_formats() {
    for text in ["Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994"] {
        assert_eq!(read_all(&[text], None), Some(Duration::from_secs(30)), "{text}");
    }
}

#[test]
fn a_date_is_compared_with_that_of_the_response() {
    let wait = read_all(&["Sun, 06 Nov 1994 10:00:05 GMT"], Some("Sun, 06 Nov 1994 10:00:00 GMT"));
    assert_eq!(wait, Some(Duration::from_secs(5)));
}

#[test]
fn a_date_in_the_past_is_no_wait() {
    assert_eq!(read_all(&["Sun, 06 Nov 1994 08:49:36 GMT"], None), Some(Duration::ZERO));
}

#[test]
fn the_longest_of_several_waits_counts() {
    assert_eq!(read_all(&["5", "soon", "20", "1"], None), Some(Duration::from_secs(20)));
}

#[test]
fn other_values_are_ignored() {
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
        "Sun, 06 Nov 1994 08:49:60 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "06 Nov 1994 08:49:37 GMT",
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_bytes(text.as_bytes()).expect("a value"));
        assert_eq!(read(&headers, SystemTime::UNIX_EPOCH), None, "{text}");
    }
}
