//! The error for a request body that could not be sent completely.

use std::{fmt, sync::Arc};

use super::attempt::Attempt;
use crate::upload::source::Fault;

/// Appended to the message of an error if the attempt would otherwise have been retried.
pub(super) const SPENT_BUDGET: &str = "; not retried because the retry budget of the client is used up";
/// Appended to the message of an error if the attempt would otherwise have been retried.
pub(super) const SPENT_BODY: &str = "; not retried because its body can be sent only once";

/// The error returned if the request body could not be read to its end or does not have its stated length.
///
/// The service received no request or an incomplete one. The call is not retried, because the next attempt would most
/// likely fail in the same way.
///
/// `Display` writes one short line that names the action. The error of the stream or file is the
/// [`source`](std::error::Error::source).
///
/// ```
/// use std::{error::Error as _, io};
///
/// use graph_runtime::Error;
///
/// /// Returns whether the call failed because the file to send no longer exists.
/// fn is_missing_file(error: &Error) -> bool {
///     let Error::Body(error) = error else { return false };
///     let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
///     cause.is_some_and(|cause| cause.kind() == io::ErrorKind::NotFound)
/// }
/// # let _ = is_missing_file;
/// ```
///
/// See [`UploadBody`](crate::upload::UploadBody).
#[derive(Debug, Clone)]
pub struct BodyError {
    action: &'static str,
    client_request_id: Box<str>,
    may_have_been_sent: bool,
    reason: Box<str>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl BodyError {
    pub(crate) fn new(attempt: Attempt<'_>, may_have_been_sent: bool, fault: Fault) -> Self {
        let (reason, source) = match fault {
            Fault::Failed(cause) => ("could not be read".to_owned(), Some(cause.into())),
            Fault::Short { read, stated } => (format!("ended after {read} of the stated {stated} bytes"), None),
            Fault::Long { stated } => (format!("is longer than the stated {stated} bytes"), None),
            Fault::Empty => ("has no content: its stream returns one empty chunk after another".to_owned(), None),
            Fault::Spent => ("was already sent and can be sent only once".to_owned(), None),
        };
        Self {
            action: attempt.action,
            client_request_id: attempt.client_request_id.into(),
            may_have_been_sent,
            reason: reason.into(),
            source,
        }
    }

    /// Returns the client's ID of the call, which is the same for all attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// Returns whether a part of the request may have reached the service.
    ///
    /// The request was then aborted, so the service does not take it for a complete request.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.may_have_been_sent
    }

    /// Returns what is wrong with the body, such as `ended after 5 of the stated 7 bytes`.
    ///
    /// The reason contains nothing of the body's content.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, reason, .. } = self;
        let sent = if self.may_have_been_sent { "the request was aborted" } else { "nothing was sent" };
        write!(f, "{action}: the request body {reason}; {sent}")
    }
}

impl std::error::Error for BodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
