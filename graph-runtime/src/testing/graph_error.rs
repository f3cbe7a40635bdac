//! Errors as Microsoft Graph writes them.

use std::time::{Duration, SystemTime};

use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// An error as Microsoft Graph writes it, to be answered by a [`GraphMock`](super::GraphMock).
///
/// The body is Graph's `{"error": {"code": …, "message": …, "innerError": {…}}}`, with the date and the ids of the request
/// in `innerError`.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::testing::GraphError;
///
/// let gone = GraphError::new(404, "ResourceNotFound", "No token has this id.");
/// let refused = GraphError::new(403, "Forbidden", "Application is not authorized.").as_intune();
/// let several = GraphError::new(400, "BadRequest", "Two values are not valid.")
///     .detail("InvalidValue", "appleId", "It is no Apple ID.")
///     .inner_code("ValidationError");
/// let busy = GraphError::new(503, "ServiceUnavailable", "Try again.").retry_after(Duration::from_secs(2));
/// # let _ = (gone, refused, several, busy);
/// ```
#[derive(Debug, Clone)]
#[must_use = "an error does nothing until it is answered"]
pub struct GraphError {
    status: StatusCode,
    code: String,
    message: String,
    target: Option<String>,
    details: Vec<Value>,
    inner_code: Option<String>,
    retry_after: Option<Duration>,
    intune: bool,
}

impl GraphError {
    /// An error with this HTTP status, code and message.
    ///
    /// # Panics
    ///
    /// Where `status` is no HTTP status.
    #[track_caller]
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status: super::answer::status(status),
            code: code.into(),
            message: message.into(),
            target: None,
            details: Vec::new(),
            inner_code: None,
            retry_after: None,
            intune: false,
        }
    }

    /// What the error is about, such as the name of a property.
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Adds one of several errors, with its code, what it is about, and its message.
    pub fn detail(mut self, code: impl Into<String>, target: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, target, message) = (code.into(), target.into(), message.into());
        self.details.push(json!({"code": code, "target": target, "message": message}));
        self
    }

    /// A more specific code, in `innerError`.
    pub fn inner_code(mut self, code: impl Into<String>) -> Self {
        self.inner_code = Some(code.into());
        self
    }

    /// How long to wait, in the header `Retry-After`: whole seconds, or seconds with a fraction.
    pub const fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The same error as Intune writes it, with JSON in `message`, in which the message itself ends with ids.
    pub const fn as_intune(mut self) -> Self {
        self.intune = true;
        self
    }

    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }

    /// The value of `Retry-After`.
    pub(super) fn retry_after_header(&self) -> Option<HeaderValue> {
        let wait = self.retry_after?;
        let seconds =
            if wait.subsec_nanos() == 0 { wait.as_secs().to_string() } else { wait.as_secs_f64().to_string() };
        HeaderValue::try_from(seconds).ok()
    }

    /// The body of an answer to the request with these ids.
    pub(super) fn body(&self, request_id: &str, client_request_id: Option<&str>) -> Value {
        let client_request_id = client_request_id.unwrap_or(request_id);
        let message = if self.intune { self.intune_message(request_id) } else { self.message.clone() };
        let mut inner = Map::new();
        if let Some(code) = &self.inner_code {
            inner.insert("code".into(), code.as_str().into());
        }
        inner.insert("date".into(), date().into());
        inner.insert("request-id".into(), request_id.into());
        inner.insert("client-request-id".into(), client_request_id.into());
        let mut error = Map::new();
        error.insert("code".into(), self.code.as_str().into());
        error.insert("message".into(), message.into());
        if let Some(target) = &self.target {
            error.insert("target".into(), target.as_str().into());
        }
        if !self.details.is_empty() {
            error.insert("details".into(), self.details.clone().into());
        }
        error.insert("innerError".into(), inner.into());
        json!({"error": error})
    }

    fn intune_message(&self, request_id: &str) -> String {
        json!({
            "_version": 3,
            "Message": format!(
                "{} - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: {request_id}",
                self.message,
            ),
            "CustomApiErrorPhrase": "",
            "RetryAfter": null,
            "ErrorSourceService": "",
            "HttpHeaders": "{}",
        })
        .to_string()
    }
}

/// Now, as Graph writes dates in errors.
fn date() -> String {
    let seconds = OffsetDateTime::from(SystemTime::now()).truncate_to_second();
    seconds.format(&Rfc3339).unwrap_or_default().trim_end_matches('Z').to_owned()
}

/// Throttling, as Graph writes it.
pub(super) fn throttled(retry_after: Option<Duration>) -> GraphError {
    let error = GraphError::new(429, "TooManyRequests", "The request has been throttled.");
    GraphError { retry_after, ..error }
}

/// A token that is missing or wrong, as Graph writes it.
pub(super) fn unauthorized(reason: &str) -> GraphError {
    GraphError::new(401, "InvalidAuthenticationToken", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_written_as_graph_does() {
        let error = GraphError::new(400, "BadRequest", "no").target("id").detail("A", "b", "c").inner_code("D");
        let mut body = error.body("r-1", Some("c-1"));
        let date = body["error"]["innerError"]["date"].take();
        assert_eq!(date.as_str().map(str::len), Some("2026-08-01T12:00:00".len()));
        assert_eq!(
            body,
            json!({"error": {
                "code": "BadRequest",
                "message": "no",
                "target": "id",
                "details": [{"code": "A", "target": "b", "message": "c"}],
                "innerError": {"code": "D", "date": null, "request-id": "r-1", "client-request-id": "c-1"},
            }})
        );
    }

    #[test]
    fn intune_puts_json_into_the_message() {
        let body = GraphError::new(403, "Forbidden", "no").as_intune().body("r-1", None);
        let message: Value =
            serde_json::from_str(body["error"]["message"].as_str().expect("text")).expect("JSON in JSON");
        assert!(message["Message"].as_str().is_some_and(|message| message.starts_with("no - Operation ID")));
    }

    #[test]
    fn a_wait_is_written_in_seconds() {
        let header = |wait| throttled(Some(wait)).retry_after_header().expect("a header");
        assert_eq!(header(Duration::from_secs(17)), "17");
        assert_eq!(header(Duration::from_millis(249)), "0.249");
        assert_eq!(throttled(None).retry_after_header(), None);
    }
}
