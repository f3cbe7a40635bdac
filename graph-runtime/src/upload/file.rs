//! The content of a file, piece by piece.

use std::{
    fs, io,
    io::Read,
    path::Path,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

/// How much is read at once.
const PIECE: u64 = 128 * 1024;

/// How long a file is that can be read more than once.
pub(super) async fn length(path: Arc<Path>) -> io::Result<u64> {
    spawn_blocking(move || regular_length(&path)).await?
}

fn regular_length(path: &Path) -> io::Result<u64> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file, which could be read again"))
    }
}

/// The pieces of a file, which is opened when the first one is asked for.
pub(super) struct File {
    state: State,
}

enum State {
    Unopened {
        path: Arc<Path>,
        length: Option<u64>,
    },
    /// A piece is being read.
    Reading(JoinHandle<io::Result<(Bytes, fs::File)>>),
    Idle(fs::File),
    /// It was read to its end, or could not be.
    Ended,
}

impl File {
    /// A file that has to have this length.
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
            Ok((piece, _)) if piece.is_empty() => Poll::Ready(None),
            Ok((piece, file)) => {
                self.state = State::Idle(file);
                Poll::Ready(Some(Ok(piece)))
            }
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }
}

fn open(path: &Path, length: Option<u64>) -> io::Result<fs::File> {
    // Looked at before it is opened, since opening a pipe waits for whoever writes to it.
    let now = regular_length(path)?;
    match length {
        Some(length) if length != now => {
            Err(io::Error::new(io::ErrorKind::InvalidData, format!("the file has {now} bytes, and not {length}")))
        }
        _ => fs::File::open(path),
    }
}

/// Reads the next piece, which is empty at the end.
fn read(mut file: fs::File) -> io::Result<(Bytes, fs::File)> {
    let mut piece = Vec::new();
    file.by_ref().take(PIECE).read_to_end(&mut piece)?;
    Ok((piece.into(), file))
}
