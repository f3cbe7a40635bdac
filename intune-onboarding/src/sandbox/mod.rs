//! A small tenant to try and to test against: a server on loopback that speaks as Microsoft Graph does.
//!
//! It keeps a few DEP settings, Android enrolment profiles and VPP tokens in memory, checks what a real tenant checks
//! (access token and its permissions, version, route, method, query options, JSON, property names and types, what may be
//! `null`, what is read-only) and answers as one would, in Graph's own words where they are known.
//!
//! ```
//! use graph_runtime::GraphClient;
//! use intune_onboarding::{dep::GetDepOnboardingSetting, dep::UploadDepToken, sandbox::Sandbox};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start().await?;
//! let graph = GraphClient::builder()
//!     .base_url(sandbox.url())
//!     .token(sandbox.access_token().into_inner())
//!     .build()?;
//!
//! let id = Sandbox::DEP_ONBOARDING_SETTING;
//! UploadDepToken::builder().id(id).apple_id("new@contoso.com").dep_token("MIIG…").send(&graph).await?;
//!
//! let setting = GetDepOnboardingSetting::builder().id(id).send(&graph).await?;
//! assert_eq!(setting.apple_identifier.as_deref(), Some("new@contoso.com"));
//! # Ok(())
//! # }
//! ```

mod access;
mod answer;
mod exchange;
mod operations;
mod routes;
mod schema;
mod server;
mod tenant;

use std::{fmt, io, sync::Arc, time::Duration};

use graph_runtime::Secret;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use server::Service;

/// A running tenant; it stops when it is dropped.
///
/// See the [module](self) for what it does.
pub struct Sandbox {
    service: Arc<Service>,
    access_token: Secret<String>,
    /// Stops the server when it is dropped.
    running: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

impl Sandbox {
    /// Key of a depOnboardingSetting whose token is about to expire.
    pub const DEP_ONBOARDING_SETTING: &'static str = "54fac284-7866-43e5-860a-9c8e10fa3d7d";
    /// Key of an androidDeviceOwnerEnrollmentProfile that has no token yet.
    pub const ANDROID_ENROLLMENT_PROFILE: &'static str = "4a9f0c6e-51e6-4c57-8b2e-3f4b0d6f8a11";
    /// Key of a vppToken that has expired.
    pub const VPP_TOKEN: &'static str = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c";

    /// Starts a tenant of its own on a free port of `127.0.0.1`.
    ///
    /// To be called within a Tokio runtime, on which the tenant then runs.
    ///
    /// # Errors
    ///
    /// If there is no port to listen on.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let service = Arc::new(Service::new(url));
        let access_token = service.access.issue(routes::every_permission());
        let (running, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, server::router(Arc::clone(&service))).with_graceful_shutdown(async {
            // An error says that the sender is gone, which is how it is told to stop.
            let _ = stopped.await;
        });
        Ok(Self { service, access_token, running, server: tokio::spawn(server.into_future()) })
    }

    /// The address to give to [`GraphClientBuilder::base_url`](graph_runtime::client::GraphClientBuilder::base_url).
    #[must_use]
    pub fn url(&self) -> &str {
        &self.service.url
    }

    /// An access token that holds every permission that the tenant knows; another one at each start.
    #[must_use]
    pub fn access_token(&self) -> Secret<String> {
        self.access_token.clone()
    }

    /// An access token of an application that was granted these permissions alone.
    #[must_use]
    pub fn access_token_with<P: Into<String>>(&self, permissions: impl IntoIterator<Item = P>) -> Secret<String> {
        self.service.access.issue(permissions.into_iter().map(Into::into))
    }

    /// Refuses the next `requests` as a busy service does: with 429, and with `Retry-After` where one is given.
    pub fn throttle(&self, requests: u32, retry_after: Option<Duration>) {
        self.service.throttle(requests, retry_after);
    }

    /// The requests that have come so far, in order.
    #[must_use]
    pub fn received(&self) -> Vec<ReceivedRequest> {
        self.service.received()
    }

    /// What was last uploaded as the token of the depOnboardingSetting or vppToken with this key.
    ///
    /// The service never gives it back, so this is how a test sees that it came whole.
    #[must_use]
    pub fn uploaded_token(&self, id: &str) -> Option<Secret<String>> {
        self.service.tenant().uploaded_token(id).map(Secret::new)
    }

    /// Stops the tenant, after the requests that it is at.
    pub async fn stop(self) {
        let Self { running, server, .. } = self;
        drop(running);
        // The only way to fail is a panic inside the server, and stopping is what was asked for.
        let _ = server.await;
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// A request that came to a [`Sandbox`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// The HTTP method.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    /// The status that it was answered with.
    pub status: u16,
}
