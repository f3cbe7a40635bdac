//! Hooks around each attempt of a call.

use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::{
    error::{Error, build::BuildError},
    metadata::action_metadata::ActionMetadata,
    prepare::{header::caller_header, prefer::set_header},
};

/// A hook that is called before and after each attempt of every call of a client: for metrics, logs, and headers that
/// differ from attempt to attempt. Add it with
/// [`GraphClientBuilder::attempt_hook`](super::GraphClientBuilder::attempt_hook).
///
/// An attempt is one request and its response. A call consists of one or more attempts. The requests of a batch are
/// calls of an action named `Batch`. Redirects that are followed are part of the attempt.
///
/// ```
/// use graph_runtime::{Error, GraphClient, client::{AttemptHook, AttemptOutcome, AttemptRequest}};
///
/// struct Metrics;
///
/// impl AttemptHook for Metrics {
///     fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
///         let number = request.number();
///         request.header("x-contoso-attempt", number.to_string())
///     }
///
///     fn after(&self, outcome: &AttemptOutcome<'_>) {
///         println!("{} {:?} {:?}", outcome.action().name, outcome.status(), outcome.elapsed());
///     }
/// }
///
/// let graph = GraphClient::builder().attempt_hook(Metrics).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
pub trait AttemptHook: Send + Sync + 'static {
    /// Called before the request of an attempt is sent. The request has no token yet.
    ///
    /// # Errors
    ///
    /// If the hook returns an error, nothing is sent, and the call returns the error.
    fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
        let _ = request;
        Ok(())
    }

    /// Called after an attempt, whether it succeeded or failed. Not called if the call is canceled.
    fn after(&self, outcome: &AttemptOutcome<'_>) {
        let _ = outcome;
    }
}

/// The request of an attempt, before it is sent.
pub struct AttemptRequest<'a> {
    pub(crate) action: &'static ActionMetadata,
    pub(crate) number: u32,
    pub(crate) client_request_id: &'a str,
    pub(crate) url: &'a str,
    pub(crate) headers: &'a mut HeaderMap,
}

impl AttemptRequest<'_> {
    /// Returns the metadata of the action that is called.
    #[must_use]
    pub fn action(&self) -> &'static ActionMetadata {
        self.action
    }

    /// Returns the number of the attempt: 0 for the first one, 1 for the first retry.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the client's ID of the call, which is the same for all attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        self.client_request_id
    }

    /// Returns the URL. It may contain values of the action, including secrets.
    ///
    /// Of a URL that is itself an authorization, such as that of an upload session, only scheme, host and port are shown.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url
    }

    /// Returns the headers, without `Authorization`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// Sets a header of this attempt. Replaces a header with the same name; only the values of `Prefer` are joined, as
    /// by [`Call::header`](super::Call::header).
    ///
    /// # Errors
    ///
    /// Returns [`Error::Build`] if the name or value is invalid, and for the headers that
    /// [`Call::header`](super::Call::header) rejects.
    pub fn header(&mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Result<(), Error> {
        let (name, value) = caller_header(name.as_ref(), value.as_ref())
            .map_err(|reason| BuildError::action(self.action.name, reason))?;
        set_header(self.headers, name, value);
        Ok(())
    }
}

impl fmt::Debug for AttemptRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptRequest")
            .field("action", &self.action.name)
            .field("number", &self.number)
            .field("client_request_id", &self.client_request_id)
            .finish_non_exhaustive()
    }
}

/// The outcome of an attempt.
#[derive(Debug)]
pub struct AttemptOutcome<'a> {
    pub(crate) action: &'static ActionMetadata,
    pub(crate) number: u32,
    pub(crate) client_request_id: &'a str,
    pub(crate) elapsed: Duration,
    pub(crate) outcome: Result<StatusCode, &'a Error>,
}

impl AttemptOutcome<'_> {
    /// Returns the metadata of the action that was called.
    #[must_use]
    pub fn action(&self) -> &'static ActionMetadata {
        self.action
    }

    /// Returns the number of the attempt: 0 for the first one, 1 for the first retry.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the client's ID of the call, which is the same for all attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        self.client_request_id
    }

    /// Returns how long the attempt took, without waiting for a token.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns the HTTP status, or `None` if there was no response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.outcome.map_or_else(Error::status, Some)
    }

    /// Returns the error of the attempt, or `None` if it succeeded. After an error, the call may still be retried.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.outcome.err()
    }
}
