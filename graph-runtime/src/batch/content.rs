//! Bodies of items: JSON as it is, anything else as text or base64.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose};
use bytes::Bytes;
use serde::Deserialize;

use crate::metadata::action_metadata::ResponseKind;

/// Returns whether a media type is `application/json` or ends in `+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let name = essence(media_type);
    name.eq_ignore_ascii_case("application/json") || name.to_ascii_lowercase().ends_with("+json")
}

fn is_text(media_type: &str) -> bool {
    essence(media_type).to_ascii_lowercase().starts_with("text/")
}

/// Returns a media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Encodes bytes as base64 with padding.
///
/// Microsoft's documentation says base64url, but its clients send base64. OData's reader accepts both, and requires the
/// padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    general_purpose::STANDARD.encode(bytes)
}

/// Decodes base64 or base64url, but no mixture of them, with or without padding.
pub(crate) fn from_base64(text: &str) -> Option<Bytes> {
    let digits = text.trim_end_matches('=');
    let alphabet =
        if digits.contains(['-', '_']) { general_purpose::URL_SAFE_NO_PAD } else { general_purpose::STANDARD_NO_PAD };
    alphabet.decode(digits).ok().map(Bytes::from)
}

/// Returns the body that an item would have as a response of its own.
///
/// A string is read according to the media type of the item. By the standard, text is not encoded, but Graph has been
/// seen to send it as base64: so if the action returns bytes, text that is valid base64 is decoded.
pub(super) fn body_of(raw: &Bytes, media_type: Option<&str>, kind: ResponseKind) -> Result<Bytes, &'static str> {
    // Without a copy, unless the caller keeps the bytes: those would keep the whole response to the batch.
    let json = || if kind == ResponseKind::Bytes { Bytes::copy_from_slice(raw) } else { raw.clone() };
    if raw.first() != Some(&b'"') || is_json_text(media_type, kind) {
        return Ok(json());
    }
    let Ok(Text(text)) = serde_json::from_slice(raw) else {
        return Ok(json());
    };
    let plain = |text: Cow<'_, str>| Bytes::from(text.into_owned());
    match (media_type, kind) {
        (_, ResponseKind::Text) => Ok(plain(text)),
        (Some(media_type), kind) if is_text(media_type) && kind != ResponseKind::Bytes => Ok(plain(text)),
        (Some(media_type), _) if !is_text(media_type) => from_base64(&text).ok_or("its body is not base64"),
        _ => Ok(from_base64(&text).unwrap_or_else(|| plain(text))),
    }
}

/// Whether a string is the body itself, as JSON.
fn is_json_text(media_type: Option<&str>, kind: ResponseKind) -> bool {
    match media_type {
        Some(media_type) => is_json(media_type),
        None => matches!(kind, ResponseKind::Json | ResponseKind::Page | ResponseKind::Value),
    }
}

/// Text that is borrowed if possible.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    fn body(json: &str, media_type: Option<&str>, kind: ResponseKind) -> Result<Bytes, &'static str> {
        body_of(&Bytes::copy_from_slice(json.as_bytes()), media_type, kind)
    }

    #[test]
    fn bytes_are_decoded_from_both_alphabets_with_or_without_padding() {
        let bytes = [0xfb, 0xef, 0xbe, 0xff];
        assert_eq!(to_base64(&bytes), "++++/w==");
        for text in ["++++/w==", "++++/w", "----_w==", "----_w"] {
            assert_eq!(from_base64(text).as_deref(), Some(&bytes[..]), "{text}");
        }
        assert_eq!(from_base64("").as_deref(), Some(&b""[..]));
        for text in ["a", "a b=", "<html>", "++++/x==", "++--", "é"] {
            assert_eq!(from_base64(text), None, "{text}");
        }
    }

    #[test]
    fn parameters_of_media_types_do_not_matter() {
        for json in ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"] {
            assert!(is_json(json) && !is_text(json), "{json}");
        }
        for text in ["text/plain", "TEXT/html;charset=utf-8"] {
            assert!(is_text(text) && !is_json(text), "{text}");
        }
        assert!(!is_json("image/json") && !is_json("") && !is_text("image/svg+xml"));
    }

    #[test]
    fn json_is_unchanged() {
        let exact = r#"{"b": 1.10, "a": 12345678901234567890123, "b": 2}"#;
        assert_eq!(body(exact, Some("application/json"), ResponseKind::Json).as_deref(), Ok(exact.as_bytes()));
        assert_eq!(body(r#""aGk=""#, None, ResponseKind::Json).as_deref(), Ok(&br#""aGk=""#[..]));
        assert_eq!(body("42", Some("text/plain"), ResponseKind::Text).as_deref(), Ok(&b"42"[..]));
    }

    #[test]
    fn a_string_is_read_by_its_media_type_and_by_what_the_action_returns() {
        for (json, media_type, kind, expected) in [
            (r#""aGk=""#, Some("image/png"), ResponseKind::Bytes, Ok(&b"hi"[..])),
            (r#""aGk""#, None, ResponseKind::Bytes, Ok(b"hi")),
            (r#""<p>""#, Some("text/html"), ResponseKind::Bytes, Ok(b"<p>")),
            (r#""PHA+""#, Some("text/html"), ResponseKind::Bytes, Ok(b"<p>")),
            (r#""<p>""#, Some("image/png"), ResponseKind::Bytes, Err("its body is not base64")),
            (r#""1234""#, Some("text/plain"), ResponseKind::Text, Ok(b"1234")),
            (r#""1234""#, None, ResponseKind::Text, Ok(b"1234")),
            (r#""<html>""#, Some("text/html"), ResponseKind::Json, Ok(b"<html>")),
        ] {
            assert_eq!(body(json, media_type, kind).as_deref().map_err(|reason| *reason), expected, "{json}");
        }
    }
}
