//! A request on its way.

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::{
    client::shared::Shared,
    error::attempt::Attempt,
    exchange::{request_id, response::CLIENT_REQUEST_ID},
    prepare::prepared::Prepared,
};

/// A request on its way, with what is the same for all its attempts.
pub(crate) struct Outgoing {
    pub(crate) client: Shared,
    pub(crate) prepared: Box<Prepared>,
    /// How long each attempt may take.
    pub(crate) timeout: Duration,
    pub(crate) client_request_id: Arc<str>,
    /// Whether a redirect is followed.
    pub(crate) follows_redirects: bool,
    /// A fresh token was asked for after a refusal with 401, which is done once a call.
    pub(crate) has_fresh_token: AtomicBool,
}

impl Outgoing {
    /// A request with a fresh id, unless it has one already, and with the client's time-out, unless it has one of its own.
    pub(crate) fn new(
        client: Shared,
        prepared: Box<Prepared>,
        timeout: Option<Duration>,
        follows_redirects: bool,
    ) -> Self {
        let given = prepared.headers.get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok());
        let client_request_id = given.map_or_else(request_id::fresh, Arc::from);
        let timeout = timeout.unwrap_or(client.timeout);
        Self {
            client,
            prepared,
            timeout,
            client_request_id,
            follows_redirects,
            has_fresh_token: AtomicBool::new(false),
        }
    }

    /// The headers that all attempts have.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = self.prepared.headers();
        if !self.prepared.headers.contains_key(CLIENT_REQUEST_ID)
            && let Ok(id) = HeaderValue::from_str(&self.client_request_id)
        {
            headers.append(CLIENT_REQUEST_ID, id);
        }
        headers
    }

    /// What the errors of an attempt say about it.
    pub(crate) fn attempt(&self) -> Attempt<'_> {
        Attempt {
            action: self.prepared.metadata.name,
            host: self.prepared.url.host_str().unwrap_or_default(),
            client_request_id: &self.client_request_id,
        }
    }

    /// The request for another page of the same collection, with an id of its own.
    pub(crate) fn for_page(&self, url: Url) -> Self {
        let mut prepared = self.prepared.clone();
        prepared.url = url;
        Self::new(self.client.clone(), prepared, Some(self.timeout), self.follows_redirects)
    }
}
