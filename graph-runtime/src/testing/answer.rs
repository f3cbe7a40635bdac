//! What is answered.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::{Serialize, de::IntoDeserializer, de::value};
use serde_json::Value;
use wiremock::ResponseTemplate;

use super::{graph_error::GraphError, received::Request};
use crate::{
    action::{ActionResponse, GraphAction},
    exchange::response::CLIENT_REQUEST_ID,
    metadata::action_metadata::ResponseKind,
};

/// An answer of a [`GraphMock`](super::GraphMock), down to its bytes: for what Graph itself would not say, such as the
/// HTML of a gateway.
///
/// `request-id` and `client-request-id` are added to every answer that has none.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::testing::Answer;
///
/// let gateway = Answer::body(502, "text/html", "<html><h1>Bad Gateway</h1></html>");
/// let cut = Answer::body(200, "application/json", r#"{"value": [{"id": "1"#);
/// let slow = Answer::json(200, &serde_json::json!({"id": "7"})).after(Duration::from_millis(50));
/// # let _ = (gateway, cut, slow);
/// ```
#[derive(Debug, Clone)]
#[must_use = "an answer does nothing until it is given to an expectation"]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    content: Content,
    delay: Duration,
}

#[derive(Debug, Clone)]
enum Content {
    Bytes(Bytes),
    /// Written when it is answered, with the ids of the request.
    Error(Box<GraphError>),
    /// The connection is closed instead.
    Broken,
}

impl Answer {
    /// An answer without body.
    ///
    /// # Panics
    ///
    /// Where `status` is no HTTP status.
    #[track_caller]
    pub fn empty(status: u16) -> Self {
        Self::of(self::status(status), Content::Bytes(Bytes::new()))
    }

    /// An answer with a JSON body.
    ///
    /// # Panics
    ///
    /// Where `status` is no HTTP status, or the value cannot be written as JSON.
    #[track_caller]
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::body(status, "application/json", body),
            Err(error) => panic!("the answer cannot be written as JSON: {error}"),
        }
    }

    /// An answer with any body, with its media type.
    ///
    /// # Panics
    ///
    /// Where `status` is no HTTP status, or the media type cannot stand in a header.
    #[track_caller]
    pub fn body(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::of(self::status(status), Content::Bytes(body.into())).header("Content-Type", content_type)
    }

    /// No answer: the connection is closed once the request has been read. The client cannot know whether the request was
    /// acted upon.
    pub fn broken_connection() -> Self {
        Self::of(StatusCode::OK, Content::Broken)
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// Where the name or value cannot stand in a header.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => self.headers.append(name, value),
            _ => panic!("`{name}: {value}` is no header"),
        };
        self
    }

    /// Waits before it answers.
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Waits at least so long before it answers.
    pub(super) fn after_at_least(mut self, delay: Duration) -> Self {
        self.delay = self.delay.max(delay);
        self
    }

    fn of(status: StatusCode, content: Content) -> Self {
        Self { status, headers: HeaderMap::new(), content, delay: Duration::ZERO }
    }

    /// Whether the connection is to be closed instead.
    pub(super) const fn is_broken(&self) -> bool {
        matches!(self.content, Content::Broken)
    }

    /// The answer to a request, as the server takes it.
    pub(super) fn to_request(&self, request: &Request) -> ResponseTemplate {
        let request_id = uuid::Uuid::new_v4().to_string();
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
            Content::Broken => Bytes::new(),
            Content::Error(error) => {
                add(header::CONTENT_TYPE, Some("application/json"));
                add(header::RETRY_AFTER, error.retry_after_header().as_ref().and_then(|value| value.to_str().ok()));
                Bytes::from(error.body(&request_id, client_request_id).to_string())
            }
        };
        let template = ResponseTemplate::new(self.status).append_headers(&headers).set_body_bytes(body);
        if self.delay.is_zero() { template } else { template.set_delay(self.delay) }
    }
}

impl From<GraphError> for Answer {
    fn from(error: GraphError) -> Self {
        Self::of(error.status(), Content::Error(Box::new(error)))
    }
}

/// Takes a number as an HTTP status.
#[track_caller]
pub(super) fn status(number: u16) -> StatusCode {
    let Ok(status) = StatusCode::from_u16(number) else {
        panic!("{number} is no HTTP status");
    };
    status
}

/// The answer with which `A` returns a value, as the declaration says that it is written.
#[track_caller]
pub(super) fn returning<A: GraphAction>(status: Option<u16>, value: &impl Serialize) -> Answer {
    let metadata = A::METADATA;
    let value = match serde_json::to_value(value) {
        Ok(value) => value,
        Err(error) => panic!("the answer for {} cannot be written as JSON: {error}", metadata.name),
    };
    let answer = match metadata.response {
        ResponseKind::Nothing if value.is_null() => return Answer::empty(status.unwrap_or(204)),
        ResponseKind::Nothing => Ok(Answer::json(200, &value)),
        ResponseKind::Json => json::<A>(&value),
        // The items or the value alone are as good as what they are wrapped in.
        ResponseKind::Page | ResponseKind::Value => {
            json::<A>(&value).or_else(|_| json::<A>(&serde_json::json!({ "value": value })))
        }
        ResponseKind::Text => text::<A>(&value),
        ResponseKind::Bytes => bytes(&value),
    };
    match answer {
        Ok(answer) => Answer { status: status.map_or(answer.status, self::status), ..answer },
        Err(reason) => panic!("the answer for {} is not what it returns: {reason}", metadata.name),
    }
}

/// A JSON body, if the action can read it.
fn json<A: GraphAction>(value: &Value) -> Result<Answer, String> {
    let body = value.to_string();
    A::Response::read(&mut serde_json::Deserializer::from_str(&body)).map_err(|error| error.to_string())?;
    Ok(Answer::body(200, "application/json", body))
}

fn text<A: GraphAction>(value: &Value) -> Result<Answer, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err("it returns text".to_owned()),
    };
    A::Response::read(text.as_str().into_deserializer()).map_err(|error: value::Error| error.to_string())?;
    Ok(Answer::body(200, "text/plain", text))
}

fn bytes(value: &Value) -> Result<Answer, String> {
    let bytes = match value {
        Value::String(text) => Some(text.clone().into_bytes()),
        Value::Array(items) => items.iter().map(|item| u8::try_from(item.as_u64()?).ok()).collect(),
        _ => None,
    };
    let bytes = bytes.ok_or("it returns bytes; give it `Bytes`, bytes or text")?;
    Ok(Answer::body(200, "application/octet-stream", bytes))
}
