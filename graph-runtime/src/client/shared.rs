//! What the clones of a client share.

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};
use url::Url;

use super::hook::AttemptHook;
use crate::{
    auth::cache::TokenCache,
    cloud::BaseUrl,
    metadata::action_metadata::Method,
    retry::{clock::Clock, policy::RetryPolicy},
};

/// What the clones of a client share.
pub(crate) type Shared = Arc<Inner>;

pub(crate) struct Inner {
    pub(crate) base: BaseUrl,
    pub(crate) http: reqwest::Client,
    /// Whether `http` was given, and may have a time-out of its own; one that was made here has this client's.
    pub(crate) has_given_http: bool,
    /// Sent with every request that has none of the same name.
    pub(crate) headers: HeaderMap,
    pub(crate) tokens: Option<TokenCache>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) max_response_bytes: usize,
    /// Whether a call is held back whose token clearly lacks what the action needs.
    pub(crate) preflight: bool,
    /// Called around each attempt.
    pub(crate) hooks: Vec<Box<dyn AttemptHook>>,
    pub(crate) clock: Box<dyn Clock>,
}

impl Inner {
    /// A request of `http`, with a time-out for all of it, or without one.
    pub(crate) fn request(&self, method: Method, url: Url, timeout: Option<Duration>) -> reqwest::Request {
        let mut request = reqwest::Request::new(method.into(), url);
        // What is as `http` has it by itself needs no room in the request.
        if self.has_given_http || timeout != Some(self.timeout) {
            *request.timeout_mut() = Some(timeout.unwrap_or(Duration::MAX));
        }
        request
    }
}
