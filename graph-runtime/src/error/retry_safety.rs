//! Whether a request that ended in an error can be sent again: the one table of it.

use super::Error;

/// Whether a request that ended in an error can be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetrySafety {
    /// The service did not process the request: it says so, or the request never reached it.
    Safe,
    /// The service may have processed the request.
    OutcomeUnknown,
    /// The request would fail in the same way.
    Useless,
}

impl Error {
    /// Returns whether the same call may succeed later: after throttling, a server error, a lost connection, a time-out.
    ///
    /// This does not mean that it is safe to call again: after a time-out, an action that is not idempotent may have run.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry_safety() != RetrySafety::Useless
    }

    pub(crate) fn retry_safety(&self) -> RetrySafety {
        let may_have_been_sent = match self {
            Self::Api(error) => {
                return match error.status().as_u16() {
                    429 | 503 | 509 => RetrySafety::Safe,
                    // 408: the service got a part of the request, and gave up waiting for the rest.
                    408 | 500 | 502 | 504 => RetrySafety::OutcomeUnknown,
                    _ => RetrySafety::Useless,
                };
            }
            Self::Transport(error) => error.may_have_been_sent(),
            Self::Timeout(error) => error.may_have_been_sent(),
            Self::Build(_) | Self::Token(_) | Self::Permission(_) | Self::Body(_) | Self::Decode(_) => {
                return RetrySafety::Useless;
            }
        };
        if may_have_been_sent { RetrySafety::OutcomeUnknown } else { RetrySafety::Safe }
    }
}
