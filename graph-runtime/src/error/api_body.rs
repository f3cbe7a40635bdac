//! The body of an error response, in the formats that Microsoft Graph and Intune use in practice.

use serde_json::{Map, Value};

use super::line::{date, id};

/// One of several errors that the service reports for a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The error code.
    pub code: Option<String>,
    /// The error message.
    pub message: Option<String>,
    /// The target of the error, such as the name of a property.
    pub target: Option<String>,
}

/// A more specific error inside an error, from the property `innerError`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InnerError {
    /// The error code, which is more specific than that of the outer error.
    pub code: Option<String>,
    /// The error message.
    pub message: Option<String>,
    /// The service's ID of the request.
    pub request_id: Option<String>,
    /// The client's ID of the call.
    pub client_request_id: Option<String>,
    /// The time of the error, as written by the service.
    pub date: Option<String>,
}

/// The content of an error body.
#[derive(Debug, Clone, Default)]
pub(super) struct Parsed {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
    pub(super) details: Vec<ErrorDetail>,
    pub(super) inner_errors: Vec<InnerError>,
}

/// The maximum number of times that JSON inside a message is parsed. Intune nests it twice.
const MAX_NESTED_MESSAGES: usize = 4;

/// Parses the body of an error response. If it is not a JSON object, all fields of the result are empty.
pub(super) fn parse(body: &[u8]) -> Parsed {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let Ok(Value::Object(root)) = serde_json::from_slice(body) else {
        return Parsed::default();
    };
    let mut parsed = match get(&root, "error").or_else(|| get(&root, "odata.error")) {
        Some(Value::Object(error)) => read(error),
        // The format of the sign-in service.
        Some(Value::String(code)) => Parsed {
            code: Some(code.clone()).filter(|code| !code.is_empty()),
            message: text(&root, "error_description").or_else(|| text(&root, "message")),
            ..Parsed::default()
        },
        _ => read(&root),
    };
    for _ in 0..MAX_NESTED_MESSAGES {
        if !parse_message(&mut parsed) {
            break;
        }
    }
    parsed
}

fn read(error: &Map<String, Value>) -> Parsed {
    Parsed {
        code: text(error, "code").or_else(|| text(error, "ErrorCode")),
        message: text(error, "message"),
        target: text(error, "target"),
        details: match get(error, "details") {
            Some(Value::Array(details)) => details.iter().filter_map(Value::as_object).map(detail).collect(),
            _ => Vec::new(),
        },
        inner_errors: std::iter::successors(inner(error), |error| inner(error)).map(inner_error).collect(),
    }
}

fn detail(detail: &Map<String, Value>) -> ErrorDetail {
    ErrorDetail { code: text(detail, "code"), message: text(detail, "message"), target: text(detail, "target") }
}

fn inner(error: &Map<String, Value>) -> Option<&Map<String, Value>> {
    get(error, "innererror")?.as_object()
}

fn inner_error(error: &Map<String, Value>) -> InnerError {
    InnerError {
        code: text(error, "code"),
        message: text(error, "message"),
        request_id: cleaned(error, "request-id", id),
        client_request_id: cleaned(error, "client-request-id", id),
        date: cleaned(error, "date", date),
    }
}

fn cleaned(error: &Map<String, Value>, name: &str, clean: fn(&str) -> Option<&str>) -> Option<String> {
    clean(&text(error, name)?).map(str::to_owned)
}

/// If the message is JSON, as Intune's messages are, replaces it by the message inside. Returns whether it did.
fn parse_message(parsed: &mut Parsed) -> bool {
    let Some(message) = parsed.message.as_deref().filter(|message| message.trim_start().starts_with('{')) else {
        return false;
    };
    let Ok(Value::Object(nested)) = serde_json::from_str(message) else {
        return false;
    };
    let phrase = text(&nested, "CustomApiErrorPhrase");
    let message = text(&nested, "message").or_else(|| phrase.clone());
    let code = text(&nested, "ErrorCode").or_else(|| text(&nested, "code")).or(phrase);
    if message.is_none() && code.is_none() {
        return false;
    }
    parsed.message = message;
    if parsed.code.as_deref().is_none_or(is_placeholder) {
        parsed.code = code.or(parsed.code.take());
    }
    if parsed.target.is_none() {
        parsed.target = text(&nested, "target");
    }
    true
}

/// Whether a code only stands in for the actual code, which is inside the message.
fn is_placeholder(code: &str) -> bool {
    code.eq_ignore_ascii_case("UnknownError")
}

/// Returns a property by its name, ignoring case.
fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// Returns a property as text, or `None` if it is missing, empty or neither a string nor a number.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match get(object, name)? {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        // OData 3: {"lang": "en-us", "value": "…"}
        Value::Object(localized) => localized.get("value")?.as_str().map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
