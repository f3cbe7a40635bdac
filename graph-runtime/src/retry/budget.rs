//! The retry budget of a client: how many retries all its calls together may make.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::error::Error;

/// What a call gives back that succeeds without a retry, in tokens.
const REWARD: u32 = 1;

/// Limits the retries of all calls of a client together, so that the client does not multiply the load of a service
/// that is down.
///
/// The budget is a number of tokens. A retry takes 5 of them, or 10 after a time-out. A call that succeeds gives back
/// what its last retry took, or 1 token if it was not retried. If there are not enough tokens left, a call is not
/// retried and returns the error at once. With the default capacity of 500 tokens, a client whose calls all fail makes
/// 100 retries, and then sends each request once until calls succeed again. These are the defaults of the AWS SDKs.
///
/// Retries after throttling take tokens too, with or without `Retry-After`. Items of a batch that are retried together
/// are one retry. The retry with a fresh token after the status 401 takes none.
///
/// ```
/// use graph_runtime::{GraphClient, retry::{RetryBudget, RetryPolicy}};
///
/// let policy = RetryPolicy::new().budget(RetryBudget::new().capacity(2_000));
/// let graph = GraphClient::builder().retry(policy).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryBudget {
    /// In tokens; `None` if retries are not limited.
    capacity: Option<u32>,
    retry_cost: u32,
    timeout_cost: u32,
}

impl RetryBudget {
    /// Creates the default budget: 500 tokens, of which a retry takes 5, or 10 after a time-out.
    #[must_use]
    pub const fn new() -> Self {
        Self { capacity: Some(500), retry_cost: 5, timeout_cost: 10 }
    }

    /// Creates a budget that never ends. Only the limits for each call apply.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self { capacity: None, ..Self::new() }
    }

    /// Sets the number of tokens that a new client has, and that it never exceeds. The default is 500.
    #[must_use]
    pub const fn capacity(mut self, tokens: u32) -> Self {
        self.capacity = Some(tokens);
        self
    }

    /// Sets the number of tokens that a retry takes, except after a time-out. The default is 5.
    #[must_use]
    pub const fn retry_cost(mut self, tokens: u32) -> Self {
        self.retry_cost = tokens;
        self
    }

    /// Sets the number of tokens that a retry after a time-out takes. The default is 10.
    #[must_use]
    pub const fn timeout_cost(mut self, tokens: u32) -> Self {
        self.timeout_cost = tokens;
        self
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

/// What is left of a budget, and how many calls wait for a retry.
#[derive(Debug)]
pub(crate) struct Bucket {
    budget: RetryBudget,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    left: u32,
    /// The number of calls that wait for their retry.
    waiting: usize,
}

/// The tokens of a retry that a call waits for. They are given back if the call is canceled before.
pub(crate) struct Waiting<'a> {
    bucket: &'a Bucket,
    cost: u32,
    /// The number of other calls that already waited.
    others: usize,
}

impl Bucket {
    pub(crate) fn new(budget: RetryBudget) -> Self {
        let state = State { left: budget.capacity.unwrap_or(0), waiting: 0 };
        Self { budget, state: Mutex::new(state) }
    }

    /// Takes the tokens for a retry after `error`. Returns `None` if there are not enough.
    pub(crate) fn take(&self, error: &Error) -> Option<Waiting<'_>> {
        let is_timeout = matches!(error, Error::Timeout(_));
        let cost = if is_timeout { self.budget.timeout_cost } else { self.budget.retry_cost };
        let mut state = self.state();
        if self.budget.capacity.is_some() {
            state.left = state.left.checked_sub(cost)?;
        }
        let others = state.waiting;
        state.waiting += 1;
        Some(Waiting { bucket: self, cost, others })
    }

    /// Gives back the tokens of a call that succeeded; `cost` is what its last retry took, if it was retried.
    pub(crate) fn reward(&self, cost: Option<u32>) {
        let Some(capacity) = self.budget.capacity else {
            return;
        };
        let mut state = self.state();
        state.left = state.left.saturating_add(cost.unwrap_or(REWARD)).min(capacity);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting<'_> {
    /// Extends a wait that the service asked for if other calls wait too, so that they do not all retry at the same
    /// moment: by up to a quarter, of which `jitter`, from 0 to 1, is the fraction.
    pub(crate) fn spread(&self, wait: Duration, jitter: f64) -> Duration {
        if self.others == 0 {
            return wait;
        }
        wait.saturating_add((wait / 4).mul_f64(jitter.clamp(0.0, 1.0)))
    }

    /// Ends the wait. Returns what the retry cost.
    pub(crate) fn spend(mut self) -> u32 {
        std::mem::take(&mut self.cost)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.bucket.state().waiting -= 1;
        if self.cost > 0 {
            self.bucket.reward(Some(self.cost));
        }
    }
}
