//! An error with which the service breaks off a response that it has already begun as a success.

use serde_json::value::RawValue;

use super::api_body::{Parsed, parse};
use crate::exchange::echo::KnownSecrets;

/// The length of the end of a body in which the error is looked for, in bytes. Errors of the service are short.
const MAX_TAIL: usize = 256 * 1024;

/// The maximum number of properties that may be the error.
const MAX_CANDIDATES: usize = 32;

const NAME: &[u8] = b"\"error\"";

/// The error at the end of a body.
pub(crate) struct BrokenOff {
    pub(super) error: Parsed,
    /// Whether the error is the only property of the body.
    pub(crate) is_whole: bool,
}

/// Finds the error at the end of a body: a property `error` with an object after which nothing but ends of objects and
/// lists follow. What is before it need not be complete.
pub(crate) fn find(body: &[u8]) -> Option<BrokenOff> {
    let from = body.len().saturating_sub(MAX_TAIL);
    let tail = body.get(from..)?;
    let mut places: Vec<usize> =
        tail.windows(NAME.len()).enumerate().rev().filter(|(_, name)| *name == NAME).map(|(place, _)| place).collect();
    places.truncate(MAX_CANDIDATES);
    places.into_iter().rev().find_map(|place| {
        let parsed = read(tail.get(place + NAME.len()..)?)?;
        let before = tail.get(..place)?.trim_ascii();
        let is_whole = from == 0 && (before == b"{" || before == b"\xef\xbb\xbf{");
        Some(BrokenOff { error: parsed, is_whole })
    })
}

/// Reads an error after its name.
fn read(after: &[u8]) -> Option<Parsed> {
    let value = after.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    if value.first() != Some(&b'{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_slice(value).into_iter::<&RawValue>();
    let error = values.next()?.ok()?;
    let rest = value.get(values.byte_offset()..)?;
    if !rest.iter().all(|byte| byte.is_ascii_whitespace() || matches!(byte, b'}' | b']')) {
        return None;
    }
    let parsed = parse(error.get().as_bytes(), &KnownSecrets::default());
    (parsed.code.is_some() || parsed.message.is_some()).then_some(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &[u8]) -> Option<String> {
        find(body).map(|broken_off| broken_off.error.text())
    }

    #[test]
    fn an_error_is_found_wherever_the_body_breaks_off() {
        for before in [
            r#"{"value": [{"id": "1"}, {"id": "2"}"#,
            r#"{"value": [{"id": "1"}, {"id": "2"#,
            r#"{"value": [{"id": "1"}, {"id": "2", "error": {"code": "other"}}"#,
            r#"{"value": [{"id": "1"}],"#,
            "",
        ] {
            for after in ["", "}", "]}\r\n"] {
                let body =
                    format!(r#"{before}{{ "error" : {{"code": "tooLate", "message": "It took\nlonger."}}}}{after}"#);
                assert_eq!(text(body.as_bytes()).as_deref(), Some("tooLate: It took"), "{body}");
                assert_eq!(find(body.as_bytes()).map(|error| error.is_whole), Some(before.is_empty()), "{body}");
            }
        }
    }

    #[test]
    fn a_property_of_an_entity_is_no_error_of_the_service() {
        for body in [
            r#"{"value": [{"error": {"code": "x"}, "id": 7}]}"#,
            r#"{"error": "x"}"#,
            r#"{"error": {}}"#,
            r#"{"error": {"code": "x"#,
            r#"{"id": "the \"error\": {}"}"#,
            r#""error""#,
            "",
        ] {
            assert_eq!(text(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn only_the_end_of_a_long_body_is_searched() {
        let body = [&vec![b' '; 2 * MAX_TAIL][..], br#"{"error": {"message": "No."}}"#].concat();
        assert_eq!(text(&body).as_deref(), Some("No."));
        let nested = r#"{"error": "#.repeat(100_000);
        assert_eq!(text(nested.as_bytes()), None);
    }
}
