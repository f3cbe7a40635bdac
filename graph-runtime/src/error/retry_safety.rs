//! The table of errors after which a request can be retried.

use http::StatusCode;

use super::Error;

/// Whether a request can be retried after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetrySafety {
    /// The request was not processed: the service says so, or the request did not reach it.
    Safe,
    /// The service may have processed the request.
    OutcomeUnknown,
    /// The request would fail in the same way again.
    Useless,
}

impl RetrySafety {
    /// Returns what a status says. No other code decides this.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            429 | 503 | 509 => Self::Safe,
            // 408: the service received a part of the request and timed out waiting for the rest.
            408 | 500 | 502 | 504 => Self::OutcomeUnknown,
            _ => Self::Useless,
        }
    }
}

impl Error {
    /// Returns `true` if the same call may succeed later: after throttling, a server error, a failed or lost
    /// connection, a time-out, or a response whose JSON ends early.
    ///
    /// This does not mean that it is safe to repeat the call. For example, after a time-out, the service may have
    /// processed an action that is not idempotent.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry_safety() != RetrySafety::Useless
    }

    pub(crate) fn retry_safety(&self) -> RetrySafety {
        let may_have_been_sent = match self {
            Self::Api(error) => return RetrySafety::of_status(error.status()),
            Self::Decode(error) if error.ends_early() => true,
            Self::Transport(error) => error.may_have_been_sent(),
            Self::Timeout(error) => error.may_have_been_sent(),
            Self::Build(_) | Self::Token(_) | Self::Permission(_) | Self::Body(_) | Self::Decode(_) => {
                return RetrySafety::Useless;
            }
        };
        if may_have_been_sent { RetrySafety::OutcomeUnknown } else { RetrySafety::Safe }
    }
}
