//! How often, how long and how patiently a client repeats.

use std::time::Duration;

/// How a client repeats attempts that failed.
///
/// What is repeated does not depend on the policy:
///
/// - 429, 503, 509 and connections that were not made are repeated whatever the action is, since nothing has happened;
/// - where it is not known what happened (a connection that broke, a time-out, 500, 502, 504), only
///   [idempotent](crate::metadata::ActionMetadata::idempotent) actions are repeated;
/// - a call that is refused with 401 is repeated once with a fresh token, where the
///   [provider](crate::auth::TokenProvider) has one; that is not counted;
/// - a body that can be sent [only once](crate::upload::UploadBody::once) is never sent twice, so that nothing is repeated once a
///   piece of it was taken; nor is it after [`Error::Body`](crate::Error::Body);
/// - everything else ends the call.
///
/// A `Retry-After` of the service is honoured exactly. Without one, the wait before repeat *n* is drawn at random between
/// zero and `base_delay` × 2ⁿ⁻¹, and never longer than `max_delay`.
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
/// See [throttling guidance](https://learn.microsoft.com/graph/throttling).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    pub(super) max_throttling_retries: u32,
    pub(super) max_failure_retries: u32,
    pub(super) base_delay: Duration,
    pub(super) max_delay: Duration,
    pub(super) max_total_time: Duration,
}

impl RetryPolicy {
    /// Three repeats, waits of at most three minutes, five minutes in all.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_throttling_retries: 3,
            max_failure_retries: 3,
            base_delay: Duration::from_secs(1),
            max_delay: Duration::from_mins(3),
            max_total_time: Duration::from_mins(5),
        }
    }

    /// Retries nothing.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().max_retries(0)
    }

    /// How often an attempt is repeated, the first attempt not counted; 3 by default, 0 turns repeats off.
    ///
    /// Counts for throttling and for failures, each on its own; the two setters below set them apart.
    #[must_use]
    pub const fn max_retries(self, times: u32) -> Self {
        self.max_throttling_retries(times).max_failure_retries(times)
    }

    /// How often an attempt is repeated that was throttled: 429 and 509. 3 by default.
    #[must_use]
    pub const fn max_throttling_retries(mut self, times: u32) -> Self {
        self.max_throttling_retries = times;
        self
    }

    /// How often an attempt is repeated that failed: a server error, a connection, a time-out. 3 by default.
    #[must_use]
    pub const fn max_failure_retries(mut self, times: u32) -> Self {
        self.max_failure_retries = times;
        self
    }

    /// The longest wait before the first repeat where the service does not say how long; it doubles with each repeat.
    /// 1 s by default.
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait, 180 s by default. Where the service asks for a longer one, the call ends at once with an error
    /// whose [`retry_after`](crate::Error::retry_after) says how long.
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How long after its start a call may still begin an attempt, waits included; 300 s by default. An attempt that has
    /// begun is ended by its own [time-out](crate::client::GraphClientBuilder::timeout) alone.
    #[must_use]
    pub const fn max_total_time(mut self, time: Duration) -> Self {
        self.max_total_time = time;
        self
    }

    /// Exponential backoff with full jitter: `chance`, from 0 to 1, of the longest wait before the repeat that follows the
    /// attempt numbered `number`.
    pub(super) fn backoff(&self, number: u32, chance: f64) -> Duration {
        let factor = 2_u32.checked_pow(number).unwrap_or(u32::MAX);
        self.base_delay.saturating_mul(factor).min(self.max_delay).mul_f64(chance.clamp(0.0, 1.0))
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
    fn the_wait_doubles_up_to_the_ceiling() {
        let policy = RetryPolicy::new().max_delay(Duration::from_secs(10));
        let longest: Vec<_> = (0..6).map(|number| policy.backoff(number, 1.0).as_secs()).collect();
        assert_eq!(longest, [1, 2, 4, 8, 10, 10]);
        assert_eq!(policy.backoff(u32::MAX, 1.0), Duration::from_secs(10));
        let endless = RetryPolicy::new().base_delay(Duration::MAX).max_delay(Duration::MAX);
        assert!(endless.backoff(40, 0.5) < Duration::MAX);
    }

    #[test]
    fn the_wait_is_drawn_from_the_whole_range() {
        let policy = RetryPolicy::new();
        assert_eq!(policy.backoff(2, 0.0), Duration::ZERO);
        assert_eq!(policy.backoff(2, 0.25), Duration::from_secs(1));
    }
}
