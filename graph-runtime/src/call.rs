//! One call of an action, and its answer.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::{
    ActionMetadata, ApiVersion, GraphAction, GraphClient, Preview, Response,
    decode::decode,
    error::{BuildError, Error},
    paging::{Items, Paged, Pages},
    prepare::{Prepared, Secrets, Write, prepare},
    send::{CLIENT_REQUEST_ID, Outgoing, RawFuture, RawResponse, send},
    stream::ByteStream,
};

/// One call of an action, with options of its own: what [`GraphClient::call`] starts.
///
/// ```no_run
/// use std::time::Duration;
///
/// # use graph_runtime::{Error, GraphAction, GraphClient};
/// # async fn call<A: GraphAction>(graph: &GraphClient, action: &A) -> Result<(), Error> {
/// let answer = graph.call(action).timeout(Duration::from_secs(10)).send_detailed().await?;
/// println!("{} {:?}", answer.status, answer.request_id());
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until `.send()`"]
pub struct Call<'a, A> {
    client: &'a GraphClient,
    action: &'a A,
    options: Options,
}

/// The options of one call, of one item of a batch, or of a batch.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) version: Option<ApiVersion>,
    pub(crate) timeout: Option<Duration>,
    headers: HeaderMap,
    pub(crate) client_request_id: Option<HeaderValue>,
    follows_redirects: bool,
    /// The first option that cannot be used.
    pub(crate) error: Option<String>,
}

impl<'a, A: GraphAction> Call<'a, A> {
    pub(crate) fn new(client: &'a GraphClient, action: &'a A) -> Self {
        Self { client, action, options: Options::default() }
    }

    /// The version to call, instead of the first that the action declares. One that it does not declare is
    /// [`Error::Build`], and nothing is sent.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.options.version = Some(version);
        self
    }

    /// How long each attempt may take, from asking for a token to the last byte of the answer, instead of the
    /// [client's](crate::GraphClientBuilder::timeout). While an [`UploadBody`](crate::UploadBody) is sent that is a file
    /// or a stream, it begins anew with each piece.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sends a header with this call; one that the action itself has under this name is replaced.
    ///
    /// A name or value that cannot be sent is [`Error::Build`], and so are `Authorization`, `Host`, `Content-Length` and
    /// `Transfer-Encoding`, which are the client's own, and `client-request-id`, which has
    /// [an option](Call::client_request_id).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// The id of this call, by which it is found in the service's logs, instead of a fresh UUID. It is kept over all
    /// attempts. Up to 128 visible ASCII characters; anything else is [`Error::Build`].
    pub fn client_request_id(mut self, id: impl Into<String>) -> Self {
        self.options.client_request_id(&id.into());
        self
    }

    /// Follows redirects, which a client does not do by itself: for content that is kept elsewhere, such as that of a
    /// file, to which Graph answers with the address of a download.
    ///
    /// Only a GET is followed, up to ten times, over HTTPS (or from loopback to loopback). Another host gets neither the
    /// token nor the headers of the action, and neither does any host after it: such an address carries what it needs in
    /// itself.
    pub fn follow_redirects(mut self) -> Self {
        self.options.follows_redirects = true;
        self
    }

    /// Builds the request without sending it.
    ///
    /// It has what the action and the options of this call say, but neither what the client adds to each attempt (token,
    /// user agent, a fresh id) nor the client's time-out. Secret fields are in it; [`preview`](Call::preview) hides them.
    /// A body that is a file or a stream is opened when the request is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Build`], where a value cannot be sent.
    pub fn prepare(self) -> Result<reqwest::Request, Error> {
        let timeout = self.options.timeout;
        let mut request = reqwest::Request::from(self.prepared(Secrets::Written)?);
        // It has no room of its own in a request without a time-out.
        if timeout.is_some() {
            *request.timeout_mut() = timeout;
        }
        Ok(request)
    }

    /// Shows the request without sending it, with its secret fields as `[redacted]`.
    ///
    /// ```
    /// use graph_runtime::{GraphClient, graph_action};
    ///
    /// #[graph_action(
    ///     POST, "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken",
    ///     version = "beta",
    ///     perms = "DeviceManagementServiceConfig.ReadWrite.All",
    /// )]
    /// struct UploadDepToken<'a> {
    ///     id: &'a str,
    ///     #[graph(secret)]
    ///     dep_token: &'a str,
    /// }
    ///
    /// let graph = GraphClient::builder().build()?;
    /// let preview = graph.call(&UploadDepToken { id: "7", dep_token: "hunter2" }).header("Prefer", "x").preview()?;
    /// assert_eq!(preview.url(), "https://graph.microsoft.com/beta/deviceManagement/depOnboardingSettings/7/uploadDepToken");
    /// assert_eq!(preview.body(), Some(r#"{"depToken":"[redacted]"}"#));
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Build`], where a value cannot be sent.
    pub fn preview(self) -> Result<Preview, Error> {
        self.prepared(Secrets::Redacted).map(Preview::from)
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// The future ends in any variant of [`Error`].
    pub fn send(self) -> ResponseFuture<A::Response> {
        ResponseFuture::new(A::METADATA, self.start())
    }

    /// Makes the call, and gives the answer with its status, headers and ids.
    ///
    /// # Errors
    ///
    /// The future ends in any variant of [`Error`].
    pub fn send_detailed(self) -> ResponseFuture<DetailedResponse<A::Response>> {
        ResponseFuture { metadata: A::METADATA, answer: self.start(), decode: DetailedResponse::decode }
    }

    fn prepared(self, secrets: Secrets) -> Result<Box<Prepared>, Error> {
        let Self { client, action, options } = self;
        options.prepare(client, A::METADATA, secrets, &action)
    }

    fn outgoing(self) -> Result<Outgoing, Error> {
        let Self { client, action, options } = self;
        options.outgoing(client, A::METADATA, &action)
    }

    fn start(self) -> RawFuture {
        let Self { client, action, options } = self;
        options.start(client, A::METADATA, &action)
    }
}

impl<A: GraphAction<Response: Paged>> Call<'_, A> {
    /// The pages of the answer, each asked for when it is wanted.
    pub fn pages(self) -> Pages<<A::Response as Paged>::Item> {
        let client = self.client.shared().clone();
        Pages::new::<A::Response>(client, self.outgoing())
    }

    /// The pages from the one at `link` on, which an earlier walk gave as its [`link`](Pages::link), or an earlier answer
    /// as its [`next_link`](crate::Page::next_link) or [`delta_link`](crate::Page::delta_link).
    ///
    /// The action's headers are sent; its path and query are the link's. A link to another host ends in
    /// [`Error::Build`].
    pub fn pages_from(self, link: impl AsRef<str>) -> Pages<<A::Response as Paged>::Item> {
        let client = self.client.shared().clone();
        Pages::from_link::<A::Response>(client, self.outgoing(), link.as_ref())
    }

    /// The items of all pages, one by one.
    pub fn items(self) -> Items<<A::Response as Paged>::Item> {
        self.pages().items()
    }
}

impl<A: GraphAction<Response = Bytes>> Call<'_, A> {
    /// Makes the call, and gives the body of its answer piece by piece, without holding it whole.
    ///
    /// The call's time-out counts for the head of the answer, and then for each piece.
    ///
    /// # Errors
    ///
    /// The future ends in any variant of [`Error`] but [`Error::Decode`], which reading the body may end in.
    pub fn stream(self) -> impl Future<Output = Result<ByteStream, Error>> + Send + 'static + use<A> {
        let outgoing = self.outgoing();
        async move { ByteStream::open(outgoing?).await }
    }
}

impl Options {
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match own_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(reason) => self.refuse(reason),
        }
    }

    pub(crate) fn client_request_id(&mut self, id: &str) {
        let is_sendable = !id.is_empty() && id.len() <= 128 && id.bytes().all(|byte| byte.is_ascii_graphic());
        match HeaderValue::from_str(id) {
            Ok(value) if is_sendable => self.client_request_id = Some(value),
            _ => self.refuse("`client_request_id`: it has to be 1 to 128 visible ASCII characters".to_owned()),
        }
    }

    pub(crate) fn refuse(&mut self, reason: String) {
        self.error.get_or_insert(reason);
    }

    /// Builds the request as far as it is the same for all attempts.
    pub(crate) fn prepare(
        self,
        client: &GraphClient,
        metadata: &'static ActionMetadata,
        secrets: Secrets,
        action: &dyn Write,
    ) -> Result<Box<Prepared>, Error> {
        if let Some(reason) = self.error {
            return Err(BuildError::action(metadata.name, reason).into());
        }
        let mut prepared = prepare(&client.shared().base, metadata, self.version, secrets, action)?;
        if !self.headers.is_empty() {
            prepared.headers.extend(self.headers);
        }
        if let Some(id) = self.client_request_id {
            prepared.headers.insert(CLIENT_REQUEST_ID, id);
        }
        Ok(prepared)
    }

    /// Builds the request, with the id of the call.
    fn outgoing(
        self,
        client: &GraphClient,
        metadata: &'static ActionMetadata,
        action: &dyn Write,
    ) -> Result<Outgoing, Error> {
        let (timeout, follows_redirects) = (self.timeout, self.follows_redirects);
        let prepared = self.prepare(client, metadata, Secrets::Written, action)?;
        Ok(Outgoing::new(client.shared().clone(), prepared, timeout, follows_redirects))
    }

    /// Starts the call.
    pub(crate) fn start(
        self,
        client: &GraphClient,
        metadata: &'static ActionMetadata,
        action: &dyn Write,
    ) -> RawFuture {
        match self.outgoing(client, metadata, action) {
            Ok(outgoing) => Box::pin(send(outgoing)),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}

/// A header that a caller sets; refuses what is the client's own to set, and what cannot be sent.
pub(crate) fn own_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let Ok(known) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(format!("{name:?} is no name of a header"));
    };
    if [header::AUTHORIZATION, header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING].contains(&known) {
        return Err(format!("the header `{known}` is set by the client alone"));
    }
    if known == CLIENT_REQUEST_ID {
        return Err("the header `client-request-id` is set with `.client_request_id(…)`".to_owned());
    }
    // `HeaderValue` itself lets bytes beyond ASCII pass, which servers read in different ways.
    match HeaderValue::from_str(value) {
        Ok(value) if value.to_str().is_ok() => Ok((known, value)),
        _ => Err(format!("the header `{known}`: a value holds visible ASCII characters, spaces and tabs alone")),
    }
}

impl<A: GraphAction> fmt::Debug for Call<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("action", &A::METADATA.name)
            .field("version", &self.options.version)
            .field("timeout", &self.options.timeout)
            .finish_non_exhaustive()
    }
}

/// The answer to a call, later.
///
/// It owns all that it needs, so it can be spawned or kept. Nothing is sent before it is polled, and dropping it cancels
/// the call; a request that is already on its way may still be acted upon.
#[must_use = "nothing is sent until the future is awaited"]
pub struct ResponseFuture<R> {
    metadata: &'static ActionMetadata,
    answer: RawFuture,
    decode: fn(Box<RawResponse>) -> Result<R, Error>,
}

impl<R: Response> ResponseFuture<R> {
    pub(crate) fn new(metadata: &'static ActionMetadata, answer: RawFuture) -> Self {
        Self { metadata, answer, decode }
    }
}

impl<R> Future for ResponseFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.answer.as_mut().poll(context));
        Poll::Ready(response.and_then(self.decode))
    }
}

impl<R> fmt::Debug for ResponseFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").field("action", &self.metadata.name).finish_non_exhaustive()
    }
}

/// What an action returned, with the answer that it came in: what [`Call::send_detailed`] gives.
///
/// Of the headers, `Debug` does not show those that may carry a token: addresses, cookies and challenges.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DetailedResponse<T> {
    /// What the action returned.
    pub value: T,
    /// The HTTP status, which is a success.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    client_request_id: Arc<str>,
}

impl<T> DetailedResponse<T> {
    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("request-id")?.to_str().ok()
    }

    /// The client's id of the call, the same over all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }
}

impl<T: Response> DetailedResponse<T> {
    pub(crate) fn decode(response: Box<RawResponse>) -> Result<Self, Error> {
        let (status, headers) = (response.status, response.headers.clone());
        let client_request_id = response.client_request_id.clone();
        Ok(Self { value: decode(response)?, status, headers, client_request_id })
    }
}
