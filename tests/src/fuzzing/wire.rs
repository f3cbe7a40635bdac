//! What holds for any bytes that a service sends, and for any token.

use std::time::{Duration, SystemTime};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use graph_runtime::{__fuzzing as runtime, Error, auth::AccessToken, retry::RetryPolicy};
use http::Uri;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use url::Url;

/// The longest line that an error is shown as, in characters: three texts of 300 each, and what stands around them.
const MAX_LINE: usize = 1_300;
/// The longest claims that a challenge may have, as they are sent.
const MAX_CLAIMS: usize = 16 * 1024;

/// Any bytes as the body of an error: of each status, the first byte of the input chooses one. Also as the body of a
/// success that is none.
///
/// # Panics
///
/// If what has to hold does not.
pub fn error_body(bytes: &[u8]) {
    let (status, body) = bytes.split_first().map_or((400, bytes), |(first, body)| (300 + u16::from(*first), body));
    let outcome = runtime::api_error(status, body).expect("no success");
    let Error::Api(error) = &outcome else { panic!("an error response is one: {outcome:?}") };
    assert_eq!(error.status().as_u16(), status);
    assert_eq!(error.body(), body, "the body is kept");
    assert_shown(&outcome);
    if let Some(misread) = runtime::decode_error(body) {
        let Error::Decode(error) = &misread else { panic!("it cannot be decoded: {misread:?}") };
        assert_eq!(error.body(), body, "the body is kept");
        assert_shown(&misread);
        assert_eq!(misread.is_retryable(), error.ends_early(), "the call went through");
    }
}

/// Whether an error is shown as one printable line, and nothing that can be asked of it goes wrong.
fn assert_shown(error: &Error) {
    let line = error.to_string();
    let disturbs = |character: char| {
        character.is_control()
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!line.contains(disturbs), "{line:?} is no line");
    assert!(line.chars().count() <= MAX_LINE, "{} characters: {line}", line.chars().count());
    // Whoever logs an error may also take this.
    let _ = format!("{error:?}");
    let _ = (error.code(), error.request_id(), error.client_request_id(), error.retry_after());
}

/// Any lines as the values of `Retry-After`, after one that is the response's `Date`.
///
/// # Panics
///
/// If what has to hold does not.
pub fn retry_after(bytes: &[u8]) {
    /// Seconds in 10,000 years, of which a date has no more.
    const ALL_DATES: Duration = Duration::from_hours(24 * 366 * 10_000);
    /// The longest wait of the policy.
    const CEILING: Duration = Duration::from_mins(1);

    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (date, values) = lines.split_first().expect("there is always a first");
    let policy = RetryPolicy::new().max_delay(CEILING);
    // `Sun, 06 Nov 1994 08:49:37 GMT`
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    let (asked, waited) = runtime::retry_after(values, Some(date), now, &policy);

    let texts: Vec<&str> =
        values.iter().filter_map(|value| std::str::from_utf8(value).ok()).filter(|text| is_header(text)).collect();
    let seconds: Vec<f64> = texts.iter().filter_map(|text| number(text.trim())).collect();
    let longest = seconds.iter().copied().reduce(f64::max);
    match asked {
        None => assert_eq!(longest, None, "a number of seconds says something"),
        Some(asked) => {
            if let Some(longest) = longest {
                assert!(asked.as_secs_f64() >= longest * (1.0 - 1e-12), "{asked:?} is less than {longest}");
            }
            if texts.len() == seconds.len() && texts.len() == values.len() {
                let longest = longest.expect("there is a value");
                let at_most = longest.max(1e-9) * (1.0 + 1e-9) + 2e-9;
                assert!(asked.as_secs_f64() <= at_most || asked == Duration::MAX, "{asked:?} is more than {longest}");
            } else if longest.is_none() {
                assert!(asked <= ALL_DATES, "{asked:?} is longer than there are dates");
            }
        }
    }
    // What the client waits is exactly what is asked, or nothing at all, or its own choice if nothing is asked.
    match (asked, waited) {
        (Some(asked), Some(waited)) => assert!(waited == asked && waited <= CEILING, "{waited:?} for {asked:?}"),
        (Some(asked), None) => assert!(asked > CEILING, "{asked:?} is no reason to give up"),
        (None, waited) => assert!(waited.is_some_and(|wait| wait <= CEILING), "{waited:?}"),
    }
}

/// Whether a text comes through as the value of a header.
fn is_header(text: &str) -> bool {
    http::HeaderValue::from_bytes(text.as_bytes()).is_ok_and(|value| value.to_str().is_ok())
}

/// The number that digits with a fraction or without are.
fn number(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: f64 = (is_number(whole) && is_number(fraction)).then(|| text.parse().ok()).flatten()?;
    // The longest `Duration` stands for all that is longer.
    Some(number.min(Duration::MAX.as_secs_f64()))
}

/// Any text as a link, and as the address of a redirect, for each of a few clients.
///
/// # Panics
///
/// If what has to hold does not.
pub fn link(text: &str) {
    for base in [
        "https://graph.microsoft.com",
        "https://gateway.example:8443/graph",
        "http://127.0.0.1:8080",
        "https://[2001:db8::1]",
    ] {
        // Itself, and what looks like it.
        for link in [text.to_owned(), format!("{base}{text}"), format!("{base}/v1.0/{text}")] {
            if let Some(followed) = runtime::link(base, &link) {
                assert!(is_same_place(base, &followed), "{base} sends its token to {followed}");
            }
        }
        let from = format!("{base}/v1.0/drives/1/content");
        if let Some((to, has_token)) = runtime::redirect(base, &from, text) {
            let to_loopback = base.starts_with("http:");
            assert!(to.starts_with("https://") || to_loopback && to.starts_with("http://"), "{base} leads to {to}");
            assert_eq!(has_token, is_same_place(base, &to), "{base} leads to {to}");
        }
    }
}

/// Whether a request to `url` goes where `base` is: by what is written into a request, not by what decided to send it.
fn is_same_place(base: &str, url: &str) -> bool {
    let (base, read) = (Url::parse(base).expect("a URL"), Url::parse(url).expect("a URL"));
    let Ok(sent) = url.parse::<Uri>() else {
        // Too long, or of another scheme, and not sent at all.
        return false;
    };
    let port =
        |uri: &Uri| uri.port_u16().or_else(|| if uri.scheme_str() == Some("https") { Some(443) } else { Some(80) });
    let own: Uri = base.as_str().parse().expect("an address");
    let is_same = sent.scheme() == own.scheme() && sent.host() == own.host() && port(&sent) == port(&own);
    assert!(!is_same || sent.authority().is_some_and(|authority| !authority.as_str().contains('@')), "{sent}");
    assert!(!is_same || read.origin() == base.origin(), "{url} is read in two ways");
    // A server that decodes the path once more must not leave the path of `base` either.
    let decoded = percent_decode_str(sent.path()).decode_utf8_lossy().replace('\\', "/");
    let path = base.path().trim_end_matches('/');
    let is_below = sent.path().strip_prefix(path).is_some_and(|below| below.is_empty() || below.starts_with('/'));
    is_same && is_below && (path.is_empty() || decoded.split('/').all(|segment| segment != ".."))
}

/// Any bytes as the pages of the response to a batch of five, separated by a byte that JSON does not have.
///
/// # Panics
///
/// If what has to hold does not.
pub fn batch(bytes: &[u8]) {
    const ITEMS: usize = 5;
    let pages: Vec<&[u8]> = bytes.split(|byte| *byte == 0).collect();
    let outcomes = match runtime::batch(&pages, ITEMS) {
        Ok(outcomes) => outcomes,
        Err(reason) => {
            assert!(!reason.is_empty() && reason.len() < 200 && !reason.contains(char::is_control), "{reason:?}");
            return;
        }
    };
    assert_eq!(outcomes.len(), ITEMS, "each item has an outcome");
    let read: Option<Vec<Value>> = pages.iter().map(|page| value(page)).collect();
    for (item, outcome) in outcomes.iter().enumerate() {
        let id = (item + 1).to_string();
        match outcome {
            Ok((status, body)) => {
                assert!((200..300).contains(status), "{status} is no success");
                // If all can be read in another way, the item has what is in the response for it.
                let Some(read) = &read else { continue };
                let own = read.iter().filter_map(|page| page["responses"].as_array()).flatten();
                let mut own = own.filter(|response| match &response["id"] {
                    Value::String(text) => *text == id,
                    Value::Number(number) => number.to_string() == id,
                    _ => false,
                });
                assert!(
                    own.any(|response| response["status"] == *status && is_body(body, &response["body"])),
                    "item {id} has a response that is not its own: {status} {body:?}"
                );
            }
            Err(error) => assert_shown(error),
        }
    }
}

fn value(page: &[u8]) -> Option<Value> {
    serde_json::from_slice(page.strip_prefix(b"\xef\xbb\xbf").unwrap_or(page)).ok()
}

/// Whether the bytes are a body as a response has it: JSON as it is; a string also as text or as base64.
fn is_body(bytes: &[u8], written: &Value) -> bool {
    if bytes.is_empty() && written.is_null() {
        return true;
    }
    if value(bytes).is_some_and(|read| read == *written) {
        return true;
    }
    let plain = |text: &str| text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    written.as_str().is_some_and(|text| bytes == text.as_bytes() || STANDARD_NO_PAD.encode(bytes) == plain(text))
}

/// Any bytes as a token, as the claims in one, as a challenge, and as the claims of one.
///
/// # Panics
///
/// If what has to hold does not.
pub fn claims(bytes: &[u8]) {
    let payload = format!("eyJhbGciOiJub25lIn0.{}.c2ln", URL_SAFE_NO_PAD.encode(bytes));
    for (token, is_whole) in [(payload, true), (String::from_utf8_lossy(bytes).into_owned(), false)] {
        let token = AccessToken::from(token);
        assert_eq!(format!("{token:?}"), format!("{:?}", AccessToken::from("another")), "one looks like the other");
        let Some(granted) = token.granted() else { continue };
        let line = granted.to_string();
        assert!(line.len() < 700 && line.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()), "{line:?}");
        for name in granted.permissions() {
            assert!(granted.holds(name) && !name.is_empty() && name.len() <= 128, "{name}");
            let quoted = String::from_utf8_lossy(bytes).contains(name.as_str());
            assert!(!is_whole || quoted || bytes.contains(&b'\\'), "{name} comes from nowhere");
        }
    }

    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    if let Some(claims) = runtime::challenge(&lines) {
        assert!(object(claims.as_bytes()).is_some() && claims.len() < MAX_CLAIMS, "{claims}");
        let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
        assert!(text.contains("bearer") && text.contains("claims"), "nobody has asked for {claims}");
    }
    let encoded = STANDARD.encode(bytes);
    let challenge = format!(r#"Bearer realm="", error="insufficient_claims", claims="{encoded}""#);
    let found = runtime::challenge(&[challenge.as_bytes()]);
    let expected = object(bytes).filter(|_| encoded.len() <= MAX_CLAIMS).map(|_| bytes);
    assert_eq!(found.as_ref().map(String::as_bytes), expected, "the claims of a challenge are found");
}

fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(bytes).ok()
}
