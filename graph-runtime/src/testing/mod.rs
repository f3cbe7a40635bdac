//! A local mock of Microsoft Graph, for the tests of applications (feature `testing`).
//!
//! A [`GraphMock`] is a server on loopback that knows actions. A test states which actions it expects, with which values,
//! and what the mock responds; the application calls them through its own `GraphClient`, over HTTP. When the mock is
//! dropped, it reports each difference in the terms of the action.
//!
//! ```toml
//! [dev-dependencies]
//! graph-runtime = { version = "0.1", features = ["testing"] }
//! ```
//!
//! ```
//! use graph_runtime::{GraphClient, graph_action, testing::{GraphError, GraphMock}};
//!
//! /// Uploads a new Device Enrollment Program token.
//! #[graph_action(
//!     POST, "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken",
//!     version = "beta",
//!     perms = "DeviceManagementServiceConfig.ReadWrite.All",
//! )]
//! pub struct UploadDepToken {
//!     pub id: String,
//!     pub apple_id: String,
//!     #[graph(secret)]
//!     pub dep_token: String,
//! }
//!
//! /// The application: renews a token, and returns whether it could.
//! async fn renew(graph: &GraphClient, id: &str, token: &str) -> bool {
//!     UploadDepToken::builder().id(id).apple_id("it@contoso.com").dep_token(token).send(graph).await.is_ok()
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let mock = GraphMock::start();
//! mock.expect::<UploadDepToken>().parameter("id", "7").property("depToken", "8c51").once().respond(());
//! mock.expect::<UploadDepToken>()
//!     .parameter("id", "8")
//!     .respond_error(GraphError::new(404, "ResourceNotFound", "No such setting."));
//!
//! assert!(renew(&mock.client(), "7", "8c51").await);
//! assert!(!renew(&mock.client(), "8", "8c51").await);
//! # }
//! ```
//!
//! # Matching
//!
//! A request matches the first expectation, in the order of registration, whose action has its method and path, whose
//! conditions it meets, and which is not used up ([`once`](Expectation::once), [`times`](Expectation::times),
//! [`at_most`](Expectation::at_most)). So a sequence of expectations gives a sequence of responses. If the paths of several
//! actions match, the most specific one counts: `/users/delta` is not a `/users/<id>`. An expectation with
//! [`never`](Expectation::never) takes precedence over those registered after it.
//!
//! A request that matches no expectation gets 501 with an error that states the reason, and is reported.
//!
//! # Batches
//!
//! The items of a batch are requests of their own: each matches its own expectation, is throttled, counted and reported
//! like a request, and is among those that [`received`](GraphMock::received) returns. An item that depends on one with an
//! error gets 424. What Microsoft Graph rejects as a whole gets 400: more than 20 items, an ID twice, and dependencies other
//! than those of each item on the one before it. The response comes after the longest delay of an item, and the connection
//! breaks if that of an item does.
//!
//! ```
//! use std::time::Duration;
//!
//! use graph_runtime::{graph_action, testing::{GraphError, GraphMock}};
//!
//! #[graph_action(DELETE, "/users/<id>", perms = "User.ReadWrite.All")]
//! struct DeleteUser {
//!     id: String,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), graph_runtime::Error> {
//! let mock = GraphMock::start();
//! mock.expect::<DeleteUser>().parameter("id", "7").throttle(1, Some(Duration::ZERO)).once().respond(());
//! mock.expect::<DeleteUser>().respond_error(GraphError::new(404, "Request_ResourceNotFound", "No such user."));
//!
//! let graph = mock.client();
//! let mut batch = graph.batch();
//! let [first, second] = ["7", "8"].map(|id| batch.add(&DeleteUser { id: id.into() }));
//! let mut responses = batch.send().await?;
//! responses.take(first)?;
//! assert!(responses.take(second).is_err_and(|error| error.is_not_found()));
//! assert_eq!(mock.received::<DeleteUser>().len(), 3, "the throttled item was sent again");
//! # Ok(())
//! # }
//! ```
//!
//! # Uploads, operations, changes
//!
//! - [`respond_upload`](Expectation::respond_upload) opens an upload session, and a [`MockUpload`] takes its ranges.
//! - [`respond_operation`](Expectation::respond_operation) starts a long-running operation, and a [`MockOperation`] is its
//!   course.
//! - [`respond_delta_pages`](Expectation::respond_delta_pages) responds with the changes of a collection and a delta link, and
//!   [`respond_expired_delta`](Expectation::respond_expired_delta) rejects one that is too old.
//!
//! # Like Microsoft Graph
//!
//! Responses have `Date`, `request-id` and the `client-request-id` of the request. Errors have both ids and the date in
//! `innerError`. A request without the [token](GraphMock::TOKEN) gets 401, which alone is not reported.
//!
//! # Secrets
//!
//! Reports show which values differ. Those of fields marked `#[graph(secret)]` and of a [`Secret`](crate::Secret) appear as
//! `[redacted]`, and unexpected properties only by their names. The mock cannot know that a value is a secret if the action
//! sends it as a [`Secret`](crate::Secret) but the condition compares it with a plain value, or that part of a path is a
//! secret if no expected action has a similar path.
//!
//! # Limitations
//!
//! The mock speaks correct HTTP. It can close a connection [instead of responding](MockResponse::broken_connection),
//! respond late, or send a body that is not valid, but cannot end a body halfway or reset a connection. For anything else,
//! there is [`loopback`].

mod batch;
pub(crate) mod clock;
mod condition;
mod dispatch;
mod exact;
mod expectation;
mod graph_error;
mod json;
mod mock_response;
mod operation;
mod received;
mod registry;
mod report;
mod respond;
mod route;
mod shown;
mod upload;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;

pub use clock::TestClock;
pub use expectation::Expectation;
pub use graph_error::GraphError;
pub use mock_response::MockResponse;
pub use operation::MockOperation;
pub use received::Received;
pub use upload::MockUpload;

use crate::{
    action::GraphAction,
    client::{GraphClient, builder::GraphClientBuilder},
    loopback,
    retry::policy::RetryPolicy,
};
use received::Request;
use registry::{Outcome, Registry};

/// A local mock of Microsoft Graph, on a free port of loopback. See [the module](self) for how it works.
///
/// It stops when it is dropped, and panics with a report if it was not called as [expected](GraphMock::expect).
///
/// ```should_panic
/// # use graph_runtime::{graph_action, testing::GraphMock};
/// # #[graph_action(GET, "/users/<id>", perms = "User.Read.All", returns = serde_json::Value)]
/// # struct GetUser { id: String }
/// let mock = GraphMock::start();
/// mock.expect::<GetUser>().parameter("id", "7").respond(serde_json::json!({"id": "7"}));
/// drop(mock); // GetUser: expected at least 1 call, got none
/// ```
pub struct GraphMock {
    server: loopback::Server,
    registry: Arc<Registry>,
    /// Whether a report has been given.
    reported: AtomicBool,
}

impl GraphMock {
    /// The token that requests must have. The mock's own clients send it.
    pub const TOKEN: &str = dispatch::TOKEN;

    /// Starts a mock without expectations, on a thread of its own.
    ///
    /// # Panics
    ///
    /// If no port is free, or no thread can be started.
    #[must_use]
    pub fn start() -> Self {
        let registry: Arc<Registry> = Arc::default();
        let listener = loopback::Listener::bind().expect("a port of loopback is free");
        let server = listener.serve({
            let registry = Arc::clone(&registry);
            move |request| respond(&registry, request)
        });
        Self { server: server.expect("a thread can be started"), registry, reported: AtomicBool::new(false) }
    }

    /// Returns the address, for [`GraphClientBuilder::base_url`] together with [`GraphMock::TOKEN`].
    #[must_use]
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// Returns a client that calls the mock with its token.
    ///
    /// It retries as any client does, but waits only a few milliseconds if a response has no `Retry-After`.
    ///
    /// # Panics
    ///
    /// If TLS cannot be set up, so that no client can be built.
    #[must_use]
    pub fn client(&self) -> GraphClient {
        self.client_builder().build().expect("a client for loopback can be built")
    }

    /// Returns a builder of the same client, for further settings.
    ///
    /// ```
    /// # use graph_runtime::{retry::RetryPolicy, testing::GraphMock};
    /// # let mock = GraphMock::start();
    /// let without_retries = mock.client_builder().retry(RetryPolicy::none()).build()?;
    /// # let _ = without_retries;
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn client_builder(&self) -> GraphClientBuilder {
        let quick = RetryPolicy::new().base_delay(Duration::from_millis(1));
        GraphClient::builder().base_url(self.url()).token(Self::TOKEN).retry(quick)
    }

    /// Starts an expectation for an action. It is registered once its response is set.
    #[track_caller]
    pub fn expect<A: GraphAction>(&self) -> Expectation<A> {
        Expectation::new(Arc::clone(&self.registry))
    }

    /// Returns the requests received so far for an action, in order, whatever the response.
    ///
    /// A request that matched an expectation for another action is not included, even if its path fits both.
    #[must_use]
    pub fn received<A: GraphAction>(&self) -> Vec<Received<A>> {
        let metadata = A::METADATA;
        let of_action = |(request, outcome): (Arc<Request>, Outcome)| {
            let is_another = matches!(outcome, Outcome::Matched(matched) if matched != metadata);
            let is_its_method = request.method == metadata.method.as_str();
            if is_another || !is_its_method || request.version.is_none() {
                return None;
            }
            let parameters = route::parse(metadata.path, &request.path)?;
            Some(Received::new(request, Arc::new(parameters)))
        };
        self.registry.requests().into_iter().filter_map(of_action).collect()
    }

    /// Checks now, rather than when the mock is dropped, that the mock was called as expected.
    ///
    /// # Panics
    ///
    /// If it was not, with a report of each expectation that lacks calls, and of each unexpected request with the closest
    /// expectation and the differences. After that, nothing is checked when the mock is dropped.
    #[track_caller]
    pub fn verify(&self) {
        if let Some(report) = report::report(&self.registry) {
            self.reported.store(true, Ordering::Relaxed);
            panic!("{report}");
        }
    }
}

impl Drop for GraphMock {
    fn drop(&mut self) {
        // A test that already fails has a reason of its own.
        if !std::thread::panicking() && !self.reported.load(Ordering::Relaxed) {
            self.verify();
        }
    }
}

impl fmt::Debug for GraphMock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphMock")
            .field("url", &self.url())
            .field("expectations", &self.registry.expectations().len())
            .field("requests", &self.registry.requests().len())
            .finish_non_exhaustive()
    }
}

/// Responds to a request after the delay of the response; `None` closes the connection.
///
/// The decision precedes the first wait, so requests are decided one after the other, in the order of their arrival.
fn respond(
    registry: &Registry,
    request: http::Request<Bytes>,
) -> impl Future<Output = Option<http::Response<Bytes>>> + use<> {
    let request = Arc::new(Request::new(request));
    let response = registry.respond(&request);
    async move {
        if !response.delay().is_zero() {
            tokio::time::sleep(response.delay()).await;
        }
        response.to_http(&request)
    }
}
