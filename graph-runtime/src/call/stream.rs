//! Response bodies as streams of chunks.

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
        places::Places,
        read::{raw_response, read_error},
        send::{Opened, check_runtime, open},
    },
};

/// A response body as a stream of chunks, as they are received. Returned by
/// [`Call::stream`](crate::client::Call::stream).
///
/// The body is not buffered, and the client's `max_response_bytes` does not limit it. The call's time-out applies to
/// each chunk.
///
/// Get the chunks one by one with [`chunk`](ByteStream::chunk), or use `ByteStream` as a `Stream`.
///
/// ```no_run
/// use graph_runtime::{Bytes, graph_action};
///
/// /// Downloads the content of a file.
/// #[graph_action(
///     GET, "/drives/<drive>/items/<item>/content",
///     returns = Bytes,
///     perms(delegated = "Files.Read", personal = "Files.Read", application = "Files.Read.All"),
///     redirects = true,
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
/// // Graph redirects to the URL of the download, which `redirects = true` follows.
/// let mut body = graph.call(&item).stream().await?;
/// while let Some(chunk) = body.chunk().await? {
///     file.write_all(&chunk)?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    outgoing: Arc<Outgoing>,
    status: StatusCode,
    headers: HeaderMap,
    state: State,
    /// What the call occupies of the client's limits until the body has ended.
    places: Places,
}

enum State {
    /// The rest of the body. No chunk is being read.
    Idle(reqwest::Response),
    /// A chunk is being read.
    Reading(Pin<Box<dyn Future<Output = Chunk> + Send>>),
    /// The body has ended, or reading failed.
    Ended,
}

/// A chunk, and the rest of the body.
type Chunk = (Result<Option<Bytes>, Error>, reqwest::Response);

impl ByteStream {
    /// Makes a call, and returns as soon as the head of the response was received.
    pub(crate) async fn open(outgoing: Outgoing) -> Result<Self, Error> {
        let outgoing = Arc::new(outgoing);
        let Opened { head, rest, places } = open(Arc::clone(&outgoing)).await?;
        Ok(Self { outgoing, status: head.status, headers: head.headers, state: State::Idle(rest), places })
    }

    /// Returns the HTTP status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the response headers, such as `Content-Type` and `Content-Length`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the next chunk of the body, or `None` at its end.
    ///
    /// # Errors
    ///
    /// - Returns [`Error::Timeout`] if no chunk is received within the call's time-out.
    /// - Returns [`Error::Transport`] if the connection is lost.
    /// - Returns [`Error::Decode`] if the body cannot be decompressed.
    /// - Returns [`Error::Build`] outside a Tokio runtime.
    ///
    /// After an error, later calls return `None`.
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
            self.state = State::Reading(Box::pin(read_chunk(Arc::clone(&self.outgoing), rest)));
        }
        let State::Reading(reading) = &mut self.state else {
            return Poll::Ready(None);
        };
        let (chunk, rest) = ready!(reading.as_mut().poll(context));
        if let Ok(Some(_)) = chunk {
            self.state = State::Idle(rest);
        } else {
            self.state = State::Ended;
            self.places.clear();
        }
        Poll::Ready(chunk.transpose())
    }
}

/// Reads one chunk, and returns it with the rest of the body.
async fn read_chunk(outgoing: Arc<Outgoing>, mut rest: reqwest::Response) -> Chunk {
    if let Err(error) = check_runtime(outgoing.prepared.metadata.name) {
        return (Err(error), rest);
    }
    let redirects = outgoing.redirects.get();
    let chunk: Result<_, Error> = match tokio::time::timeout(outgoing.timeout, rest.chunk()).await {
        Ok(Ok(chunk)) => Ok(chunk),
        Ok(Err(error)) => Err(read_error(&outgoing, *raw_response(&outgoing, &mut rest, Bytes::new()), error)),
        Err(elapsed) => Err(TimeoutError::elapsed(outgoing.attempt(), elapsed).into()),
    };
    (chunk.map_err(|error| error.with_redirects(&redirects)), rest)
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("action", &self.outgoing.prepared.metadata.name)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
