//! A request that is being sent.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64},
    },
    time::Duration,
};

use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::{
    auth::authorization::Authorization,
    client::shared::Shared,
    error::attempt::Attempt,
    exchange::{echo::KnownSecrets, redirect_progress::Progress, request_id, response::CLIENT_REQUEST_ID},
    metadata::action_metadata::Method,
    prepare::prepared::Prepared,
};

/// A request that is being sent, with everything that is the same for all attempts.
pub(crate) struct Outgoing {
    pub(crate) client: Shared,
    pub(crate) prepared: Box<Prepared>,
    /// The time-out of each attempt.
    pub(crate) timeout: Duration,
    pub(crate) client_request_id: Arc<str>,
    /// Whether redirects are followed: only those of a GET request.
    pub(crate) follows_redirects: bool,
    /// How far the redirects of the current attempt were followed.
    pub(crate) redirects: Progress,
    /// The number of writes among the items of a batch.
    pub(crate) batch_writes: Option<usize>,
    /// How long the call waited for limits of the client, in milliseconds.
    pub(crate) limit_wait_ms: AtomicU64,
    /// The number of attempts before the first one, of a call that is sent again.
    pub(crate) earlier_attempts: u32,
    /// Whether a fresh token was requested after a 401, which is done once per call.
    pub(crate) requested_fresh_token: AtomicBool,
    /// The token of the current attempt.
    token: Mutex<Option<Authorization>>,
}

impl Outgoing {
    /// Creates a request with a fresh ID, unless its headers have one, and with the client's time-out, unless `timeout`
    /// is given. Redirects are followed if `follows_redirects` or the action says so.
    pub(crate) fn new(
        client: Shared,
        prepared: Box<Prepared>,
        timeout: Option<Duration>,
        follows_redirects: bool,
    ) -> Self {
        let given = prepared.headers.get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok());
        let client_request_id = given.map_or_else(request_id::fresh, Arc::from);
        let timeout = timeout.unwrap_or(client.timeout);
        let metadata = prepared.metadata;
        let follows_redirects = metadata.method == Method::Get && (follows_redirects || metadata.follows_redirects);
        Self {
            client,
            prepared,
            timeout,
            client_request_id,
            follows_redirects,
            redirects: Progress::default(),
            batch_writes: None,
            limit_wait_ms: AtomicU64::new(0),
            earlier_attempts: 0,
            requested_fresh_token: AtomicBool::new(false),
            token: Mutex::default(),
        }
    }

    /// Returns the headers that are the same for all attempts.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = self.prepared.headers();
        if !self.prepared.headers.contains_key(CLIENT_REQUEST_ID)
            && let Ok(id) = HeaderValue::from_str(&self.client_request_id)
        {
            headers.append(CLIENT_REQUEST_ID, id);
        }
        headers
    }

    /// Notes the token of the next attempt.
    pub(crate) fn note_token(&self, token: Option<Authorization>) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// Returns what the errors of an attempt must not show.
    pub(crate) fn secrets(&self) -> KnownSecrets {
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        KnownSecrets::new(token, self.prepared.secrets.clone())
    }

    /// Returns what the errors of an attempt contain about it.
    pub(crate) fn attempt(&self) -> Attempt<'_> {
        Attempt {
            action: self.prepared.metadata.name,
            host: self.prepared.url.host_str().unwrap_or_default(),
            client_request_id: &self.client_request_id,
        }
    }

    /// Returns the request for another page of the same collection, with an ID of its own.
    pub(crate) fn for_page(&self, url: Url) -> Self {
        let mut prepared = self.prepared.clone();
        prepared.url = url;
        Self::new(self.client.clone(), prepared, Some(self.timeout), self.follows_redirects)
    }
}
