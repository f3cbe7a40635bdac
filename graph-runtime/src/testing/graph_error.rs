//! Error responses in Microsoft Graph's format.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// An error response of a [`GraphMock`](super::GraphMock), in Microsoft Graph's format.
///
/// The body is `{"error": {"code": …, "message": …, "innerError": {…}}}`, with the date and the request ids in
/// `innerError`.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::testing::GraphError;
///
/// let missing = GraphError::new(404, "ResourceNotFound", "No token has this id.");
/// let forbidden = GraphError::new(403, "Forbidden", "Application is not authorized.").with_intune_format();
/// let several = GraphError::new(400, "BadRequest", "Two values are not valid.")
///     .detail("InvalidValue", "appleId", "The Apple ID is not valid.")
///     .inner_code("ValidationError");
/// let busy = GraphError::new(503, "ServiceUnavailable", "Try again.").retry_after(Duration::from_secs(2));
/// # let _ = (missing, forbidden, several, busy);
/// ```
#[derive(Debug, Clone)]
#[must_use = "an error does nothing until it is passed to an expectation"]
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
    /// Creates an error with this HTTP status, code and message.
    ///
    /// # Panics
    ///
    /// If `status` is not a valid HTTP status.
    #[track_caller]
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status: super::mock_response::status(status),
            code: code.into(),
            message: message.into(),
            target: None,
            details: Vec::new(),
            inner_code: None,
            retry_after: None,
            intune: false,
        }
    }

    /// Sets the target of the error, such as the name of a property.
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Adds one of several errors to `details`.
    pub fn detail(mut self, code: impl Into<String>, target: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, target, message) = (code.into(), target.into(), message.into());
        self.details.push(json!({"code": code, "target": target, "message": message}));
        self
    }

    /// Sets a more specific code, in `innerError`.
    pub fn inner_code(mut self, code: impl Into<String>) -> Self {
        self.inner_code = Some(code.into());
        self
    }

    /// Sets the header `Retry-After`, in seconds, with a fraction if there is one.
    pub const fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Uses Intune's format: `message` is JSON, and the message inside it ends with ids.
    pub const fn with_intune_format(mut self) -> Self {
        self.intune = true;
        self
    }

    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the value of `Retry-After`.
    pub(super) fn retry_after_header(&self) -> Option<String> {
        // A whole number of seconds has no decimal point.
        self.retry_after.map(|wait| wait.as_secs_f64().to_string())
    }

    /// Returns the body of the response to the request with these ids.
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

/// Returns the current date in the format of error responses.
fn date() -> String {
    let seconds = OffsetDateTime::from(SystemTime::now()).truncate_to_second();
    seconds.format(&Rfc3339).unwrap_or_default().trim_end_matches('Z').to_owned()
}

/// Returns the error for a throttled request.
pub(super) fn throttled(retry_after: Option<Duration>) -> GraphError {
    let error = GraphError::new(429, "TooManyRequests", "The request has been throttled.");
    GraphError { retry_after, ..error }
}

/// Returns the error for a missing or wrong token.
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
        let body = GraphError::new(403, "Forbidden", "no").with_intune_format().body("r-1", None);
        let message: Value =
            serde_json::from_str(body["error"]["message"].as_str().expect("text")).expect("JSON in JSON");
        assert!(message["Message"].as_str().is_some_and(|message| message.starts_with("no - Operation ID")));
    }

    #[test]
    fn a_wait_is_written_in_seconds() {
        let header = |wait| throttled(Some(wait)).retry_after_header().expect("a header");
        assert_eq!(header(Duration::from_secs(17)), "17");
        assert_eq!(header(Duration::from_millis(249)), "0.249");
        assert_eq!(header(Duration::from_secs(u32::MAX.into())), "4294967295");
        assert_eq!(throttled(None).retry_after_header(), None);
    }
}
