//! How a call can end other than well.

pub(crate) mod api_body;
pub(crate) mod api_error;
pub(crate) mod attempt;
pub(crate) mod body;
pub(crate) mod build;
pub(crate) mod decode;
mod item;
pub(crate) mod line;
pub(crate) mod permission;
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

use crate::auth::token_error::TokenError;

/// How a call can end other than well.
///
/// The variants follow a request's way: it was not built, there was no token or not the right one, its body could not
/// be read, it could not be sent or its answer did not arrive, it took too long, the service refused it, or the answer
/// was not understood. No variant holds or shows a token, a secret field or the filled-in path.
///
/// ```
/// use graph_runtime::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Build(_) => "check the value it names",
///         Error::Token(_) => "sign in again",
///         Error::Api(refusal) if refusal.status() == 403 => "ask an administrator for the permission",
///         _ if error.is_retryable() => "try again later",
///         _ => "report it with the request id",
///     }
/// }
/// # let _ = advice;
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request, or the client, was not built; nothing was sent.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// There was no access token; nothing was sent.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The access token clearly lacks what the action needs; nothing was sent. Only where
    /// [`preflight`](crate::client::GraphClientBuilder::preflight) is on.
    #[error(transparent)]
    Permission(#[from] Box<PermissionError>),
    /// The body of the request could not be read to its end, or is not as long as it was said to be.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// The request could not be sent, or the connection broke before the answer was complete.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The connection or the answer took longer than allowed.
    #[error(transparent)]
    Timeout(#[from] TimeoutError),
    /// The service refused.
    #[error(transparent)]
    Api(#[from] Box<ApiError>),
    /// The service answered, but not with what the action returns.
    #[error(transparent)]
    Decode(#[from] Box<DecodeError>),
}

impl Error {
    /// The HTTP status, where the service answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The service's own code of the error, such as `ResourceNotFound`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.code(),
            _ => None,
        }
    }

    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            Self::Decode(error) => error.request_id(),
            _ => None,
        }
    }

    /// The client's id of the call, the same over all its attempts; none where nothing was sent.
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

    /// How long the service asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            _ => None,
        }
    }

    /// Adds that the attempt was not repeated, since its body can be sent only once.
    pub(crate) fn with_spent_body(self) -> Self {
        match self {
            Self::Transport(error) => Self::Transport(error.with_spent_body()),
            Self::Timeout(error) => Self::Timeout(error.with_spent_body()),
            Self::Api(error) => Self::Api(error.with_spent_body()),
            other => other,
        }
    }
}
