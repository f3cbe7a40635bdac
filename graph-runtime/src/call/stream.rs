//! Bodies that are read piece by piece.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::{
    error::{Error, transport::TimeoutError},
    exchange::{
        outgoing::Outgoing,
        read::{raw, unread},
        send::{Opened, open},
    },
};

/// The body of an answer, piece by piece as it comes: what [`Call::stream`](crate::client::Call::stream) gives.
///
/// It is never held whole, and the client's `max_response_bytes` does not limit it. A piece that does not come within
/// the call's time-out ends it in [`Error::Timeout`]; a connection that breaks, in [`Error::Transport`]. It is a
/// `Stream` too.
///
/// ```no_run
/// use graph_runtime::{Bytes, graph_action};
///
/// /// Downloads the content of a file.
/// #[graph_action(
///     GET, "/drives/<drive>/items/<item>/content",
///     returns = Bytes,
///     perms(delegated = "Files.Read", personal = "Files.Read", application = "Files.Read.All"),
/// )]
/// pub struct DownloadItem {
///     /// Key of the drive.
///     pub drive: String,
///     /// Key of the driveItem.
///     pub item: String,
/// }
///
/// # async fn save(graph: &graph_runtime::GraphClient, item: DownloadItem) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut file = std::fs::File::create("report.xlsx")?;
/// // Graph answers with the address of the download, which the call follows.
/// let mut body = graph.call(&item).follow_redirects().stream().await?;
/// while let Some(piece) = body.chunk().await? {
///     file.write_all(&piece)?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    outgoing: Arc<Outgoing>,
    status: StatusCode,
    headers: HeaderMap,
    state: State,
}

enum State {
    /// The rest of the body, of which nothing is being read.
    Idle(reqwest::Response),
    /// A piece is being read.
    Reading(Pin<Box<dyn Future<Output = Piece> + Send>>),
    /// The body has ended, well or not.
    Ended,
}

/// What was read, and the rest.
type Piece = (Result<Option<Bytes>, Error>, reqwest::Response);

impl ByteStream {
    /// Makes a call, and gives its answer as soon as the head is there.
    pub(crate) async fn open(outgoing: Outgoing) -> Result<Self, Error> {
        let outgoing = Arc::new(outgoing);
        let Opened { head, rest } = open(Arc::clone(&outgoing)).await?;
        Ok(Self { outgoing, status: head.status, headers: head.headers, state: State::Idle(rest) })
    }

    /// The HTTP status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer, such as `Content-Type` and `Content-Length`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The next piece of the body; none at its end.
    ///
    /// # Errors
    ///
    /// [`Error::Timeout`], [`Error::Transport`], or [`Error::Decode`] where the body is not compressed as it claims to be;
    /// nothing comes after them.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let State::Idle(_) = self.state
            && let State::Idle(rest) = std::mem::replace(&mut self.state, State::Ended)
        {
            self.state = State::Reading(Box::pin(piece(Arc::clone(&self.outgoing), rest)));
        }
        let State::Reading(reading) = &mut self.state else {
            return Poll::Ready(None);
        };
        let (piece, rest) = ready!(reading.as_mut().poll(context));
        self.state = if let Ok(Some(_)) = piece { State::Idle(rest) } else { State::Ended };
        Poll::Ready(piece.transpose())
    }
}

/// Reads one piece, and gives the rest back.
async fn piece(outgoing: Arc<Outgoing>, mut rest: reqwest::Response) -> Piece {
    let piece = match tokio::time::timeout(outgoing.timeout, rest.chunk()).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(error)) => Err(unread(&outgoing, *raw(&outgoing, &mut rest, Bytes::new()), error)),
        Err(elapsed) => Err(TimeoutError::elapsed(outgoing.attempt(), elapsed).into()),
    };
    (piece, rest)
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("action", &self.outgoing.prepared.metadata.name)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
