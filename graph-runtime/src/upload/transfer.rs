//! The way of a body from its source to the connection, watched by the attempt that it belongs to.

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

/// What an attempt has of its body. Dropped, it stops the body, so that nothing is read of it once the attempt has ended,
/// however that came; what nobody has begun to send goes back to where it was taken from.
pub(crate) struct Transfer {
    shared: Arc<Shared>,
    slot: Option<Slot>,
}

/// What the connection has of a body.
pub(crate) struct Wire {
    shared: Arc<Shared>,
}

/// What the two of them share.
struct Shared {
    state: Mutex<State>,
    ended: Notify,
}

struct State {
    source: Origin,
    length: Option<u64>,
    /// How much was given to the connection.
    given: u64,
    /// The connection has asked for a piece.
    is_touched: bool,
    /// The attempt has ended.
    is_stopped: bool,
    /// Whom to wake when there is more to read; there while the source has nothing.
    waiting: Option<Waker>,
    /// When a piece was given last.
    progress: Instant,
    end: Option<End>,
}

/// Where the next piece comes from.
enum Origin {
    /// It is opened when it is asked for.
    Unopened(UploadBody),
    Source(Source),
    /// Nowhere: it is being asked, or has ended.
    Nowhere,
}

/// How the reading of a body ended.
enum End {
    Complete,
    Faulty(Fault),
    /// The connection let go of it before its end.
    Dropped,
}

impl Transfer {
    /// Opens a body, and reads its first piece: what cannot be opened is found before anything is sent.
    pub(crate) async fn open(body: &UploadBody, attempt: Attempt<'_>, limit: Duration) -> Result<Self, Error> {
        let shared = Shared::new(Origin::Nowhere, body.length());
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
            state.source = Origin::Source(source);
        }
        drop(state);
        this.slot = body.slot();
        Ok(this)
    }

    /// Whether there is not a byte to send.
    pub(crate) fn is_empty(&self) -> bool {
        let state = self.shared.lock();
        state.given == 0 && matches!(state.end, Some(End::Complete))
    }

    /// The body, for one request.
    pub(crate) fn wire(&self) -> Wire {
        Wire { shared: Arc::clone(&self.shared) }
    }

    /// Makes a part of the attempt. It may take `limit`, beginning anew with each piece of the body that is sent; where
    /// it fails because the body did, that is the error.
    pub(crate) async fn drive<T>(
        &self,
        attempt: Attempt<'_>,
        limit: Duration,
        part: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let mut part = pin!(part);
        let outcome = loop {
            let progress = self.shared.lock().progress;
            match timeout_at(progress + limit, part.as_mut()).await {
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

    /// Waits until the connection has taken the whole body: before that, no answer is a success.
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

    /// What is wrong with the body, once.
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
    /// Whether the source has nothing at the moment.
    pub(super) fn is_waiting(&self) -> bool {
        self.shared.lock().waiting.is_some()
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.is_stopped = true;
        let source = std::mem::replace(&mut state.source, Origin::Nowhere);
        let (is_touched, waiting) = (state.is_touched, state.waiting.take());
        // A stream that is dropped may do anything, and so may a waker.
        drop(state);
        match (source, &self.slot) {
            (Origin::Source(source), Some(slot)) if !is_touched => {
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
    /// A body that no attempt watches: what [`Call::prepare`](crate::client::Call::prepare) gives away.
    pub(crate) fn unwatched(body: UploadBody) -> Self {
        let length = body.length();
        Self { shared: Shared::new(Origin::Unopened(body), length) }
    }
}

impl Shared {
    fn new(source: Origin, length: Option<u64>) -> Arc<Self> {
        let state = State {
            source,
            length,
            given: 0,
            is_touched: false,
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

    /// Notes how the reading has ended, unless that is known.
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
            state.is_touched = true;
            if let Some(end) = &state.end {
                return Poll::Ready(if let End::Complete = end { None } else { Some(Err(Interrupted)) });
            }
            state.waiting = None;
            std::mem::replace(&mut state.source, Origin::Nowhere)
        };
        // It is read outside of the lock, since a stream may do anything.
        let mut source = match source {
            Origin::Source(source) => source,
            Origin::Nowhere => return Poll::Ready(Some(Err(Interrupted))),
            Origin::Unopened(body) => match body.open() {
                Ok(source) => source,
                Err(fault) => {
                    self.shared.end(End::Faulty(fault));
                    return Poll::Ready(Some(Err(Interrupted)));
                }
            },
        };
        let piece = source.poll_piece(context);
        let mut state = self.shared.lock();
        if state.is_stopped {
            drop(state);
            return Poll::Ready(Some(Err(Interrupted)));
        }
        if piece.is_pending() {
            state.source = Origin::Source(source);
            state.waiting = Some(context.waker().clone());
            return Poll::Pending;
        }
        let is_done = source.is_done();
        if let Poll::Ready(Some(Ok(piece))) = &piece {
            state.given += u64::try_from(piece.len()).unwrap_or(u64::MAX);
            state.progress = Instant::now();
            if !is_done {
                state.source = Origin::Source(source);
            }
        }
        drop(state);
        Poll::Ready(match ready!(piece) {
            Some(Err(fault)) => {
                self.shared.end(End::Faulty(fault));
                Some(Err(Interrupted))
            }
            piece => {
                if is_done {
                    self.shared.end(End::Complete);
                }
                piece.map(|piece| piece.map(Frame::data).map_err(|_| Interrupted))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.shared.lock().end, Some(End::Complete))
    }

    fn size_hint(&self) -> SizeHint {
        let state = self.shared.lock();
        match state.length.map(|length| length.saturating_sub(state.given)) {
            // That there is nothing left is not believed before it was looked at.
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

/// What the connection is told of a body that does not come to its end; the attempt knows why.
#[derive(Debug, thiserror::Error)]
#[error("the body could not be read to its end")]
pub(crate) struct Interrupted;
