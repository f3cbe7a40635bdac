//! The loop, on a clock of its own.

use std::{
    pin::Pin,
    sync::Mutex,
    time::{Duration, Instant, SystemTime},
};

use super::{attempts::retry, clock::Clock, policy::RetryPolicy};
use crate::{
    error::{
        Error,
        attempt::Attempt,
        transport::{TimeoutError, TransportError},
    },
    exchange::{classify::classify, response::RawResponse},
};

/// A clock that goes only while someone sleeps.
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

fn refused(status: u16, retry_after: Option<&str>) -> Error {
    let headers: Vec<_> = retry_after.map(|value| ("retry-after", value)).into_iter().collect();
    classify(RawResponse::of_test(status, &headers, b""), SystemTime::UNIX_EPOCH).expect_err("no success")
}

fn lost(may_have_been_sent: bool, in_time: bool) -> Error {
    let attempt = Attempt { action: "TestAction", host: "example.com", client_request_id: "1" };
    let source = reqwest::Proxy::all("http://[").expect_err("no URL");
    if in_time {
        TransportError::new(attempt, may_have_been_sent, source).into()
    } else {
        TimeoutError::new(attempt, may_have_been_sent, source).into()
    }
}

/// Makes a call whose attempts all end in the same error; gives how often it was tried, how long it slept, how it ended.
async fn call(policy: &RetryPolicy, idempotent: bool, error: impl Fn() -> Error) -> (u32, Vec<Duration>, Error) {
    let clock = TestClock::new();
    let attempts = Mutex::new(Vec::new());
    let outcome: Result<(), _> = retry(
        policy,
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
    let count = u32::try_from(attempts.len()).expect("a few");
    assert!(attempts.iter().copied().eq(0..count), "attempts are numbered from 0: {attempts:?}");
    (count, clock.sleeps(), outcome.expect_err("no attempt succeeds"))
}

async fn attempts(idempotent: bool, error: impl Fn() -> Error) -> u32 {
    call(&RetryPolicy::new(), idempotent, error).await.0
}

#[tokio::test]
async fn what_had_no_effect_is_repeated_whatever_the_action() {
    for idempotent in [true, false] {
        for status in [429, 503, 509] {
            assert_eq!(attempts(idempotent, || refused(status, None)).await, 4, "{status}");
        }
        assert_eq!(attempts(idempotent, || lost(false, true)).await, 4);
        assert_eq!(attempts(idempotent, || lost(false, false)).await, 4);
    }
}

#[tokio::test]
async fn what_may_have_had_an_effect_is_repeated_only_if_idempotent() {
    for (idempotent, expected) in [(true, 4), (false, 1)] {
        for status in [500, 502, 504] {
            assert_eq!(attempts(idempotent, || refused(status, None)).await, expected, "{status}");
        }
        assert_eq!(attempts(idempotent, || lost(true, true)).await, expected);
        assert_eq!(attempts(idempotent, || lost(true, false)).await, expected);
    }
}

#[tokio::test]
async fn what_would_end_the_same_way_is_not_repeated() {
    for status in [302, 304, 400, 401, 403, 404, 408, 409, 412, 413, 501, 505, 507] {
        assert_eq!(attempts(true, || refused(status, Some("0"))).await, 1, "{status}");
    }
}

#[tokio::test]
async fn a_success_ends_the_call() {
    let clock = TestClock::new();
    let answer = retry(
        &RetryPolicy::new(),
        &clock,
        clock.now(),
        false,
        || false,
        |number| std::future::ready(if number < 2 { Err(refused(429, None)) } else { Ok(number) }),
    )
    .await;
    assert_eq!(answer.expect("a success"), 2);
    assert_eq!(clock.sleeps().len(), 2);
}

#[tokio::test]
async fn no_retries_is_one_attempt() {
    let (attempts, sleeps, _) = call(&RetryPolicy::none(), true, || refused(429, Some("0"))).await;
    assert_eq!((attempts, sleeps.len()), (1, 0));
}

#[tokio::test]
async fn throttling_and_failures_are_counted_apart() {
    let policy = RetryPolicy::new().max_throttling_retries(5).max_failure_retries(1);
    assert_eq!(call(&policy, false, || refused(429, Some("0"))).await.0, 6);
    assert_eq!(call(&policy, true, || refused(500, Some("0"))).await.0, 2);
    assert_eq!(call(&policy, true, || lost(true, true)).await.0, 2);
    let clock = TestClock::new();
    let answer: Result<(), _> = retry(
        &policy,
        &clock,
        clock.now(),
        true,
        || false,
        |number| std::future::ready(Err(refused(if number % 2 == 0 { 503 } else { 429 }, Some("0")))),
    )
    .await;
    assert_eq!(answer.expect_err("no success").status().map(|status| status.as_u16()), Some(503));
    assert_eq!(clock.sleeps().len(), 2, "one repeat after a failure, one after throttling");
}

#[tokio::test]
async fn retry_after_is_kept_to_exactly() {
    let (_, sleeps, _) = call(&RetryPolicy::new(), false, || refused(429, Some("0.249"))).await;
    assert_eq!(sleeps, [Duration::from_millis(249); 3]);
    let (_, sleeps, _) = call(&RetryPolicy::new(), false, || refused(503, Some("Thu, 01 Jan 1970 00:00:45 GMT"))).await;
    assert_eq!(sleeps, [Duration::from_secs(45); 3]);
}

#[tokio::test]
async fn a_wait_as_long_as_the_ceiling_is_taken_and_a_longer_one_ends_the_call() {
    let policy = RetryPolicy::new().max_delay(Duration::from_secs(10));
    let (attempts, ..) = call(&policy, false, || refused(429, Some("10"))).await;
    assert_eq!(attempts, 4);
    let (attempts, sleeps, error) = call(&policy, false, || refused(429, Some("10.1"))).await;
    assert_eq!((attempts, sleeps.len()), (1, 0));
    assert_eq!(error.retry_after(), Some(Duration::from_millis(10_100)));
}

#[tokio::test]
async fn the_time_budget_ends_the_call_before_a_wait_that_exceeds_it() {
    let policy = RetryPolicy::new().max_retries(100).max_total_time(Duration::from_secs(25));
    let (attempts, sleeps, error) = call(&policy, false, || refused(429, Some("10"))).await;
    assert_eq!(attempts, 3);
    assert_eq!(sleeps, [Duration::from_secs(10); 2]);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(10)));
}

#[tokio::test]
async fn without_retry_after_the_waits_are_random_and_bounded() {
    let policy = RetryPolicy::new().max_retries(6).max_delay(Duration::from_secs(5));
    let (_, sleeps, _) = call(&policy, false, || refused(429, None)).await;
    let longest = [1, 2, 4, 5, 5, 5].map(Duration::from_secs);
    assert!(sleeps.iter().zip(longest).all(|(wait, longest)| *wait <= longest), "{sleeps:?}");
    assert!(sleeps.windows(2).any(|pair| pair[0] != pair[1]), "{sleeps:?}");
}
