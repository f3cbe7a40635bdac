//! The state that the clones of a client share.

use std::{ops::Deref, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};
use url::Url;

use super::hook::AttemptHook;
use crate::{
    auth::cache::TokenCache,
    cloud::base_url::BaseUrl,
    limits::limit::Limit,
    metadata::action_metadata::Method,
    retry::{budget::Bucket, clock::Clock, policy::RetryPolicy},
};

/// The state that the clones of a client share.
pub(crate) type Shared = Arc<Inner>;

pub(crate) struct Inner {
    /// What is shared with clients that differ only in their limits.
    pub(crate) settings: Arc<Settings>,
    /// The limits that an attempt has to observe, in the order in which it takes them.
    pub(crate) limits: Vec<Limit>,
}

impl Deref for Inner {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

pub(crate) struct Settings {
    pub(crate) base: BaseUrl,
    pub(crate) http: reqwest::Client,
    /// Whether the caller provided `http`, which may then have a time-out of its own. Otherwise, it has `timeout`.
    pub(crate) has_given_http: bool,
    /// Whether `http` may follow redirects itself, because the caller provided it.
    pub(crate) http_follows: bool,
    /// The headers that are sent with every request, unless it has a header with the same name.
    pub(crate) headers: HeaderMap,
    pub(crate) tokens: Option<TokenCache>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// What is left of the budget of `retry`.
    pub(crate) budget: Bucket,
    pub(crate) max_response_bytes: usize,
    /// Whether a call is not sent if its token clearly lacks a permission that the action needs.
    pub(crate) preflight: bool,
    /// Called around each attempt.
    pub(crate) hooks: Vec<Box<dyn AttemptHook>>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Settings {
    /// Creates a request for `http` with this total time-out, or without one.
    pub(crate) fn request(&self, method: Method, url: Url, timeout: Option<Duration>) -> reqwest::Request {
        let mut request = reqwest::Request::new(method.into(), url);
        // Without the extension for a time-out if it is that of `http`, which saves an allocation.
        if self.has_given_http || timeout != Some(self.timeout) {
            *request.timeout_mut() = Some(timeout.unwrap_or(Duration::MAX));
        }
        request
    }
}
