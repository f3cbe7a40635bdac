//! The retry policy of a client.

use std::time::Duration;

use super::budget::RetryBudget;

/// How often and how long a client retries failed attempts.
///
/// Whether an attempt can be retried does not depend on the policy:
///
/// - After the statuses 429, 503 and 509, and if no connection was made, any action is retried, because the request was
///   not processed.
/// - If the outcome is unknown (a lost connection, a time-out, 408, 500, 502 or 504), only
///   [idempotent](crate::metadata::ActionMetadata::idempotent) actions are retried.
/// - A call whose response is a success with JSON that ends early is repeated once, if the action is idempotent.
/// - After the status 401, a call is retried once with a fresh token, if the [provider](crate::auth::TokenProvider) has
///   one. This retry is not counted.
/// - A body that can be sent [only once](crate::upload::UploadBody::once) is never sent twice. An attempt is not
///   retried after a part of such a body was read, and no attempt is retried after [`Error::Body`](crate::Error::Body).
/// - Any other error ends the call.
///
/// A `Retry-After` of the service is respected exactly. Without one, the wait before retry *n* is a random duration
/// between zero and `base_delay` × 2ⁿ⁻¹, but at most `max_delay`. If several calls of a client wait at the same time, a
/// wait that the service asked for is extended by a random part of up to a quarter, within `max_total_time`, so that
/// they do not all retry at the same moment.
///
/// All calls of a client share a [`RetryBudget`]. If it is used up, failed attempts are not retried.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::{GraphClient, retry::RetryPolicy};
///
/// let graph = GraphClient::builder()
///     .retry(RetryPolicy::default().max_retries(5).max_delay(Duration::from_secs(60)))
///     .build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// See [Microsoft Graph throttling guidance](https://learn.microsoft.com/graph/throttling).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    pub(super) max_throttling_retries: u32,
    pub(super) max_failure_retries: u32,
    pub(super) base_delay: Duration,
    pub(super) max_delay: Duration,
    pub(super) max_total_time: Duration,
    pub(crate) budget: RetryBudget,
}

impl RetryPolicy {
    /// Creates the default policy: up to three retries, waits of up to three minutes, and five minutes in total.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_throttling_retries: 3,
            max_failure_retries: 3,
            base_delay: Duration::from_secs(1),
            max_delay: Duration::from_mins(3),
            max_total_time: Duration::from_mins(5),
            budget: RetryBudget::new(),
        }
    }

    /// Creates a policy without retries.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().max_retries(0)
    }

    /// Sets the maximum number of retries, in addition to the first attempt. The default is 3; 0 disables retries.
    ///
    /// The limit applies to retries after throttling and to retries after failures separately. To set different limits,
    /// use [`max_throttling_retries`](RetryPolicy::max_throttling_retries) and
    /// [`max_failure_retries`](RetryPolicy::max_failure_retries).
    #[must_use]
    pub const fn max_retries(self, times: u32) -> Self {
        self.max_throttling_retries(times).max_failure_retries(times)
    }

    /// Sets the maximum number of retries after throttling: the statuses 429 and 509. The default is 3.
    #[must_use]
    pub const fn max_throttling_retries(mut self, times: u32) -> Self {
        self.max_throttling_retries = times;
        self
    }

    /// Sets the maximum number of retries after a server error, a failed or lost connection, or a time-out. The default
    /// is 3.
    #[must_use]
    pub const fn max_failure_retries(mut self, times: u32) -> Self {
        self.max_failure_retries = times;
        self
    }

    /// Sets the maximum wait before the first retry if the service does not specify one. It doubles with each retry.
    /// The default is 1 second.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the maximum wait before a retry. The default is 180 seconds.
    ///
    /// If the service asks for a longer wait, the call is not retried and returns an error immediately. The error's
    /// [`retry_after`](crate::Error::retry_after) returns the wait.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets how long after its start a call may start another attempt, including waits for retries and for the
    /// [limits](crate::limits::Limits) of the client. The default is 300 seconds.
    ///
    /// An attempt that has started is limited only by its own [time-out](crate::client::GraphClientBuilder::timeout).
    #[must_use]
    pub const fn max_total_time(mut self, time: Duration) -> Self {
        self.max_total_time = time;
        self
    }

    /// Sets the budget that all calls of a client share. The default is [`RetryBudget::new`]; with
    /// [`RetryBudget::unlimited`], only the limits for each call apply.
    #[must_use]
    pub const fn budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// Returns what is left of the total time of a call after `elapsed`.
    pub(crate) fn time_left(&self, elapsed: Duration) -> Duration {
        self.max_total_time.saturating_sub(elapsed)
    }

    /// Returns the wait after the attempt with this number, from 0: exponential backoff with full jitter. `jitter`,
    /// from 0 to 1, is the fraction of the maximum wait.
    pub(super) fn backoff(&self, number: u32, jitter: f64) -> Duration {
        let factor = 2_u32.checked_pow(number).unwrap_or(u32::MAX);
        self.base_delay.saturating_mul(factor).min(self.max_delay).mul_f64(jitter.clamp(0.0, 1.0))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maximum_wait_doubles_up_to_max_delay() {
        let policy = RetryPolicy::new().max_delay(Duration::from_secs(10));
        let longest: Vec<_> = (0..6).map(|number| policy.backoff(number, 1.0).as_secs()).collect();
        assert_eq!(longest, [1, 2, 4, 8, 10, 10]);
        assert_eq!(policy.backoff(u32::MAX, 1.0), Duration::from_secs(10));
        let endless = RetryPolicy::new().base_delay(Duration::MAX).max_delay(Duration::MAX);
        assert!(endless.backoff(40, 0.5) < Duration::MAX);
    }

    #[test]
    fn the_jitter_scales_the_wait() {
        let policy = RetryPolicy::new();
        assert_eq!(policy.backoff(2, 0.0), Duration::ZERO);
        assert_eq!(policy.backoff(2, 0.25), Duration::from_secs(1));
    }
}
