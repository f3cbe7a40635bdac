//! The error for an unexpected response.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::StatusCode;

use crate::exchange::response::RawResponse;

/// The error returned if the response has a success status, but not the content that the action returns.
///
/// The service processed the call. The error keeps the response body; see [`body`](DecodeError::body). Neither `Debug`
/// nor `Display` shows it, because it may contain secrets. For the same reason the error has no
/// [`source`](std::error::Error::source): the messages of `serde_json` quote values.
pub struct DecodeError {
    action: &'static str,
    status: StatusCode,
    request_id: Option<String>,
    client_request_id: Arc<str>,
    reason: String,
    body: Bytes,
}

impl DecodeError {
    pub(crate) fn new(response: RawResponse, reason: impl Into<String>) -> Self {
        Self {
            action: response.metadata.name,
            status: response.status,
            request_id: response.request_id().map(str::to_owned),
            client_request_id: response.client_request_id,
            reason: reason.into(),
            body: response.body,
        }
    }

    /// Returns the same error, reported for one item of the batch that the response belongs to.
    pub(super) fn for_item(&self, action: &'static str) -> Self {
        Self {
            action,
            status: self.status,
            request_id: self.request_id.clone(),
            client_request_id: self.client_request_id.clone(),
            reason: self.reason.clone(),
            body: self.body.clone(),
        }
    }

    /// Returns the HTTP status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the service's ID of the request, which Microsoft Support asks for; `None` if the response had none.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the client's ID of the call, which is the same for all attempts. It is never `None`.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        Some(&self.client_request_id)
    }

    /// Returns what is wrong and where, such as ``missing field `id` at value[2] (line 1, column 345)``.
    ///
    /// The reason never contains a value of the body.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns the response body, as far as it was read. It may contain secrets, so be careful where you show it.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: unexpected response: {}", self.action, self.reason)?;
        match &self.request_id {
            Some(id) => write!(f, " (request-id {})", super::line::one_line(id)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("action", &self.action)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("reason", &self.reason)
            .field("body", &format_args!("[{} bytes]", self.body.len()))
            .finish()
    }
}

impl std::error::Error for DecodeError {}
