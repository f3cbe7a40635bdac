//! What the server sends, or does instead.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::sync::Semaphore;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub struct Response {
    pub(super) moment: Moment,
    pub(super) gate: Option<Gate>,
    pub(super) delay: Duration,
    pub(super) action: Action,
}

/// When the server acts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment {
    /// When a connection is made; nothing is read.
    Connected,
    /// When so many bytes of a request have come.
    Read(usize),
    /// When a whole request has come.
    Request,
}

#[derive(Debug, Clone)]
pub(super) enum Action {
    Respond { status: u16, headers: Vec<(String, String)>, body: Bytes, end: End },
    Raw { start: Bytes, chunk: Bytes, times: u64, pause: Duration },
    Reset,
    Hang,
}

/// What comes after the body.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// The connection waits for another request.
    KeepAlive,
    /// It is closed after so many bytes of the body.
    CutAfter(usize),
    /// It is broken with a TCP reset after so many bytes of the body.
    ResetAfter(usize),
    /// Nothing comes after so many bytes of the body, and the connection stays open.
    StallAfter(usize),
}

impl Response {
    /// A response without body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::body(status, "")
    }

    /// A response with this body, and `Content-Type: application/json`.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::body(status, body).header("Content-Type", "application/json")
    }

    /// A response with this body.
    #[must_use]
    pub fn body(status: u16, body: impl Into<Bytes>) -> Self {
        Self::of(Action::Respond { status, headers: Vec::new(), body: body.into(), end: End::KeepAlive })
    }

    /// These bytes, whatever they say; then the connection is closed.
    #[must_use]
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::of(Action::Raw { start: bytes.into(), chunk: Bytes::new(), times: 0, pause: Duration::ZERO })
    }

    /// Reads the request, then breaks the connection with a TCP reset.
    #[must_use]
    pub fn reset() -> Self {
        Self::of(Action::Reset)
    }

    /// Breaks the next connection with a TCP reset before it reads anything; no request is recorded.
    #[must_use]
    pub fn reset_on_connect() -> Self {
        Self { moment: Moment::Connected, ..Self::reset() }
    }

    /// Reads the request and never responds.
    #[must_use]
    pub fn hang() -> Self {
        Self::of(Action::Hang)
    }

    fn of(action: Action) -> Self {
        Self { moment: Moment::Request, gate: None, delay: Duration::ZERO, action }
    }

    /// Acts as soon as so many bytes of a request have come, which is not recorded.
    #[must_use]
    pub fn after_reading(mut self, bytes: usize) -> Self {
        self.moment = Moment::Read(bytes);
        self
    }

    /// Adds a header. `Content-Length` is written by itself, unless it is given here.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Action::Respond { headers, .. } = &mut self.action {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Waits, by tokio's time, before it responds.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Waits until the gate is opened before it responds.
    #[must_use]
    pub fn behind(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// After [raw](Response::raw) bytes, writes this chunk so many times before the connection is closed. However much that
    /// is, no more than the chunk is in memory.
    #[must_use]
    pub fn then(mut self, bytes: impl Into<Bytes>, how_often: u64) -> Self {
        if let Action::Raw { chunk, times, .. } = &mut self.action {
            (*chunk, *times) = (bytes.into(), how_often);
        }
        self
    }

    /// Waits, by tokio's time, before each of the chunks that are written [then](Response::then).
    #[must_use]
    pub fn every(mut self, time: Duration) -> Self {
        if let Action::Raw { pause, .. } = &mut self.action {
            *pause = time;
        }
        self
    }

    /// Announces the whole body, but closes the connection after so many bytes of it.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        self.ending(End::CutAfter(bytes))
    }

    /// Announces the whole body, but breaks the connection with a TCP reset after so many bytes of it.
    #[must_use]
    pub fn reset_after(self, bytes: usize) -> Self {
        self.ending(End::ResetAfter(bytes))
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

/// What responses wait behind until a test opens it.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A gate that is closed.
    #[must_use]
    pub fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Opens it for good.
    pub fn open(&self) {
        self.0.close();
    }

    pub(super) async fn pass(&self) {
        // A semaphore without permits ends no wait but by being closed.
        let _ = self.0.acquire().await;
    }
}
