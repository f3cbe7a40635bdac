//! Calls from code that is not asynchronous (feature `blocking`).
//!
//! ```
//! use graph_runtime::{Error, GraphClient, blocking, graph_action, graph_type};
//!
//! #[graph_type]
//! struct User {
//!     id: String,
//! }
//!
//! #[graph_action(GET, "/users/<id>", perms = "User.Read.All", returns = User)]
//! struct GetUser {
//!     id: String,
//! }
//!
//! fn id_of(graph: &blocking::Client, user: &str) -> Result<String, Error> {
//!     Ok(graph.send(&GetUser { id: user.into() })?.id)
//! }
//!
//! # #[cfg(feature = "testing")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use graph_runtime::testing::GraphMock;
//! # let mock = GraphMock::start();
//! # mock.expect::<GetUser>().respond(serde_json::json!({ "id": "7" }));
//! # let builder = mock.client_builder();
//! # /*
//! let builder = GraphClient::builder().token("eyJ0…");
//! # */
//! let graph = blocking::Client::new(builder.build()?)?;
//! assert_eq!(id_of(&graph, "ada@contoso.com")?, "7");
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "testing"))]
//! # fn main() {}
//! ```

use std::io;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    action::GraphAction,
    client::GraphClient,
    error::{Error, build::BuildError},
};

/// A client that blocks the thread until a call has ended. It has a Tokio runtime of its own, without a thread: between
/// calls, nothing runs.
///
/// It can be shared by threads. Asynchronous code, whose threads must not be blocked, uses the [`GraphClient`] itself; a
/// runtime also panics if it is dropped there.
#[derive(Debug)]
pub struct Client {
    graph: GraphClient,
    runtime: Runtime,
}

impl Client {
    /// Creates a client that makes its calls with `graph`.
    ///
    /// # Errors
    ///
    /// If the operating system does not provide what a runtime needs.
    pub fn new(graph: GraphClient) -> io::Result<Self> {
        Ok(Self { graph, runtime: Builder::new_current_thread().enable_all().build()? })
    }

    /// Calls an action, and blocks until there is a response.
    ///
    /// # Errors
    ///
    /// An [`Error`] of any variant: [`Error::Build`] in asynchronous code, where nothing is sent.
    pub fn send<A: GraphAction>(&self, action: &A) -> Result<A::Response, Error> {
        if Handle::try_current().is_ok() {
            let reason = "a blocking client was called in asynchronous code: use the `GraphClient` there";
            return Err(BuildError::action(A::METADATA.name, reason).into());
        }
        self.run(|graph| graph.send(action))
    }

    /// Blocks until the future that `call` returns has ended: for calls with options, batches, uploads, and everything else
    /// that a [`GraphClient`] does.
    ///
    /// ```no_run
    /// # use graph_runtime::{ApiVersion, Error, GraphAction, blocking};
    /// # fn example<A: GraphAction>(graph: &blocking::Client, action: &A) -> Result<(), Error> {
    /// let response = graph.run(|graph| graph.call(action).version(ApiVersion::Beta).send())?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// In asynchronous code.
    #[track_caller]
    pub fn run<'a, F: IntoFuture>(&'a self, call: impl FnOnce(&'a GraphClient) -> F) -> F::Output {
        self.runtime.block_on(call(&self.graph).into_future())
    }

    /// Returns the items of a stream, such as those of all pages. The iterator blocks until the next one is there.
    ///
    /// ```no_run
    /// # use graph_runtime::{Error, GraphAction, Page, blocking};
    /// # fn example<A: GraphAction<Response = Page<u32>>>(graph: &blocking::Client, action: &A) -> Result<(), Error> {
    /// for item in graph.iter(|graph| graph.call(action).items()) {
    ///     println!("{}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// In asynchronous code, once it is advanced.
    pub fn iter<'a, S: Stream + 'a, F: FnOnce(&'a GraphClient) -> S>(
        &'a self,
        call: F,
    ) -> impl Iterator<Item = S::Item> + use<'a, S, F> {
        let mut stream = Box::pin(call(&self.graph));
        std::iter::from_fn(move || self.runtime.block_on(stream.next()))
    }
}
