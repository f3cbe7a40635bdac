//! The retry loop, with a test clock.

use std::{
    pin::Pin,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use super::{
    attempts::retry,
    budget::{Bucket, RetryBudget, Waiting},
    clock::Clock,
    policy::RetryPolicy,
};
use crate::{
    error::{
        Error,
        attempt::Attempt,
        transport::{TimeoutError, TransportError},
    },
    exchange::{classify::classify, response::RawResponse},
};

/// A clock that advances only by sleeping.
#[derive(Debug)]
struct TestClock {
    started: Instant,
    sleeps: Mutex<Vec<Duration>>,
}

impl TestClock {
    fn new() -> Self {
        Self { started: Instant::now(), sleeps: Mutex::default() }
    }

    fn sleeps(&self) -> Vec<Duration> {
        self.sleeps.lock().expect("not poisoned").clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.started + self.sleeps().iter().sum::<Duration>()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.sleeps.lock().expect("not poisoned").push(wait);
        Box::pin(std::future::ready(()))
    }
}

fn error_response(status: u16, retry_after: Option<&str>) -> Error {
    let headers: Vec<_> = retry_after.map(|value| ("retry-after", value)).into_iter().collect();
    classify(RawResponse::for_test(status, &headers, b""), SystemTime::UNIX_EPOCH).expect_err("an error response")
}

fn connection_error(may_have_been_sent: bool, is_timeout: bool) -> Error {
    let attempt = Attempt { action: "TestAction", host: "example.com", client_request_id: "1" };
    let source = reqwest::Proxy::all("http://[").expect_err("an invalid URL");
    if is_timeout {
        TimeoutError::new(attempt, may_have_been_sent, source).into()
    } else {
        TransportError::new(attempt, may_have_been_sent, source).into()
    }
}

/// Makes a call whose attempts all fail with the same error. Returns the number of attempts, the waits and the error.
async fn call(policy: &RetryPolicy, idempotent: bool, error: impl Fn() -> Error) -> (u32, Vec<Duration>, Error) {
    let clock = TestClock::new();
    let attempts = Mutex::new(Vec::new());
    let outcome: Result<(), _> = retry(
        policy,
        &Bucket::new(policy.budget.clone()),
        &clock,
        clock.now(),
        idempotent,
        || false,
        |number| {
            attempts.lock().expect("not poisoned").push(number);
            std::future::ready(Err(error()))
        },
    )
    .await;
    let attempts = attempts.into_inner().expect("not poisoned");
    let count = u32::try_from(attempts.len()).expect("a small number");
    assert!(attempts.iter().copied().eq(0..count), "attempts are numbered from 0: {attempts:?}");
    (count, clock.sleeps(), outcome.expect_err("no attempt succeeds"))
}

async fn attempts(idempotent: bool, error: impl Fn() -> Error) -> u32 {
    call(&RetryPolicy::new(), idempotent, error).await.0
}

#[tokio::test]
async fn if_the_request_was_not_processed_any_action_is_retried() {
    for idempotent in [true, false] {
        for status in [429, 503, 509] {
            assert_eq!(attempts(idempotent, || error_response(status, None)).await, 4, "{status}");
        }
        assert_eq!(attempts(idempotent, || connection_error(false, false)).await, 4);
        assert_eq!(attempts(idempotent, || connection_error(false, true)).await, 4);
    }
}

#[tokio::test]
async fn if_the_outcome_is_unknown_only_idempotent_actions_are_retried() {
    for (idempotent, expected) in [(true, 4), (false, 1)] {
        for status in [408, 500, 502, 504] {
            assert_eq!(attempts(idempotent, || error_response(status, None)).await, expected, "{status}");
        }
        assert_eq!(attempts(idempotent, || connection_error(true, false)).await, expected);
        assert_eq!(attempts(idempotent, || connection_error(true, true)).await, expected);
    }
}

#[tokio::test]
async fn other_error_responses_are_not_retried() {
    for status in [302, 304, 400, 401, 403, 404, 409, 412, 413, 501, 505, 507] {
        assert_eq!(attempts(true, || error_response(status, Some("0"))).await, 1, "{status}");
    }
}

#[tokio::test]
async fn a_success_ends_the_call() {
    let clock = TestClock::new();
    let outcome = retry(
        &RetryPolicy::new(),
        &Bucket::new(RetryBudget::new()),
        &clock,
        clock.now(),
        false,
        || false,
        |number| std::future::ready(if number < 2 { Err(error_response(429, None)) } else { Ok(number) }),
    )
    .await;
    assert_eq!(outcome.expect("a success"), 2);
    assert_eq!(clock.sleeps().len(), 2);
}

#[tokio::test]
async fn a_policy_without_retries_makes_one_attempt() {
    let (attempts, sleeps, _) = call(&RetryPolicy::none(), true, || error_response(429, Some("0"))).await;
    assert_eq!((attempts, sleeps.len()), (1, 0));
}

#[tokio::test]
async fn retries_after_throttling_and_after_failures_are_counted_separately() {
    let policy = RetryPolicy::new().max_throttling_retries(5).max_failure_retries(1);
    assert_eq!(call(&policy, false, || error_response(429, Some("0"))).await.0, 6);
    assert_eq!(call(&policy, true, || error_response(500, Some("0"))).await.0, 2);
    assert_eq!(call(&policy, true, || connection_error(true, false)).await.0, 2);
    let clock = TestClock::new();
    let outcome: Result<(), _> = retry(
        &policy,
        &Bucket::new(policy.budget.clone()),
        &clock,
        clock.now(),
        true,
        || false,
        |number| std::future::ready(Err(error_response(if number % 2 == 0 { 503 } else { 429 }, Some("0")))),
    )
    .await;
    assert_eq!(outcome.expect_err("an error response").status().map(|status| status.as_u16()), Some(503));
    assert_eq!(clock.sleeps().len(), 2, "one retry after a failure, one after throttling");
}

#[tokio::test]
async fn retry_after_is_respected_exactly() {
    let (_, sleeps, _) = call(&RetryPolicy::new(), false, || error_response(429, Some("0.249"))).await;
    assert_eq!(sleeps, [Duration::from_millis(249); 3]);
    let (_, sleeps, _) =
        call(&RetryPolicy::new(), false, || error_response(503, Some("Thu, 01 Jan 1970 00:00:45 GMT"))).await;
    assert_eq!(sleeps, [Duration::from_secs(45); 3]);
}

#[tokio::test]
async fn a_wait_longer_than_max_delay_ends_the_call() {
    let policy = RetryPolicy::new().max_delay(Duration::from_secs(10));
    let (attempts, ..) = call(&policy, false, || error_response(429, Some("10"))).await;
    assert_eq!(attempts, 4);
    let (attempts, sleeps, error) = call(&policy, false, || error_response(429, Some("10.1"))).await;
    assert_eq!((attempts, sleeps.len()), (1, 0));
    assert_eq!(error.retry_after(), Some(Duration::from_millis(10_100)));
}

#[tokio::test]
async fn a_wait_beyond_max_total_time_ends_the_call() {
    let policy = RetryPolicy::new().max_retries(100).max_total_time(Duration::from_secs(25));
    let (attempts, sleeps, error) = call(&policy, false, || error_response(429, Some("10"))).await;
    assert_eq!(attempts, 3);
    assert_eq!(sleeps, [Duration::from_secs(10); 2]);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(10)));
}

#[tokio::test]
async fn without_retry_after_the_waits_are_random_and_bounded() {
    let policy = RetryPolicy::new().max_retries(6).max_delay(Duration::from_secs(5));
    let (_, sleeps, _) = call(&policy, false, || error_response(429, None)).await;
    let longest = [1, 2, 4, 5, 5, 5].map(Duration::from_secs);
    assert!(sleeps.iter().zip(longest).all(|(wait, longest)| *wait <= longest), "{sleeps:?}");
    assert!(sleeps.windows(2).any(|pair| pair[0] != pair[1]), "{sleeps:?}");
}

/// Makes `count` calls one after another that share a budget. Returns the number of attempts of each.
async fn attempts_of(budget: RetryBudget, count: usize, error: impl Fn() -> Error) -> Vec<u32> {
    let (bucket, clock, policy) = (Bucket::new(budget), TestClock::new(), RetryPolicy::new());
    let mut attempts = Vec::new();
    for _ in 0..count {
        let made = AtomicU32::new(0);
        let attempt = |_| {
            made.fetch_add(1, Ordering::SeqCst);
            std::future::ready(Err::<(), _>(error()))
        };
        retry(&policy, &bucket, &clock, clock.now(), true, || false, attempt).await.expect_err("an error");
        attempts.push(made.into_inner());
    }
    attempts
}

#[tokio::test]
async fn all_calls_together_retry_until_the_budget_is_used_up() {
    let total = |attempts: Vec<u32>| attempts.iter().sum::<u32>();
    let unavailable = || error_response(503, None);
    assert_eq!(total(attempts_of(RetryBudget::new(), 1000, unavailable).await), 1100);
    assert_eq!(total(attempts_of(RetryBudget::new(), 1000, || error_response(429, Some("1"))).await), 1100);
    assert_eq!(total(attempts_of(RetryBudget::new(), 1000, || connection_error(true, true)).await), 1050);
    assert_eq!(total(attempts_of(RetryBudget::unlimited(), 1000, unavailable).await), 4000);
    let budget = RetryBudget::new().capacity(7).retry_cost(3).timeout_cost(4);
    assert_eq!(attempts_of(budget.clone(), 3, unavailable).await, [3, 1, 1]);
    assert_eq!(attempts_of(budget, 3, || connection_error(false, true)).await, [2, 1, 1]);
    assert_eq!(attempts_of(RetryBudget::new().capacity(0), 2, unavailable).await, [1, 1]);
}

#[tokio::test]
async fn the_error_says_that_the_budget_is_used_up() {
    for error in [error_response(503, None), connection_error(true, false), connection_error(false, true)] {
        let (bucket, clock, policy) =
            (Bucket::new(RetryBudget::new().capacity(0)), TestClock::new(), RetryPolicy::new());
        let error = Mutex::new(Some(error));
        let attempt =
            |_| std::future::ready(Err::<(), _>(error.lock().expect("not poisoned").take().expect("one attempt")));
        let outcome = retry(&policy, &bucket, &clock, clock.now(), true, || false, attempt).await;
        let shown = outcome.expect_err("an error").to_string();
        assert!(shown.contains("not retried because the retry budget of the client is used up"), "{shown}");
    }
}

#[tokio::test]
async fn calls_that_succeed_fill_the_budget_again() {
    let error = error_response(503, None);
    let bucket = Bucket::new(RetryBudget::new().capacity(10));
    let spent = [bucket.take(&error), bucket.take(&error)].map(|waiting| waiting.expect("tokens").spend());
    assert_eq!(spent, [5, 5]);
    assert!(bucket.take(&error).is_none());
    for _ in 0..5 {
        bucket.reward(None);
    }
    drop(bucket.take(&error).expect("one token for each call"));
    let cost = bucket.take(&error).expect("a call that is canceled while it waits takes nothing").spend();
    assert!(bucket.take(&error).is_none());
    bucket.reward(Some(cost));
    assert!(bucket.take(&error).is_some(), "what the retry took");
    for _ in 0..100 {
        bucket.reward(None);
    }
    let spent: Vec<_> = std::iter::from_fn(|| bucket.take(&error)).take(10).map(Waiting::spend).collect();
    assert_eq!(spent, [5, 5], "no more than its capacity");
}

#[tokio::test]
async fn calls_that_wait_at_the_same_time_do_not_retry_at_the_same_moment() {
    let (error, wait) = (error_response(429, Some("8")), Duration::from_secs(8));
    let bucket = Bucket::new(RetryBudget::new());
    let alone = bucket.take(&error).expect("tokens");
    assert_eq!(alone.spread(wait, 1.0), wait, "a single call waits exactly as long as it has to");
    let second = bucket.take(&error).expect("tokens");
    assert_eq!((second.spread(wait, 0.0), second.spread(wait, 1.0)), (wait, Duration::from_secs(10)));
    drop((alone, second));
    assert_eq!(bucket.take(&error).expect("tokens").spread(wait, 1.0), wait);
}
