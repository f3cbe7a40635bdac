//! Many calls at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use graph_runtime::{Error, GraphClient, retry::RetryPolicy, testing::TestClock};
use graph_tests::{
    extent::extent,
    fixtures::{THING, TOKEN},
    server::{Request, Response, Server},
    time::until,
};
use tokio::runtime::Handle;

use crate::{call, may_have_been_sent};

/// How many calls are made at a time.
fn calls_at_a_time() -> usize {
    extent("calls are made at a time", 100, 500)
}

/// How often each call was received, by its id.
fn received(requests: &[Request]) -> BTreeMap<String, usize> {
    let mut received = BTreeMap::new();
    for request in requests {
        *received.entry(request.header("client-request-id").expect("an id").to_owned()).or_default() += 1;
    }
    received
}

async fn call_at_once(client: &GraphClient, idempotent: bool, calls: usize) -> Vec<Result<(), Error>> {
    let start = || {
        let client = client.clone();
        tokio::spawn(async move { call(&client, idempotent).await.map(|_| ()) })
    };
    let calls: Vec<_> = (0..calls).map(|_| start()).collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.expect("no panic"));
    }
    outcomes
}

/// A client that retries often, since a connection may be closed many times in a row.
fn persistent(server: &Server) -> GraphClient {
    let builder = GraphClient::builder().base_url(server.url()).token(TOKEN).clock(TestClock::new());
    let policy = RetryPolicy::new().max_retries(100).max_total_time(Duration::MAX);
    builder.retry(policy).build().expect("a client")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_concurrent_calls_succeed_and_leave_nothing_behind() {
    let calls = calls_at_a_time();
    let server = Server::start_with(|_| Response::json(200, THING)).await;
    let tasks = Handle::current().metrics().num_alive_tasks();
    for idempotent in [true, false] {
        let client = persistent(&server);
        for outcome in call_at_once(&client, idempotent, calls).await {
            outcome.expect("a thing");
        }
        drop(client);
        until("no connection is left", || server.open_connections() == 0).await;
        until("no task is left", || Handle::current().metrics().num_alive_tasks() == tasks).await;
    }
    let received = received(&server.requests());
    assert_eq!((received.len(), received.values().max()), (2 * calls, Some(&1)), "each call is received once");
}

/// A server that closes or resets every third connection after a response, without announcing it.
async fn closes_at_random() -> Server {
    let random = Mutex::new(fastrand::Rng::with_seed(7));
    Server::start_with(move |_| {
        let response = Response::json(200, THING);
        match random.lock().expect("no panic").u8(..6) {
            0 => response.cut_after(THING.len()),
            1 => response.reset_after(THING.len()),
            _ => response,
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idempotent_calls_all_succeed_on_a_server_that_closes_connections_at_random() {
    let calls = calls_at_a_time();
    let server = closes_at_random().await;
    let tasks = Handle::current().metrics().num_alive_tasks();
    let client = persistent(&server);
    for outcome in call_at_once(&client, true, calls).await {
        outcome.expect("a thing");
    }
    // Once more, over the connections that are left.
    for outcome in call_at_once(&client, true, calls).await {
        outcome.expect("a thing");
    }
    assert_eq!(received(&server.requests()).len(), 2 * calls);
    drop(client);
    until("no connection is left", || server.open_connections() == 0).await;
    until("no task is left", || Handle::current().metrics().num_alive_tasks() == tasks).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_calls_are_received_once_by_a_server_that_closes_connections_at_random() {
    let calls = calls_at_a_time();
    let server = Arc::new(closes_at_random().await);
    let client = persistent(&server);
    let mut succeeded = 0;
    for _ in 0..2 {
        for outcome in call_at_once(&client, false, calls).await {
            match outcome {
                Ok(()) => succeeded += 1,
                Err(error) => assert!(may_have_been_sent(&error), "{error:?}"),
            }
        }
    }
    let received = received(&server.requests());
    assert_eq!(received.values().copied().collect::<BTreeSet<_>>(), BTreeSet::from([1]), "none twice");
    assert!(succeeded <= received.len() && succeeded >= calls, "{succeeded} of {}", received.len());
}
