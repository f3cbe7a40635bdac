//! Calls of actions and of undeclared operations.

pub(crate) mod future;
pub(crate) mod link;
pub(crate) mod options;
pub(crate) mod stream;
pub(crate) mod untyped;
mod untyped_path;

use std::{fmt, time::Duration};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use self::{
    future::{DetailedResponse, ResponseFuture},
    options::Options,
    stream::ByteStream,
};
use crate::{
    action::GraphAction,
    client::shared::Shared,
    delta::{changes::Changes, link::DeltaLink},
    error::Error,
    exchange::{outgoing::Outgoing, sending::Sending},
    metadata::action_metadata::ApiVersion,
    operation::progress::Operation,
    paging::{Paged, Pages, items::Items},
    prepare::{
        prepared::{Prepared, Secrets},
        preview::Preview,
    },
    upload::body::UploadBody,
    upload_session::{session::UploadSession, upload::Upload},
};

/// A call of an action, with options of its own. Created by [`GraphClient::call`](crate::GraphClient::call)
/// and by the method `call` of a builder.
///
/// ```no_run
/// use std::time::Duration;
///
/// # use graph_runtime::{Error, GraphAction, GraphClient};
/// # async fn call<A: GraphAction>(graph: &GraphClient, action: &A) -> Result<(), Error> {
/// let response = graph.call(action).timeout(Duration::from_secs(10)).send_detailed().await?;
/// println!("{} {:?}", response.status, response.request_id());
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until `.send()`"]
pub struct Call<'a, A> {
    client: &'a Shared,
    action: Held<'a, A>,
    options: Options,
}

/// The action of a call.
enum Held<'a, A> {
    Borrowed(&'a A),
    Owned(A),
}

impl<A> Held<'_, A> {
    fn get(&self) -> &A {
        match self {
            Self::Borrowed(action) => action,
            Self::Owned(action) => action,
        }
    }
}

impl<'a, A: GraphAction> Call<'a, A> {
    pub(crate) fn new(client: &'a Shared, action: &'a A) -> Self {
        Self { client, action: Held::Borrowed(action), options: Options::default() }
    }

    pub(crate) fn owned(client: &'a Shared, action: A) -> Self {
        Self { client, action: Held::Owned(action), options: Options::default() }
    }

    /// Sets the version to call. The default is the first version that the action declares.
    ///
    /// If the action does not declare `version`, the call returns [`Error::Build`], and nothing is sent.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.options.version = Some(version);
        self
    }

    /// Sets the time-out for each attempt, from obtaining a token to the last byte of the response. The default is the
    /// [client's](crate::client::GraphClientBuilder::timeout).
    ///
    /// While an [`UploadBody`](crate::upload::UploadBody) that is a file or a stream is sent, the time-out starts again
    /// with each chunk.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets a header of this call. Replaces a header of the action with the same name.
    ///
    /// Only `Prefer` is a list of preferences, so its values of client, action and call are joined: the request has one
    /// header `Prefer: a, b`. A preference with the same name, such as `odata.maxpagesize`, replaces the earlier one.
    ///
    /// The call returns [`Error::Build`] if the name or value is invalid. The same applies to `Authorization`, `Host`,
    /// `Content-Length` and `Transfer-Encoding`, which only the client sets, and to `client-request-id`, for which
    /// there is [an option](Call::client_request_id).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Changes the resource only if it still has this entity tag, by the header `If-Match`. The tag is from
    /// [`DetailedResponse::etag`](crate::client::DetailedResponse::etag) or the property `@odata.etag`; `*` is any tag.
    ///
    /// If the resource was changed in the meantime, the call returns an error for which
    /// [`is_precondition_failed`](Error::is_precondition_failed) returns `true`.
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.header("if-match", etag)
    }

    /// Sets the ID of this call, which is the same for all attempts. The service writes it to its logs. The default is
    /// a new UUID.
    ///
    /// The ID must consist of 1 to 128 visible ASCII characters. Otherwise, the call returns [`Error::Build`].
    pub fn client_request_id(mut self, id: impl AsRef<str>) -> Self {
        self.options.client_request_id(id.as_ref());
        self
    }

    /// Follows redirects, which calls do not do by default unless the action declares `redirects = true`. Use it for
    /// content that is stored elsewhere, such as files: Graph redirects to the URL of the download.
    ///
    /// Only redirects of a GET request are followed, up to ten, and only over HTTPS or from loopback to loopback.
    /// Another host receives neither the token nor the headers of action and call, and neither does any host after it;
    /// only headers that the action declares as `redirected` go along. The URL of a download contains the authorization
    /// that it needs.
    ///
    /// A redirect that is not followed is [`Error::Api`] with its status and the reason. For an error response of
    /// another host, [`ApiError::redirect_host`](crate::ApiError::redirect_host) returns the host.
    pub fn follow_redirects(mut self) -> Self {
        self.options.follows_redirects = true;
        self
    }

    /// Builds the request without sending it.
    ///
    /// The request contains everything that the action and the options of this call specify, but not what the client
    /// adds to each attempt (token, user agent, a new ID), and not the client's time-out. It contains the values of
    /// secret fields; use [`preview`](Call::preview) to redact them. A body that is a file or a stream is opened when
    /// the request is sent.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Build`] if a value or an option cannot be sent.
    pub fn prepare(self) -> Result<reqwest::Request, Error> {
        let timeout = self.options.timeout;
        let mut request = reqwest::Request::from(self.prepared(Secrets::Written)?);
        // Not set to `None`, which would allocate an extension in the request.
        if timeout.is_some() {
            *request.timeout_mut() = timeout;
        }
        Ok(request)
    }

    /// Returns a preview of the request without sending it. Values of secret fields are replaced by `[redacted]`.
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
    /// Returns [`Error::Build`] if a value or an option cannot be sent.
    pub fn preview(self) -> Result<Preview, Error> {
        self.prepared(Secrets::Redacted).map(Preview::from)
    }

    /// Sends the call.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant.
    pub fn send(self) -> ResponseFuture<A::Response> {
        ResponseFuture::new(A::METADATA, self.start())
    }

    /// Sends the call, and returns the response with its status, headers and IDs.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant.
    pub fn send_detailed(self) -> ResponseFuture<DetailedResponse<A::Response>> {
        ResponseFuture::detailed(A::METADATA, self.start())
    }

    /// Sends the call, and returns the long-running operation that the service has started by it, with its response 202 and
    /// a link to the status. If the service has done it at once, the operation has ended.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant: [`Error::Decode`] if the service has accepted the operation without a
    /// link to it.
    pub fn start_operation(self) -> impl Future<Output = Result<Operation, Error>> + Send + 'static + use<A> {
        let outgoing = self.outgoing();
        async move { Operation::start(outgoing?).await }
    }

    fn prepared(self, secrets: Secrets) -> Result<Box<Prepared>, Error> {
        let Self { client, action, options } = self;
        options.prepare(client, A::METADATA, secrets, &action.get())
    }

    fn outgoing(self) -> Result<Outgoing, Error> {
        let Self { client, action, options } = self;
        options.outgoing(client, A::METADATA, &action.get())
    }

    fn start(self) -> Sending {
        let Self { client, action, options } = self;
        options.start(client, A::METADATA, &action.get())
    }
}

impl<A: GraphAction<Response: Paged>> Call<'_, A> {
    /// Returns the pages of the response, each of which is requested on demand.
    pub fn pages(self) -> Pages<<A::Response as Paged>::Item> {
        let client = self.client.clone();
        Pages::new::<A::Response>(client, self.outgoing())
    }

    /// Returns the pages that start with the one at `link`: a [`link`](Pages::link) of earlier pages, or the
    /// [`next_link`](crate::Page::next_link) or [`delta_link`](crate::Page::delta_link) of an earlier page.
    ///
    /// The headers of the action are sent, but its path and query are replaced by those of the link. If the link points
    /// to another host, the first page results in [`Error::Build`].
    pub fn pages_from(self, link: impl AsRef<str>) -> Pages<<A::Response as Paged>::Item> {
        let client = self.client.clone();
        Pages::from_link::<A::Response>(client, self.outgoing(), link.as_ref())
    }

    /// Returns the items of all pages.
    pub fn items(self) -> Items<<A::Response as Paged>::Item> {
        self.pages().items()
    }
}

impl<A: GraphAction<Response: Paged<Item: DeserializeOwned>>> Call<'_, A> {
    /// Returns the changes of a collection, for an action with a delta function such as `/users/delta`: at first, all its
    /// items.
    pub fn changes(self) -> Changes<<A::Response as Paged>::Item> {
        let client = self.client.clone();
        Changes::new(client, self.outgoing())
    }

    /// Returns the changes since the [`link`](Changes::link) of an earlier round.
    ///
    /// The headers of the action are sent, but its path and query are replaced by those of the link, except after a
    /// [reset](crate::delta::Change::Reset). If the link points to another host, the first change is [`Error::Build`].
    pub fn changes_from(self, link: &DeltaLink) -> Changes<<A::Response as Paged>::Item> {
        let client = self.client.clone();
        Changes::from_link(client, self.outgoing(), link)
    }
}

impl<A: GraphAction<Response = Bytes>> Call<'_, A> {
    /// Sends the call, and returns the response body as a stream of chunks, without buffering it.
    ///
    /// The time-out of the call applies to the head of the response, and then to each chunk.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant except [`Error::Decode`], which can occur when the body is read.
    pub fn stream(self) -> impl Future<Output = Result<ByteStream, Error>> + Send + 'static + use<A> {
        let outgoing = self.outgoing();
        async move { ByteStream::open(outgoing?).await }
    }
}

impl<'a, A: GraphAction<Response = UploadSession>> Call<'a, A> {
    /// Starts an upload of a large body in ranges, with a session that this call opens. See [`Upload`].
    pub fn upload(self, body: impl Into<UploadBody>) -> Upload<'a> {
        Upload::new(self.outgoing(), body.into())
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
