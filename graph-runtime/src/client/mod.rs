//! The client and its calls: options, responses, streams, previews, and hooks.

pub(crate) mod builder;
pub(crate) mod hook;
mod http_client;
pub(crate) mod shared;

use std::{fmt, sync::Arc};

pub use crate::{
    call::{
        Call,
        future::{DetailedResponse, ResponseFuture},
        link::LinkRequest,
        stream::ByteStream,
        untyped::UntypedRequest,
    },
    cloud::{CustomCloud, text::ParseCloudError},
    prepare::preview::Preview,
};
pub use builder::GraphClientBuilder;
pub use hook::{AttemptHook, AttemptOutcome, AttemptRequest};

use self::shared::{Inner, Settings, Shared};
use crate::{
    action::GraphAction,
    batch::builder::Batch,
    call::options::Options,
    error::{Error, build::BuildError},
    limits::{Limits, limit::Limit},
    metadata::action_metadata::Method,
    operation::{link::OperationLink, progress::Operation},
    upload::body::UploadBody,
    upload_session::{requests, session::UploadSession, upload::Upload},
};

/// A client for Microsoft Graph in one cloud, or for a gateway in front of it.
///
/// Cloning is cheap: the clones share the connections, the token and the settings.
///
/// ```no_run
/// use graph_runtime::{GraphClient, graph_action};
///
/// /// Sends the device a request to restart.
/// #[graph_action(
///     POST, "/deviceManagement/managedDevices/<id>/rebootNow",
///     perms = "DeviceManagementManagedDevices.PrivilegedOperations.All",
/// )]
/// pub struct RebootNow {
///     /// Key of the managedDevice.
///     pub id: String,
/// }
///
/// # async fn call(device: String) -> Result<(), graph_runtime::Error> {
/// let graph = GraphClient::builder().token("eyJ0…").build()?;
/// graph.send(&RebootNow { id: device }).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct GraphClient {
    shared: Shared,
}

impl GraphClient {
    /// Returns a builder for a client.
    pub fn builder() -> GraphClientBuilder {
        GraphClientBuilder::new()
    }

    /// Calls an action.
    ///
    /// The request is built immediately, and sent when the future is polled. The future borrows nothing, so it can be
    /// spawned.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant.
    pub fn send<A: GraphAction>(&self, action: &A) -> ResponseFuture<A::Response> {
        // This function is compiled for each action, so it is as short as possible.
        ResponseFuture::new(A::METADATA, Options::default().start(&self.shared, A::METADATA, &action))
    }

    /// Starts a call of an action with options of its own.
    ///
    /// ```no_run
    /// # use graph_runtime::{ApiVersion, Error, GraphAction, GraphClient};
    /// # async fn call<A: GraphAction>(graph: &GraphClient, action: &A) -> Result<(), Error> {
    /// let response = graph.call(action).version(ApiVersion::Beta).header("Prefer", "return=minimal").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<'a, A: GraphAction>(&'a self, action: &'a A) -> Call<'a, A> {
        Call::new(&self.shared, action)
    }

    /// Starts a call that owns its action, as that of a builder does.
    pub(crate) fn call_owned<A: GraphAction>(&self, action: A) -> Call<'_, A> {
        Call::owned(&self.shared, action)
    }

    /// Starts a call of an operation that is not declared.
    ///
    /// `path` is the path after the version, such as `/users/<id>/messages`. It must be percent-encoded and may have a
    /// query. [`UntypedRequest::parameter`] sets the value of a placeholder such as `<id>`.
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> UntypedRequest<'_> {
        UntypedRequest::new(&self.shared, method, path.as_ref())
    }

    /// Starts a GET request of a link in a response, such as a `Location`, an `@odata.id` or the URL of a resource, whose
    /// response is of a type that the caller declares.
    ///
    /// The request has the client's token, so the link must point to the client's own base URL, or to an address that is
    /// [mapped](GraphClientBuilder::map_links_from) to it; otherwise, the call returns [`Error::Build`]. A link that begins
    /// with `/` is relative to v1.0, unless it begins with a version.
    pub fn link(&self, link: impl AsRef<str>) -> LinkRequest<'_> {
        LinkRequest::new(&self.shared, link.as_ref())
    }

    /// Returns a long-running operation that was started earlier, by its stored link.
    pub fn operation(&self, link: OperationLink) -> Operation {
        Operation::resumed(self.shared.clone(), link)
    }

    /// Starts a batch: several actions in one request, each with its own response.
    ///
    /// ```no_run
    /// # use graph_runtime::{Error, GraphAction, GraphClient};
    /// # async fn call<A: GraphAction, B: GraphAction>(graph: &GraphClient, first: &A, second: &B) -> Result<(), Error> {
    /// let mut batch = graph.batch();
    /// let (first, second) = (batch.add(first), batch.add(second));
    /// let mut response = batch.send().await?;
    /// let (first, second) = (response.take(first)?, response.take(second)?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self) -> Batch {
        Batch::new(self.shared.clone())
    }

    /// Builds the request of an action without sending it. The request has no token; see [`Call::prepare`].
    ///
    /// # Errors
    ///
    /// Returns [`Error::Build`] if a value of the action cannot be sent.
    pub fn prepare<A: GraphAction>(&self, action: &A) -> Result<reqwest::Request, Error> {
        self.call(action).prepare()
    }

    /// Starts an upload of a large body in ranges, with a session that `create` opens. See [`Upload`].
    pub fn upload<'a, A>(&'a self, create: &'a A, body: impl Into<UploadBody>) -> Upload<'a>
    where
        A: GraphAction<Response = UploadSession>,
    {
        self.call(create).upload(body)
    }

    /// Asks the service which ranges of an upload are missing, and returns the session with them.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] of any variant: 404 if the session has expired, was canceled or is complete, and
    /// [`Error::Build`] if its URL is not for HTTPS.
    pub async fn upload_status(&self, session: &UploadSession) -> Result<UploadSession, Error> {
        requests::status(&self.shared, session, None).await
    }

    /// Cancels an upload: ends its session, so that the service discards what has arrived.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant: 404 if there is no such session anymore.
    pub fn cancel_upload(&self, session: &UploadSession) -> ResponseFuture<()> {
        requests::cancel(&self.shared, session)
    }

    /// Returns a client whose calls observe these limits together, in addition to those of this client. It shares
    /// everything else with this client: connections, token, settings and retry budget.
    ///
    /// Use it for what has a limit of its own, such as a mailbox, which takes four requests at a time. Keep the client, or a
    /// clone, for all calls that the limit is about: each client that this returns has limits of its own.
    ///
    /// ```
    /// use graph_runtime::{GraphClient, limits::Limits};
    ///
    /// # fn mailbox(graph: &GraphClient) -> Result<(), graph_runtime::Error> {
    /// let mailbox = graph.with_limits(Limits::new().concurrent_calls(4))?;
    /// # let _ = mailbox;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`Error::Build`] if a limit is zero.
    pub fn with_limits(&self, limits: Limits) -> Result<Self, Error> {
        let Inner { settings, limits: inherited } = &*self.shared;
        let limits =
            Limit::add(limits, inherited, &settings.clock).map_err(|reason| BuildError::client("limits", reason))?;
        Ok(Self { shared: Arc::new(Inner { settings: Arc::clone(settings), limits }) })
    }

    #[cfg(test)]
    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { settings, limits } = &*self.shared;
        let Settings { base, user_agent, timeout, retry, max_response_bytes, preflight, .. } = &**settings;
        let limits: Vec<_> = limits.iter().map(ToString::to_string).collect();
        f.debug_struct("GraphClient")
            .field("base_url", base)
            .field("user_agent", user_agent)
            .field("timeout", timeout)
            .field("retry", retry)
            .field("max_response_bytes", max_response_bytes)
            .field("preflight", preflight)
            .field("limits", &limits)
            .finish_non_exhaustive()
    }
}
