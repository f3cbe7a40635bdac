//! An embedded tenant, for demonstrations and tests: a server on loopback that behaves like Microsoft Graph.
//!
//! It has a few DEP settings, Android enrollment profiles and VPP tokens in memory. It validates what a real tenant validates
//! (access token and permissions, version, route, method, query options, JSON, property names and types, `null`, read-only
//! properties, and whether a token is one: [`token_file`](crate::token_file) has samples) and responds like one, with the same error messages where they are known.
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
mod operations;
mod request;
mod response;
mod routes;
mod schema;
mod service;
mod tenant;

use std::{fmt, future::ready, io, sync::Arc, time::Duration};

use graph_runtime::{
    Secret,
    loopback::{Listener, Server},
};

use service::Service;

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
        let listener = Listener::bind()?;
        let service = Arc::new(Service::new(listener.url().to_owned()));
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
        self.service.throttle(requests, retry_after);
    }

    /// Responds with 204 and no body to every later update, as Intune may do, although Microsoft's documentation shows 200
    /// with the updated entity.
    pub fn omit_updated_entities(&self) {
        self.service.omit_updated_entities();
    }

    /// Returns the requests received so far, in order.
    #[must_use]
    pub fn received(&self) -> Vec<ReceivedRequest> {
        self.service.received()
    }

    /// Returns the last uploaded token of the depOnboardingSetting or vppToken with this key.
    ///
    /// No response contains it, so tests use this to check that it arrived complete.
    #[must_use]
    pub fn uploaded_token(&self, id: &str) -> Option<Secret<String>> {
        self.service.tenant().uploaded_token(id).map(Secret::new)
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
