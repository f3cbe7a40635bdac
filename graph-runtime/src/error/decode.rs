//! An answer that was not understood.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::StatusCode;

use crate::exchange::response::RawResponse;

/// The service answered with a success, but not with what the action returns.
///
/// The call itself went through. What the service answered is kept in [`body`](DecodeError::body); neither `Debug` nor
/// `Display` shows it, since it may hold secrets. For the same reason there is no
/// [`source`](std::error::Error::source): the JSON reader's own messages repeat values.
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

    /// The same, told of one item of the batch that was not understood.
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

    /// The HTTP status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The client's id of the call.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        Some(&self.client_request_id)
    }

    /// What was not understood, and where: such as ``missing field `id` at value[2] (line 1, column 345)``.
    ///
    /// It never repeats a value of the body.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What the service answered, as far as it was read. Whoever shows it takes care of the secrets in it.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the answer was not understood: {}", self.action, self.reason)?;
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
