//! `Retry-After`: how long the service asks to wait.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, header};

/// Returns how long a response asks to wait: whole seconds, seconds with a fraction, or until an HTTP date. If it has
/// several values, the longest wait counts. Invalid values are ignored.
///
/// A date is compared with the `Date` of the response, so that the clock of this computer does not matter, or with `now`
/// if the response has none.
pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let sent = headers.get(header::DATE).and_then(date).unwrap_or(now);
    let wait = |value| seconds(value).or_else(|| Some(date(value)?.duration_since(sent).unwrap_or_default()));
    headers.get_all(header::RETRY_AFTER).iter().filter_map(wait).max()
}

fn date(value: &HeaderValue) -> Option<SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?).ok()
}

/// Reads digits, with or without a fraction. A number that is too large for a [`Duration`] gives the longest one; a
/// fraction is never rounded down.
fn seconds(value: &HeaderValue) -> Option<Duration> {
    let text = value.to_str().ok()?.trim();
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

#[cfg(test)]
mod tests;
