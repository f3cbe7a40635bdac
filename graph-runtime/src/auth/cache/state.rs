//! What a token cache knows: the token, the request in progress, and recent failures.

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use super::fetch::{Fetch, Outcome};
use crate::auth::{authorization::IssuedToken, token_error::TokenError};

/// How long before its expiry a token is refreshed, unless its lifetime is short.
const REFRESH_MARGIN: Duration = Duration::from_mins(5);
/// A short-lived token is refreshed in the last part of its lifetime: the lifetime divided by this number. The lifetime
/// is counted from when the client received the token, so that a provider that returns the same token again is not
/// asked at every call.
const SHORT_LIVED_DIVISOR: u32 = 4;
/// How long after a failed early refresh the next one is tried.
pub(super) const REFRESH_PAUSE: Duration = Duration::from_secs(30);
/// How many failures in a row are followed by another request without a pause.
pub(super) const FREE_FAILURES: u32 = 2;
/// The first and the longest pause after further failures.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

#[derive(Default)]
pub(super) struct State {
    pub(super) kept: Option<Kept>,
    pub(super) fetch: Option<Fetch>,
    /// The number of token requests so far.
    pub(super) requests: u64,
    failure: Option<Failure>,
}

/// A token that the cache keeps.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) issued: Arc<IssuedToken>,
    /// When the token expires by the clock of this computer; `None` if it is used until the service rejects it.
    expires_on: Option<SystemTime>,
    refresh_from: Option<SystemTime>,
    /// Whether the token had already expired when it was received.
    was_expired: bool,
}

/// The last failed token request.
struct Failure {
    claims: Option<Arc<str>>,
    error: TokenError,
    at: Instant,
    /// How many requests failed in a row without a valid token to fall back on.
    in_a_row: u32,
}

impl Kept {
    /// Decides how long a token is used that was received at `now` and replaces `previous`.
    ///
    /// A token that has already expired, by the clock of this computer, is good for the service if that clock is wrong.
    /// The next call requests another one, in case the provider keeps its tokens for too long. If that one has expired
    /// too, it is the clock, and it is used until the service rejects it, with a refresh from time to time.
    fn new(issued: Arc<IssuedToken>, now: SystemTime, previous: Option<&Self>) -> Self {
        let expiry = issued.token.expiry();
        if expiry.is_some_and(|expiry| expiry <= now) {
            let is_first = previous.is_none_or(|previous| !previous.was_expired);
            let pause = if is_first { Duration::ZERO } else { REFRESH_MARGIN };
            return Self { issued, expires_on: None, refresh_from: now.checked_add(pause), was_expired: true };
        }
        let refresh_from = expiry.and_then(|expiry| {
            let lifetime = expiry.duration_since(now).unwrap_or_default();
            expiry.checked_sub(REFRESH_MARGIN.min(lifetime / SHORT_LIVED_DIVISOR))
        });
        Self { issued, expires_on: expiry, refresh_from, was_expired: false }
    }

    /// Whether the token is used without another look at the clock.
    pub(super) fn has_no_times(&self) -> bool {
        self.expires_on.is_none() && self.refresh_from.is_none()
    }

    /// Whether the token is due for a refresh.
    pub(super) fn is_due(&self, now: SystemTime) -> bool {
        self.refresh_from.is_some_and(|from| now >= from)
    }

    pub(super) fn is_valid(&self, now: SystemTime) -> bool {
        self.expires_on.is_none_or(|expiry| now < expiry)
    }

    /// Returns how long the token is still valid.
    pub(super) fn left(&self, now: SystemTime) -> Duration {
        self.expires_on.map_or(Duration::MAX, |expiry| expiry.duration_since(now).unwrap_or_default())
    }
}

impl State {
    /// Ends the token request `fetch`, unless somebody else did. Returns the request, to be dropped without a lock.
    pub(super) fn complete(
        &mut self,
        fetch: &Fetch,
        outcome: &Outcome,
        now: Instant,
        date: SystemTime,
    ) -> Option<Fetch> {
        let ended = self.fetch.take_if(|current| current.is_same(fetch))?;
        match outcome {
            Ok(issued) => {
                self.kept = Some(Kept::new(Arc::clone(issued), date, self.kept.as_ref()));
                self.failure = None;
            }
            Err(error) => {
                let has_token = self.kept.as_ref().is_some_and(|kept| kept.is_valid(date));
                let before = self.failure.as_ref().map_or(0, |failure| failure.in_a_row);
                self.failure = Some(Failure {
                    claims: fetch.claims().map(Arc::from),
                    error: error.clone(),
                    at: now,
                    in_a_row: before + u32::from(!has_token),
                });
            }
        }
        Some(ended)
    }

    /// Returns the last error if requests with these claims failed so often and so recently that the provider is not
    /// asked again yet.
    pub(super) fn paused(&self, claims: Option<&str>, now: Instant) -> Option<TokenError> {
        let failure = self.failure.as_ref().filter(|failure| failure.claims.as_deref() == claims)?;
        let doublings = failure.in_a_row.checked_sub(FREE_FAILURES + 1)?;
        let (first, longest) = PAUSES;
        let pause = first.saturating_mul(2_u32.saturating_pow(doublings)).min(longest);
        (now.saturating_duration_since(failure.at) < pause).then(|| failure.error.clone())
    }

    /// Whether an early refresh failed recently.
    pub(super) fn is_refresh_paused(&self, now: Instant) -> bool {
        self.failure.as_ref().is_some_and(|failure| now.saturating_duration_since(failure.at) < REFRESH_PAUSE)
    }
}
