//! What stands between a client and its token provider: one token for all calls, and one request for it at a time.

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

/// How long before it runs out a token is refreshed, unless it lives for a short time.
const MARGIN: Duration = Duration::from_mins(5);
/// The part of its life that the margin of a short-lived token is. Of its life as the client sees it, so that a provider
/// that gives the same token again is not asked at every call.
const MARGIN_PART: u32 = 4;
/// How long a refresh that was not needed yet is not tried again, where it failed.
const PAUSE: Duration = Duration::from_secs(30);

/// Keeps the token of a client.
///
/// A future that is dropped leaves nothing behind: the permit to ask the provider goes to the next that waits for it.
pub(crate) struct TokenCache {
    provider: Box<dyn TokenProvider>,
    scope: String,
    /// Never held across an await.
    state: Mutex<State>,
    /// Held while the provider is asked.
    flight: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    held: Option<Arc<Held>>,
    /// No token is refreshed before it runs out until then.
    paused_until: Option<SystemTime>,
    /// How many requests the provider has answered.
    flights: u64,
    last: Option<Flight>,
}

/// A request that the provider has answered.
struct Flight {
    claims: Option<String>,
    outcome: Result<Arc<Held>, TokenError>,
}

/// A token, with what is asked of it more than once.
struct Held {
    token: AccessToken,
    header: HeaderValue,
    /// The claims that it was asked for.
    claims: Option<String>,
    refresh_from: Option<SystemTime>,
    /// What the token says that it holds, once that was asked.
    granted: OnceLock<Option<GrantedPermissions>>,
}

/// The right to send one request.
#[derive(Clone)]
pub(crate) struct Authorization {
    held: Arc<Held>,
    /// The token was got for this attempt, so that another would be no fresher.
    is_new: bool,
}

impl Authorization {
    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.held.header.clone()
    }

    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }

    /// What the token says that it holds.
    pub(crate) fn granted(&self) -> Option<&GrantedPermissions> {
        self.held.granted.get_or_init(|| self.held.token.granted()).as_ref()
    }
}

impl TokenCache {
    pub(crate) fn new(provider: Box<dyn TokenProvider>, scope: String) -> Self {
        Self { provider, scope, state: Mutex::default(), flight: tokio::sync::Mutex::new(()) }
    }

    /// The token that is kept, where it is good and there is no need to refresh it.
    pub(crate) fn kept(&self, clock: &dyn Clock) -> Option<Authorization> {
        let held = Arc::clone(self.state().held.as_ref()?);
        if let Some(expiry) = held.token.expiry() {
            let now = clock.date();
            if now >= expiry || held.is_due(now) {
                return None;
            }
        }
        Some(Authorization { held, is_new: false })
    }

    /// The token that is kept, or a new one, within `limit`.
    pub(crate) async fn get(&self, clock: &dyn Clock, limit: Duration) -> Result<Authorization, TokenError> {
        let now = clock.date();
        let held = self.state().held.clone();
        let mut left = limit;
        if let Some(held) = held.filter(|held| held.is_good(now)) {
            // Half of the time is left to the request, with the token that is still good.
            left = limit / 2;
            if let Some(new) = self.refresh(&held, clock, left).await {
                return Ok(new);
            }
            if held.is_good(clock.date()) {
                return Ok(Authorization { held, is_new: false });
            }
        }
        self.fetch(&Wanted { other_than: None, claims: None }, clock, left).await
    }

    /// A token with these claims, or without claims one other than `refused`, within `limit`; none where the provider
    /// has no other.
    pub(crate) async fn renew(
        &self,
        refused: &Authorization,
        claims: Option<&str>,
        clock: &dyn Clock,
        limit: Duration,
    ) -> Result<Option<Authorization>, TokenError> {
        let refused = &*refused.held;
        self.state().held.take_if(|held| held.header == refused.header);
        let new = self.fetch(&Wanted { other_than: Some(refused), claims }, clock, limit).await?;
        Ok(Some(new).filter(|new| new.held.header != refused.header))
    }

    /// Refreshes a token that is still good but runs out soon, unless that is being done or has just been tried. None
    /// where there is no other, for whatever reason.
    async fn refresh(&self, held: &Held, clock: &dyn Clock, limit: Duration) -> Option<Authorization> {
        let now = clock.date();
        if !held.is_due(now) {
            return None;
        }
        let permit = self.flight.try_lock().ok()?;
        {
            let mut state = self.state();
            // Another call may have been faster.
            if let Some(new) = state.held.as_ref().filter(|new| new.header != held.header && new.is_good(now)) {
                return Some(Authorization { held: Arc::clone(new), is_new: true });
            }
            if state.paused_until.is_some_and(|until| now < until) {
                return None;
            }
            // Set beforehand, since a refresh that is cancelled or takes too long has no afterwards.
            state.paused_until = Some(now + PAUSE);
        }
        let answer = timeout(limit, self.ask(None, clock)).await;
        drop(permit);
        let failure = match answer {
            Ok(Ok(new)) => return Some(new),
            Ok(Err(error)) => error,
            Err(_) => late(limit),
        };
        tracing::debug!(target: crate::trace::TARGET, error = %failure, "the token was not refreshed before it runs out");
        None
    }

    /// Gets a token from the provider, or shares what it answers to another call.
    async fn fetch(
        &self,
        wanted: &Wanted<'_>,
        clock: &dyn Clock,
        limit: Duration,
    ) -> Result<Authorization, TokenError> {
        let fetched = timeout(limit, async {
            let before = self.state().flights;
            let _permit = self.flight.lock().await;
            {
                let state = self.state();
                if let Some(held) = state.held.as_ref().filter(|held| wanted.is(held) && held.is_good(clock.date())) {
                    return Ok(Authorization { held: Arc::clone(held), is_new: true });
                }
                // A failure is that of all who waited for it.
                if let Some(last) = state.last.as_ref()
                    && state.flights > before
                    && last.claims.as_deref() == wanted.claims
                {
                    return last.outcome.clone().map(|held| Authorization { held, is_new: true });
                }
            }
            self.ask(wanted.claims, clock).await
        });
        fetched.await.unwrap_or_else(|_| Err(late(limit)))
    }

    /// Asks the provider. The caller has the permit.
    async fn ask(&self, claims: Option<&str>, clock: &dyn Clock) -> Result<Authorization, TokenError> {
        let claims = claims.map(str::to_owned);
        let request = TokenRequest { scopes: vec![self.scope.clone()], claims: claims.clone() };
        let answer = caught(&*self.provider, request).await;
        let outcome = answer.and_then(|token| Held::new(token, claims.clone(), clock.date())).map(Arc::new);
        let mut state = self.state();
        state.flights += 1;
        state.last = Some(Flight { claims, outcome: outcome.clone() });
        let held = outcome?;
        state.held = Some(Arc::clone(&held));
        state.paused_until = None;
        Ok(Authorization { held, is_new: true })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a token has to be.
struct Wanted<'a> {
    other_than: Option<&'a Held>,
    claims: Option<&'a str>,
}

impl Wanted<'_> {
    fn is(&self, held: &Held) -> bool {
        self.other_than.is_none_or(|refused| refused.header != held.header)
            && (self.claims.is_none() || self.claims == held.claims.as_deref())
    }
}

impl Held {
    /// Takes a token that was got at this time.
    fn new(token: AccessToken, claims: Option<String>, now: SystemTime) -> Result<Self, TokenError> {
        let header = token.to_header()?;
        let refresh_from = token.expiry().and_then(|expiry| {
            let life = expiry.duration_since(now).unwrap_or_default();
            expiry.checked_sub(MARGIN.min(life / MARGIN_PART))
        });
        Ok(Self { token, header, claims, refresh_from, granted: OnceLock::new() })
    }

    /// Whether it is to be refreshed.
    fn is_due(&self, now: SystemTime) -> bool {
        self.refresh_from.is_some_and(|from| now >= from)
    }

    fn is_good(&self, now: SystemTime) -> bool {
        self.token.expiry().is_none_or(|expiry| now < expiry)
    }
}

fn late(limit: Duration) -> TokenError {
    TokenError::new(format!("the token provider has not answered within {limit:?}"))
}

/// Asks the provider, and makes a panic of its an error. Of what it panicked with, nothing is told: it may be a token.
async fn caught(provider: &dyn TokenProvider, request: TokenRequest) -> Result<AccessToken, TokenError> {
    let panicked = || TokenError::new("the token provider panicked");
    let asked = std::panic::catch_unwind(AssertUnwindSafe(|| provider.token(request)));
    let mut answer: TokenFuture<'_> = asked.map_err(|_| panicked())?;
    std::future::poll_fn(|context| {
        std::panic::catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(panicked())))
    })
    .await
}
