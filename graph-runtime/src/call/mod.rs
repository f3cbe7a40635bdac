//! One call of an action.

pub(crate) mod future;
pub(crate) mod options;
pub(crate) mod stream;
pub(crate) mod untyped;

use std::{fmt, time::Duration};

use bytes::Bytes;

use self::{
    future::{DetailedResponse, ResponseFuture},
    options::Options,
    stream::ByteStream,
};
use crate::{
    action::GraphAction,
    client::shared::Shared,
    error::Error,
    exchange::{outgoing::Outgoing, send::RawFuture},
    metadata::action_metadata::ApiVersion,
    paging::{Items, Paged, Pages},
    prepare::{
        prepared::{Prepared, Secrets},
        preview::Preview,
    },
};

/// One call of an action, with options of its own: what [`GraphClient::call`](crate::GraphClient::call) starts.
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
    client: &'a Shared,
    action: &'a A,
    options: Options,
}

impl<'a, A: GraphAction> Call<'a, A> {
    pub(crate) fn new(client: &'a Shared, action: &'a A) -> Self {
        Self { client, action, options: Options::default() }
    }

    /// The version to call, instead of the first that the action declares. One that it does not declare is
    /// [`Error::Build`], and nothing is sent.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.options.version = Some(version);
        self
    }

    /// How long each attempt may take, from asking for a token to the last byte of the answer, instead of the
    /// [client's](crate::client::GraphClientBuilder::timeout). While an [`UploadBody`](crate::upload::UploadBody) is sent that is a file
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
        ResponseFuture::detailed(A::METADATA, self.start())
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
        let client = self.client.clone();
        Pages::new::<A::Response>(client, self.outgoing())
    }

    /// The pages from the one at `link` on, which an earlier walk gave as its [`link`](Pages::link), or an earlier answer
    /// as its [`next_link`](crate::Page::next_link) or [`delta_link`](crate::Page::delta_link).
    ///
    /// The action's headers are sent; its path and query are the link's. A link to another host ends in
    /// [`Error::Build`].
    pub fn pages_from(self, link: impl AsRef<str>) -> Pages<<A::Response as Paged>::Item> {
        let client = self.client.clone();
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

impl<A: GraphAction> fmt::Debug for Call<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("action", &A::METADATA.name)
            .field("version", &self.options.version)
            .field("timeout", &self.options.timeout)
            .finish_non_exhaustive()
    }
}
