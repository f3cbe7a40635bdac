//! A body that could not be sent whole.

use std::fmt;

use super::attempt::Attempt;
use crate::upload::source::{Cause, Fault};

/// What an error ends with that would otherwise have been repeated.
pub(super) const SPENT_BODY: &str = "; not repeated, since its body can be sent only once";

/// The body of the request could not be read to its end, or is not as long as it was said to be; what the service got of
/// it is not complete.
///
/// The call is not repeated, since the next attempt would most likely end in the same way. The `Display` is one short
/// line that names the action; what a stream or file failed with is the [`source`](std::error::Error::source).
///
/// ```
/// use std::{error::Error as _, io};
///
/// use graph_runtime::Error;
///
/// /// Whether the file is gone that was to be sent.
/// fn is_gone(error: &Error) -> bool {
///     let Error::Body(error) = error else { return false };
///     let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
///     cause.is_some_and(|cause| cause.kind() == io::ErrorKind::NotFound)
/// }
/// # let _ = is_gone;
/// ```
///
/// See [`UploadBody`](crate::upload::UploadBody).
#[derive(Debug)]
pub struct BodyError {
    action: &'static str,
    client_request_id: Box<str>,
    may_have_been_sent: bool,
    reason: Box<str>,
    source: Option<Cause>,
}

impl BodyError {
    pub(crate) fn new(attempt: Attempt<'_>, may_have_been_sent: bool, fault: Fault) -> Self {
        let (reason, source) = match fault {
            Fault::Failed(cause) => ("could not be read".to_owned(), Some(cause)),
            Fault::Short { read, stated } => {
                (format!("ended after {read} of the {stated} bytes that were stated"), None)
            }
            Fault::Long { stated } => (format!("has more than the {stated} bytes that were stated"), None),
            Fault::Spent => ("was sent already, and can be sent only once".to_owned(), None),
        };
        Self {
            action: attempt.action,
            client_request_id: attempt.client_request_id.into(),
            may_have_been_sent,
            reason: reason.into(),
            source,
        }
    }

    /// The client's id of the call, the same over all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// Whether a part of the request may have reached the service. It then broke off, which a service does not take for a
    /// whole request.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.may_have_been_sent
    }

    /// What is wrong with the body: such as `ended after 5 of the 7 bytes that were stated`. It repeats nothing of it.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, reason, .. } = self;
        let sent = if self.may_have_been_sent { "the request was broken off" } else { "nothing was sent" };
        write!(f, "{action}: its body {reason}; {sent}")
    }
}

impl std::error::Error for BodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
