//! An embedded tenant, for demonstrations and tests: a server on loopback that behaves like Microsoft Graph.
//!
//! It has all operations of this crate, and keeps what they change in memory: what is uploaded, created or imported is in
//! later responses. It validates what a real tenant validates (access token and permissions, version, route, method, query
//! options, JSON, property names and types, `null`, read-only properties, and whether a token is one:
//! [`token_file`](crate::token_file) has samples) and responds like one, with the same error messages where they are known.
//! It takes `$select`, `$filter`, `$orderby`, `$search`, `$top`, `$skip`, `$count`, `$expand` and `$batch`.
//!
//! Like Intune, it accepts 100 writes within 20 seconds, and responds to more with 429. Ask it for faults with
//! [`throttle`](Sandbox::throttle), [`expire_access_tokens`](Sandbox::expire_access_tokens),
//! [`omit_updated_entities`](Sandbox::omit_updated_entities), [`fail_syncs`](Sandbox::fail_syncs) and
//! [`slow_syncs`](Sandbox::slow_syncs), and let time pass with [`advance`](Sandbox::advance).
//!
//! ```
//! use graph_runtime::GraphClient;
//! use intune_onboarding::{dep::GetDepOnboardingSetting, dep::UploadDepToken, sandbox::Sandbox, token_file};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start()?;
//! let graph = GraphClient::builder()
//!     .base_url(sandbox.url())
//!     .token(sandbox.access_token().into_inner())
//!     .build()?;
//!
//! let id = Sandbox::DEP_ONBOARDING_SETTING;
//! let token = token_file::SAMPLE_DEP_TOKEN;
//! UploadDepToken::builder().id(id).apple_id("new@contoso.com").dep_token(token).send(&graph).await?;
//!
//! let setting = GetDepOnboardingSetting::builder().id(id).send(&graph).await?;
//! assert_eq!(setting.apple_identifier.as_deref(), Some("new@contoso.com"));
//! # Ok(())
//! # }
//! ```

mod access;
mod batch;
mod body_schema;
mod context;
mod facts;
mod faults;
mod filter;
mod operations;
mod query;
mod request;
mod resources;
mod response;
mod routes;
mod sample;
mod schema;
mod service;
mod state;
mod store;

use std::{fmt, future::ready, io, sync::Arc, time::Duration};

use graph_runtime::{
    Secret,
    loopback::{Listener, Server},
};

pub use body_schema::BodySchema;

use service::Service;
use store::Store;

/// A running tenant. It stops when it is dropped.
///
/// See the [module](self) for what it does.
pub struct Sandbox {
    service: Arc<Service>,
    access_token: Secret<String>,
    server: Server,
}

impl Sandbox {
    /// The key of a depOnboardingSetting whose token is about to expire.
    pub const DEP_ONBOARDING_SETTING: &'static str = "54fac284-7866-43e5-860a-9c8e10fa3d7d";
    /// The key of an androidDeviceOwnerEnrollmentProfile without a token.
    pub const ANDROID_ENROLLMENT_PROFILE: &'static str = "4a9f0c6e-51e6-4c57-8b2e-3f4b0d6f8a11";
    /// The key of an androidDeviceOwnerEnrollmentProfile of the Android Open Source Project (AOSP). Its tokens are created
    /// under `AOSP-<id>`, returned only if `$select` names them, and in base64 in the QR code.
    pub const AOSP_ENROLLMENT_PROFILE: &'static str = "7d1e2c3b-8a45-4f60-9b17-c0d3e5f7a913";
    /// The key of a vppToken that has expired.
    pub const VPP_TOKEN: &'static str = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c";

    /// Starts a tenant on a free port of `127.0.0.1`, on a thread of its own.
    ///
    /// # Errors
    ///
    /// If no port is free, or the thread cannot be started.
    pub fn start() -> io::Result<Self> {
        Self::start_on(0)
    }

    /// Starts a tenant on this port of `127.0.0.1`; 0 stands for a free one.
    ///
    /// # Errors
    ///
    /// If the port is not free, or the thread cannot be started.
    pub fn start_on(port: u16) -> io::Result<Self> {
        Self::serve(port, sample::tenant())
    }

    /// Starts a tenant on this port of `127.0.0.1` (0 for a free one) with this state, instead of the sample data.
    ///
    /// The state is a JSON object whose names are paths: of collections, which have arrays of entities, and of single
    /// objects. A path that is not there has nothing. An entity without `id` gets one. A date can be relative to the start:
    /// `now`, `now+20d`, `now-3h`, `now+5m`. [`state`](Self::state) returns the same form.
    ///
    /// ```
    /// use intune_onboarding::sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start_with(0, r#"{
    ///     "deviceAppManagement/vppTokens": [{"organizationName": "Contoso", "expirationDateTime": "now+20d"}],
    ///     "deviceManagement/applePushNotificationCertificate": {"appleIdentifier": "push@contoso.com"}
    /// }"#)?;
    /// assert!(sandbox.state().expose().contains("Contoso"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidData`](io::ErrorKind::InvalidData) if the state has a path, a property or a value that the tenant cannot
    /// have; the message names it. Otherwise as [`start_on`](Self::start_on).
    pub fn start_with(port: u16, state: &str) -> io::Result<Self> {
        let store = state::read(state).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Self::serve(port, store)
    }

    fn serve(port: u16, store: Store) -> io::Result<Self> {
        let listener = Listener::bind_port(port)?;
        let service = Arc::new(Service::new(listener.url().to_owned(), store));
        let access_token = service.access.issue(routes::every_permission());
        let server = listener.serve({
            let service = Arc::clone(&service);
            move |request| ready(Some(service.respond(request)))
        })?;
        Ok(Self { service, access_token, server })
    }

    /// Returns the address, for [`GraphClientBuilder::base_url`](graph_runtime::client::GraphClientBuilder::base_url).
    #[must_use]
    pub fn url(&self) -> &str {
        &self.service.url
    }

    /// Returns an access token with every permission that the tenant knows. Each tenant has another one.
    #[must_use]
    pub fn access_token(&self) -> Secret<String> {
        self.access_token.clone()
    }

    /// Issues an access token for an application with these permissions.
    #[must_use]
    pub fn access_token_with<P: Into<String>>(&self, permissions: impl IntoIterator<Item = P>) -> Secret<String> {
        self.service.access.issue(permissions.into_iter().map(Into::into))
    }

    /// Throttles the next `requests`: they get 429, with `Retry-After` if one is given.
    pub fn throttle(&self, requests: u32, retry_after: Option<Duration>) {
        self.service.faults.throttle(requests, retry_after);
    }

    /// Responds with 204 and no body to every later update, as Intune may do, although Microsoft's documentation shows 200
    /// with the updated entity.
    pub fn omit_updated_entities(&self) {
        self.service.faults.omit_updated_entities();
    }

    /// Lets every access token that was issued so far expire: requests with one get 401.
    /// [`access_token_with`](Self::access_token_with) issues new ones.
    pub fn expire_access_tokens(&self) {
        self.service.access.expire();
    }

    /// Lets later synchronizations (of DEP settings, VPP tokens, apps, Autopilot) end with an error. A DEP setting has the
    /// code in `lastSyncErrorCode`; 0 lets them succeed again.
    pub fn fail_syncs(&self, code: i32) {
        self.service.faults.fail_syncs(code);
    }

    /// Lets later synchronizations and imports take this long. Their results are in responses after that; without this,
    /// at once.
    pub fn slow_syncs(&self, duration: Duration) {
        self.service.faults.slow_syncs(duration);
    }

    /// Lets time pass for the tenant at once, so that a test does not have to wait: for the limit of writes, and for
    /// synchronizations and imports that [take their time](Self::slow_syncs). Access tokens and dates are not affected.
    pub fn advance(&self, time: Duration) {
        self.service.faults.advance(time);
    }

    /// Returns the requests received so far, in order.
    #[must_use]
    pub fn received(&self) -> Vec<ReceivedRequest> {
        self.service.received()
    }

    /// Returns everything that the tenant has, for [`start_with`](Self::start_with). It is secret if tokens were uploaded,
    /// which are in it. Synchronizations and imports that go on are in it with their results.
    #[must_use]
    pub fn state(&self) -> Secret<String> {
        Secret::new(state::write(&self.service.store()))
    }

    /// Returns the last uploaded token of the depOnboardingSetting or vppToken with this key.
    ///
    /// No response contains it, so tests use this to check that it arrived complete.
    #[must_use]
    pub fn uploaded_token(&self, id: &str) -> Option<Secret<String>> {
        let store = self.service.store();
        store.hidden_text(id, "depToken").or_else(|| store.hidden_text(id, "token")).map(Secret::new)
    }

    /// Stops the tenant, and waits until the requests in progress are complete. A request that has not arrived whole is
    /// given up after a second.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// A request that a [`Sandbox`] has received.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path and query, as sent.
    pub target: String,
    /// The status of the response.
    pub status: u16,
}
