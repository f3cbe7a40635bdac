//! A body that is read in ranges.

use std::{future::poll_fn, sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::time::timeout;

use super::{
    body::UploadBody,
    file,
    source::{Fault, Source},
};

/// Reads a body in ranges, of which it holds one at a time. Ranges that follow each other are read from the same stream. The
/// last range can be read again; for any other, the stream is created again.
pub(crate) struct RangeReader {
    body: UploadBody,
    stream: Option<Stream>,
    /// The last range that was read from the stream, with its place in the body.
    last: (u64, Bytes),
}

struct Stream {
    source: Source,
    /// What was read beyond the last range.
    rest: Bytes,
    /// The place of `rest` in the body.
    position: u64,
}

impl RangeReader {
    pub(crate) fn new(body: UploadBody) -> Self {
        Self { body, stream: None, last: (0, Bytes::new()) }
    }

    /// Whether a range that begins at `start` can be read.
    pub(crate) fn can_read(&self, start: u64) -> bool {
        let is_ahead = || self.stream.as_ref().map_or(!self.body.is_spent(), |stream| stream.position <= start);
        self.body.is_repeatable() || self.in_last(start).is_some() || is_ahead()
    }

    /// Reads up to `length` bytes from `start` on, which is within the stated length of the body. Each chunk of a stream must
    /// come within `limit`.
    pub(crate) async fn read(&mut self, start: u64, length: usize, limit: Duration) -> Result<Bytes, Fault> {
        if let Some(bytes) = self.body.as_bytes() {
            let first = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
            return Ok(bytes.slice(first..first.saturating_add(length).min(bytes.len())));
        }
        if let Some(path) = self.body.as_file() {
            let range = file::range(Arc::clone(path), self.body.length(), start, length);
            return range.await.map_err(|error| Fault::Failed(error.into()));
        }
        if let Some(mut again) = self.in_last(start) {
            again.truncate(length);
            return Ok(again);
        }
        // Released first, so that there is only one range in memory.
        self.last = (0, Bytes::new());
        let mut stream = match self.stream.take().filter(|stream| stream.position <= start) {
            Some(stream) => stream,
            None => Stream { source: self.body.open()?, rest: Bytes::new(), position: 0 },
        };
        stream.skip_to(start, limit).await?;
        let range = stream.take(length, limit).await?;
        self.stream = Some(stream);
        self.last = (start, range.clone());
        Ok(range)
    }

    /// Returns the rest of the last range from `start` on, or `None` if that is not in it.
    fn in_last(&self, start: u64) -> Option<Bytes> {
        let (first, range) = &self.last;
        let skipped = usize::try_from(start.checked_sub(*first)?).ok()?;
        (skipped < range.len()).then(|| range.slice(skipped..))
    }
}

impl Stream {
    async fn skip_to(&mut self, start: u64, limit: Duration) -> Result<(), Fault> {
        while self.position < start {
            if self.rest.is_empty() {
                self.rest = self.chunk(limit).await?;
            }
            let skipped = usize::try_from(start - self.position).unwrap_or(usize::MAX).min(self.rest.len());
            self.advance(skipped);
        }
        Ok(())
    }

    async fn take(&mut self, length: usize, limit: Duration) -> Result<Bytes, Fault> {
        if self.rest.is_empty() && length > 0 {
            self.rest = self.chunk(limit).await?;
        }
        if self.rest.len() >= length {
            return Ok(self.advance(length));
        }
        let mut range = Vec::with_capacity(length);
        while range.len() < length {
            if self.rest.is_empty() {
                self.rest = self.chunk(limit).await?;
            }
            let part = self.advance((length - range.len()).min(self.rest.len()));
            range.extend_from_slice(&part);
        }
        Ok(range.into())
    }

    /// Moves on by so many bytes of the rest, and returns them.
    fn advance(&mut self, bytes: usize) -> Bytes {
        self.position = self.position.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        self.rest.split_to(bytes)
    }

    async fn chunk(&mut self, limit: Duration) -> Result<Bytes, Fault> {
        match timeout(limit, poll_fn(|context| self.source.poll_chunk(context))).await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => Err(Fault::Short { read: self.position, stated: self.position.saturating_add(1) }),
            Err(elapsed) => Err(Fault::Failed(elapsed.into())),
        }
    }
}
