//! A token request that the cache owns and any number of calls wait for.

use std::{panic::AssertUnwindSafe, pin::Pin, sync::Arc, time::Duration};

use futures_util::future::{FutureExt as _, Shared};
use tokio::{
    runtime,
    time::{Instant, timeout},
};

use crate::auth::{
    authorization::IssuedToken,
    provider::{TokenProvider, TokenRequest},
    token_error::TokenError,
};

/// How long a token request may take at least before it is given up, even if the calls that wait for it have less time.
pub(super) const MIN_LIMIT: Duration = Duration::from_mins(1);

/// What a token request ends in.
pub(super) type Outcome = Result<Arc<IssuedToken>, TokenError>;

/// A token request that has started.
///
/// Whoever waits for it drives it, so that a call that is not polled holds up no other, and a call that is canceled or
/// has no more time does not end it.
#[derive(Clone)]
pub(super) struct Fetch {
    /// Different for each request of a cache.
    id: u64,
    claims: Option<Arc<str>>,
    started: Instant,
    limit: Duration,
    /// The runtime of the call that started the request. Its connections and timers end with that runtime.
    runtime: Option<runtime::Id>,
    outcome: Shared<Pin<Box<dyn Future<Output = Outcome> + Send>>>,
}

/// How waiting for a token request ended.
pub(super) enum Waited {
    Done(Outcome),
    /// The call has no more time; the request goes on.
    OutOfTime,
    /// The request took too long and is given up.
    TimedOut(TokenError),
}

impl Fetch {
    /// Starts a token request for a call that waits for at most `patience`. Nothing happens until somebody waits.
    pub(super) fn start(
        id: u64,
        provider: Arc<dyn TokenProvider>,
        scope: &str,
        claims: Option<&str>,
        patience: Duration,
    ) -> Self {
        let request = TokenRequest { scopes: vec![scope.to_owned()], claims: claims.map(str::to_owned) };
        let claims: Option<Arc<str>> = claims.map(Arc::from);
        let requested = claims.clone();
        let issued = async move { IssuedToken::new(provider.token(request).await?, requested).map(Arc::new) };
        // The error does not contain the panic's payload, which may be a token.
        let panicked = |_| Err(TokenError::new("the token provider panicked"));
        let outcome = AssertUnwindSafe(issued).catch_unwind().map(move |outcome| outcome.unwrap_or_else(panicked));
        Self {
            id,
            claims,
            started: Instant::now(),
            limit: patience.max(MIN_LIMIT),
            runtime: current_runtime(),
            outcome: outcome.boxed().shared(),
        }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
    }

    pub(super) fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// Whether the request was started by a call of the current runtime.
    pub(super) fn is_of_this_runtime(&self) -> bool {
        self.runtime == current_runtime()
    }

    /// Returns the error of a request that has taken too long. Nobody may have polled it for all that time, so its
    /// outcome would be out of date.
    pub(super) fn timed_out(&self) -> Option<TokenError> {
        (self.started.elapsed() >= self.limit).then(|| timed_out(self.limit))
    }

    /// Drives the request until it is done, for at most `patience`.
    pub(super) async fn wait(&self, patience: Duration) -> Waited {
        // The timer belongs to the waiting call, because the runtime that started the request may be gone.
        let left = self.limit.saturating_sub(self.started.elapsed());
        match timeout(patience.min(left), self.outcome.clone()).await {
            Ok(outcome) => Waited::Done(outcome),
            Err(_) => self.timed_out().map_or(Waited::OutOfTime, Waited::TimedOut),
        }
    }

    /// Drives the request as far as it gets without waiting. Returns `None` if it is not done.
    pub(super) fn advance(&self) -> Option<Outcome> {
        self.outcome.clone().now_or_never()
    }
}

/// The error of a call that waited for `limit`.
pub(super) fn timed_out(limit: Duration) -> TokenError {
    TokenError::new(format!("the token provider did not respond within {limit:?}"))
}

fn current_runtime() -> Option<runtime::Id> {
    runtime::Handle::try_current().ok().map(|handle| handle.id())
}
