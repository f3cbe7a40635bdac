//! Calls that wait until the limits of their client allow them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use graph_runtime::{
    Bytes, Error, GraphClient,
    auth::{AccessToken, TokenError},
    client::GraphClientBuilder,
    graph_action,
    limits::Limits,
    testing::TestClock,
};
use graph_tests::{
    fixtures::{GET, GetThing, POKE, THING, TOKEN, builder, quick},
    server::{Gate, Response, Server},
    time::settle,
};
use tokio::task::JoinHandle;

#[graph_action(GET, "/me/photo/$value", perms(delegated = "User.Read"), returns = Bytes)]
struct GetPhoto;

const WINDOW: Duration = Duration::from_secs(20);

fn limited(server: &Server, limits: Limits) -> GraphClientBuilder {
    builder(server).limits(limits)
}

fn one_at_a_time(server: &Server) -> GraphClient {
    limited(server, Limits::new().concurrent_calls(1)).build().expect("a client")
}

/// Starts a call, which is sent or waits when this returns.
async fn start(graph: &GraphClient, id: &'static str) -> JoinHandle<Result<(), Error>> {
    let call = graph.send(&GetThing { id });
    let task = tokio::spawn(async move { call.await.map(drop) });
    settle().await;
    task
}

fn paths(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.target.rsplit('/').next().expect("an ID").to_owned()).collect()
}

/// Waits until so many requests have arrived, and checks that there are no more.
async fn expect_requests(server: &Server, count: usize) {
    graph_tests::time::until("the requests have arrived", || server.request_count() >= count).await;
    settle().await;
    assert_eq!(server.request_count(), count);
}

#[tokio::test]
async fn no_more_calls_are_made_at_a_time_than_the_limit_allows() {
    let gate = Gate::closed();
    let responses = [(); 7].map(|()| Response::json(200, THING).behind(&gate));
    let server = Server::start(responses).await;
    let graph = limited(&server, Limits::new().concurrent_calls(4)).build().expect("a client");
    let mut calls = Vec::new();
    for _ in 0..7 {
        // Clones share the limit.
        calls.push(start(&graph.clone(), "a").await);
    }
    expect_requests(&server, 4).await;
    gate.open();
    for call in calls {
        call.await.expect("no panic").expect("a thing");
    }
    assert_eq!(server.request_count(), 7);
}

#[tokio::test]
async fn waiting_calls_are_made_in_order_and_a_dropped_one_is_passed_over() {
    let gate = Gate::closed();
    let responses = [(); 5].map(|()| Response::json(200, THING).behind(&gate));
    let server = Server::start(responses).await;
    let graph = one_at_a_time(&server);
    let mut calls = Vec::new();
    for id in ["a", "b", "dropped", "c", "d"] {
        calls.push(start(&graph, id).await);
    }
    expect_requests(&server, 1).await;
    calls.remove(2).abort();
    gate.open();
    for call in calls {
        call.await.expect("no panic").expect("a thing");
    }
    assert_eq!(paths(&server), ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_is_made_gives_its_place_back() {
    let server = Server::start([Response::hang(), Response::json(200, THING)]).await;
    let graph = one_at_a_time(&server);
    let first = start(&graph, "a").await;
    expect_requests(&server, 1).await;
    let second = start(&graph, "b").await;
    assert_eq!(server.request_count(), 1);
    first.abort();
    second.await.expect("no panic").expect("a thing");
}

#[tokio::test]
async fn a_stream_is_a_call_until_its_end() {
    let server = Server::start([Response::body(200, "a"), Response::json(200, THING)]).await;
    let graph = one_at_a_time(&server);
    let mut stream = graph.call(&GetPhoto).stream().await.expect("a body");
    let other = start(&graph, "b").await;
    assert_eq!(server.request_count(), 1);
    while stream.chunk().await.expect("a chunk").is_some() {}
    other.await.expect("no panic").expect("a thing");
}

#[tokio::test]
async fn a_call_gives_its_place_to_others_while_it_waits_for_a_retry() {
    let clock = TestClock::manual();
    let throttled = Response::empty(429).header("Retry-After", "60");
    let server = Server::start([throttled, Response::json(200, THING), Response::json(200, THING)]).await;
    let graph = limited(&server, Limits::new().concurrent_calls(1)).clock(clock.clone()).build().expect("a client");
    let first = start(&graph, "a").await;
    graph_tests::time::until("the first call waits", || !clock.waits().is_empty()).await;
    start(&graph, "b").await.await.expect("no panic").expect("a thing");
    clock.advance(Duration::from_mins(1));
    first.await.expect("no panic").expect("a thing");
    assert_eq!(paths(&server), ["a", "b", "a"]);
}

#[tokio::test]
async fn a_write_waits_until_an_earlier_one_has_left_the_window_and_a_read_does_not() {
    let clock = TestClock::manual();
    let server = Server::start_with(|request| match request.method.as_str() {
        "GET" => Response::json(200, THING),
        _ => Response::empty(204),
    })
    .await;
    let graph = limited(&server, Limits::new().writes(2, WINDOW)).clock(clock.clone()).build().expect("a client");
    graph.send(&POKE).await.expect("the first");
    clock.advance(Duration::from_secs(5));
    graph.send(&POKE).await.expect("the second");
    let call = graph.send(&POKE);
    let third = tokio::spawn(call);
    settle().await;
    let read = tokio::time::timeout(Duration::from_secs(10), graph.send(&GET)).await;
    read.expect("it does not wait").expect("a thing");
    assert_eq!(clock.waits(), [Duration::from_secs(15)], "until the first write is 20 s ago");
    clock.advance(Duration::from_secs(14));
    settle().await;
    assert_eq!(server.request_count(), 3);
    clock.advance(Duration::from_secs(1));
    third.await.expect("no panic").expect("the third");
    assert_eq!(server.request_count(), 4);
}

#[tokio::test]
async fn writes_in_progress_count_until_the_window_after_their_end() {
    let gate = Gate::closed();
    let clock = TestClock::manual();
    let server = Server::start([Response::empty(204).behind(&gate), Response::empty(204)]).await;
    let graph = limited(&server, Limits::new().writes(1, WINDOW)).clock(clock.clone()).build().expect("a client");
    let calls = [graph.send(&POKE), graph.send(&POKE)].map(|call| tokio::spawn(call));
    expect_requests(&server, 1).await;
    clock.advance(WINDOW);
    settle().await;
    assert_eq!(server.request_count(), 1, "the first may still arrive");
    gate.open();
    graph_tests::time::until("the second waits for its time", || !clock.waits().is_empty()).await;
    assert_eq!(clock.waits(), [WINDOW]);
    clock.advance(WINDOW);
    for call in calls {
        call.await.expect("no panic").expect("nothing");
    }
}

#[tokio::test]
async fn retries_count_as_writes() {
    let clock = TestClock::new();
    let server = Server::start([Response::empty(429).header("Retry-After", "1"), Response::empty(204)]).await;
    let graph = limited(&server, Limits::new().writes(1, WINDOW)).clock(clock.clone()).build().expect("a client");
    graph.send(&POKE).await.expect("nothing");
    assert_eq!(clock.waits(), [1, 19].map(Duration::from_secs));
}

#[tokio::test]
async fn a_retry_with_a_fresh_token_counts_as_a_write() {
    let clock = TestClock::new();
    let tokens = AtomicUsize::new(0);
    let challenge = Response::empty(401).header("WWW-Authenticate", "Bearer claims=\"e30=\"");
    let server = Server::start([challenge, Response::empty(204)]).await;
    let graph = limited(&server, Limits::new().writes(1, WINDOW))
        .token_fn(move |_| {
            let number = tokens.fetch_add(1, Ordering::Relaxed);
            async move { Ok::<_, TokenError>(AccessToken::new(format!("{TOKEN}{number}"))) }
        })
        .clock(clock.clone())
        .build()
        .expect("a client");
    graph.send(&POKE).await.expect("nothing");
    assert_eq!(clock.waits(), [WINDOW]);
}

#[tokio::test]
async fn each_write_of_a_batch_counts() {
    let clock = TestClock::new();
    let body = r#"{"responses": [{"id": "1", "status": 204}, {"id": "2", "status": 204}, {"id": "3", "status": 200, "body": {"id": "7"}}]}"#;
    let server = Server::start([Response::json(200, body), Response::empty(204), Response::json(200, body)]).await;
    let graph = limited(&server, Limits::new().writes(3, WINDOW)).clock(clock.clone()).build().expect("a client");
    let batch = || {
        let mut batch = graph.batch();
        let _ = batch.add(&POKE);
        let _ = batch.add(&POKE);
        let _ = batch.add(&GET);
        batch.send()
    };
    let _ = batch().await.expect("responses");
    graph.send(&POKE).await.expect("the third write");
    assert_eq!(clock.waits(), [Duration::ZERO; 0]);
    let _ = batch().await.expect("responses");
    assert_eq!(clock.waits(), [WINDOW], "for two writes");
}

#[tokio::test]
async fn a_batch_with_more_writes_than_the_limit_waits_for_an_empty_window() {
    let clock = TestClock::new();
    let body = r#"{"responses": [{"id": "1", "status": 204}, {"id": "2", "status": 204}]}"#;
    let server = Server::start([Response::empty(204), Response::json(200, body)]).await;
    let graph = limited(&server, Limits::new().writes(1, WINDOW)).clock(clock.clone()).build().expect("a client");
    graph.send(&POKE).await.expect("nothing");
    let mut batch = graph.batch();
    let _ = batch.add(&POKE);
    let _ = batch.add(&POKE);
    let _ = batch.send().await.expect("responses");
    assert_eq!(clock.waits(), [WINDOW]);
}

#[tokio::test]
async fn a_call_whose_time_ends_while_it_waits_says_so() {
    let server = Server::start([Response::hang()]).await;
    let retry = quick().max_total_time(Duration::from_millis(20));
    let graph = limited(&server, Limits::new().concurrent_calls(1)).retry(retry).build().expect("a client");
    let first = start(&graph, "a").await;
    expect_requests(&server, 1).await;
    let error = graph.send(&POKE).await.expect_err("no place");
    first.abort();
    let Error::Timeout(error) = &error else { panic!("{error:?}") };
    assert!(!error.may_have_been_sent());
    assert_eq!(error.limit_wait(), Some(Duration::from_millis(20)));
    let expected =
        "PokeThing: timed out after waiting 20ms for the client's limit of 1 call at a time; nothing was sent";
    assert_eq!(error.to_string(), expected);
    assert!(Error::from(error.clone()).is_retryable());
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn other_time_outs_are_not_due_to_a_limit() {
    let server = Server::start([Response::hang()]).await;
    let graph = one_at_a_time(&server);
    let error = graph.call(&POKE).timeout(Duration::from_millis(20)).send().await.expect_err("no response");
    assert!(matches!(error, Error::Timeout(error) if error.limit_wait().is_none() && error.may_have_been_sent()));
}

#[tokio::test]
async fn the_wait_does_not_shorten_the_time_out_of_the_attempt() {
    let gate = Gate::closed();
    let server = Server::start([Response::json(200, THING).behind(&gate), Response::json(200, THING)]).await;
    let graph = one_at_a_time(&server);
    let first = start(&graph, "a").await;
    expect_requests(&server, 1).await;
    let call = graph.call(&GET).timeout(Duration::from_secs(10)).send();
    let second = tokio::spawn(call);
    settle().await;
    graph_tests::time::pass(Duration::from_secs(30)).await;
    settle().await;
    assert!(!second.is_finished());
    gate.open();
    first.await.expect("no panic").expect("a thing");
    second.await.expect("no panic").expect("a thing");
}

#[tokio::test]
async fn a_client_with_further_limits_shares_the_rest_and_observes_those_of_the_first_too() {
    let gate = Gate::closed();
    let clock = TestClock::manual();
    let tokens = Arc::new(AtomicUsize::new(0));
    let requested = Arc::clone(&tokens);
    let server = Server::start([(); 4].map(|()| Response::empty(204).behind(&gate))).await;
    let graph = limited(&server, Limits::new().writes(3, WINDOW))
        .token_fn(move |_| {
            requested.fetch_add(1, Ordering::Relaxed);
            async { Ok::<_, TokenError>(AccessToken::new(TOKEN)) }
        })
        .clock(clock.clone())
        .build()
        .expect("a client");
    let mailbox = || graph.with_limits(Limits::new().concurrent_calls(1)).expect("a client");
    let (ada, grace) = (mailbox(), mailbox());
    let calls = [&ada, &ada, &grace, &grace].map(|mailbox| mailbox.send(&POKE));
    let calls = calls.map(|call| tokio::spawn(call));
    expect_requests(&server, 2).await;
    gate.open();
    expect_requests(&server, 3).await;
    assert!(!clock.waits().is_empty(), "the fourth write waits for the limit of all");
    clock.advance(WINDOW);
    for call in calls {
        call.await.expect("no panic").expect("nothing");
    }
    assert_eq!(tokens.load(Ordering::Relaxed), 1);
    assert_eq!(format!("{ada:?}").split("limits: ").nth(1), Some(r#"["3 writes in 20s", "1 call at a time"], .. }"#),);
}

#[test]
fn a_limit_of_zero_is_an_error() {
    for limits in [Limits::new().concurrent_calls(0), Limits::new().writes(0, WINDOW)] {
        let error = GraphClient::builder().limits(limits).build().expect_err("no call could be made");
        assert!(matches!(&error, Error::Build(error) if error.to_string().contains("`limits`")), "{error}");
        let graph = GraphClient::builder().build().expect("a client");
        assert!(matches!(graph.with_limits(limits), Err(Error::Build(_))));
    }
    let most = Limits::new().concurrent_calls(usize::MAX).writes(usize::MAX, Duration::MAX);
    GraphClient::builder().limits(most).build().expect("a client");
}
