//! A stand-in for Microsoft Graph, for the tests of applications (feature `testing`).
//!
//! A [`GraphMock`] is a server on loopback that knows actions: a test says which actions it expects with which values, and
//! what is answered; the application calls them through its own `GraphClient`, over HTTP. What the application did
//! otherwise is reported when the mock is dropped, in the terms of the action.
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
//! /// The application: whether the token could be renewed.
//! async fn renew(graph: &GraphClient, id: &str, token: &str) -> bool {
//!     UploadDepToken::builder().id(id).apple_id("it@contoso.com").dep_token(token).send(graph).await.is_ok()
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let mock = GraphMock::start().await;
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
//! # Which expectation a request is answered by
//!
//! The first one put in place whose action has the request's method and path, whose conditions it fulfils, and that is
//! not used up ([`once`](Expectation::once), [`times`](Expectation::times), [`at_most`](Expectation::at_most)). So a
//! sequence of answers is a sequence of expectations. Where the paths of several expected actions fit, those that fix more
//! of it are meant: `/users/delta` is no `/users/<id>`. One that is [`never`](Expectation::never) to come goes before
//! those that were put in place after it.
//!
//! A request that no expectation fits is answered with 501 and an error that says why, and is reported.
//!
//! # As Graph does it
//!
//! Answers have `Date`, `request-id` and the `client-request-id` of the request. Errors have the two ids and the date in
//! `innerError`. A request without the [token](GraphMock::TOKEN) is refused with 401, which is not reported by itself.
//!
//! # What is not shown
//!
//! A report shows which values differ; those of fields marked `#[graph(secret)]` and of a [`Secret`](crate::Secret) are
//! shown as `[redacted]`, and unexpected properties by their name alone. What the mock cannot know is that a value inside
//! a [`Secret`](crate::Secret) is one, where a condition compares it with a value that is none; and, where no expected
//! action has a path like it, that a part of a path is secret.
//!
//! # What it cannot do
//!
//! It speaks HTTP correctly: it can close a connection [instead of answering](Answer::broken_connection), answer late, or
//! with a body that is not what it should be, but it cannot break off a body in the middle or reset a connection. Batches
//! (`/$batch`) are not taken apart.

mod answer;
pub(crate) mod clock;
mod condition;
mod dispatch;
mod exact;
mod expectation;
mod graph_error;
mod json;
mod received;
mod registry;
mod report;
mod respond;
mod route;
mod server;
mod shown;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

pub use answer::Answer;
pub use clock::TestClock;
pub use expectation::Expectation;
pub use graph_error::GraphError;
pub use received::Received;

use crate::{
    action::GraphAction,
    client::{GraphClient, builder::GraphClientBuilder},
    retry::policy::RetryPolicy,
};
use registry::{Outcome, Registry};

/// A stand-in for Microsoft Graph, on a free port of loopback. See [the module](self) for how it works.
///
/// It stops when it is dropped, and panics then with a report if it was not called as [expected](GraphMock::expect).
///
/// ```should_panic
/// # use graph_runtime::{graph_action, testing::GraphMock};
/// # #[graph_action(GET, "/users/<id>", perms = "User.Read.All", returns = serde_json::Value)]
/// # struct GetUser { id: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mock = GraphMock::start().await;
/// mock.expect::<GetUser>().parameter("id", "7").respond(serde_json::json!({"id": "7"}));
/// drop(mock); // GetUser was to be called at least once, and was not called
/// # }
/// ```
pub struct GraphMock {
    server: wiremock::MockServer,
    registry: Arc<Registry>,
    /// What went wrong has been said.
    reported: AtomicBool,
}

impl GraphMock {
    /// The token that requests have to have, which the mock's own clients do.
    pub const TOKEN: &str = "graph-mock-token";

    /// Starts a mock that expects nothing yet.
    ///
    /// # Panics
    ///
    /// Where there is no free port.
    pub async fn start() -> Self {
        let registry = Arc::default();
        Self { server: server::start(&registry).await, registry, reported: AtomicBool::new(false) }
    }

    /// Its address, to be given to [`GraphClientBuilder::base_url`] with [`GraphMock::TOKEN`] as the token.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// A client that calls the mock, with its token.
    ///
    /// It repeats attempts as any client does, but with waits of a few milliseconds where the answer has no
    /// `Retry-After`.
    ///
    /// # Panics
    ///
    /// Where no client can be built at all, since TLS cannot be set up.
    #[must_use]
    pub fn client(&self) -> GraphClient {
        self.client_builder().build().expect("a client for loopback can be built")
    }

    /// The same client, for settings of the test's own.
    ///
    /// ```
    /// # use graph_runtime::{retry::RetryPolicy, testing::GraphMock};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// # let mock = GraphMock::start().await;
    /// let impatient = mock.client_builder().retry(RetryPolicy::none()).build()?;
    /// # let _ = impatient;
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_builder(&self) -> GraphClientBuilder {
        let quick = RetryPolicy::new().base_delay(Duration::from_millis(1));
        GraphClient::builder().base_url(self.url()).token(Self::TOKEN).retry(quick)
    }

    /// Begins to say what is expected of an action. Nothing is in place before it is said what is answered.
    #[track_caller]
    pub fn expect<A: GraphAction>(&self) -> Expectation<A> {
        Expectation::new(Arc::clone(&self.registry))
    }

    /// The requests that came so far for an action, in their order, whatever was answered.
    ///
    /// A request that was answered as another action is not among them, even where its path fits both.
    #[must_use]
    pub fn received<A: GraphAction>(&self) -> Vec<Received<A>> {
        let metadata = A::METADATA;
        let of_action = |(request, outcome): (Arc<received::Request>, Outcome)| {
            let is_another = matches!(outcome, Outcome::Answered(answered) if answered != metadata);
            let is_its_method = request.method == metadata.method.as_str();
            if is_another || !is_its_method || request.version.is_none() {
                return None;
            }
            let parameters = route::parse(metadata.path, &request.path)?;
            Some(Received::new(request, Arc::new(parameters)))
        };
        self.registry.requests().into_iter().filter_map(of_action).collect()
    }

    /// Checks now, and not only when the mock is dropped, that all has come that was expected, and nothing else.
    ///
    /// # Panics
    ///
    /// Where that is not so, with a report: each expectation that is not met, with how often it was; each request that
    /// was not expected, with the expectation that comes nearest and why it is not met. Nothing is checked after that.
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
        // A test that fails already has its own reason.
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
