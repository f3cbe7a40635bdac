//! What a command that goes on after some failures has to know of one.

use std::time::Duration;

use graph_runtime::Error;

use super::Failure;

impl Failure {
    /// Whether the service limits the number of requests.
    pub(crate) fn is_throttled(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.is_throttled())
    }

    /// Returns how long to wait, if the service says so.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.error.as_ref().and_then(|error| error.retry_after())
    }

    /// Whether the service says that the request itself is at fault.
    pub(crate) fn is_invalid_request(&self) -> bool {
        self.error.as_deref().is_some_and(
            |error| matches!(error, Error::Api(error) if matches!(error.status().as_u16(), 400 | 413 | 422)),
        )
    }

    /// Whether the service may have processed the request although the call failed.
    pub(crate) fn may_have_been_processed(&self) -> bool {
        match self.error.as_deref() {
            Some(Error::Api(error)) => matches!(error.status().as_u16(), 408 | 500 | 502 | 504),
            Some(Error::Transport(error)) => error.may_have_been_sent(),
            Some(Error::Timeout(error)) => error.may_have_been_sent(),
            Some(Error::Decode(_)) => true,
            _ => false,
        }
    }
}
