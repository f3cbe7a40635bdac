//! The content of a file as a stream of chunks.

use std::{
    fs, io,
    io::{Read, Seek, SeekFrom},
    path::Path,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::{
    runtime::Handle,
    task::{JoinHandle, spawn_blocking},
};

/// The maximum size of a chunk, in bytes.
const CHUNK: u64 = 128 * 1024;

/// Returns the length of a regular file, which can be read more than once.
pub(super) async fn length(path: Arc<Path>) -> io::Result<u64> {
    if Handle::try_current().is_err() {
        return Err(io::Error::other("a file can be read only in a Tokio runtime, such as that of `#[tokio::main]`"));
    }
    spawn_blocking(move || regular_length(&path)).await?
}

fn regular_length(path: &Path) -> io::Result<u64> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file, so it cannot be read more than once"))
    }
}

/// The chunks of a file. The file is opened when the first chunk is polled.
pub(super) struct File {
    state: State,
}

enum State {
    Unopened {
        path: Arc<Path>,
        length: Option<u64>,
    },
    /// A chunk is being read.
    Reading(JoinHandle<io::Result<(Bytes, fs::File)>>),
    Idle(fs::File),
    /// The file was read to its end, or reading failed.
    Ended,
}

impl File {
    /// Creates a stream for the file. If `length` is given, opening a file with a different length is an error.
    pub(super) fn new(path: Arc<Path>, length: Option<u64>) -> Self {
        Self { state: State::Unopened { path, length } }
    }
}

impl Stream for File {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut reading = match std::mem::replace(&mut self.state, State::Ended) {
            State::Unopened { path, length } => spawn_blocking(move || read(open(&path, length)?)),
            State::Idle(file) => spawn_blocking(move || read(file)),
            State::Reading(reading) => reading,
            State::Ended => return Poll::Ready(None),
        };
        let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
            self.state = State::Reading(reading);
            return Poll::Pending;
        };
        match read.map_err(io::Error::from).flatten() {
            Ok((chunk, _)) if chunk.is_empty() => Poll::Ready(None),
            Ok((chunk, file)) => {
                self.state = State::Idle(file);
                Poll::Ready(Some(Ok(chunk)))
            }
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }
}

/// Reads a range of the file at once, on a thread for blocking calls. `expected` is the length of the whole file.
pub(super) async fn range(path: Arc<Path>, expected: Option<u64>, start: u64, length: usize) -> io::Result<Bytes> {
    let read = move || {
        let mut file = open(&path, expected)?;
        file.seek(SeekFrom::Start(start))?;
        let mut range = Vec::with_capacity(length);
        file.take(u64::try_from(length).unwrap_or(u64::MAX)).read_to_end(&mut range)?;
        if range.len() < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(range.into())
    };
    spawn_blocking(read).await?
}

fn open(path: &Path, length: Option<u64>) -> io::Result<fs::File> {
    // Checked before the file is opened, because opening a pipe blocks until another process opens it for writing.
    let actual = regular_length(path)?;
    match length {
        Some(length) if length != actual => {
            let reason = format!("the file has {actual} bytes, expected {length}");
            Err(io::Error::new(io::ErrorKind::InvalidData, reason))
        }
        _ => fs::File::open(path),
    }
}

/// Reads the next chunk, which is empty at the end of the file.
fn read(mut file: fs::File) -> io::Result<(Bytes, fs::File)> {
    let mut chunk = Vec::new();
    file.by_ref().take(CHUNK).read_to_end(&mut chunk)?;
    Ok((chunk.into(), file))
}
