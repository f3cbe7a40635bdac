//! Responses in Microsoft Graph's format.

use std::time::Duration;

use graph_runtime::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// The ids of a request.
pub(super) struct Ids {
    request_id: String,
    client_request_id: String,
}

impl Ids {
    /// Creates the ids of a request. Without an id of the client's, both are the same.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let request_id = Uuid::new_v4().to_string();
        let client_request_id = headers.get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or(&request_id);
        Self { client_request_id: client_request_id.to_owned(), request_id }
    }
}

/// The response of an operation that succeeds.
pub(super) enum Success {
    /// 200, with this body.
    Json(Value),
    /// 201, with this body.
    Created(Value),
    /// 200, with this text.
    Text(String),
    /// 204.
    NoContent,
}

impl Success {
    pub(super) fn into_response(self, ids: &Ids) -> Response<Bytes> {
        match self {
            Self::Json(body) => respond(StatusCode::OK, Some(&body), ids),
            Self::Created(body) => respond(StatusCode::CREATED, Some(&body), ids),
            Self::Text(text) => {
                let mut response = respond(StatusCode::OK, None, ids);
                *response.body_mut() = text.into();
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
                response
            }
            Self::NoContent => respond(StatusCode::NO_CONTENT, None, ids),
        }
    }
}

/// An error response.
#[derive(Debug)]
pub(super) struct ErrorResponse {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// Whether the error is from Intune, which wraps the message in JSON, or from Microsoft Graph itself.
    by_intune: bool,
    header: Option<(HeaderName, HeaderValue)>,
}

impl ErrorResponse {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), by_intune: false, header: None }
    }

    /// Returns what is wrong with the request.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    fn by_intune(mut self) -> Self {
        self.by_intune = true;
        self
    }

    /// The request is not valid.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// The body does not match the type.
    pub(super) fn invalid_model(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "ModelValidationFailure", message)
    }

    /// Intune does not accept a value.
    pub(super) fn invalid_value(message: impl Into<String>) -> Self {
        Self::bad_request(message).by_intune()
    }

    pub(super) fn unauthorized(message: &'static str) -> Self {
        let challenge = HeaderValue::from_static(
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
             client_id=\"00000003-0000-0000-c000-000000000000\"",
        );
        let response = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        Self { header: Some((header::WWW_AUTHENTICATE, challenge)), ..response }
    }

    pub(super) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", "Application is not authorized to perform this operation.")
            .by_intune()
    }

    pub(super) fn not_found(entity: &str, key: &str) -> Self {
        let message = format!("There is no {entity} with the id '{key}'.");
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", message).by_intune()
    }

    /// A single object is not there.
    pub(super) fn missing(name: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", format!("There is no {name}.")).by_intune()
    }

    /// A request of a batch that this one depends on has failed.
    pub(super) fn failed_dependency(id: &str) -> Self {
        let message = format!("The request was not run because the request '{id}', on which it depends, failed.");
        Self::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message)
    }

    pub(super) fn not_implemented() -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", "The tenant does not have this operation.")
    }

    pub(super) fn unknown_version(version: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", format!("Invalid version: {version}"))
    }

    pub(super) fn unknown_segment(segment: &str) -> Self {
        Self::bad_request(format!("Resource not found for the segment '{segment}'."))
    }

    pub(super) fn method_not_allowed(allowed: &str) -> Self {
        let message = "Specified HTTP method is not allowed for the request target.";
        let response = Self::new(StatusCode::METHOD_NOT_ALLOWED, "Request_BadRequest", message);
        Self { header: HeaderValue::from_str(allowed).ok().map(|methods| (header::ALLOW, methods)), ..response }
    }

    pub(super) fn unsupported_media_type(content_type: &str) -> Self {
        let message = format!("The content type '{content_type}' is not supported; use 'application/json'.");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message)
    }

    pub(super) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", "The request body is too large.")
    }

    pub(super) fn throttled(retry_after: Option<Duration>) -> Self {
        let response = Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Too Many Requests").by_intune();
        let seconds = retry_after.map(|wait| HeaderValue::from(wait.as_secs()));
        Self { header: seconds.map(|seconds| (header::RETRY_AFTER, seconds)), ..response }
    }

    pub(super) fn into_response(self, ids: &Ids) -> Response<Bytes> {
        let message = if self.by_intune { intune_message(&self.message, ids) } else { self.message };
        let body = json!({
            "error": {
                "code": self.code,
                "message": message,
                "innerError": {
                    "date": date(OffsetDateTime::now_utc()),
                    "request-id": ids.request_id,
                    "client-request-id": ids.client_request_id,
                },
            },
        });
        let mut response = respond(self.status, Some(&body), ids);
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

fn respond(status: StatusCode, body: Option<&Value>, ids: &Ids) -> Response<Bytes> {
    let mut response = Response::new(body.map_or_else(Bytes::new, |body| body.to_string().into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if body.is_some() {
        let media_type =
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    for (name, id) in [(REQUEST_ID, &ids.request_id), (CLIENT_REQUEST_ID, &ids.client_request_id)] {
        if let Ok(id) = HeaderValue::from_str(id) {
            headers.insert(name, id);
        }
    }
    response
}

/// Returns what Intune puts into `message`: JSON, with the actual message inside.
fn intune_message(message: &str, ids: &Ids) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Message<'a> {
        #[serde(rename = "_version")]
        version: u8,
        #[serde(rename = "Message")]
        text: &'a str,
        custom_api_error_phrase: &'static str,
        retry_after: Option<u32>,
        error_source_service: &'static str,
        http_headers: &'static str,
    }

    let text = format!(
        "{message} - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: {} - Url: \
         https://sandbox.manage.microsoft.com/StatelessSandboxService",
        ids.request_id
    );
    let wrapped = Message {
        version: 3,
        text: &text,
        custom_api_error_phrase: "",
        retry_after: None,
        error_source_service: "",
        http_headers: "{}",
    };
    serde_json::to_string_pretty(&wrapped).unwrap_or_default().replace('\n', "\r\n")
}

/// Formats a date as in `innerError`: in UTC, without an offset.
fn date(now: OffsetDateTime) -> String {
    let (hour, minute, second) = now.to_hms();
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", now.year(), u8::from(now.month()), now.day())
}
