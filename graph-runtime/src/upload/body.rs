//! A body that is sent piece by piece.

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
    source::{Cause, Fault, Pieces, Slot, Source},
};

/// The body of a request, which need not be held whole: the type of a field with `#[graph(raw_body = "…")]` for content
/// of any size.
///
/// It is made of
///
/// - what is in memory: `UploadBody::from(…)` of [`Bytes`], `Vec<u8>`, `&[u8]`, `String` or `&str`;
/// - a [file](UploadBody::file), which is opened anew for each attempt;
/// - a [function](UploadBody::repeatable) that makes a fresh stream for each attempt;
/// - one [stream](UploadBody::once), which can be sent only once.
///
/// Where the length is known, it is sent as `Content-Length`; otherwise the body is sent in chunks, which some services
/// refuse with 411.
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
/// // What is small need not be a file.
/// let replace = ReplaceContent::builder().drive("b!t18F8y").item("01NKDM").content("hello, world").build();
/// # let graph = GraphClient::builder().build()?;
/// # assert_eq!(graph.prepare(&replace)?.body().and_then(|body| body.as_bytes()), Some(b"hello, world".as_slice()));
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// # Attempts
///
/// A body that can be repeated is read from its beginning for each attempt. One that cannot is never sent twice: once a
/// piece of it was taken, whatever would otherwise be repeated (429, 503, a broken connection, 401 with a fresh token)
/// ends the call with the error of that attempt, which says so. If no connection was made, nothing was taken, and the
/// call is repeated.
///
/// A body that cannot be read, or is shorter or longer than its [stated length](UploadBody::with_length), ends the call
/// in [`Error::Body`](crate::Error::Body), and is not tried again. The service then gets a request that breaks off, never
/// one that looks complete.
///
/// Of a body that is a stream, no more is held than a few pieces, and those that the connection has yet to write; how
/// large a piece is, the stream decides. The call's [time-out](crate::client::Call::timeout) starts anew with each piece.
///
/// Neither `Debug` nor a [preview](crate::client::Call::preview) shows what is in it.
#[derive(Clone)]
pub struct UploadBody {
    content: Content,
    /// How many bytes it has, where that is known.
    length: Option<u64>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    File(Arc<Path>),
    Repeatable(Arc<dyn Fn() -> Pieces + Send + Sync>),
    Once(Slot),
}

impl UploadBody {
    /// The content of a file, which is opened anew for each attempt, and whose length is known.
    ///
    /// The file has to stay as it is until the call has ended: one whose length has changed is not sent.
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
    /// Where there is no such file, or it is none that can be read again, such as a folder or a pipe.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime, like a call.
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path: Arc<Path> = path.as_ref().into();
        let length = file::length(Arc::clone(&path)).await?;
        Ok(Self { content: Content::File(path), length: Some(length) })
    }

    /// The stream that `make` makes for each attempt: each time the same bytes.
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
        Self { content: Content::Repeatable(Arc::new(move || pieces(make()))), length: None }
    }

    /// A stream that is there only once, such as what is received from elsewhere: sent once, and never again.
    ///
    /// Another call with the same body, or a clone of it, ends in [`Error::Body`](crate::Error::Body).
    ///
    /// ```no_run
    /// use graph_runtime::{Bytes, Error, GraphAction, GraphClient, upload::UploadBody};
    ///
    /// /// Sends on what is downloaded, without holding it.
    /// async fn pass_on<A>(graph: &GraphClient, download: &A) -> Result<UploadBody, Error>
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
        let source = Source::new(pieces(stream));
        Self { content: Content::Once(Arc::new(Mutex::new(Some(source)))), length: None }
    }

    /// States how many bytes it has, which are then sent as `Content-Length`. A body with fewer or more ends the call in
    /// [`Error::Body`](crate::Error::Body).
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// How many bytes it has, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether it can be sent more than once.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !matches!(self.content, Content::Once(_))
    }

    /// The bytes, where they are in memory, and as many as they are said to be.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) if self.length == length_of(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether it can be sent only once, and was.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.content {
            Content::Once(slot) => slot.lock().unwrap_or_else(PoisonError::into_inner).is_none(),
            _ => false,
        }
    }

    /// Begins to read it.
    pub(super) fn open(&self) -> Result<Source, Fault> {
        let pieces = match &self.content {
            Content::Bytes(bytes) => pieces(Whole(Some(bytes.clone()))),
            Content::File(path) => pieces(File::new(Arc::clone(path), self.length)),
            Content::Repeatable(make) => make(),
            Content::Once(slot) => {
                let source = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
                return source.map(|source| source.stated(self.length)).ok_or(Fault::Spent);
            }
        };
        Ok(Source::new(pieces).stated(self.length))
    }

    /// Where what was not sent belongs.
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
    /// What is shown in place of the content: `[12 bytes]`, `[stream of 12345 bytes]` or `[stream of unknown length]`.
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

fn pieces<S, B, E>(stream: S) -> Pieces
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes>,
    E: Into<Cause>,
{
    Box::pin(Converted(Box::pin(stream)))
}

/// A stream of pieces of any type.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Cause>,
{
    type Item = Result<Bytes, Cause>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|piece| piece.map(|piece| piece.map(B::into).map_err(E::into)))
    }
}

/// Bytes as a stream of one piece.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, Cause>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
