//! A refusal by the service.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::{
    api_body::{self, ErrorDetail, InnerError, Parsed},
    body::SPENT_BODY,
    line::one_line,
};
use crate::{
    auth::token_error::TokenError,
    exchange::response::{CLIENT_REQUEST_ID, RawResponse},
    metadata::action_metadata::ActionMetadata,
    permissions::{
        access::Permissions,
        explain::{write_needs, write_shortage},
        granted::GrantedPermissions,
    },
};

/// The service refused: it answered with a status that is no success.
///
/// What the body says is read in every shape that Microsoft Graph and Intune are seen to send, among them Intune's JSON
/// inside the message. Where the body is empty, cut short or not JSON at all, the status and the ids are still there.
///
/// Its `Display` is one short line:
/// `UploadDepToken: 403 Forbidden: Forbidden: Access denied; needs DeviceManagementServiceConfig.ReadWrite.All
/// (application); the token holds Device.Read.All (request-id …)`.
///
/// ```
/// use graph_runtime::{ApiError, Error};
///
/// /// Whether the thing is gone, which is no error to who wants to delete it.
/// fn is_gone(error: &Error) -> bool {
///     matches!(error, Error::Api(refusal) if refusal.status() == 404 && refusal.code() == Some("ResourceNotFound"))
/// }
///
/// /// The most specific code, of which there may be more from one year to the next.
/// fn most_specific(refusal: &ApiError) -> Option<&str> {
///     let inner = refusal.inner_errors().iter().rev().find_map(|inner| inner.code.as_deref());
///     inner.or(refusal.code())
/// }
/// # let _ = (is_gone, most_specific);
/// ```
///
/// See [error responses and resource types](https://learn.microsoft.com/graph/errors).
pub struct ApiError {
    metadata: &'static ActionMetadata,
    status: StatusCode,
    parsed: Parsed,
    request_id: Option<String>,
    client_request_id: Option<String>,
    date: Option<String>,
    retry_after: Option<Duration>,
    granted: Option<GrantedPermissions>,
    no_fresh_token: Option<TokenError>,
    has_spent_body: bool,
    headers: HeaderMap,
    body: Bytes,
}

impl ApiError {
    pub(crate) fn new(response: RawResponse, retry_after: Option<Duration>) -> Self {
        let parsed = api_body::parse(&response.body);
        let inner =
            |get: fn(&InnerError) -> &Option<String>| parsed.inner_errors.iter().find_map(|error| get(error).clone());
        let header = |name| response.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self {
            metadata: response.metadata,
            status: response.status,
            request_id: inner(|error| &error.request_id).or_else(|| response.request_id().map(str::to_owned)),
            client_request_id: inner(|error| &error.client_request_id)
                .or_else(|| header(CLIENT_REQUEST_ID))
                .or_else(|| Some((*response.client_request_id).to_owned())),
            date: inner(|error| &error.date).or_else(|| header(header::DATE)),
            retry_after,
            granted: None,
            no_fresh_token: None,
            has_spent_body: false,
            parsed,
            headers: response.headers,
            body: response.body,
        }
    }

    /// Adds what the refused token holds.
    pub(crate) fn granted_by(mut self: Box<Self>, granted: Option<GrantedPermissions>) -> Box<Self> {
        self.granted = granted;
        self
    }

    /// Adds why there was no fresh token after a 401.
    pub(crate) fn without_fresh_token(mut self: Box<Self>, reason: TokenError) -> Box<Self> {
        self.no_fresh_token = Some(reason);
        self
    }

    /// Adds that the attempt was not repeated, since its body can be sent only once.
    pub(crate) fn with_spent_body(mut self: Box<Self>) -> Box<Self> {
        self.has_spent_body = true;
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The service's own code of the error, such as `ResourceNotFound`. Codes are what a program can go by.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.parsed.code.as_deref()
    }

    /// What the service says of it, in words. It may have several lines, and it may change at any time. It is the one text
    /// of others that an error shows: a service that repeats there what it was sent has it shown.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.parsed.message.as_deref()
    }

    /// What the error is about, such as the name of a property.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.parsed.target.as_deref()
    }

    /// The single errors, where the service found several.
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        &self.parsed.details
    }

    /// The chain of `innerError`, from the outermost to the innermost, which is the most specific.
    #[must_use]
    pub fn inner_errors(&self) -> &[InnerError] {
        &self.parsed.inner_errors
    }

    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The client's id of the call, the same over all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// When it happened, as the service wrote it.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// How long the service asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What each kind of caller has to be granted for the action, whatever the refusal was.
    #[must_use]
    pub fn needs(&self) -> &'static Permissions {
        &self.metadata.permissions
    }

    /// What the token holds, where the status is 403 and the token can be read. It explains, and proves nothing.
    ///
    /// ```
    /// use graph_runtime::ApiError;
    ///
    /// /// Whether an administrator has to grant the application more than it has.
    /// fn is_for_want_of_permission(refusal: &ApiError) -> bool {
    ///     refusal.granted().is_some_and(|granted| !granted.suffices(&refusal.needs().of(granted.caller())))
    /// }
    /// # let _ = is_for_want_of_permission;
    /// ```
    #[must_use]
    pub fn granted(&self) -> Option<&GrantedPermissions> {
        self.granted.as_ref()
    }

    /// The headers of the answer. `Debug` does not show those that may carry a token: addresses, cookies and challenges.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body of the answer as it came, or its beginning where it is longer than 256 KiB. Neither `Debug` nor `Display`
    /// shows it.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.metadata.name, self.status.as_u16())?;
        if let Some(reason) = self.status.canonical_reason() {
            write!(f, " {reason}")?;
        }
        if let Some(code) = self.code() {
            write!(f, ": {}", one_line(code))?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", one_line(without_ids(message)))?;
        }
        if is_redirect(self.status) {
            f.write_str("; redirects are not followed")?;
        }
        match &self.granted {
            Some(granted) => write_shortage(f, self.needs(), granted)?,
            None if self.status == StatusCode::FORBIDDEN => write_needs(f, self.needs())?,
            None => {}
        }
        if let Some(error) = &self.no_fresh_token {
            write!(f, "; no fresh token: {}", one_line(error.reason()))?;
        }
        if let Some(wait) = self.retry_after {
            write!(f, "; retry after {wait:?}")?;
        }
        if self.has_spent_body {
            f.write_str(SPENT_BODY)?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request-id {})", one_line(id)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("action", &self.metadata.name)
            .field("status", &self.status)
            .field("code", &self.parsed.code)
            .field("message", &self.parsed.message)
            .field("target", &self.parsed.target)
            .field("details", &self.parsed.details)
            .field("inner_errors", &self.parsed.inner_errors)
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("date", &self.date)
            .field("retry_after", &self.retry_after)
            .field("granted", &self.granted)
            .field("no_fresh_token", &self.no_fresh_token)
            .field("has_spent_body", &self.has_spent_body)
            .field("body", &format_args!("[{} bytes]", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {
    /// Why there was no fresh token, after a 401.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.no_fresh_token.as_ref().map(|error| error as _)
    }
}

/// Intune ends its messages with ids and an address of its own, which fill a line and say nothing to a reader.
fn without_ids(message: &str) -> &str {
    message.split_once(" - Operation ID (for customer support)").map_or(message, |(message, _)| message)
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
