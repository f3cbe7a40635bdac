//! The errors for requests without a complete response.

use std::{error::Error as StdError, fmt, io, sync::Arc, time::Duration};

use super::attempt::Attempt;

/// The fields of both errors.
#[derive(Debug, Clone)]
struct Lost {
    action: &'static str,
    host: Box<str>,
    client_request_id: Box<str>,
    may_have_been_sent: bool,
    /// Whether the service has refused the request without processing it.
    is_refused: bool,
    target: Target,
    /// The limit of the client that the call waited for, and how long.
    limit_wait: Option<Arc<LimitWait>>,
    /// Why the attempt was not retried, if it would have been otherwise.
    not_retried: &'static str,
    source: Arc<dyn StdError + Send + Sync>,
}

/// A limit of the client, and how long a call waited for it.
#[derive(Debug)]
struct LimitWait {
    limit: String,
    waited: Duration,
}

/// The host that a connection is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Service,
    /// One that the service redirected to.
    Redirected,
    /// The service, or one that it redirected to.
    MayBeRedirected,
}

/// The error returned if the connection could not be made, or was lost before the response was complete.
///
/// `Display` writes one short line that names the action and the host and says whether the request may have been
/// processed. The cause is the [`source`](std::error::Error::source).
#[derive(Debug, Clone)]
pub struct TransportError(Lost);

/// The error returned if the connection or the response took longer than the time-out.
///
/// `Display` writes one short line that names the action and the host and says whether the request may have been
/// processed. The cause is the [`source`](std::error::Error::source).
///
/// See [`GraphClientBuilder::connect_timeout`](crate::client::GraphClientBuilder::connect_timeout),
/// [`GraphClientBuilder::timeout`](crate::client::GraphClientBuilder::timeout) and
/// [`Call::timeout`](crate::client::Call::timeout).
#[derive(Debug, Clone)]
pub struct TimeoutError(Lost);

impl Lost {
    fn new(attempt: Attempt<'_>, may_have_been_sent: bool, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            action: attempt.action,
            host: attempt.host.into(),
            client_request_id: attempt.client_request_id.into(),
            may_have_been_sent,
            is_refused: false,
            target: Target::Service,
            limit_wait: None,
            not_retried: "",
            source: source.into().into(),
        }
    }
}

impl TransportError {
    /// An error for a success response that arrived before the whole request body was sent, on a connection that was
    /// then closed.
    pub(crate) fn incomplete(attempt: Attempt<'_>) -> Self {
        let reason = "the response arrived before the whole request body was sent";
        let source = io::Error::new(io::ErrorKind::BrokenPipe, reason);
        Self(Lost::new(attempt, true, source))
    }

    /// Notes that the service has refused the request without processing it.
    pub(crate) fn refused(mut self) -> Self {
        self.0.is_refused = true;
        self
    }
}

impl TimeoutError {
    /// An error for a time-out that this crate measured itself, after the request was started.
    pub(crate) fn elapsed(attempt: Attempt<'_>, source: tokio::time::error::Elapsed) -> Self {
        Self(Lost::new(attempt, true, source))
    }

    /// An error for a call whose time ended while it waited for a limit of the client.
    pub(crate) fn in_queue(
        attempt: Attempt<'_>,
        limit: &impl fmt::Display,
        waited: Duration,
        source: tokio::time::error::Elapsed,
    ) -> Self {
        let limit_wait = Some(Arc::new(LimitWait { limit: limit.to_string(), waited }));
        Self(Lost { limit_wait, ..Lost::new(attempt, false, source) })
    }

    /// Returns how long the call waited for a [limit](crate::limits::Limits) of the client, if its time ended during this
    /// wait, or `None` if it timed out in another way.
    #[must_use]
    pub fn limit_wait(&self) -> Option<Duration> {
        self.0.limit_wait.as_ref().map(|wait| wait.waited)
    }
}

/// Implements what both errors have in common.
macro_rules! lost_error {
    ($error:ident) => {
        impl $error {
            pub(crate) fn new(attempt: Attempt<'_>, may_have_been_sent: bool, source: reqwest::Error) -> Self {
                // The URL may contain values of the action.
                Self(Lost::new(attempt, may_have_been_sent, source.without_url()))
            }

            /// Returns the same error, reported for one item of the batch that the request contained.
            pub(super) fn for_item(&self, action: &'static str, sent: bool, batch: Arc<super::Error>) -> Self {
                let Lost { host, client_request_id, may_have_been_sent, is_refused, limit_wait, .. } = &self.0;
                let attempt = Attempt { action, host, client_request_id };
                let lost = Lost::new(attempt, sent && *may_have_been_sent, batch);
                Self(Lost { is_refused: *is_refused, limit_wait: limit_wait.clone(), ..lost })
            }

            /// Notes why the attempt was not retried, as the end of the message.
            pub(super) fn not_retried(mut self, reason: &'static str) -> Self {
                self.0.not_retried = reason;
                self
            }

            /// Notes that the host is one that the service redirected to, so that the service itself received the
            /// request.
            pub(super) fn with_redirect(mut self, host: &str) -> Self {
                self.0.host = host.into();
                self.0.target = Target::Redirected;
                self.0.may_have_been_sent = true;
                self
            }

            /// Notes that it is not known whether the connection to the host or to one that it redirected to failed.
            pub(crate) fn with_possible_redirect(mut self) -> Self {
                self.0.target = Target::MayBeRedirected;
                self
            }

            /// Returns the client's ID of the call, which is the same for all attempts.
            #[must_use]
            pub fn client_request_id(&self) -> &str {
                &self.0.client_request_id
            }

            /// Returns whether the request, or a part of it, may have reached the service, which may then have
            /// processed it.
            ///
            /// Returns `false` only if it is certain that nothing was sent, such as if no connection was made, or that the
            /// service did not process it, such as if it refused the stream (`REFUSED_STREAM` of HTTP/2).
            #[must_use]
            pub fn may_have_been_sent(&self) -> bool {
                self.0.may_have_been_sent
            }

            /// Returns the host of the request's URL, or of the last redirect that was followed to another host.
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
        let Lost { action, host, may_have_been_sent, is_refused, not_retried, target, .. } = &self.0;
        if *is_refused {
            write!(f, "{action}: {host} refused the request without processing it")?;
        } else if *target == Target::Redirected {
            write!(f, "{action}: the connection to {host}, which the service redirected to, failed or was lost")?;
        } else if *target == Target::MayBeRedirected {
            write!(f, "{action}: could not connect to {host} or to where it redirected; ")?;
            f.write_str("the request may have been processed")?;
        } else if *may_have_been_sent {
            write!(f, "{action}: the connection to {host} was lost; the request may have been processed")?;
        } else {
            write!(f, "{action}: could not connect to {host}; nothing was sent")?;
        }
        f.write_str(not_retried)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Lost { action, host, may_have_been_sent, not_retried, target, limit_wait, .. } = &self.0;
        if let Some(LimitWait { limit, waited }) = limit_wait.as_deref() {
            write!(
                f,
                "{action}: timed out after waiting {waited:?} for the client's limit of {limit}; nothing was sent"
            )?;
        } else if *target == Target::Redirected {
            write!(f, "{action}: timed out waiting for {host}, which the service redirected to")?;
        } else if *target == Target::MayBeRedirected {
            write!(f, "{action}: timed out connecting to {host} or to where it redirected; ")?;
            f.write_str("the request may have been processed")?;
        } else if *may_have_been_sent {
            write!(f, "{action}: timed out waiting for {host}; the request may have been processed")?;
        } else {
            write!(f, "{action}: timed out connecting to {host}; nothing was sent")?;
        }
        f.write_str(not_retried)
    }
}
