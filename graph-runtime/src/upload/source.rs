//! What a body is read from, and whether it is as long as it is said to be.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

/// Whatever made a stream fail.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The pieces of a body as they are read.
pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Cause>> + Send>>;

/// What a body that can be read only once is taken out of.
pub(super) type Slot = Arc<Mutex<Option<Source>>>;

/// Why a body could not be read to its end.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The stream failed.
    Failed(Cause),
    /// It ended too soon.
    Short { read: u64, stated: u64 },
    /// There is more.
    Long { stated: u64 },
    /// It was sent before, and cannot be sent again.
    Spent,
}

/// A body that is being read.
///
/// Where its length is stated, its last piece is kept back until it is certain that there is no more. So what is too long
/// is never sent to its stated length, at which a server would take it for complete.
pub(super) struct Source {
    pieces: Pieces,
    stated: Option<u64>,
    read: u64,
    /// Read ahead, before anything is sent.
    first: Option<Bytes>,
    /// Completes the stated length.
    last: Option<Bytes>,
    has_ended: bool,
}

impl Source {
    pub(super) fn new(pieces: Pieces) -> Self {
        Self { pieces, stated: None, read: 0, first: None, last: None, has_ended: false }
    }

    /// The same, with a length that it has to have.
    pub(super) fn stated(mut self, length: Option<u64>) -> Self {
        self.stated = length;
        self
    }

    /// Whether all of it was given.
    pub(super) fn is_done(&self) -> bool {
        self.has_ended && self.first.is_none()
    }

    /// Reads the first piece, without giving it yet.
    pub(super) fn poll_first(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        if self.first.is_none() {
            self.first = ready!(self.poll_piece(context)).transpose()?;
        }
        Poll::Ready(Ok(()))
    }

    /// The next piece, which is not empty; none at the end.
    pub(super) fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Fault>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        while !self.has_ended {
            let Some(piece) = ready!(self.pieces.as_mut().poll_next(context)) else {
                self.has_ended = true;
                return Poll::Ready(match self.stated {
                    Some(stated) if self.read < stated => Some(Err(Fault::Short { read: self.read, stated })),
                    _ => self.last.take().map(Ok),
                });
            };
            let piece = piece.map_err(Fault::Failed)?;
            if piece.is_empty() {
                continue;
            }
            self.read = self.read.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            match self.stated {
                Some(stated) if self.read > stated => return Poll::Ready(Some(Err(Fault::Long { stated }))),
                Some(stated) if self.read == stated => self.last = Some(piece),
                _ => return Poll::Ready(Some(Ok(piece))),
            }
        }
        Poll::Ready(None)
    }
}
