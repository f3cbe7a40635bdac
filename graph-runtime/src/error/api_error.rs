//! The error response of the service.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::{
    api_body::{self, ErrorDetail, InnerError, Parsed},
    body::{SPENT_BODY, SPENT_BUDGET},
    line::{date, id, joined, one_line},
    redirect::Redirects,
    retry_safety::RetrySafety,
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

/// The error returned if the service sent an error response: a response whose status is not a success.
///
/// The body is parsed in all formats that Microsoft Graph and Intune use in practice, including Intune's JSON inside
/// the message. If the body is empty, incomplete or not JSON, the status, the headers and the IDs are still available.
///
/// `Display` writes one short line: `UploadDepToken: 403 Forbidden: Forbidden: Access denied; needs
/// DeviceManagementServiceConfig.ReadWrite.All (application); the token holds Device.Read.All (request-id …)`. For an
/// action that is not idempotent, it says so if the request may have been processed: after 408, 500, 502 and 504.
///
/// ```
/// use graph_runtime::{ApiError, Error};
///
/// /// Returns whether the resource does not exist, which is not an error for a caller that wants to delete it.
/// fn is_not_found(error: &Error) -> bool {
///     matches!(error, Error::Api(error) if error.status() == 404 && error.code() == Some("ResourceNotFound"))
/// }
///
/// /// Returns the most specific code. The service may add more specific codes over time.
/// fn most_specific_code(error: &ApiError) -> Option<&str> {
///     let inner = error.inner_errors().iter().rev().find_map(|inner| inner.code.as_deref());
///     inner.or(error.code())
/// }
/// # let _ = (is_not_found, most_specific_code);
/// ```
///
/// See [Microsoft Graph error responses and resource types](https://learn.microsoft.com/graph/errors).
#[derive(Clone)]
pub struct ApiError {
    metadata: &'static ActionMetadata,
    status: StatusCode,
    parsed: Parsed,
    request_id: Option<String>,
    client_request_id: Option<String>,
    date: Option<String>,
    retry_after: Option<Duration>,
    granted: Option<GrantedPermissions>,
    token_error: Option<TokenError>,
    redirects: Redirects,
    /// Why the attempt was not retried, if it would have been otherwise.
    not_retried: Option<&'static str>,
    headers: HeaderMap,
    body: Bytes,
}

impl ApiError {
    pub(crate) fn new(mut response: RawResponse, retry_after: Option<Duration>) -> Self {
        // Before the secrets are removed, because the body may not be JSON without them.
        let parsed = api_body::parse(&response.body, &response.secrets);
        response.redact();
        let inner =
            |get: fn(&InnerError) -> &Option<String>| parsed.inner_errors.iter().find_map(|error| get(error).clone());
        let header = |name| response.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self {
            metadata: response.metadata,
            status: response.status,
            request_id: inner(|error| &error.request_id).or_else(|| response.request_id().map(str::to_owned)),
            client_request_id: inner(|error| &error.client_request_id)
                .or_else(|| header(CLIENT_REQUEST_ID).as_deref().and_then(id).map(str::to_owned))
                .or_else(|| Some((*response.client_request_id).to_owned())),
            date: inner(|error| &error.date)
                .or_else(|| header(header::DATE).as_deref().and_then(date).map(str::to_owned)),
            retry_after,
            granted: None,
            token_error: None,
            redirects: response.redirects,
            not_retried: None,
            parsed,
            headers: response.headers,
            body: response.body,
        }
    }

    /// Adds the permissions of the rejected token.
    pub(crate) fn with_granted(mut self: Box<Self>, granted: Option<GrantedPermissions>) -> Box<Self> {
        self.granted = granted;
        self
    }

    /// Adds the reason why there was no fresh token after a 401.
    pub(crate) fn with_token_error(mut self: Box<Self>, error: TokenError) -> Box<Self> {
        self.token_error = Some(error);
        self
    }

    /// Notes that the attempt was not retried because its body can be sent only once.
    pub(crate) fn with_spent_body(mut self: Box<Self>) -> Box<Self> {
        self.not_retried = Some(SPENT_BODY);
        self
    }

    /// Notes that the attempt was not retried because the client's retry budget is used up.
    pub(crate) fn with_spent_budget(mut self: Box<Self>) -> Box<Self> {
        self.not_retried = Some(SPENT_BUDGET);
        self
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the service's error code, such as `ResourceNotFound`, or `None` if the body has none.
    ///
    /// Base decisions in code on the status and the code, not on the message.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.parsed.code.as_deref()
    }

    /// Returns the service's error message, or `None` if the body has none.
    ///
    /// The message may have several lines, and its wording may change at any time. `Display` shows its first line and
    /// `Debug` shows all of it, including values of the request if the service quotes them in the message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.parsed.message.as_deref()
    }

    /// Returns the target of the error, such as the name of a property, or `None` if the body has none.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.parsed.target.as_deref()
    }

    /// Returns the individual errors if the service reported several; otherwise, the slice is empty.
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        &self.parsed.details
    }

    /// Returns the chain of `innerError`, from the outermost to the innermost, which is the most specific.
    #[must_use]
    pub fn inner_errors(&self) -> &[InnerError] {
        &self.parsed.inner_errors
    }

    /// Returns the service's ID of the request, which Microsoft Support asks for; `None` if the response had none.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the client's ID of the call, which is the same for all attempts.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// Returns the time of the error, as written by the service, or `None` if the response has none.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// Returns how long to wait before the next attempt, from the header `Retry-After`, or `None` if there is none.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Returns the permissions that the action needs, for each caller type. They are available for errors of any
    /// status.
    #[must_use]
    pub fn needs(&self) -> &'static Permissions {
        &self.metadata.permissions
    }

    /// Returns the caller type and the permissions of the token, or `None` if the status is not 403 or the token cannot
    /// be read.
    ///
    /// Use them only to explain the error: the token is not validated.
    ///
    /// ```
    /// use graph_runtime::ApiError;
    ///
    /// /// Returns whether the token lacks a permission, which an administrator may have to grant.
    /// fn lacks_permission(error: &ApiError) -> bool {
    ///     error.granted().is_some_and(|granted| !granted.suffices(&error.needs().of(granted.caller())))
    /// }
    /// # let _ = lacks_permission;
    /// ```
    #[must_use]
    pub fn granted(&self) -> Option<&GrantedPermissions> {
        self.granted.as_ref()
    }

    /// Returns the host that sent the response if the client followed a redirect of Microsoft Graph to another host, or
    /// `None` if it is the response of Microsoft Graph.
    ///
    /// Another host receives no token and does not know the permissions of the action. Its 401 or 403 usually means
    /// that the URL of the redirect has expired; call the action again to get a new one.
    #[must_use]
    pub fn redirect_host(&self) -> Option<&str> {
        self.redirects.host.as_deref()
    }

    /// Returns the response headers.
    ///
    /// `Debug` does not show the values of headers that may contain a token: URLs, cookies and challenges.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the response body, or its first 256 KiB if it is longer.
    ///
    /// The body is unchanged, except for the client's token and the secret values of the request that the service repeats:
    /// `[redacted]` is in their place, as in all other parts of the error. Values of fewer than six characters are not
    /// replaced, because they may occur by chance.
    ///
    /// A lower [`max_response_bytes`](crate::client::GraphClientBuilder::max_response_bytes) of the client limits it
    /// further. Neither `Debug` nor `Display` shows the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.metadata.name)?;
        if let Some(host) = self.redirect_host() {
            write!(f, "{host}, which the service redirected to: ")?;
        }
        write!(f, "{}", self.status.as_u16())?;
        if let Some(reason) = self.status.canonical_reason() {
            write!(f, " {reason}")?;
        }
        if let Some(code) = self.code() {
            write!(f, ": {}", one_line(code))?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", one_line(without_ids(message)))?;
        }
        match self.redirects.end {
            Some(reason) => write!(f, "; {reason}")?,
            None if is_redirect(self.status) => f.write_str("; redirects are not followed")?,
            None => {}
        }
        match &self.granted {
            Some(granted) => write_shortage(f, self.needs(), granted)?,
            None if self.status == StatusCode::FORBIDDEN && self.redirects.host.is_none() => {
                write_needs(f, self.needs())?;
            }
            None => {}
        }
        if let Some(error) = &self.token_error {
            write!(f, "; no fresh token: {}", joined(error.reason()))?;
        }
        if let Some(wait) = self.retry_after {
            write!(f, "; retry after {wait:?}")?;
        }
        if RetrySafety::of_status(self.status) == RetrySafety::OutcomeUnknown && !self.metadata.idempotent {
            f.write_str("; the request may have been processed")?;
        }
        if let Some(reason) = self.not_retried {
            f.write_str(reason)?;
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
            .field("token_error", &self.token_error)
            .field("redirect_host", &self.redirects.host)
            .field("not_retried", &self.not_retried)
            .field("body", &format_args!("[{} bytes]", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {
    /// Returns the reason why there was no fresh token after a 401.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.token_error.as_ref().map(|error| error as _)
    }
}

/// Removes the IDs and the URL that Intune appends to its messages. They would fill the line without telling a reader
/// anything.
fn without_ids(message: &str) -> &str {
    message.split_once(" - Operation ID (for customer support)").map_or(message, |(message, _)| message)
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
