//! The responses of a mock.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde::{Serialize, de::IntoDeserializer, de::value};
use serde_json::Value;

use super::{graph_error::GraphError, received::Request};
use crate::{
    action::{ActionResponse as _, GraphAction},
    exchange::{request_id, response::CLIENT_REQUEST_ID},
    metadata::action_metadata::ResponseKind,
    prepare::json,
};

/// A response of a [`GraphMock`](super::GraphMock), down to its bytes: for what Graph itself would not send, such as the
/// HTML page of a gateway.
///
/// The mock adds `request-id` and `client-request-id` if the response has none.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::testing::MockResponse;
///
/// let gateway = MockResponse::body(502, "text/html", "<html><h1>Bad Gateway</h1></html>");
/// let truncated = MockResponse::body(200, "application/json", r#"{"value": [{"id": "1"#);
/// let slow = MockResponse::json(200, &serde_json::json!({"id": "7"})).after(Duration::from_millis(50));
/// # let _ = (gateway, truncated, slow);
/// ```
#[derive(Debug, Clone)]
#[must_use = "a response does nothing until it is passed to an expectation"]
pub struct MockResponse {
    status: StatusCode,
    headers: HeaderMap,
    content: Content,
    delay: Duration,
}

#[derive(Debug, Clone)]
enum Content {
    Bytes(Bytes),
    /// Written for each request, since the body has the ids of the request.
    Error(Box<GraphError>),
    /// The connection is closed without a response.
    BrokenConnection,
}

impl MockResponse {
    /// Creates a response without a body.
    ///
    /// # Panics
    ///
    /// If `status` is not a valid HTTP status.
    #[track_caller]
    pub fn empty(status: u16) -> Self {
        Self::of(self::status(status), Content::Bytes(Bytes::new()))
    }

    /// Creates a response with a JSON body.
    ///
    /// # Panics
    ///
    /// If `status` is not a valid HTTP status, or the value cannot be serialized.
    #[track_caller]
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        let mut body = Vec::new();
        match json::write(value, &mut body) {
            Ok(()) => Self::body(status, "application/json", body),
            Err(error) => panic!("cannot serialize the response: {error}"),
        }
    }

    /// Creates a response with any body and its media type.
    ///
    /// # Panics
    ///
    /// If `status` is not a valid HTTP status, or `content_type` is not a valid header value.
    #[track_caller]
    pub fn body(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::of(self::status(status), Content::Bytes(body.into())).header("Content-Type", content_type)
    }

    /// Closes the connection instead of responding, once the request has been read. The client cannot know whether the
    /// request was processed.
    pub fn broken_connection() -> Self {
        Self::of(StatusCode::OK, Content::BrokenConnection)
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// If the name or the value is not valid in a header.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => self.headers.append(name, value),
            _ => panic!("`{name}: {value}` is not a valid header"),
        };
        self
    }

    /// Delays the response.
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Delays the response by at least this time.
    pub(super) fn after_at_least(mut self, delay: Duration) -> Self {
        self.delay = self.delay.max(delay);
        self
    }

    pub(super) const fn delay(&self) -> Duration {
        self.delay
    }

    fn of(status: StatusCode, content: Content) -> Self {
        Self { status, headers: HeaderMap::new(), content, delay: Duration::ZERO }
    }

    /// Returns the response to `request`, or `None` if the connection is to be closed.
    pub(super) fn to_http(&self, request: &Request) -> Option<Response<Bytes>> {
        let request_id = request_id::fresh();
        let client_request_id = request.header(CLIENT_REQUEST_ID.as_str());
        let mut headers = self.headers.clone();
        let mut add = |name: HeaderName, value: Option<&str>| {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
                headers.entry(name).or_insert(value);
            }
        };
        add(HeaderName::from_static("request-id"), Some(&request_id));
        add(CLIENT_REQUEST_ID, client_request_id);
        let body = match &self.content {
            Content::Bytes(body) => body.clone(),
            Content::Error(error) => {
                add(header::CONTENT_TYPE, Some("application/json"));
                add(header::RETRY_AFTER, error.retry_after_header().as_deref());
                error.body(&request_id, client_request_id).to_string().into()
            }
            Content::BrokenConnection => return None,
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        Some(response)
    }
}

impl From<GraphError> for MockResponse {
    fn from(error: GraphError) -> Self {
        Self::of(error.status(), Content::Error(Box::new(error)))
    }
}

/// Converts a number into an HTTP status.
#[track_caller]
pub(super) fn status(number: u16) -> StatusCode {
    let Ok(status) = StatusCode::from_u16(number) else {
        panic!("{number} is not a valid HTTP status");
    };
    status
}

/// Returns the response from which `A` reads `value`, in the form that its declaration states.
#[track_caller]
pub(super) fn returning<A: GraphAction>(status: Option<u16>, value: &impl Serialize) -> MockResponse {
    let metadata = A::METADATA;
    // The content of a raw body is not JSON: bytes stay as they are.
    let value = match metadata.response {
        ResponseKind::Bytes => serde_json::to_value(value),
        _ => json::to_value(value),
    };
    let value = match value {
        Ok(value) => value,
        Err(error) => panic!("cannot serialize the response for {}: {error}", metadata.name),
    };
    let response = match metadata.response {
        ResponseKind::Nothing if value.is_null() => return MockResponse::empty(status.unwrap_or(204)),
        ResponseKind::Nothing => Ok(MockResponse::json(200, &value)),
        ResponseKind::Json => json::<A>(&value),
        // The items or the value can be given without the object around them.
        ResponseKind::Page | ResponseKind::Value => {
            json::<A>(&value).or_else(|_| json::<A>(&serde_json::json!({ "value": value })))
        }
        ResponseKind::Text => text::<A>(&value),
        ResponseKind::Bytes => bytes(&value),
    };
    match response {
        Ok(response) => MockResponse { status: status.map_or(response.status, self::status), ..response },
        Err(reason) => panic!("{} cannot read this response: {reason}", metadata.name),
    }
}

/// Returns a JSON response, if the action can read it.
fn json<A: GraphAction>(value: &Value) -> Result<MockResponse, String> {
    let body = value.to_string();
    A::Response::read(&mut serde_json::Deserializer::from_str(&body)).map_err(|error| error.to_string())?;
    Ok(MockResponse::body(200, "application/json", body))
}

fn text<A: GraphAction>(value: &Value) -> Result<MockResponse, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err("it returns text".to_owned()),
    };
    A::Response::read(text.as_str().into_deserializer()).map_err(|error: value::Error| error.to_string())?;
    Ok(MockResponse::body(200, "text/plain", text))
}

fn bytes(value: &Value) -> Result<MockResponse, String> {
    let bytes = match value {
        Value::String(text) => Some(text.clone().into_bytes()),
        Value::Array(items) => items.iter().map(|item| u8::try_from(item.as_u64()?).ok()).collect(),
        _ => None,
    };
    let bytes = bytes.ok_or("it returns bytes; pass `Bytes`, a list of bytes, or text")?;
    Ok(MockResponse::body(200, "application/octet-stream", bytes))
}
