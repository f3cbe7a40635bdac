//! A request that did not get a complete response.

use std::{error::Error as StdError, fmt, io, sync::Arc};

use super::{attempt::Attempt, body::SPENT_BODY};

/// What both errors have in common.
#[derive(Debug)]
struct Lost {
    action: &'static str,
    host: Box<str>,
    client_request_id: Box<str>,
    may_have_been_sent: bool,
    has_spent_body: bool,
    source: Box<dyn StdError + Send + Sync>,
}

/// The request could not be sent, or the connection broke before the response was complete.
///
/// Its `Display` is one short line that names the action and the host; the cause is its
/// [`source`](std::error::Error::source).
#[derive(Debug)]
pub struct TransportError(Lost);

/// The connection or the response took longer than allowed.
///
/// See [`GraphClientBuilder::connect_timeout`](crate::client::GraphClientBuilder::connect_timeout),
/// [`GraphClientBuilder::timeout`](crate::client::GraphClientBuilder::timeout) and
/// [`Call::timeout`](crate::client::Call::timeout).
#[derive(Debug)]
pub struct TimeoutError(Lost);

impl Lost {
    fn new(attempt: Attempt<'_>, may_have_been_sent: bool, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            action: attempt.action,
            host: attempt.host.into(),
            client_request_id: attempt.client_request_id.into(),
            may_have_been_sent,
            has_spent_body: false,
            source: source.into(),
        }
    }
}

impl TransportError {
    /// A success that came before the whole body was sent, over a connection that then ended.
    pub(crate) fn incomplete(attempt: Attempt<'_>) -> Self {
        let source = io::Error::new(io::ErrorKind::BrokenPipe, "the answer came before the whole body was sent");
        Self(Lost::new(attempt, true, source))
    }
}

impl TimeoutError {
    /// A wait that this crate ended itself, after the request was started.
    pub(crate) fn elapsed(attempt: Attempt<'_>, source: tokio::time::error::Elapsed) -> Self {
        Self(Lost::new(attempt, true, source))
    }
}

/// What both errors offer.
macro_rules! lost_error {
    ($error:ident) => {
        impl $error {
            pub(crate) fn new(attempt: Attempt<'_>, may_have_been_sent: bool, source: reqwest::Error) -> Self {
                // The URL contains the values of the action.
                Self(Lost::new(attempt, may_have_been_sent, source.without_url()))
            }

            /// The same error, reported for one item of the batch that the request carried.
            pub(super) fn for_item(&self, action: &'static str, sent: bool, batch: Arc<super::Error>) -> Self {
                let Lost { host, client_request_id, may_have_been_sent, .. } = &self.0;
                let attempt = Attempt { action, host, client_request_id };
                Self(Lost::new(attempt, sent && *may_have_been_sent, batch))
            }

            /// Adds that the attempt was not retried because its body can be sent only once.
            pub(super) fn with_spent_body(mut self) -> Self {
                self.0.has_spent_body = true;
                self
            }

            /// The client's id of the call, the same for all its attempts.
            #[must_use]
            pub fn client_request_id(&self) -> &str {
                &self.0.client_request_id
            }

            /// Whether the request, or a part of it, may have reached the service, which may then have processed it.
            ///
            /// `false` if no connection was made.
            #[must_use]
            pub fn may_have_been_sent(&self) -> bool {
                self.0.may_have_been_sent
            }

            /// The host that the request was for.
            #[must_use]
            pub fn host(&self) -> &str {
                &self.0.host
            }
        }

        impl StdError for $error {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&*self.0.source)
            }
        }
    };
}

lost_error!(TransportError);
lost_error!(TimeoutError);

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Lost { action, host, may_have_been_sent, has_spent_body, .. } = &self.0;
        if *may_have_been_sent {
            write!(f, "{action}: the connection to {host} broke; the request may have reached the service")?;
        } else {
            write!(f, "{action}: no connection to {host}; nothing was sent")?;
        }
        f.write_str(if *has_spent_body { SPENT_BODY } else { "" })
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Lost { action, host, may_have_been_sent, has_spent_body, .. } = &self.0;
        if *may_have_been_sent {
            write!(f, "{action}: no complete answer from {host} in time; the request may have reached the service")?;
        } else {
            write!(f, "{action}: no connection to {host} in time; nothing was sent")?;
        }
        f.write_str(if *has_spent_body { SPENT_BODY } else { "" })
    }
}
