//! The token cache of a client: one token for all calls, and one token request at a time.

#[cfg(test)]
mod tests;

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    task::Poll,
    time::{Duration, SystemTime},
};

use http::HeaderValue;
use tokio::time::timeout;

use super::{
    access_token::AccessToken,
    provider::{TokenFuture, TokenProvider, TokenRequest},
    token_error::TokenError,
};
use crate::{permissions::granted::GrantedPermissions, retry::clock::Clock};

/// How long before its expiry a token is refreshed, unless its lifetime is short.
const REFRESH_MARGIN: Duration = Duration::from_mins(5);
/// A short-lived token is refreshed in the last part of its lifetime: the lifetime divided by this number. The lifetime
/// is counted from when the client received the token, so that a provider that returns the same token again is not
/// asked at every call.
const SHORT_LIVED_DIVISOR: u32 = 4;
/// How long after a failed early refresh the next one is tried.
const REFRESH_PAUSE: Duration = Duration::from_secs(30);

/// Caches the token of a client.
///
/// If a future is dropped during a token request, the lock for token requests passes to the next waiting call.
pub(crate) struct TokenCache {
    provider: Box<dyn TokenProvider>,
    scope: String,
    /// Never locked across an await point.
    state: Mutex<State>,
    /// Locked during a token request.
    request_lock: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    cached: Option<Arc<CachedToken>>,
    /// No early refresh is tried before this time.
    paused_until: Option<SystemTime>,
    /// The number of completed token requests.
    completed: u64,
    last: Option<CompletedRequest>,
}

/// A token request that the provider has completed.
struct CompletedRequest {
    claims: Option<String>,
    outcome: Result<Arc<CachedToken>, TokenError>,
}

/// A token, with what is derived from it once and used for many calls.
struct CachedToken {
    token: AccessToken,
    header: HeaderValue,
    /// The claims that the token was requested with.
    claims: Option<String>,
    refresh_from: Option<SystemTime>,
    /// The permissions that the token lists, read on first use.
    granted: OnceLock<Option<GrantedPermissions>>,
}

/// The authorization of one request.
#[derive(Clone)]
pub(crate) struct Authorization {
    cached: Arc<CachedToken>,
    /// Whether the token was requested for this attempt. Another token would not be fresher.
    is_new: bool,
}

impl Authorization {
    /// Returns the value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.cached.header.clone()
    }

    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }

    /// Returns the permissions that the token lists.
    pub(crate) fn granted(&self) -> Option<&GrantedPermissions> {
        self.cached.granted.get_or_init(|| self.cached.token.granted()).as_ref()
    }
}

impl TokenCache {
    pub(crate) fn new(provider: Box<dyn TokenProvider>, scope: String) -> Self {
        Self { provider, scope, state: Mutex::default(), request_lock: tokio::sync::Mutex::new(()) }
    }

    /// Returns the cached token, or `None` if there is no valid one or it is due for a refresh.
    pub(crate) fn cached(&self, clock: &dyn Clock) -> Option<Authorization> {
        let cached = Arc::clone(self.state().cached.as_ref()?);
        if let Some(expiry) = cached.token.expiry() {
            let now = clock.date();
            if now >= expiry || cached.is_due(now) {
                return None;
            }
        }
        Some(Authorization { cached, is_new: false })
    }

    /// Returns the cached token, or a new one, within `limit`.
    pub(crate) async fn get(&self, clock: &dyn Clock, limit: Duration) -> Result<Authorization, TokenError> {
        let now = clock.date();
        let cached = self.state().cached.clone();
        let mut left = limit;
        if let Some(cached) = cached.filter(|cached| cached.is_valid(now)) {
            // Half of the time is left for the request itself, with the token that is still valid.
            left = limit / 2;
            if let Some(new) = self.refresh(&cached, clock, left).await {
                return Ok(new);
            }
            if cached.is_valid(clock.date()) {
                return Ok(Authorization { cached, is_new: false });
            }
        }
        self.fetch(&Criteria { other_than: None, claims: None }, clock, left).await
    }

    /// Returns a token with these claims or, without claims, a token other than `rejected`, within `limit`. Returns
    /// `None` if the provider returns the rejected token again.
    pub(crate) async fn renew(
        &self,
        rejected: &Authorization,
        claims: Option<&str>,
        clock: &dyn Clock,
        limit: Duration,
    ) -> Result<Option<Authorization>, TokenError> {
        let rejected = &*rejected.cached;
        self.state().cached.take_if(|cached| cached.header == rejected.header);
        let new = self.fetch(&Criteria { other_than: Some(rejected), claims }, clock, limit).await?;
        Ok(Some(new).filter(|new| new.cached.header != rejected.header))
    }

    /// Refreshes a token that is still valid but expires soon. Returns `None` if another call is refreshing it, a
    /// refresh failed recently, or this one fails.
    async fn refresh(&self, cached: &CachedToken, clock: &dyn Clock, limit: Duration) -> Option<Authorization> {
        let now = clock.date();
        if !cached.is_due(now) {
            return None;
        }
        let permit = self.request_lock.try_lock().ok()?;
        {
            let mut state = self.state();
            // Another call may have refreshed the token in the meantime.
            if let Some(new) = state.cached.as_ref().filter(|new| new.header != cached.header && new.is_valid(now)) {
                return Some(Authorization { cached: Arc::clone(new), is_new: true });
            }
            if state.paused_until.is_some_and(|until| now < until) {
                return None;
            }
            // Set in advance, because a refresh that is canceled or times out does not get to it afterwards.
            state.paused_until = Some(now + REFRESH_PAUSE);
        }
        let result = timeout(limit, self.request(None, clock)).await;
        drop(permit);
        let failure = match result {
            Ok(Ok(new)) => return Some(new),
            Ok(Err(error)) => error,
            Err(_) => timed_out(limit),
        };
        tracing::debug!(target: crate::trace::TARGET, error = %failure, "could not refresh the token early");
        None
    }

    /// Requests a token from the provider, or shares the outcome of another call's request.
    async fn fetch(
        &self,
        criteria: &Criteria<'_>,
        clock: &dyn Clock,
        limit: Duration,
    ) -> Result<Authorization, TokenError> {
        let fetched = timeout(limit, async {
            let before = self.state().completed;
            let _permit = self.request_lock.lock().await;
            {
                let state = self.state();
                let cached = state.cached.as_ref();
                if let Some(cached) = cached.filter(|cached| criteria.accepts(cached) && cached.is_valid(clock.date()))
                {
                    return Ok(Authorization { cached: Arc::clone(cached), is_new: true });
                }
                // A failed request fails for all calls that waited for it.
                if let Some(last) = state.last.as_ref()
                    && state.completed > before
                    && last.claims.as_deref() == criteria.claims
                {
                    return last.outcome.clone().map(|cached| Authorization { cached, is_new: true });
                }
            }
            self.request(criteria.claims, clock).await
        });
        fetched.await.unwrap_or_else(|_| Err(timed_out(limit)))
    }

    /// Requests a token from the provider. The caller holds the lock for token requests.
    async fn request(&self, claims: Option<&str>, clock: &dyn Clock) -> Result<Authorization, TokenError> {
        let claims = claims.map(str::to_owned);
        let request = TokenRequest { scopes: vec![self.scope.clone()], claims: claims.clone() };
        let result = catch_panic(&*self.provider, request).await;
        let outcome = result.and_then(|token| CachedToken::new(token, claims.clone(), clock.date())).map(Arc::new);
        let mut state = self.state();
        state.completed += 1;
        state.last = Some(CompletedRequest { claims, outcome: outcome.clone() });
        let cached = outcome?;
        state.cached = Some(Arc::clone(&cached));
        state.paused_until = None;
        Ok(Authorization { cached, is_new: true })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which tokens a call can use.
struct Criteria<'a> {
    other_than: Option<&'a CachedToken>,
    claims: Option<&'a str>,
}

impl Criteria<'_> {
    fn accepts(&self, cached: &CachedToken) -> bool {
        self.other_than.is_none_or(|rejected| rejected.header != cached.header)
            && (self.claims.is_none() || self.claims == cached.claims.as_deref())
    }
}

impl CachedToken {
    /// Creates a cache entry for a token received at `now`.
    fn new(token: AccessToken, claims: Option<String>, now: SystemTime) -> Result<Self, TokenError> {
        let header = token.to_header()?;
        let refresh_from = token.expiry().and_then(|expiry| {
            let lifetime = expiry.duration_since(now).unwrap_or_default();
            expiry.checked_sub(REFRESH_MARGIN.min(lifetime / SHORT_LIVED_DIVISOR))
        });
        Ok(Self { token, header, claims, refresh_from, granted: OnceLock::new() })
    }

    /// Whether the token is due for a refresh.
    fn is_due(&self, now: SystemTime) -> bool {
        self.refresh_from.is_some_and(|from| now >= from)
    }

    fn is_valid(&self, now: SystemTime) -> bool {
        self.token.expiry().is_none_or(|expiry| now < expiry)
    }
}

fn timed_out(limit: Duration) -> TokenError {
    TokenError::new(format!("the token provider did not respond within {limit:?}"))
}

/// Calls the provider and converts a panic to an error. The error does not contain the panic's payload, which may be a
/// token.
async fn catch_panic(provider: &dyn TokenProvider, request: TokenRequest) -> Result<AccessToken, TokenError> {
    let panicked = || TokenError::new("the token provider panicked");
    let called = std::panic::catch_unwind(AssertUnwindSafe(|| provider.token(request)));
    let mut future: TokenFuture<'_> = called.map_err(|_| panicked())?;
    std::future::poll_fn(|context| {
        std::panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(panicked())))
    })
    .await
}
