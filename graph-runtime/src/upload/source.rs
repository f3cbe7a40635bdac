//! The source of a body, which checks that the body has its stated length.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

/// The error of a stream.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The chunks of a body.
pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Cause>> + Send>>;

/// The place of a source that can be read only once; `None` after it was taken.
pub(super) type Slot = Arc<Mutex<Option<Source>>>;

/// Why a body could not be read to its end.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The stream returned an error.
    Failed(Cause),
    /// The body is shorter than stated.
    Short { read: u64, stated: u64 },
    /// The body is longer than stated.
    Long { stated: u64 },
    /// The stream goes on returning empty chunks.
    Empty,
    /// The body was already sent and cannot be sent again.
    Spent,
}

/// The number of empty chunks in a row that are skipped before other tasks get a turn, so that time-outs apply.
const TURN: u32 = 64;

/// The maximum number of empty chunks in a row.
pub(super) const MAX_EMPTY_CHUNKS: u32 = 65_536;

/// A body that is being read.
///
/// If its length is stated, the last chunk is not returned until the stream has ended. Otherwise, of a body that is too
/// long, exactly the stated length might be sent, and a server would treat it as complete.
pub(super) struct Source {
    chunks: Chunks,
    stated: Option<u64>,
    read: u64,
    /// The number of empty chunks since the last one that was not empty.
    empty: u32,
    /// The first chunk, read before anything is sent.
    first: Option<Bytes>,
    /// The chunk that completes the stated length.
    last: Option<Bytes>,
    has_ended: bool,
}

impl Source {
    pub(super) fn new(chunks: Chunks) -> Self {
        Self { chunks, stated: None, read: 0, empty: 0, first: None, last: None, has_ended: false }
    }

    /// Sets the length that the body must have.
    pub(super) fn with_stated_length(mut self, length: Option<u64>) -> Self {
        self.stated = length;
        self
    }

    /// Whether all chunks were returned.
    pub(super) fn is_done(&self) -> bool {
        self.has_ended && self.first.is_none()
    }

    /// Reads the first chunk without returning it yet.
    pub(super) fn poll_first(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        if self.first.is_none() {
            self.first = ready!(self.poll_chunk(context)).transpose()?;
        }
        Poll::Ready(Ok(()))
    }

    /// Returns the next chunk, which is not empty, or `None` at the end.
    pub(super) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Fault>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        while !self.has_ended {
            let Some(chunk) = ready!(self.chunks.as_mut().poll_next(context)) else {
                self.has_ended = true;
                return Poll::Ready(match self.stated {
                    Some(stated) if self.read < stated => Some(Err(Fault::Short { read: self.read, stated })),
                    _ => self.last.take().map(Ok),
                });
            };
            let chunk = chunk.map_err(Fault::Failed)?;
            if chunk.is_empty() {
                self.empty += 1;
                if self.empty >= MAX_EMPTY_CHUNKS {
                    return Poll::Ready(Some(Err(Fault::Empty)));
                }
                if self.empty.is_multiple_of(TURN) {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                continue;
            }
            self.empty = 0;
            self.read = self.read.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
            match self.stated {
                Some(stated) if self.read > stated => return Poll::Ready(Some(Err(Fault::Long { stated }))),
                Some(stated) if self.read == stated => self.last = Some(chunk),
                _ => return Poll::Ready(Some(Ok(chunk))),
            }
        }
        Poll::Ready(None)
    }
}
