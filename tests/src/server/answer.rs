//! What the server answers, or does instead.

use std::time::Duration;

use bytes::Bytes;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) delay: Duration,
    pub(super) action: Action,
}

#[derive(Debug, Clone)]
pub(super) enum Action {
    Respond { status: u16, headers: Vec<(String, String)>, body: Bytes, end: End },
    Raw(Bytes),
    Reset,
    ResetOnConnect,
    Hang,
}

/// What comes after the body.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// The connection waits for another request.
    KeepAlive,
    /// It is closed after so many bytes of the body.
    CutAfter(usize),
    /// Nothing comes after so many bytes of the body, and the connection stays open.
    StallAfter(usize),
}

impl Answer {
    /// An answer without body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::body(status, "")
    }

    /// An answer with this body, and `Content-Type: application/json`.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::body(status, body).header("Content-Type", "application/json")
    }

    /// An answer with this body.
    #[must_use]
    pub fn body(status: u16, body: impl Into<Bytes>) -> Self {
        Self::of(Action::Respond { status, headers: Vec::new(), body: body.into(), end: End::KeepAlive })
    }

    /// These bytes, whatever they say; then the connection is closed.
    #[must_use]
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::of(Action::Raw(bytes.into()))
    }

    /// Reads the request, then breaks the connection with a TCP reset.
    #[must_use]
    pub fn reset() -> Self {
        Self::of(Action::Reset)
    }

    /// Breaks the next connection with a TCP reset before it reads anything; no request is recorded.
    #[must_use]
    pub fn reset_on_connect() -> Self {
        Self::of(Action::ResetOnConnect)
    }

    /// Reads the request and never answers.
    #[must_use]
    pub fn hang() -> Self {
        Self::of(Action::Hang)
    }

    fn of(action: Action) -> Self {
        Self { delay: Duration::ZERO, action }
    }

    /// Adds a header. `Content-Length` is written by itself, unless it is given here.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Action::Respond { headers, .. } = &mut self.action {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Waits before it answers.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Announces the whole body, but closes the connection after so many bytes of it.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        self.ending(End::CutAfter(bytes))
    }

    /// Announces the whole body, but sends only so many bytes of it and leaves the connection open.
    #[must_use]
    pub fn stall_after(self, bytes: usize) -> Self {
        self.ending(End::StallAfter(bytes))
    }

    fn ending(mut self, with: End) -> Self {
        if let Action::Respond { end, .. } = &mut self.action {
            *end = with;
        }
        self
    }
}
