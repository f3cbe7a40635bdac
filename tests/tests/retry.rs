//! Which attempts the client repeats on the wire, when, and how often.

mod actions;

use std::{
    error::Error as _,
    net::SocketAddr,
    time::{Duration, Instant, SystemTime},
};

use actions::{CREATE, GET, THING, TOKEN, builder, client, quick};
use graph_runtime::{Error, GraphClient, GraphClientBuilder, RetryPolicy};
use graph_tests::server::{Answer, Request, Server, unused_address};

/// The numbers that the attempts had, as they were sent.
fn numbers(requests: &[Request]) -> Vec<Option<&str>> {
    requests.iter().map(|request| request.header("retry-attempt")).collect()
}

/// Whether the attempts are the same request but for their number.
fn assert_same_call(requests: &[Request]) {
    let without_number = |request: &Request| {
        let mut headers = request.headers.clone();
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("retry-attempt"));
        (request.method.clone(), request.target.clone(), headers, request.body.clone())
    };
    for request in requests {
        assert!(request.header("client-request-id").is_some_and(|id| !id.is_empty()));
        assert_eq!(without_number(request), without_number(&requests[0]));
    }
}

/// Writes a time as an HTTP date.
fn http_date(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    let (days, seconds) = (seconds / 86_400, seconds % 86_400);
    // Days are counted from 1 March of the year 0, so that the leap day comes last.
    let day = days + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, year) = if month < 10 { (month + 2, era * 400 + year) } else { (month - 10, era * 400 + year + 1) };
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        [usize::try_from(month).expect("a month")];
    format!("Mon, {day:02} {month} {year} {:02}:{:02}:{:02} GMT", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[tokio::test]
async fn throttling_is_waited_out_whatever_the_action() {
    for status in [429, 503, 509] {
        let server = Server::start([
            Answer::empty(status).header("Retry-After", "0"),
            Answer::empty(status),
            Answer::json(201, THING),
        ])
        .await;
        let answer = client(&server).call(&CREATE).send_detailed().await.expect("a thing");
        let requests = server.requests();
        assert_eq!(numbers(&requests), [None, Some("1"), Some("2")], "{status}");
        assert_same_call(&requests);
        assert_eq!(requests[2].text(), r#"{"name":"a","secret":"hunter2"}"#);
        assert_eq!(requests[0].header("client-request-id"), Some(answer.client_request_id()));
    }
}

#[tokio::test]
async fn an_id_of_the_callers_is_kept_over_the_attempts() {
    let server = Server::start([Answer::empty(503), Answer::json(200, THING)]).await;
    client(&server).call(&GET).client_request_id("mine").send().await.expect("a thing");
    let ids: Vec<_> =
        server.requests().iter().map(|request| request.header("client-request-id").map(str::to_owned)).collect();
    assert_eq!(ids, [Some("mine".to_owned()), Some("mine".to_owned())]);
}

#[tokio::test]
async fn a_post_whose_connection_breaks_after_it_was_written_is_sent_once() {
    let broken = [
        Answer::reset(),
        Answer::raw(""),
        Answer::raw("HTTP/1.1 200 O"),
        Answer::raw("this is not HTTP\r\n\r\n"),
        Answer::json(200, THING).cut_after(4),
    ];
    for answer in broken {
        let server = Server::start([answer.clone(), Answer::json(201, THING)]).await;
        let error = client(&server).send(&CREATE).await.expect_err("a broken connection");
        match &error {
            Error::Transport(error) => assert!(error.may_have_been_sent(), "{answer:?}: {error:?}"),
            other => panic!("{answer:?}: {other:?}"),
        }
        assert!(error.is_retryable(), "the caller may decide otherwise");
        let id = server.request().header("client-request-id").map(str::to_owned);
        assert_eq!(error.client_request_id().map(str::to_owned), id);
    }
}

#[tokio::test]
async fn a_get_whose_connection_breaks_is_sent_again() {
    let server = Server::start([
        Answer::reset(),
        Answer::json(200, THING).cut_after(4),
        Answer::raw("HTTP/1.1 200 O"),
        Answer::json(200, THING),
    ])
    .await;
    client(&server).send(&GET).await.expect("a thing");
    assert_eq!(numbers(&server.requests()), [None, Some("1"), Some("2"), Some("3")]);
    assert_same_call(&server.requests());
}

#[tokio::test]
async fn server_errors_are_repeated_for_a_get_alone() {
    for status in [500, 502, 504] {
        let script = || [Answer::empty(status), Answer::json(200, THING)];
        let server = Server::start(script()).await;
        client(&server).send(&GET).await.expect("a thing");
        assert_eq!(server.requests().len(), 2, "{status}");

        let server = Server::start(script()).await;
        let error = client(&server).send(&CREATE).await.expect_err("refused");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn other_refusals_end_the_call() {
    for status in [400, 401, 403, 404, 409, 412, 501] {
        let server = Server::start([Answer::empty(status).header("Retry-After", "0"), Answer::json(200, THING)]).await;
        client(&server).send(&GET).await.expect_err("refused");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_connection_that_was_not_made_is_tried_again_whatever_the_action() {
    let address = unused_address().await;
    let late = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(30)).await;
        Server::start_on(address, [Answer::json(201, THING)]).await
    });
    let policy =
        RetryPolicy::new().max_retries(200).base_delay(Duration::from_millis(2)).max_delay(Duration::from_millis(10));
    at(address).retry(policy).build().expect("a client").send(&CREATE).await.expect("a thing");
    let request = late.await.expect("no panic").request();
    assert!(request.header("retry-attempt").is_some(), "{request:?}");
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_request_is_written_is_made_again_whatever_the_action() {
    let mut made_again = 0;
    for _ in 0..10 {
        let server = Server::start([Answer::reset_on_connect(), Answer::json(201, THING)]).await;
        match client(&server).send(&CREATE).await {
            Ok(_) => {
                assert_eq!(server.request().header("retry-attempt"), Some("1"));
                made_again += 1;
            }
            // The request was faster than the reset.
            Err(Error::Transport(error)) if error.may_have_been_sent() => assert!(server.requests().is_empty()),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(made_again > 0);
}

#[tokio::test]
async fn a_tls_handshake_that_fails_is_no_connection() {
    let server = Server::start([]).await;
    let builder = GraphClient::builder().base_url(server.url().replace("http", "https")).token(TOKEN);
    // The server waits for a request in the clear.
    let client =
        builder.retry(RetryPolicy::off()).connect_timeout(Duration::from_millis(60)).build().expect("a client");
    match client.send(&CREATE).await.expect_err("no TLS there") {
        Error::Timeout(error) => {
            assert!(!error.may_have_been_sent());
            assert_eq!(error.to_string(), "CreateThing: no connection to 127.0.0.1 in time; nothing was sent");
        }
        other => panic!("{other:?}"),
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_error_says_that_nothing_was_sent() {
    let client = at(unused_address().await).retry(RetryPolicy::off()).build().expect("a client");
    match client.send(&GET).await.expect_err("nobody there") {
        Error::Transport(error) => {
            assert!(!error.may_have_been_sent());
            assert_eq!(error.host(), "127.0.0.1");
            assert_eq!(error.to_string(), "GetThing: no connection to 127.0.0.1; nothing was sent");
            assert!(error.source().is_some());
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_wait_in_seconds_is_kept_to_exactly() {
    for (text, at_least) in [("0.249", 249), ("0.05", 50), ("0", 0)] {
        let server = Server::start([Answer::empty(429).header("Retry-After", text), Answer::json(200, THING)]).await;
        // Without the header, there would be no wait to speak of.
        let client = builder(&server).retry(quick().base_delay(Duration::ZERO)).build().expect("a client");
        let started = Instant::now();
        client.send(&GET).await.expect("a thing");
        let elapsed = started.elapsed();
        assert!(elapsed >= Duration::from_millis(at_least), "{text}: {elapsed:?}");
        assert!(elapsed < Duration::from_millis(at_least + 2000), "{text}: {elapsed:?}");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_ceiling_ends_the_call_and_says_how_long() {
    let now = SystemTime::now();
    let (sent, at) = (http_date(now), http_date(now + Duration::from_secs(90)));
    for (text, expected) in [("11", 11_000), ("10.5", 10_500), (at.as_str(), 90_000), ("4000000000", 4_000_000_000_000)]
    {
        let refusal = Answer::empty(429).header("Retry-After", text).header("Date", &sent);
        let server = Server::start([refusal, Answer::json(200, THING)]).await;
        let policy = RetryPolicy::new().max_delay(Duration::from_secs(10));
        let client = builder(&server).retry(policy).build().expect("a client");
        let started = Instant::now();
        let error = client.send(&GET).await.expect_err("too long");
        assert!(started.elapsed() < Duration::from_secs(3));
        assert_eq!(error.retry_after(), Some(Duration::from_millis(expected)), "{text}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
        assert!(error.is_retryable());
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_date_that_has_come_is_no_wait() {
    let past = http_date(SystemTime::now() - Duration::from_mins(1));
    let server = Server::start([Answer::empty(503).header("Retry-After", &past), Answer::json(200, THING)]).await;
    let client =
        builder(&server).retry(RetryPolicy::new().base_delay(Duration::from_mins(1))).build().expect("a client");
    let started = Instant::now();
    client.send(&GET).await.expect("a thing");
    assert!(started.elapsed() < Duration::from_secs(3), "the date was not read");
}

#[tokio::test]
async fn a_wait_beyond_the_time_budget_ends_the_call() {
    let server = Server::start([Answer::empty(429).header("Retry-After", "5"), Answer::json(200, THING)]).await;
    let policy = RetryPolicy::new().max_total_time(Duration::from_secs(4));
    let error = builder(&server).retry(policy).build().expect("a client").send(&GET).await.expect_err("too long");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn three_repeats_are_made_and_none_if_so_set() {
    for (policy, attempts) in [(quick(), 4), (quick().max_retries(1), 2), (RetryPolicy::off(), 1)] {
        let server = Server::start(vec![Answer::empty(503); 6]).await;
        let client = builder(&server).retry(policy).build().expect("a client");
        let error = client.send(&GET).await.expect_err("refused");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
        assert_eq!(server.requests().len(), attempts);
    }
}

/// Long enough for an answer on a busy computer.
const SHORT: Duration = Duration::from_millis(250);

#[tokio::test]
async fn a_time_out_repeats_a_get() {
    let server = Server::start([Answer::json(200, THING).stall_after(3), Answer::json(200, THING)]).await;
    let client = builder(&server).timeout(SHORT).build().expect("a client");
    client.send(&GET).await.expect("a thing");
    assert_eq!(numbers(&server.requests()), [None, Some("1")]);
}

#[tokio::test]
async fn a_time_out_ends_a_post() {
    let thing = Answer::json(201, THING);
    for slow in [Answer::hang(), thing.clone().stall_after(3), thing.clone().after(Duration::from_secs(20))] {
        let server = Server::start([slow.clone(), thing.clone()]).await;
        let client = builder(&server).timeout(Duration::from_secs(30)).build().expect("a client");
        let started = Instant::now();
        let error = client.call(&CREATE).timeout(SHORT / 2).send().await.expect_err("no answer");
        assert!(started.elapsed() < Duration::from_secs(10), "the time-out is that of the call");
        match &error {
            Error::Timeout(error) => assert!(error.may_have_been_sent()),
            other => panic!("{slow:?}: {other:?}"),
        }
        assert_eq!(error.client_request_id(), server.request().header("client-request-id"));
    }
}

#[tokio::test]
async fn the_bodies_of_refusals_do_not_change_what_is_repeated() {
    let refusal = || Answer::json(503, r#"{"error": {"code": "busy"}}"#);
    let script = [refusal().cut_after(3), refusal().stall_after(3), refusal(), Answer::json(201, THING)];
    let server = Server::start(script).await;
    let client = builder(&server).timeout(SHORT).build().expect("a client");
    client.send(&CREATE).await.expect("a thing");
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn neither_the_path_nor_the_token_is_in_an_error() {
    let server =
        Server::start([Answer::reset(), Answer::hang(), Answer::empty(400), Answer::body(200, "<html>")]).await;
    let client = builder(&server).retry(RetryPolicy::off()).timeout(SHORT).build().expect("a client");
    let nobody = at(unused_address().await).retry(RetryPolicy::off()).build().expect("a client");
    let mut errors = Vec::new();
    for client in [&client, &client, &client, &client, &nobody] {
        errors.push(client.send(&GET).await.expect_err("no thing"));
    }
    assert!(matches!(
        errors.as_slice(),
        [Error::Transport(_), Error::Timeout(_), Error::Api(_), Error::Decode(_), Error::Transport(_)]
    ));
    for error in &errors {
        let causes: Vec<_> = std::iter::successors(error.source(), |&cause| cause.source()).collect();
        let shown = format!("{error}\n{error:?}\n{error:#?}\n{causes:?}")
            + &causes.iter().map(ToString::to_string).collect::<String>();
        assert!(!shown.contains("hidden") && !shown.contains("/v1.0") && !shown.contains(TOKEN), "{shown}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

/// A client for an address on which there may be no server.
fn at(address: SocketAddr) -> GraphClientBuilder {
    GraphClient::builder().base_url(format!("http://{address}")).token(TOKEN)
}
