//! The service is asked too much, or is not there for the moment.

use std::time::{Duration, SystemTime};

use graph_runtime::{
    GraphClient,
    client::GraphClientBuilder,
    retry::{RetryBudget, RetryPolicy},
    testing::TestClock,
};
use graph_tests::{
    fixtures::{GET, THING, TOKEN},
    server::{Response, Server},
};

use crate::{call, clocked, numbers, status};

/// `Sun, 06 Nov 1994 08:49:37 GMT`
const NOW: Duration = Duration::from_secs(784_111_777);

/// A client for which it is [`NOW`].
fn then(server: &Server, policy: RetryPolicy) -> (GraphClient, TestClock) {
    let clock = TestClock::new().starting_at(SystemTime::UNIX_EPOCH + NOW);
    (builder(server, &clock).retry(policy).build().expect("a client"), clock)
}

fn builder(server: &Server, clock: &TestClock) -> GraphClientBuilder {
    GraphClient::builder().base_url(server.url()).token(TOKEN).clock(clock.clone())
}

fn error_response(status: u16, retry_after: &str) -> Response {
    Response::empty(status).header("Retry-After", retry_after)
}

#[tokio::test]
async fn a_wait_in_seconds_is_exact_for_every_action() {
    let kinds = [(429, true), (429, false), (503, true), (503, false), (509, true), (509, false)];
    for (text, expected) in [("120", 120_000), ("1", 1000), ("0", 0), ("0.249", 249), ("2.5", 2500)] {
        let script = kinds.iter().flat_map(|(status, _)| [error_response(*status, text), Response::json(200, THING)]);
        let server = Server::start(script).await;
        let (client, clock) = clocked(&server);
        for (index, (status, idempotent)) in kinds.into_iter().enumerate() {
            call(&client, idempotent).await.expect("a thing");
            assert_eq!(clock.waits()[index..], [Duration::from_millis(expected)], "{status}, {text}");
            assert_eq!(numbers(&server.requests())[2 * index..], [None, Some("1")]);
        }
    }
}

#[tokio::test]
async fn a_wait_until_a_date_is_exact_for_every_action() {
    for (text, expected) in [
        ("Sun, 06 Nov 1994 08:51:07 GMT", 90),
        ("Sunday, 06-Nov-94 08:51:07 GMT", 90),
        ("Sun Nov  6 08:51:07 1994", 90),
        // In the past, and now.
        ("Sun, 06 Nov 1994 08:49:36 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
    ] {
        for (status, idempotent) in [(429, true), (503, false)] {
            let server = Server::start([error_response(status, text), Response::json(200, THING)]).await;
            let (client, clock) = then(&server, RetryPolicy::new());
            call(&client, idempotent).await.expect("a thing");
            assert_eq!(clock.waits(), [Duration::from_secs(expected)], "{status}, {text}");
            assert_eq!(numbers(&server.requests()), [None, Some("1")]);
        }
    }
}

#[tokio::test]
async fn a_date_is_relative_to_the_date_of_the_response() {
    let throttled =
        error_response(429, "Mon, 07 Nov 1994 10:00:30 GMT").header("Date", "Mon, 07 Nov 1994 10:00:00 GMT");
    let server = Server::start([throttled, Response::json(200, THING)]).await;
    let (client, clock) = then(&server, RetryPolicy::new());
    call(&client, false).await.expect("a thing");
    assert_eq!(clock.waits(), [Duration::from_secs(30)], "the clock here is a day behind");
}

#[tokio::test]
async fn without_a_valid_retry_after_the_wait_is_random() {
    let nonsense =
        [None, Some(""), Some("soon"), Some("-5"), Some("1e3"), Some("NaN"), Some("0x10"), Some("Sun, 32 Nov 1994")];
    let throttled = |text: Option<&str>| text.map_or(Response::empty(429), |text| error_response(429, text));
    let server = Server::start(nonsense.iter().flat_map(|text| vec![throttled(*text); 8])).await;
    let (client, clock) = clocked(&server);
    let (mut drawn, mut requests) = (Vec::new(), 0);
    for text in nonsense {
        for idempotent in [true, false] {
            let error = call(&client, idempotent).await.expect_err("throttled");
            requests += 4;
            assert_eq!(
                (status(&error), error.retry_after(), server.request_count()),
                (429, None, requests),
                "{text:?}"
            );
            let waits = clock.waits().split_off(drawn.len());
            let longest = [1, 2, 4].map(Duration::from_secs);
            assert!(waits.len() == 3 && waits.iter().zip(longest).all(|(wait, longest)| *wait <= longest), "{waits:?}");
            drawn.extend(waits);
        }
    }
    drawn.sort_unstable();
    drawn.dedup();
    assert!(drawn.len() > 40, "they differ from each other: {drawn:?}");
}

#[tokio::test]
async fn endless_throttling_ends_after_three_retries() {
    let apart = RetryPolicy::new().max_throttling_retries(6).max_failure_retries(1);
    for (policy, throttling, attempts) in [
        (RetryPolicy::new(), 429, 4),
        (RetryPolicy::new(), 503, 4),
        (RetryPolicy::new().max_retries(1), 429, 2),
        (apart.clone(), 429, 7),
        (apart, 503, 2),
        (RetryPolicy::none(), 429, 1),
    ] {
        let server = Server::start_with(move |_| error_response(throttling, "10")).await;
        let (client, clock) = then(&server, policy);
        for (calls, idempotent) in [(1, true), (2, false)] {
            let error = call(&client, idempotent).await.expect_err("throttled");
            assert_eq!((status(&error), error.retry_after()), (throttling, Some(Duration::from_secs(10))));
            assert!(error.is_retryable());
            assert_eq!((server.request_count(), clock.waits().len()), (calls * attempts, calls * (attempts - 1)));
        }
    }
}

#[tokio::test]
async fn endless_throttling_ends_with_the_total_time_of_the_call() {
    let server = Server::start_with(|_| error_response(429, "120")).await;
    let (client, clock) = then(&server, RetryPolicy::new().max_retries(100));
    let error = call(&client, false).await.expect_err("throttled");
    assert_eq!((status(&error), error.retry_after()), (429, Some(Duration::from_mins(2))));
    assert_eq!((server.request_count(), clock.waits()), (3, vec![Duration::from_mins(2); 2]), "of five minutes");
}

#[tokio::test]
async fn a_wait_beyond_the_maximum_ends_the_call_and_is_in_the_error() {
    for (text, expected) in [
        ("181", 181_000),
        ("180.001", 180_001),
        ("4000000000", 4_000_000_000_000),
        ("Sun, 06 Nov 1994 09:49:37 GMT", 3_600_000),
    ] {
        let server = Server::start([error_response(429, text), Response::json(200, THING)]).await;
        let (client, clock) = then(&server, RetryPolicy::new());
        let error = call(&client, true).await.expect_err("too long");
        assert_eq!((status(&error), error.retry_after()), (429, Some(Duration::from_millis(expected))), "{text}");
        assert!(error.is_retryable());
        assert_eq!((server.request_count(), clock.waits().len()), (1, 0), "{text}");
    }
    let server = Server::start([error_response(429, "180"), Response::json(200, THING)]).await;
    call(&then(&server, RetryPolicy::new()).0, true).await.expect("as long as the ceiling is not too long");
}

#[tokio::test]
async fn a_service_that_is_unavailable_twice_responds_to_the_third_attempt() {
    for idempotent in [true, false] {
        let server = Server::start([Response::empty(503), Response::empty(503), Response::json(200, THING)]).await;
        let (client, clock) = clocked(&server);
        call(&client, idempotent).await.expect("a thing");
        let requests = server.requests();
        assert_eq!(numbers(&requests), [None, Some("1"), Some("2")]);
        assert!(requests.iter().all(|request| request.body == requests[0].body));
        let ids: Vec<_> = requests.iter().map(|request| request.header("client-request-id")).collect();
        assert!(ids.iter().all(|id| id.is_some() && *id == ids[0]), "{ids:?}");
        let waits = clock.waits();
        assert!(waits.len() == 2 && waits[0] <= Duration::from_secs(1) && waits[1] <= Duration::from_secs(2));
    }
}

#[tokio::test]
async fn calls_to_a_service_that_stays_down_are_soon_not_retried() {
    for status in [429, 503] {
        let server = Server::start_with(move |_| Response::empty(status)).await;
        let (client, _) = clocked(&server);
        for _ in 0..300 {
            call(&client, true).await.expect_err("an error response");
        }
        assert_eq!(server.request_count(), 300 + 100, "{status}");
        let error = call(&client, true).await.expect_err("an error response");
        assert!(
            error.to_string().ends_with("not retried because the retry budget of the client is used up"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn without_a_budget_every_call_is_retried() {
    let server = Server::start_with(|_| Response::empty(503)).await;
    let clock = TestClock::new();
    let policy = RetryPolicy::new().budget(RetryBudget::unlimited());
    let client = builder(&server, &clock).retry(policy).build().expect("a client");
    for _ in 0..60 {
        call(&client, true).await.expect_err("an error response");
    }
    assert_eq!(server.request_count(), 60 * 4);
}

#[tokio::test]
async fn items_of_a_batch_that_are_throttled_for_good_use_up_the_budget() {
    let item = r#"{"responses": [{"id": "1", "status": 429, "headers": {"Retry-After": "1"}}]}"#;
    let server = Server::start_with(move |_| Response::json(200, item)).await;
    let policy = RetryPolicy::new().budget(RetryBudget::new().capacity(10).retry_cost(9));
    let clock = TestClock::new();
    let client = builder(&server, &clock).retry(policy).build().expect("a client");
    let mut batch = client.batch();
    let thing = batch.add(&GET);
    let error = batch.send().await.expect("responses").take(thing).expect_err("429");
    assert!(error.to_string().contains("the retry budget of the client is used up"), "{error}");
    assert_eq!((server.request_count(), clock.waits().len()), (2, 1));
}
