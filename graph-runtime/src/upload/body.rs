//! The body of an upload.

use std::{
    fmt, io,
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use super::{
    file::{self, File},
    source::{Cause, Chunks, Fault, Slot, Source},
};

/// The body of a request that does not have to be buffered in memory: the type of a field with
/// `#[graph(raw_body = "…")]` for content of any size.
///
/// Create a body from:
///
/// - content in memory: `UploadBody::from(…)` for [`Bytes`], `Vec<u8>`, `&[u8]`, `String` or `&str`
/// - a [file](UploadBody::file), which is opened again for each attempt
/// - a [function](UploadBody::repeatable) that creates a new stream for each attempt
/// - a single [stream](UploadBody::once), which can be sent only once
///
/// If the length is known, it is sent as `Content-Length`. Otherwise, the body is sent with chunked transfer encoding,
/// which some services reject with 411.
///
/// ```
/// use graph_runtime::{GraphClient, graph_action, upload::UploadBody};
///
/// /// Replaces the content of a file.
/// #[graph_action(
///     PUT, "/drives/<drive>/items/<item>/content",
///     perms(
///         delegated = "Files.ReadWrite",
///         personal = "Files.ReadWrite",
///         application = "Files.ReadWrite.All",
///     ),
/// )]
/// pub struct ReplaceContent {
///     /// Id of the drive.
///     pub drive: String,
///     /// Id of the file.
///     pub item: String,
///     /// The new content, of up to 250 MB.
///     #[graph(raw_body = "application/octet-stream")]
///     pub content: UploadBody,
/// }
///
/// async fn replace(graph: &GraphClient, path: &str) -> Result<(), Box<dyn std::error::Error>> {
///     let content = UploadBody::file(path).await?;
///     ReplaceContent::builder().drive("b!t18F8y").item("01NKDM").content(content).send(graph).await?;
///     Ok(())
/// }
/// # let _ = replace;
///
/// // Small content does not have to be a file.
/// let replace = ReplaceContent::builder().drive("b!t18F8y").item("01NKDM").content("hello, world").build();
/// # let graph = GraphClient::builder().build()?;
/// # assert_eq!(graph.prepare(&replace)?.body().and_then(|body| body.as_bytes()), Some(b"hello, world".as_slice()));
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// # Retries
///
/// A repeatable body is read from the beginning for each attempt. Any other body is never sent twice. After a part of
/// it was read, an attempt that would otherwise be retried (429, 503, a lost connection, 401 with a fresh token) ends
/// the call. The error is that of the attempt, and its message says why it was not retried. If no connection was made,
/// nothing was read, and the call is retried.
///
/// If a body cannot be read, or is shorter or longer than its [stated length](UploadBody::with_length), the call
/// returns [`Error::Body`](crate::Error::Body) and is not retried. The same applies to a stream that returns 65,536 empty
/// chunks in a row. The request is then aborted, so it never looks
/// complete to the service.
///
/// # Memory and time-outs
///
/// Only a few chunks of a stream are kept in memory, in addition to those that the connection has not written yet. The
/// stream determines the size of the chunks. The [time-out](crate::client::Call::timeout) of the call starts again with
/// each chunk.
///
/// Neither `Debug` nor a [preview](crate::client::Call::preview) shows the content.
#[derive(Clone)]
pub struct UploadBody {
    content: Content,
    /// The length in bytes, if known.
    length: Option<u64>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    File(Arc<Path>),
    Repeatable(Arc<dyn Fn() -> Chunks + Send + Sync>),
    Once(Slot),
}

impl UploadBody {
    /// Creates a body from a file, which is opened again for each attempt. Its length is determined now.
    ///
    /// The file must not change until the call has ended. If its length has changed, it is not sent.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// use graph_runtime::upload::UploadBody;
    ///
    /// let body = UploadBody::file("Cargo.toml").await?;
    /// assert!(body.is_repeatable() && body.length().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the file does not exist, or is not a regular file but, for example, a directory or a pipe,
    /// which cannot be read more than once. Also returns an error outside a Tokio runtime.
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path: Arc<Path> = path.as_ref().into();
        let length = file::length(Arc::clone(&path)).await?;
        Ok(Self { content: Content::File(path), length: Some(length) })
    }

    /// Creates a body from a function that returns a new stream for each attempt. The streams must have the same
    /// content.
    ///
    /// The length is unknown; see [`with_length`](UploadBody::with_length).
    ///
    /// ```
    /// use std::convert::Infallible;
    ///
    /// use futures_util::stream;
    /// use graph_runtime::{Bytes, upload::UploadBody};
    ///
    /// let zeros = Bytes::from_static(&[0; 4096]);
    /// let body = UploadBody::repeatable(move || stream::iter(vec![Ok::<_, Infallible>(zeros.clone()); 256]));
    /// assert!(body.is_repeatable());
    ///
    /// let body = body.with_length(256 * 4096);
    /// assert_eq!(format!("{body:?}"), "UploadBody([stream of 1048576 bytes])");
    /// ```
    pub fn repeatable<S, B, E>(make: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self { content: Content::Repeatable(Arc::new(move || chunks(make()))), length: None }
    }

    /// Creates a body from a stream that exists only once, such as received data. It can be sent only once.
    ///
    /// Another call with the same body, or with a clone of it, returns [`Error::Body`](crate::Error::Body). The length
    /// is unknown; see [`with_length`](UploadBody::with_length).
    ///
    /// ```no_run
    /// use graph_runtime::{Bytes, Error, GraphAction, GraphClient, upload::UploadBody};
    ///
    /// /// Creates an upload from a download, without buffering the content.
    /// async fn forward<A>(graph: &GraphClient, download: &A) -> Result<UploadBody, Error>
    /// where
    ///     A: GraphAction<Response = Bytes>,
    /// {
    ///     let content = graph.call(download).follow_redirects().stream().await?;
    ///     let length = content.headers().get("Content-Length").and_then(|length| length.to_str().ok()?.parse().ok());
    ///     let body = UploadBody::once(content);
    ///     Ok(if let Some(length) = length { body.with_length(length) } else { body })
    /// }
    /// ```
    pub fn once<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let source = Source::new(chunks(stream));
        Self { content: Content::Once(Arc::new(Mutex::new(Some(source)))), length: None }
    }

    /// States the length in bytes, which is sent as `Content-Length`.
    ///
    /// If the content is shorter or longer, the call returns [`Error::Body`](crate::Error::Body).
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Returns the length in bytes, or `None` if it is unknown.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns `true` if the body can be sent more than once.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !matches!(self.content, Content::Once(_))
    }

    /// Returns the bytes if they are in memory and have the stated length.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) if self.length == length_of(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether the body can be sent only once and was sent.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.content {
            Content::Once(slot) => slot.lock().unwrap_or_else(PoisonError::into_inner).is_none(),
            _ => false,
        }
    }

    /// Opens the source of the body.
    pub(super) fn open(&self) -> Result<Source, Fault> {
        let chunks = match &self.content {
            Content::Bytes(bytes) => chunks(Whole(Some(bytes.clone()))),
            Content::File(path) => chunks(File::new(Arc::clone(path), self.length)),
            Content::Repeatable(make) => make(),
            Content::Once(slot) => {
                let source = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
                return source.map(|source| source.with_stated_length(self.length)).ok_or(Fault::Spent);
            }
        };
        Ok(Source::new(chunks).with_stated_length(self.length))
    }

    /// Returns the path of the file, if the body is one.
    pub(super) fn as_file(&self) -> Option<&Arc<Path>> {
        match &self.content {
            Content::File(path) => Some(path),
            _ => None,
        }
    }

    /// Returns the place to which a source that was not used has to be returned.
    pub(super) fn slot(&self) -> Option<Slot> {
        match &self.content {
            Content::Once(slot) => Some(Arc::clone(slot)),
            _ => None,
        }
    }
}

fn length_of(bytes: &Bytes) -> Option<u64> {
    u64::try_from(bytes.len()).ok()
}

impl From<Bytes> for UploadBody {
    fn from(bytes: Bytes) -> Self {
        Self { length: length_of(&bytes), content: Content::Bytes(bytes) }
    }
}

impl From<Vec<u8>> for UploadBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&[u8]> for UploadBody {
    fn from(bytes: &[u8]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl From<String> for UploadBody {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&str> for UploadBody {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Display for UploadBody {
    /// Writes a description of the content: `[12 bytes]`, `[stream of 12345 bytes]` or `[stream of unknown length]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.as_bytes(), self.length) {
            (Some(bytes), _) => write!(f, "[{} bytes]", bytes.len()),
            (None, Some(length)) => write!(f, "[stream of {length} bytes]"),
            (None, None) => f.write_str("[stream of unknown length]"),
        }
    }
}

impl fmt::Debug for UploadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UploadBody({self})")
    }
}

fn chunks<S, B, E>(stream: S) -> Chunks
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes>,
    E: Into<Cause>,
{
    Box::pin(Converted(Box::pin(stream)))
}

/// A stream whose items are converted to [`Bytes`].
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Cause>,
{
    type Item = Result<Bytes, Cause>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|chunk| chunk.map(|chunk| chunk.map(B::into).map_err(E::into)))
    }
}

/// Bytes as a stream of one chunk.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, Cause>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
