//! The body of an error response, in the formats that Microsoft Graph and Intune use in practice.

use serde_json::{Map, Value};

use super::line::{date, id, one_line};
use crate::exchange::echo::KnownSecrets;

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

impl Parsed {
    /// Returns what the service says, as part of a sentence.
    pub(super) fn text(&self) -> String {
        [&self.code, &self.message].into_iter().flatten().map(|part| one_line(part)).collect::<Vec<_>>().join(": ")
    }

    /// Removes the secrets of the request.
    pub(super) fn redact(&mut self, secrets: &KnownSecrets) {
        let details =
            self.details.iter_mut().flat_map(|detail| [&mut detail.code, &mut detail.message, &mut detail.target]);
        let inner = self.inner_errors.iter_mut().flat_map(|inner| {
            [&mut inner.code, &mut inner.message, &mut inner.request_id, &mut inner.client_request_id, &mut inner.date]
        });
        let own = [&mut self.code, &mut self.message, &mut self.target];
        own.into_iter().chain(details).chain(inner).flatten().for_each(|text| secrets.redact(text));
    }
}

/// The maximum number of times that JSON inside a message is parsed. Intune nests it twice.
const MAX_NESTED_MESSAGES: usize = 4;

/// Parses the body of an error response, without the secrets of the request. If it is not a JSON object, all fields of the
/// result are empty.
pub(super) fn parse(body: &[u8], secrets: &KnownSecrets) -> Parsed {
    let mut parsed = parse_all(body);
    parsed.redact(secrets);
    // After the secrets were removed, since a part of one would not be recognized.
    for inner in &mut parsed.inner_errors {
        clean(&mut inner.request_id, id);
        clean(&mut inner.client_request_id, id);
        clean(&mut inner.date, date);
    }
    parsed
}

fn parse_all(body: &[u8]) -> Parsed {
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
        request_id: text(error, "request-id"),
        client_request_id: text(error, "client-request-id"),
        date: text(error, "date"),
    }
}

fn clean(text: &mut Option<String>, clean: fn(&str) -> Option<&str>) {
    *text = text.as_deref().and_then(clean).map(str::to_owned);
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
