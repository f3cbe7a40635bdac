//! What the body of an error says, in the shapes that Microsoft Graph and Intune are seen to send.

use serde_json::{Map, Value};

/// One of several errors that the service found in a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code of this one.
    pub code: Option<String>,
    /// What it is about, in words.
    pub message: Option<String>,
    /// What it is about, such as the name of a property.
    pub target: Option<String>,
}

/// A more specific error inside an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InnerError {
    /// A code more specific than the one outside.
    pub code: Option<String>,
    /// What it is about, in words.
    pub message: Option<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// The client's id of the call.
    pub client_request_id: Option<String>,
    /// When the error happened, as the service wrote it.
    pub date: Option<String>,
}

/// What the body of an error says.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) target: Option<String>,
    pub(super) details: Vec<ErrorDetail>,
    pub(super) inner_errors: Vec<InnerError>,
}

/// How often JSON is looked for inside a message; Intune is seen to nest it twice.
const MAX_NESTED_MESSAGES: usize = 4;

/// Reads the body of an error. Never fails: of what is not JSON, it knows nothing.
pub(super) fn parse(body: &[u8]) -> Parsed {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let Ok(Value::Object(root)) = serde_json::from_slice(body) else {
        return Parsed::default();
    };
    let mut parsed = match get(&root, "error").or_else(|| get(&root, "odata.error")) {
        Some(Value::Object(error)) => read(error),
        // The sign-in service's shape.
        Some(Value::String(code)) => Parsed {
            code: Some(code.clone()).filter(|code| !code.is_empty()),
            message: text(&root, "error_description").or_else(|| text(&root, "message")),
            ..Parsed::default()
        },
        _ => read(&root),
    };
    for _ in 0..MAX_NESTED_MESSAGES {
        if !open_message(&mut parsed) {
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
        request_id: text(error, "request-id"),
        client_request_id: text(error, "client-request-id"),
        date: text(error, "date"),
    }
}

/// Where the message is JSON, as Intune's are, takes out of it what a person reads; says whether it was.
fn open_message(parsed: &mut Parsed) -> bool {
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
    if parsed.code.as_deref().is_none_or(says_nothing) {
        parsed.code = code.or(parsed.code.take());
    }
    if parsed.target.is_none() {
        parsed.target = text(&nested, "target");
    }
    true
}

/// Whether a code is one that hides the real one.
fn says_nothing(code: &str) -> bool {
    code.eq_ignore_ascii_case("UnknownError")
}

/// A property by its name, in whatever case it is spelt.
fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// A property that is text, or was meant to be; none where it is empty.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match get(object, name)? {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        // OData 3: {"lang": "en-us", "value": "…"}
        Value::Object(translated) => translated.get("value")?.as_str().map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
