//! The transfer of a body from its source to the connection, monitored by the attempt.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker, ready},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::{
    sync::Notify,
    time::{Instant, timeout, timeout_at},
};

use super::{
    body::UploadBody,
    source::{Fault, Slot, Source},
};
use crate::error::{
    Error,
    attempt::Attempt,
    body::BodyError,
    transport::{TimeoutError, TransportError},
};

/// The attempt's side of the transfer.
///
/// When it is dropped, the transfer stops, so that the body is not read after the attempt has ended for any reason. A
/// source that the connection has not started to read is returned to its [`Slot`].
pub(crate) struct Transfer {
    shared: Arc<Shared>,
    slot: Option<Slot>,
}

/// The connection's side of the transfer.
pub(crate) struct Wire {
    shared: Arc<Shared>,
}

/// The state shared by both sides.
struct Shared {
    state: Mutex<State>,
    ended: Notify,
}

struct State {
    source: SourceState,
    length: Option<u64>,
    /// The number of bytes passed to the connection.
    sent: u64,
    /// Whether the connection has polled for a chunk.
    is_polled: bool,
    /// Whether the attempt has ended.
    is_stopped: bool,
    /// The waker of the connection while the source has no chunk available.
    waiting: Option<Waker>,
    /// When the last chunk was passed to the connection.
    progress: Instant,
    end: Option<End>,
}

/// The source of the next chunk.
enum SourceState {
    /// The body is opened when the first chunk is polled.
    Unopened(UploadBody),
    Opened(Source),
    /// The source is being polled, or has ended.
    Taken,
}

/// How reading a body ended.
enum End {
    Complete,
    Faulty(Fault),
    /// The connection dropped the body before its end.
    Dropped,
}

impl Transfer {
    /// Opens a body and reads its first chunk, so that an error is detected before anything is sent.
    pub(crate) async fn open(body: &UploadBody, attempt: Attempt<'_>, limit: Duration) -> Result<Self, Error> {
        let shared = Shared::new(SourceState::Taken, body.length());
        let mut this = Self { shared, slot: None };
        let fault = |fault| Error::from(BodyError::new(attempt, false, fault));
        let mut source = body.open().map_err(fault)?;
        match timeout(limit, poll_fn(|context| source.poll_first(context))).await {
            Ok(first) => first.map_err(fault)?,
            Err(elapsed) => return Err(fault(Fault::Failed(elapsed.into()))),
        }
        let mut state = this.shared.lock();
        state.progress = Instant::now();
        if source.is_done() {
            state.end = Some(End::Complete);
        } else {
            state.source = SourceState::Opened(source);
        }
        drop(state);
        this.slot = body.slot();
        Ok(this)
    }

    /// Whether the body is empty.
    pub(crate) fn is_empty(&self) -> bool {
        let state = self.shared.lock();
        state.sent == 0 && matches!(state.end, Some(End::Complete))
    }

    /// Returns the body for one request.
    pub(crate) fn wire(&self) -> Wire {
        Wire { shared: Arc::clone(&self.shared) }
    }

    /// Runs a part of the attempt with the time-out `limit`, which starts again with each chunk of the body that is
    /// sent. If the part fails because of the body, returns the error of the body.
    pub(crate) async fn drive<T>(
        &self,
        attempt: Attempt<'_>,
        limit: Duration,
        part: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let mut part = pin!(part);
        let outcome = loop {
            let progress = self.shared.lock().progress;
            // A limit beyond what the clock can express is no limit.
            let Some(end) = progress.checked_add(limit) else {
                break part.await;
            };
            match timeout_at(end, part.as_mut()).await {
                Ok(outcome) => break outcome,
                Err(elapsed) => {
                    let state = self.shared.lock();
                    if state.progress > progress {
                        continue;
                    }
                    return Err(if state.waiting.is_some() {
                        BodyError::new(attempt, true, Fault::Failed(elapsed.into())).into()
                    } else {
                        TimeoutError::elapsed(attempt, elapsed).into()
                    });
                }
            }
        };
        match outcome {
            Err(error @ (Error::Transport(_) | Error::Timeout(_))) => Err(self.fault(attempt).unwrap_or(error)),
            outcome => outcome,
        }
    }

    /// Waits until the whole body was passed to the connection. A success response is not valid before that.
    pub(crate) async fn completed(&self, attempt: Attempt<'_>) -> Result<(), Error> {
        loop {
            match &self.shared.lock().end {
                None => {}
                Some(End::Complete) => return Ok(()),
                Some(End::Faulty(_) | End::Dropped) => break,
            }
            self.shared.ended.notified().await;
        }
        Err(self.fault(attempt).unwrap_or_else(|| TransportError::incomplete(attempt).into()))
    }

    /// Returns the error of the body, if there is one. It is returned only once.
    fn fault(&self, attempt: Attempt<'_>) -> Option<Error> {
        let mut state = self.shared.lock();
        let fault = state.end.take_if(|end| matches!(end, End::Faulty(_)))?;
        state.end = Some(End::Dropped);
        match fault {
            End::Faulty(fault) => Some(BodyError::new(attempt, true, fault).into()),
            End::Complete | End::Dropped => None,
        }
    }
}

#[cfg(test)]
impl Transfer {
    /// Whether the connection is waiting for a chunk.
    pub(super) fn is_waiting(&self) -> bool {
        self.shared.lock().waiting.is_some()
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.is_stopped = true;
        let source = std::mem::replace(&mut state.source, SourceState::Taken);
        let (is_polled, waiting) = (state.is_polled, state.waiting.take());
        // Unlocked first, because dropping a stream or calling a waker may run any code.
        drop(state);
        match (source, &self.slot) {
            (SourceState::Opened(source), Some(slot)) if !is_polled => {
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(source);
            }
            (source, _) => drop(source),
        }
        if let Some(waker) = waiting {
            waker.wake();
        }
    }
}

impl Wire {
    /// Returns a body without an attempt, for the request that [`Call::prepare`](crate::client::Call::prepare) returns.
    pub(crate) fn detached(body: UploadBody) -> Self {
        let length = body.length();
        Self { shared: Shared::new(SourceState::Unopened(body), length) }
    }
}

impl Shared {
    fn new(source: SourceState, length: Option<u64>) -> Arc<Self> {
        let state = State {
            source,
            length,
            sent: 0,
            is_polled: false,
            is_stopped: false,
            waiting: None,
            progress: Instant::now(),
            end: None,
        };
        Arc::new(Self { state: Mutex::new(state), ended: Notify::new() })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records how reading ended, unless it has already ended.
    fn end(&self, end: End) {
        self.lock().end.get_or_insert(end);
        self.ended.notify_one();
    }
}

impl Body for Wire {
    type Data = Bytes;
    type Error = Interrupted;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Interrupted>>> {
        let source = {
            let mut state = self.shared.lock();
            state.is_polled = true;
            if let Some(end) = &state.end {
                return Poll::Ready(if let End::Complete = end { None } else { Some(Err(Interrupted)) });
            }
            state.waiting = None;
            std::mem::replace(&mut state.source, SourceState::Taken)
        };
        // Polled without the lock, because a stream may run any code.
        let mut source = match source {
            SourceState::Opened(source) => source,
            SourceState::Taken => return Poll::Ready(Some(Err(Interrupted))),
            SourceState::Unopened(body) => match body.open() {
                Ok(source) => source,
                Err(fault) => {
                    self.shared.end(End::Faulty(fault));
                    return Poll::Ready(Some(Err(Interrupted)));
                }
            },
        };
        let chunk = source.poll_chunk(context);
        let mut state = self.shared.lock();
        if state.is_stopped {
            drop(state);
            return Poll::Ready(Some(Err(Interrupted)));
        }
        if chunk.is_pending() {
            state.source = SourceState::Opened(source);
            state.waiting = Some(context.waker().clone());
            return Poll::Pending;
        }
        let is_done = source.is_done();
        if let Poll::Ready(Some(Ok(chunk))) = &chunk {
            state.sent += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            state.progress = Instant::now();
            if !is_done {
                state.source = SourceState::Opened(source);
            }
        }
        drop(state);
        Poll::Ready(match ready!(chunk) {
            Some(Err(fault)) => {
                self.shared.end(End::Faulty(fault));
                Some(Err(Interrupted))
            }
            chunk => {
                if is_done {
                    self.shared.end(End::Complete);
                }
                chunk.map(|chunk| chunk.map(Frame::data).map_err(|_| Interrupted))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.shared.lock().end, Some(End::Complete))
    }

    fn size_hint(&self) -> SizeHint {
        let state = self.shared.lock();
        match state.length.map(|length| length.saturating_sub(state.sent)) {
            // The end of the body has not been verified yet.
            Some(0) if state.end.is_none() => SizeHint::default(),
            Some(left) => SizeHint::with_exact(left),
            None => SizeHint::default(),
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.shared.end(End::Dropped);
    }
}

/// The error passed to the connection if the body ends early. The attempt knows the reason.
#[derive(Debug, thiserror::Error)]
#[error("could not read the body to its end")]
pub(crate) struct Interrupted;
