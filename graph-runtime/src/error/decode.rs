//! The error for an unexpected response.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::StatusCode;

use super::broken_off::BrokenOff;
use crate::{exchange::response::RawResponse, metadata::action_metadata::Method};

/// The error returned if the response has a success status, but not the content that the action returns.
///
/// The service processed the call. The error keeps the response body; see [`body`](DecodeError::body). Neither `Debug`
/// nor `Display` shows it, because it may contain secrets. For the same reason the error has no
/// [`source`](std::error::Error::source): the messages of `serde_json` quote values.
#[derive(Clone)]
pub struct DecodeError {
    action: &'static str,
    status: StatusCode,
    request_id: Option<String>,
    client_request_id: Arc<str>,
    reason: String,
    has_no_content: bool,
    /// Whether the body is the beginning of JSON.
    ends_early: bool,
    /// The code of the error with which the service broke the response off.
    code: Option<String>,
    redirect_host: Option<Arc<str>>,
    body: Bytes,
}

impl DecodeError {
    pub(crate) fn new(mut response: RawResponse, reason: impl Into<String>) -> Self {
        let mut reason = reason.into();
        // Names of properties are in it.
        response.secrets.redact(&mut reason);
        response.redact();
        Self {
            action: response.metadata.name,
            status: response.status,
            request_id: response.request_id().map(str::to_owned),
            client_request_id: response.client_request_id,
            reason,
            has_no_content: false,
            ends_early: false,
            code: None,
            redirect_host: response.redirects.host,
            body: response.body,
        }
    }

    /// An error for a response without content, although the action returns a value.
    pub(crate) fn no_content(response: RawResponse) -> Self {
        let done = if response.status == StatusCode::ACCEPTED { "accepted" } else { "made" };
        let reason = match response.metadata.method {
            Method::Get => "the body is empty".to_owned(),
            Method::Post | Method::Patch | Method::Put | Method::Delete => format!(
                "the body is empty, but the change was {done}; if the service may respond so, return an `Option`: \
                 `returns = Option<…>`"
            ),
        };
        Self { has_no_content: true, ..Self::new(response, reason) }
    }

    /// An error for JSON that ends early.
    pub(crate) fn ended_early(response: RawResponse, reason: impl Into<String>) -> Self {
        Self { ends_early: true, ..Self::new(response, reason) }
    }

    /// An error for a response that the service broke off with an error.
    pub(crate) fn broken_off(response: RawResponse, error: BrokenOff) -> Self {
        let BrokenOff { mut error, .. } = error;
        error.redact(&response.secrets);
        let reason = format!("the service broke the response off with an error: {}", error.text());
        Self { code: error.code, ..Self::new(response, reason) }
    }

    /// Returns the same error, reported for one item of the batch that the response belongs to.
    pub(super) fn for_item(&self, action: &'static str) -> Self {
        Self { action, ..self.clone() }
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
    /// The reason never contains a value of the body, except for the code and the message of an error with which the
    /// service broke the response off.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns `true` if the body is empty, such as with the status 204, although the action returns a value.
    ///
    /// If the action changes something, the change was made, or accepted with the status 202: do not call it again. An
    /// action whose response may be empty is declared with `returns = Option<…>`.
    ///
    /// ```
    /// use graph_runtime::Error;
    ///
    /// /// Returns whether the service made the change, but did not send the changed resource.
    /// fn is_done(error: &Error) -> bool {
    ///     matches!(error, Error::Decode(error) if error.has_no_content())
    /// }
    /// # let _ = is_done;
    /// ```
    #[must_use]
    pub fn has_no_content(&self) -> bool {
        self.has_no_content
    }

    /// Returns `true` if the body is incomplete JSON, although the response itself was complete. The client has then
    /// already repeated an idempotent call once, if its [retry policy](crate::retry::RetryPolicy) allows retries.
    #[must_use]
    pub fn ends_early(&self) -> bool {
        self.ends_early
    }

    /// Returns the service's code of the error with which it broke the response off, such as `generalException`, or
    /// `None` if it did not.
    ///
    /// The service sends the status before it knows whether it can write the whole response. If it cannot, it ends the
    /// response with an error.
    ///
    /// ```
    /// use graph_runtime::error::DecodeError;
    ///
    /// /// Returns whether a part of the response is missing because of an error of the service.
    /// fn is_broken_off(error: &DecodeError) -> bool {
    ///     error.code().is_some()
    /// }
    /// # let _ = is_broken_off;
    /// ```
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the host that sent the response if the client followed a redirect of Microsoft Graph to another host, or
    /// `None` if it is the response of Microsoft Graph.
    #[must_use]
    pub fn redirect_host(&self) -> Option<&str> {
        self.redirect_host.as_deref()
    }

    /// Returns the response body, as far as it was read. It may contain secrets, so be careful where you show it; only the
    /// client's token and the secret values of the request are replaced by `[redacted]`.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: unexpected response", self.action)?;
        if let Some(host) = &self.redirect_host {
            write!(f, " of {host}, which the service redirected to")?;
        }
        write!(f, ": {}", self.reason)?;
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
            .field("has_no_content", &self.has_no_content)
            .field("ends_early", &self.ends_early)
            .field("code", &self.code)
            .field("redirect_host", &self.redirect_host)
            .field("body", &format_args!("[{} bytes]", self.body.len()))
            .finish()
    }
}

impl std::error::Error for DecodeError {}
