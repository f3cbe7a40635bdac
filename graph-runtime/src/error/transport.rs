//! A request that did not get its whole answer.

use std::{fmt, io, sync::Arc};

use super::{Error, body::SPENT_BODY};

/// What the two errors know alike.
#[derive(Debug)]
struct Lost {
    action: &'static str,
    host: Box<str>,
    client_request_id: Box<str>,
    may_have_been_sent: bool,
    has_spent_body: bool,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// The request could not be sent, or the connection broke before the answer was complete.
///
/// Its `Display` is one short line that names the action and the host; the cause is its
/// [`source`](std::error::Error::source).
#[derive(Debug)]
pub struct TransportError(Lost);

/// The connection or the answer took longer than allowed.
///
/// See [`GraphClientBuilder::connect_timeout`](crate::GraphClientBuilder::connect_timeout),
/// [`GraphClientBuilder::timeout`](crate::GraphClientBuilder::timeout) and [`Call::timeout`](crate::Call::timeout).
#[derive(Debug)]
pub struct TimeoutError(Lost);

/// How an attempt was lost, for [`TransportError::new`] and [`TimeoutError::new`].
pub(crate) struct Attempted<'a> {
    pub(crate) action: &'static str,
    pub(crate) host: &'a str,
    pub(crate) client_request_id: &'a str,
    pub(crate) may_have_been_sent: bool,
}

impl Lost {
    fn new(attempted: &Attempted<'_>, source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self {
            action: attempted.action,
            host: attempted.host.into(),
            client_request_id: attempted.client_request_id.into(),
            may_have_been_sent: attempted.may_have_been_sent,
            has_spent_body: false,
            source,
        }
    }

    fn write_spent(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_spent_body { f.write_str(SPENT_BODY) } else { Ok(()) }
    }

    /// The same, told of one item of the batch that was lost.
    fn for_item(&self, action: &'static str, may_have_been_sent: bool, batch: Arc<Error>) -> Self {
        let Self { host, client_request_id, .. } = self;
        Self {
            action,
            host: host.clone(),
            client_request_id: client_request_id.clone(),
            may_have_been_sent,
            has_spent_body: false,
            source: Box::new(batch),
        }
    }
}

impl TransportError {
    pub(crate) fn new(attempted: &Attempted<'_>, source: reqwest::Error) -> Self {
        // The URL holds the filled-in path.
        Self(Lost::new(attempted, Box::new(source.without_url())))
    }

    /// A success that came before the whole body was sent, over a connection that then ended.
    pub(crate) fn incomplete(attempted: &Attempted<'_>) -> Self {
        let source = io::Error::new(io::ErrorKind::BrokenPipe, "the answer came before the whole body was sent");
        Self(Lost::new(attempted, Box::new(source)))
    }

    /// The same, told of one item of the batch that was lost.
    pub(super) fn for_item(&self, action: &'static str, sent: bool, batch: Arc<Error>) -> Self {
        Self(self.0.for_item(action, sent && self.0.may_have_been_sent, batch))
    }

    /// Adds that the attempt was not repeated, since its body can be sent only once.
    pub(super) fn with_spent_body(mut self) -> Self {
        self.0.has_spent_body = true;
        self
    }

    /// The client's id of the call, the same over all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.0.client_request_id
    }

    /// Whether the request, or a part of it, may have reached the service, which may then have acted on it.
    ///
    /// `false` where no connection was made.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.0.may_have_been_sent
    }

    /// The host that was to be reached.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0.host
    }
}

impl TimeoutError {
    /// A wait that this crate ended itself.
    pub(crate) fn elapsed(attempted: &Attempted<'_>, source: tokio::time::error::Elapsed) -> Self {
        Self(Lost::new(attempted, Box::new(source)))
    }

    pub(crate) fn new(attempted: &Attempted<'_>, source: reqwest::Error) -> Self {
        // The URL holds the filled-in path.
        Self(Lost::new(attempted, Box::new(source.without_url())))
    }

    /// The same, told of one item of the batch that was lost.
    pub(super) fn for_item(&self, action: &'static str, sent: bool, batch: Arc<Error>) -> Self {
        Self(self.0.for_item(action, sent && self.0.may_have_been_sent, batch))
    }

    /// Adds that the attempt was not repeated, since its body can be sent only once.
    pub(super) fn with_spent_body(mut self) -> Self {
        self.0.has_spent_body = true;
        self
    }

    /// The client's id of the call, the same over all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.0.client_request_id
    }

    /// Whether the request, or a part of it, may have reached the service, which may then have acted on it.
    ///
    /// `false` where no connection was made.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.0.may_have_been_sent
    }

    /// The host that was to be reached.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0.host
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Lost { action, host, may_have_been_sent, .. } = &self.0;
        if *may_have_been_sent {
            write!(f, "{action}: the connection to {host} broke; the request may have reached the service")?;
        } else {
            write!(f, "{action}: no connection to {host}; nothing was sent")?;
        }
        self.0.write_spent(f)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Lost { action, host, may_have_been_sent, .. } = &self.0;
        if *may_have_been_sent {
            write!(f, "{action}: no complete answer from {host} in time; the request may have reached the service")?;
        } else {
            write!(f, "{action}: no connection to {host} in time; nothing was sent")?;
        }
        self.0.write_spent(f)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0.source)
    }
}

impl std::error::Error for TimeoutError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0.source)
    }
}
