//! Decodes the body of a success to the type that the action returns.

use std::fmt::{self, Write};

use bytes::Bytes;
use http::StatusCode;
use serde::de::{self, IntoDeserializer, value};
use serde_json::error::Category;

use crate::{
    action::ActionResponse,
    error::{
        Error,
        broken_off::{self, BrokenOff},
        decode::DecodeError,
    },
    exchange::{place::path_to, response::RawResponse, shortened::Shortened},
    metadata::action_metadata::ResponseKind,
    odata::{
        list::{TOO_LARGE, limited},
        page::BROKEN_OFF,
    },
};

/// Why a body cannot be decoded.
enum Mistake {
    /// It is empty.
    Empty,
    /// It is the beginning of JSON, with the reason.
    Incomplete(String),
    /// The service broke it off with an error.
    BrokenOff(Box<BrokenOff>),
    /// Something else, with the reason.
    Invalid(String),
}

impl From<&str> for Mistake {
    fn from(reason: &str) -> Self {
        Self::Invalid(reason.to_owned())
    }
}

/// Decodes the response to the type that the action returns. The statuses 204 and 205 have no body.
pub(crate) fn decode<R: ActionResponse>(response: Box<RawResponse>) -> Result<R, Error> {
    let has_body = !matches!(response.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT);
    // A clone, which shares the bytes, because the error needs the body too.
    let body = if has_body { response.body.clone() } else { Bytes::new() };
    let read = match response.metadata.response {
        ResponseKind::Nothing => nothing()
            .ok_or_else(|| Mistake::from("the declared response has no content, but the action returns a value")),
        ResponseKind::Json | ResponseKind::Page | ResponseKind::Value => json(&body, response.max_memory),
        ResponseKind::Text => text(&body),
        ResponseKind::Bytes => bytes(body),
    };
    read.map_err(|mistake| {
        let error = match mistake {
            Mistake::Empty => DecodeError::no_content(*response),
            Mistake::Incomplete(reason) => DecodeError::ended_early(*response, reason),
            Mistake::BrokenOff(error) => DecodeError::broken_off(*response, *error),
            Mistake::Invalid(reason) => DecodeError::new(*response, reason),
        };
        Box::new(error).into()
    })
}

/// Returns the value for an empty body: `()`, or `None` for an `Option`. Most other types have no such value.
fn nothing<R: ActionResponse>() -> Option<R> {
    R::read(IntoDeserializer::<value::Error>::into_deserializer(())).ok()
}

fn text<R: ActionResponse>(body: &[u8]) -> Result<R, Mistake> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|_| Mistake::from("the text is not UTF-8"))?;
    R::read(Whole::Text(text)).map_err(|_| match text.trim() {
        "" => Mistake::Empty,
        _ => Mistake::from("the text is not a valid value of the type that the action returns"),
    })
}

fn bytes<R: ActionResponse>(body: Bytes) -> Result<R, Mistake> {
    R::read(Whole::Bytes(body))
        .map_err(|_| "the bytes are not a valid value of the type that the action returns".into())
}

/// A deserializer for a whole body as text or bytes. An empty body is `None` if the type is an `Option`.
enum Whole<'b> {
    Text(&'b str),
    Bytes(Bytes),
}

impl<'de> de::Deserializer<'de> for Whole<'_> {
    type Error = value::Error;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Text(text) => visitor.visit_str(text),
            Self::Bytes(bytes) => visitor.visit_byte_buf(bytes.into()),
        }
    }

    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match &self {
            Self::Text(text) if text.trim().is_empty() => visitor.visit_none(),
            Self::Bytes(bytes) if bytes.is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Some servers write a byte order mark before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn json<R: ActionResponse>(body: &[u8], max_memory: usize) -> Result<R, Mistake> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return nothing().ok_or(Mistake::Empty);
    }
    let read = |body: &[u8]| {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        limited(max_memory, || R::read(&mut deserializer).and_then(|value| deserializer.end().map(|()| value)))
    };
    if let Some(short) = Shortened::of(body)
        && let Err(error) = read(&short.body)
        && is_independent_of_length(&error)
    {
        return Err(mistake(body, &error, short.column(error.line(), error.column()), max_memory));
    }
    read(body).map_err(|error| mistake(body, &error, error.column(), max_memory))
}

/// Whether an error quotes a text or a name that is wrong whatever its end is.
fn is_independent_of_length(error: &serde_json::Error) -> bool {
    let message = Message::of(error);
    error.is_data()
        && ["invalid type", "unknown variant", "unknown field"].iter().any(|kind| message.start.starts_with(kind))
}

fn mistake(body: &[u8], error: &serde_json::Error, column: usize, max_memory: usize) -> Mistake {
    let message = Message::of(error);
    let is_invalid = !error.is_data() || message.start.starts_with(BROKEN_OFF);
    if let Some(error) = broken_off::find(body).filter(|error| is_invalid || error.is_whole) {
        return Mistake::BrokenOff(Box::new(error));
    }
    let line = error.line();
    let path = path_to(body, line, column);
    let at = if path.is_empty() { String::new() } else { format!(" at {path}") };
    let reason = if message.start.starts_with(TOO_LARGE) {
        format!("{TOO_LARGE} {max_memory} bytes, the `max_response_bytes` of the client")
    } else {
        without_values(error, &message)
    };
    let reason = format!("{reason}{at} (line {line}, column {column})");
    if error.is_eof() { Mistake::Incomplete(reason) } else { Mistake::Invalid(reason) }
}

/// The message of an error, without what is in its middle: that may be a value as long as the body.
#[derive(Default)]
struct Message {
    start: String,
    /// The end, if the message does not fit into `start`.
    end: String,
}

impl Message {
    /// The maximum length of the start, and of the end, in bytes.
    const MAX: usize = 2048;

    fn of(error: &serde_json::Error) -> Self {
        let mut message = Self::default();
        // Writing to it never fails.
        let _ = write!(message, "{error}");
        message
    }

    /// Returns the text up to the position that `serde_json` appends.
    fn text(&self) -> String {
        let text = [self.start.as_str(), &self.end].concat();
        text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned()
    }
}

impl Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = Self::MAX - self.start.len();
        let fits = if self.end.is_empty() { text.floor_char_boundary(room) } else { 0 };
        let (start, rest) = text.split_at(fits);
        self.start.push_str(start);
        let rest = &rest[rest.ceil_char_boundary(rest.len().saturating_sub(Self::MAX))..];
        self.end.push_str(rest);
        let surplus = self.end.len().saturating_sub(Self::MAX);
        self.end.drain(..self.end.ceil_char_boundary(surplus));
        Ok(())
    }
}

/// Returns the message of the error without the values that it quotes from the body.
fn without_values(error: &serde_json::Error, message: &Message) -> String {
    let text = message.text();
    let text = text.as_str();
    match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => format!("invalid JSON: {text}"),
        // Field names and expectations come from the type, not from the body.
        Category::Data if text.starts_with("missing field `") || text.starts_with("duplicate field `") => {
            text.to_owned()
        }
        Category::Data => {
            let kind = SERDE_KINDS.iter().find(|kind| text.starts_with(**kind));
            match (kind, text.rsplit_once(", expected ")) {
                (Some(kind), Some((_, expected))) => format!("{kind}, expected {expected}"),
                _ => "invalid value".to_owned(),
            }
        }
    }
}

/// How a message of serde starts if it goes on with a value.
const SERDE_KINDS: [&str; 5] = ["invalid type", "invalid value", "invalid length", "unknown variant", "unknown field"];

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::odata::page::Page;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Setting {
        #[serde(rename = "id")]
        _id: String,
        #[serde(rename = "syncState", default)]
        _sync_state: Option<State>,
        #[serde(rename = "count", default)]
        _count: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum State {
        Running,
        Done,
    }

    fn reason<R: ActionResponse + fmt::Debug>(body: &'static [u8]) -> String {
        match decode::<R>(RawResponse::for_test(200, &[], body)).expect_err("an unexpected response") {
            Error::Decode(error) => {
                assert_eq!(error.body(), body);
                assert_eq!(error.status(), 200);
                error.reason().to_owned()
            }
            other => panic!("{other}"),
        }
    }

    #[test]
    fn the_reason_contains_the_path_the_line_and_the_column() {
        let missing = br#"{"value": [{"id": "1"}, {"id": "2", "count": 3}, {"count": 4}]}"#;
        assert_eq!(reason::<Page<Setting>>(missing), "missing field `id` at value[2] (line 1, column 61)");
        let kind = b"{\n  \"value\": [\n    {\"id\": 7}\n  ]\n}";
        let expected = "invalid type, expected a string at value[0].id (line 3, column 12)";
        assert_eq!(reason::<Page<Setting>>(kind), expected);
        assert_eq!(reason::<Setting>(b"["), "invalid JSON: EOF while parsing a list at [0] (line 1, column 1)");
        assert_eq!(reason::<String>(b"<html>"), "invalid JSON: expected value (line 1, column 1)");
        let escaped = br#"{"value": [{"odd\"},{name": [1, {}], "id": "}]\\", "count": "x"}]}"#;
        assert!(
            reason::<Page<Setting>>(escaped).contains(" at value[0].count ("),
            "{}",
            reason::<Page<Setting>>(escaped)
        );
    }

    #[test]
    fn the_reason_contains_no_value_of_the_body() {
        for body in [
            &br#"{"id": "a", "count": "hunter2, expected hunter2"}"#[..],
            br#"{"id": {"hunter2": 1}, "count": 1}"#,
            br#"{"id": "a", "syncState": "hunter2`, expected hunter2"}"#,
            br#"{"id": "a", "count": 300.0}"#,
            br#"{"id": "hunter2", "count": nope}"#,
            br#"{"id": "hunter2"#,
        ] {
            let reason = reason::<Setting>(body);
            assert!(!reason.contains("hunter2") && !reason.contains("300"), "{reason}");
        }
    }

    #[test]
    fn the_reason_for_an_empty_body_says_so() {
        let expected = "the body is empty, but the change was made; if the service may respond so, return an `Option`: \
                        `returns = Option<…>`";
        assert_eq!(reason::<Setting>(b" \r\n"), expected);
    }

    #[test]
    fn neither_debug_nor_display_shows_the_body() {
        let error = decode::<u8>(RawResponse::for_test(200, &[("request-id", "r-1")], br#""hunter2""#))
            .expect_err("not a number");
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(error.to_string().ends_with("(request-id r-1)"), "{error}");
        assert!(std::error::Error::source(&error).is_none());
        assert!(matches!(error, Error::Decode(error) if error.body() == &br#""hunter2""#[..]));
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        let value: u8 = decode(RawResponse::for_test(200, &[], b"\xef\xbb\xbf 7\n")).expect("a number");
        assert_eq!(value, 7);
    }

    #[test]
    fn an_action_that_returns_nothing_accepts_any_body() {
        assert_eq!(nothing::<()>(), Some(()));
        assert_eq!(nothing::<String>(), None);
    }
}
