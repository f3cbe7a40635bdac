//! Which attempts are repeated, and when.

use std::time::{Duration, Instant};

use super::{clock::Clock, policy::RetryPolicy};
use crate::error::{Error, retry_safety::RetrySafety};

/// Makes attempts until one succeeds, one fails in a way that is not repeated, the policy is exhausted, or the request
/// `is_spent`, so that it cannot be sent again. `attempt` is given its number, from 0; the call was `started` by the same
/// clock.
pub(crate) async fn retry<T, F>(
    policy: &RetryPolicy,
    clock: &dyn Clock,
    started: Instant,
    idempotent: bool,
    is_spent: impl Fn() -> bool,
    attempt: impl Fn(u32) -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut repeats = Retries::default();
    loop {
        let number = repeats.count();
        let error = match attempt(number).await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let elapsed = clock.now().saturating_duration_since(started);
        let Some(wait) = repeats.wait_after(&error, policy, idempotent, elapsed) else {
            return Err(error);
        };
        if is_spent() {
            let error = error.with_spent_body();
            tracing::debug!(target: crate::trace::TARGET, attempt = number, %error, "not repeated");
            return Err(error);
        }
        tracing::debug!(target: crate::trace::TARGET, attempt = number, wait = ?wait, %error, "repeated after a wait");
        clock.sleep(wait).await;
    }
}

/// How often a request was repeated, for which reason.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Retries {
    throttled: u32,
    failed: u32,
}

impl Retries {
    /// How often, for whichever reason.
    pub(crate) fn count(self) -> u32 {
        self.throttled.saturating_add(self.failed)
    }

    /// How long to wait before the request that ended in `error` is repeated, which then counts; none where that is how
    /// the call ends.
    pub(crate) fn wait_after(
        &mut self,
        error: &Error,
        policy: &RetryPolicy,
        idempotent: bool,
        elapsed: Duration,
    ) -> Option<Duration> {
        let repeats = match error.retry_safety() {
            RetrySafety::Safe => true,
            RetrySafety::OutcomeUnknown => idempotent,
            RetrySafety::Useless => false,
        };
        let number = self.count();
        let (count, limit) = if is_throttling(error) {
            (&mut self.throttled, policy.max_throttling_retries)
        } else {
            (&mut self.failed, policy.max_failure_retries)
        };
        if !repeats || *count >= limit {
            return None;
        }
        // A wait that the service asks for is kept to exactly; where it is too long for this call, the caller is told.
        let wait = match error.retry_after() {
            Some(wait) if wait > policy.max_delay => return None,
            Some(wait) => wait,
            None => policy.backoff(number, fastrand::f64()),
        };
        if elapsed.saturating_add(wait) > policy.max_total_time {
            return None;
        }
        *count += 1;
        Some(wait)
    }
}

/// Whether the service says that it is asked too much.
fn is_throttling(error: &Error) -> bool {
    matches!(error, Error::Api(error) if matches!(error.status().as_u16(), 429 | 509))
}
