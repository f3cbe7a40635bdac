//! The token cache of a client: one token for all calls, and one token request at a time.

mod fetch;
mod state;
#[cfg(test)]
mod tests;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use self::{
    fetch::{Fetch, Outcome, Waited, timed_out},
    state::{Kept, State},
};
use super::{
    authorization::{Authorization, IssuedToken},
    provider::TokenProvider,
    token_error::TokenError,
};
use crate::retry::clock::Clock;

/// Caches the token of a client.
///
/// The cache owns the token request, and the calls that wait for it drive it. Without a call that waits, the request
/// makes no progress; the next call that needs a token goes on with it.
pub(crate) struct TokenCache {
    provider: Arc<dyn TokenProvider>,
    scope: String,
    /// Never locked across an await point, nor while the provider's code runs.
    state: Mutex<State>,
}

/// Which tokens a call can use.
struct Criteria<'a> {
    other_than: Option<&'a IssuedToken>,
    claims: Option<&'a str>,
}

impl Criteria<'_> {
    fn accepts(&self, issued: &IssuedToken) -> bool {
        self.other_than.is_none_or(|rejected| !rejected.is_same(issued))
            && (self.claims.is_none() || self.claims == issued.claims())
    }
}

/// What a call does that needs a token.
enum Step {
    Use(Arc<IssuedToken>),
    Fail(TokenError),
    Wait(Fetch),
}

impl TokenCache {
    pub(crate) fn new(provider: Box<dyn TokenProvider>, scope: String) -> Self {
        Self { provider: Arc::from(provider), scope, state: Mutex::default() }
    }

    /// Returns the cached token, or `None` if there is no valid one or it is due for a refresh.
    pub(crate) fn cached(&self, clock: &dyn Clock) -> Option<Authorization> {
        let state = self.state();
        let kept = state.kept.as_ref()?;
        if !kept.has_no_times() {
            let now = clock.date();
            if !kept.is_valid(now) || kept.is_due(now) {
                return None;
            }
        }
        Some(Authorization::cached(Arc::clone(&kept.issued)))
    }

    /// Returns the cached token, or a new one, within `limit`.
    pub(crate) async fn get(&self, clock: &dyn Clock, limit: Duration) -> Result<Authorization, TokenError> {
        let mut left = limit;
        let kept = self.state().kept.clone();
        if let Some(kept) = kept.filter(|kept| kept.is_valid(clock.date())) {
            let started = Instant::now();
            if let Some(new) = self.refresh(&kept, clock, limit).await {
                return Ok(new);
            }
            left = limit.saturating_sub(started.elapsed());
            if kept.is_valid(clock.date()) {
                return Ok(Authorization::cached(kept.issued));
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
        let rejected = &*rejected.issued;
        self.state().kept.take_if(|kept| kept.issued.is_same(rejected));
        let new = self.fetch(&Criteria { other_than: Some(rejected), claims }, clock, limit).await?;
        Ok(Some(new).filter(|new| !new.issued.is_same(rejected)))
    }

    /// Refreshes a token that is still valid but expires soon. Returns `None` if another call started to refresh it, a
    /// refresh failed recently, or this one fails or takes too long.
    async fn refresh(&self, kept: &Kept, clock: &dyn Clock, limit: Duration) -> Option<Authorization> {
        let now = clock.date();
        if !kept.is_due(now) {
            return None;
        }
        // Half of the time is left for the request itself, with the token that is still valid then.
        let patience = (limit / 2).min(kept.left(now) / 2);
        let (fetch, is_own) = match self.refresh_step(kept, clock, limit) {
            Ok(step) => step?,
            Err(issued) => return Some(Authorization::new(issued)),
        };
        // Only the call that starts a refresh waits for it. Others drive it on, in case that call is not polled anymore.
        let waited = if is_own { fetch.wait(patience).await } else { Waited::Done(fetch.advance()?) };
        match self.settle(&fetch, waited, clock)? {
            Ok(issued) => Some(Authorization::new(issued)),
            Err(error) => {
                tracing::warn!(target: crate::trace::TARGET, %error, "could not refresh the token early");
                None
            }
        }
    }

    /// Returns the request to refresh a token, and whether it was started for this call; or the token that has already
    /// replaced it, as an error.
    fn refresh_step(
        &self,
        kept: &Kept,
        clock: &dyn Clock,
        limit: Duration,
    ) -> Result<Option<(Fetch, bool)>, Arc<IssuedToken>> {
        self.give_up_old(clock);
        let mut state = self.state();
        if let Some(new) = &state.kept
            && !new.issued.is_same(&kept.issued)
            && new.is_valid(clock.date())
        {
            return Err(Arc::clone(&new.issued));
        }
        if let Some(fetch) = &state.fetch {
            return Ok(Some((fetch.clone(), false)));
        }
        if state.is_refresh_paused(clock.now()) {
            return Ok(None);
        }
        Ok(Some((self.start(&mut state, None, limit), true)))
    }

    /// Requests a token from the provider, or shares the outcome of a request in progress.
    async fn fetch(
        &self,
        criteria: &Criteria<'_>,
        clock: &dyn Clock,
        limit: Duration,
    ) -> Result<Authorization, TokenError> {
        let started = Instant::now();
        loop {
            let fetch = match self.fetch_step(criteria, clock, limit) {
                Step::Use(issued) => return Ok(Authorization::new(issued)),
                Step::Fail(error) => return Err(error),
                Step::Wait(fetch) => fetch,
            };
            let waited = fetch.wait(limit.saturating_sub(started.elapsed())).await;
            let outcome = self.settle(&fetch, waited, clock).ok_or_else(|| timed_out(limit))?;
            // A request with other claims says nothing about this one if it fails, and neither does one whose
            // connections may have ended with the runtime of another call.
            let is_for_this = fetch.claims() == criteria.claims && fetch.is_of_this_runtime();
            match outcome {
                Ok(issued) if fetch.claims() == criteria.claims || criteria.accepts(&issued) => {
                    return Ok(Authorization::new(issued));
                }
                Err(error) if is_for_this => return Err(error),
                _ => {}
            }
        }
    }

    fn fetch_step(&self, criteria: &Criteria<'_>, clock: &dyn Clock, limit: Duration) -> Step {
        self.give_up_old(clock);
        let mut state = self.state();
        if let Some(kept) = &state.kept
            && criteria.accepts(&kept.issued)
            && kept.is_valid(clock.date())
        {
            return Step::Use(Arc::clone(&kept.issued));
        }
        if let Some(fetch) = &state.fetch {
            return Step::Wait(fetch.clone());
        }
        match state.paused(criteria.claims, clock.now()) {
            Some(error) => Step::Fail(error),
            None => Step::Wait(self.start(&mut state, criteria.claims, limit)),
        }
    }

    fn start(&self, state: &mut State, claims: Option<&str>, patience: Duration) -> Fetch {
        state.requests += 1;
        let fetch = Fetch::start(state.requests, Arc::clone(&self.provider), &self.scope, claims, patience);
        state.fetch = Some(fetch.clone());
        fetch
    }

    /// Gives up a request that has taken too long.
    fn give_up_old(&self, clock: &dyn Clock) {
        let old = self.state().fetch.clone();
        if let Some((old, error)) = old.and_then(|old| old.timed_out().map(|error| (old, error))) {
            self.settle(&old, Waited::TimedOut(error), clock);
        }
    }

    /// Keeps what a request ended in. Returns `None` if it has not ended.
    fn settle(&self, fetch: &Fetch, waited: Waited, clock: &dyn Clock) -> Option<Outcome> {
        let outcome = match waited {
            Waited::Done(outcome) => outcome,
            Waited::TimedOut(error) => Err(error),
            Waited::OutOfTime => return None,
        };
        let ended = self.state().complete(fetch, &outcome, clock.now(), clock.date());
        drop(ended);
        Some(outcome)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
