//! The retry loop.

use std::time::{Duration, Instant};

use super::{budget::Bucket, clock::Clock, policy::RetryPolicy};
use crate::{
    error::{Error, retry_safety::RetrySafety},
    trace,
};

/// Makes attempts until one succeeds, an error must not be retried, the policy or the budget allows no further retry, or
/// the request `is_spent`, so that it cannot be sent again.
///
/// `attempt` is called with the number of the attempt, from 0. `started` is when the call started, by the same clock.
pub(crate) async fn retry<T, F>(
    policy: &RetryPolicy,
    budget: &Bucket,
    clock: &dyn Clock,
    started: Instant,
    idempotent: bool,
    is_spent: impl Fn() -> bool,
    attempt: impl Fn(u32) -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut retries = Retries::default();
    let mut cost = None;
    loop {
        let number = retries.count();
        let error = match attempt(number).await {
            Ok(value) => {
                budget.reward(cost);
                return Ok(value);
            }
            Err(error) => error,
        };
        let elapsed = clock.now().saturating_duration_since(started);
        let Some(wait) = retries.wait_after(&error, policy, idempotent, elapsed) else {
            return Err(error);
        };
        if is_spent() {
            let error = error.with_spent_body();
            tracing::warn!(target: trace::TARGET, attempt = number, %error, "not retrying");
            return Err(error);
        }
        let Some(waiting) = budget.take(&error) else {
            let error = error.with_spent_budget();
            tracing::warn!(target: trace::TARGET, attempt = number, %error, "not retrying");
            return Err(error);
        };
        let wait = match error.retry_after() {
            Some(_) => waiting.spread(wait, fastrand::f64()).min(policy.max_total_time.saturating_sub(elapsed)),
            None => wait,
        };
        trace::retrying(number, wait, &error);
        clock.sleep(wait).await;
        cost = Some(waiting.spend());
    }
}

/// The number of retries of a request, by their reason.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Retries {
    throttled: u32,
    failed: u32,
}

impl Retries {
    /// Returns the total number of retries.
    pub(crate) fn count(self) -> u32 {
        self.throttled.saturating_add(self.failed)
    }

    /// Returns how long to wait before the request that failed with `error` is retried, and counts the retry. Returns
    /// `None` if it must not be retried.
    pub(crate) fn wait_after(
        &mut self,
        error: &Error,
        policy: &RetryPolicy,
        idempotent: bool,
        elapsed: Duration,
    ) -> Option<Duration> {
        if matches!(error, Error::Timeout(error) if error.limit_wait().is_some()) {
            // The total time of the call is over.
            return None;
        }
        let is_allowed = match error.retry_safety() {
            RetrySafety::Safe => true,
            RetrySafety::OutcomeUnknown => idempotent,
            RetrySafety::Useless => false,
        };
        let number = self.count();
        let (count, limit) = if error.is_throttled() {
            (&mut self.throttled, policy.max_throttling_retries)
        } else {
            (&mut self.failed, policy.max_failure_retries)
        };
        if !is_allowed || *count >= limit {
            return None;
        }
        // A wait requested by the service is never shortened. If it is too long, the call ends and returns it in the
        // error.
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
