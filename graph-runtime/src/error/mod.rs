//! The errors returned by calls and by builders.

pub(crate) mod api_body;
pub(crate) mod api_error;
pub(crate) mod attempt;
pub(crate) mod body;
pub(crate) mod broken_off;
pub(crate) mod build;
pub(crate) mod decode;
mod item;
pub(crate) mod line;
pub(crate) mod permission;
mod questions;
pub(crate) mod redirect;
pub(crate) mod retry_safety;
pub(crate) mod transport;

use std::time::Duration;

use http::StatusCode;

pub use api_body::{ErrorDetail, InnerError};
pub use api_error::ApiError;
pub use body::BodyError;
pub use build::BuildError;
pub use decode::DecodeError;
pub use permission::PermissionError;
pub use transport::{TimeoutError, TransportError};

use self::body::{SPENT_BODY, SPENT_BUDGET};
use self::redirect::Redirects;
use crate::auth::token_error::TokenError;

/// The error of a call, or of building a client.
///
/// The variants follow the stages of a call: building the request, obtaining a token, checking its permissions, reading
/// the request body, sending the request and receiving the response, and decoding the response. No variant contains or
/// displays a token, a secret field or a path with the values of its parameters.
///
/// ```
/// use graph_runtime::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Build(_) => "correct the value that the error names",
///         Error::Token(_) => "sign in again",
///         Error::Api(error) if error.status() == 403 => "ask an administrator for the permission",
///         _ if error.is_retryable() => "try again later",
///         _ => "report the error with its request ID",
///     }
/// }
/// # let _ = advice;
/// ```
///
/// A clone shares the [source](std::error::Error::source) with the original, so several tasks can keep the error of one
/// call.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request or the client could not be built. Nothing was sent.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// No access token could be obtained. Nothing was sent.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The access token clearly lacks a permission that the action needs. Nothing was sent. Returned only if
    /// [`preflight`](crate::client::GraphClientBuilder::preflight) is enabled.
    #[error(transparent)]
    Permission(#[from] Box<PermissionError>),
    /// The request body could not be read to its end, or does not have its stated length.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// The connection could not be made, or was lost before the response was complete.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The connection or the response took longer than the time-out.
    #[error(transparent)]
    Timeout(#[from] TimeoutError),
    /// The service sent an error response.
    #[error(transparent)]
    Api(#[from] Box<ApiError>),
    /// The response is a success, but does not have the content that the action returns.
    #[error(transparent)]
    Decode(#[from] Box<DecodeError>),
}

impl Error {
    /// Returns the HTTP status of the response, or `None` if there was no response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// Returns the service's error code, such as `ResourceNotFound`, or `None` if the service did not send an error with a
    /// code, as an error response or at the end of a response that it broke off.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.code(),
            Self::Decode(error) => error.code(),
            _ => None,
        }
    }

    /// Returns the service's ID of the request, which Microsoft Support asks for; `None` if there was no response, or
    /// it had none.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Decode(error) => error.request_id(),
            _ => None,
        }
    }

    /// Returns the client's ID of the call, which is the same for all attempts. Returns `None` for
    /// [`Build`](Error::Build), [`Token`](Error::Token) and [`Permission`](Error::Permission), for which nothing was
    /// sent.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        match self {
            Self::Build(_) | Self::Token(_) | Self::Permission(_) => None,
            Self::Body(error) => Some(error.client_request_id()),
            Self::Transport(error) => Some(error.client_request_id()),
            Self::Timeout(error) => Some(error.client_request_id()),
            Self::Api(error) => error.client_request_id(),
            Self::Decode(error) => error.client_request_id(),
        }
    }

    /// Returns how long to wait before the next attempt, from the header `Retry-After`, or `None` if there is none.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            _ => None,
        }
    }

    /// Notes that the lost connection or the time-out is that of another host, which the service redirected to.
    pub(crate) fn with_redirects(self, redirects: &Redirects) -> Self {
        match (self, &redirects.host) {
            (Self::Transport(error), Some(host)) => Self::Transport(error.with_redirect(host)),
            (Self::Timeout(error), Some(host)) => Self::Timeout(error.with_redirect(host)),
            (error, _) => error,
        }
    }

    /// Notes that the attempt was not retried because its body can be sent only once.
    pub(crate) fn with_spent_body(self) -> Self {
        match self {
            Self::Transport(error) => Self::Transport(error.not_retried(SPENT_BODY)),
            Self::Timeout(error) => Self::Timeout(error.not_retried(SPENT_BODY)),
            Self::Api(error) => Self::Api(error.with_spent_body()),
            other => other,
        }
    }

    /// Notes that the attempt was not retried because the client's retry budget is used up.
    pub(crate) fn with_spent_budget(self) -> Self {
        match self {
            Self::Transport(error) => Self::Transport(error.not_retried(SPENT_BUDGET)),
            Self::Timeout(error) => Self::Timeout(error.not_retried(SPENT_BUDGET)),
            Self::Api(error) => Self::Api(error.with_spent_budget()),
            other => other,
        }
    }
}
