//! The token expires, or its provider returns none.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use graph_runtime::{
    Error, GraphClient,
    auth::{AccessToken, TokenError},
    client::GraphClientBuilder,
    testing::TestClock,
};
use graph_tests::{
    fixtures::{CREATE, GET, THING, TOKEN},
    server::{Request, Response, Server, unused_address},
    time::{pass, settle, until},
};

use crate::{Download, ListMembers};

/// A client whose tokens are numbered and live for an hour, with the clock by which they do, and how often a token was
/// asked for.
fn numbered(server: &Server) -> (GraphClientBuilder, TestClock, Arc<AtomicUsize>) {
    let (clock, asked) = (TestClock::new(), Arc::new(AtomicUsize::new(0)));
    let (read, count) = (clock.clone(), Arc::clone(&asked));
    let builder = GraphClient::builder().base_url(server.url()).clock(clock.clone()).token_fn(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let token = AccessToken::new(format!("{TOKEN}-{number}")).with_expiry(read.date() + Duration::from_hours(1));
        async move { Ok(token) }
    });
    (builder, clock, asked)
}

/// The numbers of the tokens that were sent.
fn sent(requests: &[Request]) -> Vec<String> {
    let number = |request: &Request| {
        let value = request.header("authorization").expect("a token");
        value.strip_prefix(&format!("Bearer {TOKEN}-")).expect("a number").to_owned()
    };
    requests.iter().map(number).collect()
}

/// Reads three pages, and does something before the second and before the third; gives what was read, the numbers of the
/// tokens that were sent, and how many were asked for.
async fn read_pages(before_page: impl Fn(&TestClock)) -> (Vec<String>, Vec<String>, usize) {
    let address = unused_address().await;
    let page = |number: u8| {
        let link = format!(r#", "@odata.nextLink": "http://{address}/v1.0/p{}""#, number + 1);
        let link = if number < 3 { link } else { String::new() };
        Response::json(200, format!(r#"{{"value": ["{number}"]{link}}}"#))
    };
    let server = Server::start_on(address, [page(1), page(2), page(3)]).await;
    let (builder, clock, asked) = numbered(&server);
    let client = builder.build().expect("a client");
    let mut items = ListMembers::builder().id("1").items(&client);
    let mut members = Vec::new();
    while let Some(member) = items.next().await {
        members.push(member.expect("a member"));
        before_page(&clock);
    }
    (members, sent(&server.requests()), asked.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_token_that_expires_while_paging_is_replaced_before_the_next_page_is_requested() {
    // In the last five minutes of its hour, and after it.
    for minutes in [56, 61] {
        let (members, tokens, asked) = read_pages(|clock| clock.advance(Duration::from_mins(minutes))).await;
        assert_eq!(members, ["1", "2", "3"]);
        assert_eq!((tokens, asked), (vec!["1".into(), "2".into(), "3".into()], 3));
    }
    let (_, tokens, asked) = read_pages(|clock| clock.advance(Duration::from_mins(20))).await;
    assert_eq!((tokens, asked), (vec!["1".into(), "1".into(), "1".into()], 1), "not sooner than it has to be");
}

/// Whether a call succeeded, whatever it returns.
async fn outcome<T>(call: impl Future<Output = Result<T, Error>>) -> Result<(), Error> {
    call.await.map(|_| ())
}

#[tokio::test]
async fn a_provider_that_hangs_is_a_time_out_and_is_asked_once_for_all_calls() {
    let server = Server::start([Response::json(200, THING)]).await;
    let (hangs, asked) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let (known, count) = (Arc::clone(&hangs), Arc::clone(&asked));
    let builder = GraphClient::builder().base_url(server.url()).token_fn(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        let hangs = known.load(Ordering::SeqCst);
        async move {
            if hangs {
                std::future::pending::<()>().await;
            }
            Ok(AccessToken::new(TOKEN))
        }
    });
    let clock = TestClock::new();
    let client = builder.clock(clock.clone()).build().expect("a client");
    let download = client.call(&Download { id: "1".to_owned() }).stream();
    let calls = [
        tokio::spawn(outcome(client.send(&GET))),
        tokio::spawn(outcome(client.send(&CREATE))),
        tokio::spawn(outcome(download)),
    ];
    until("the provider is asked", || asked.load(Ordering::SeqCst) == 1).await;
    pass(Duration::from_secs(99)).await;
    assert!(calls.iter().all(|call| !call.is_finished()), "the time-out is a hundred seconds");
    pass(Duration::from_secs(2)).await;
    settle().await;
    assert!(calls.iter().all(tokio::task::JoinHandle::is_finished), "it is over");
    for call in calls {
        let error = call.await.expect("no panic").expect_err("no token");
        assert_eq!(error.to_string(), "no access token: the token provider did not respond within 100s");
        assert!(matches!(error, Error::Token(_)) && !error.is_retryable());
    }
    assert_eq!((server.connections(), clock.waits().len(), asked.load(Ordering::SeqCst)), (0, 0, 1));
    hangs.store(false, Ordering::SeqCst);
    client.send(&GET).await.expect("a thing");
}

#[tokio::test]
async fn a_provider_that_is_slower_than_the_calls_still_provides_its_token() {
    let server = Server::start([Response::json(200, THING)]).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let builder = GraphClient::builder().base_url(server.url()).timeout(Duration::from_secs(5)).token_fn(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_secs(12)).await;
            Ok(AccessToken::new(TOKEN))
        }
    });
    let client = builder.build().expect("a client");
    for _ in 0..2 {
        let call = tokio::spawn(client.send(&CREATE));
        settle().await;
        pass(Duration::from_millis(5001)).await;
        assert!(matches!(call.await.expect("no panic"), Err(Error::Token(_))));
    }
    let call = tokio::spawn(client.send(&GET));
    settle().await;
    pass(Duration::from_secs(2)).await;
    call.await.expect("no panic").expect("a thing");
    assert_eq!((server.requests().len(), asked.load(Ordering::SeqCst)), (1, 1));
}

#[tokio::test]
async fn a_refresh_that_hangs_does_not_use_up_the_old_token() {
    let server = Server::start(vec![Response::json(200, THING); 2]).await;
    let (clock, asked) = (TestClock::new(), Arc::new(AtomicUsize::new(0)));
    let (read, count) = (clock.clone(), Arc::clone(&asked));
    let builder = GraphClient::builder().base_url(server.url()).clock(clock.clone()).token_fn(move |_| {
        let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
        let token = AccessToken::new(format!("{TOKEN}-1")).with_expiry(read.date() + Duration::from_hours(1));
        async move { if is_first { Ok(token) } else { std::future::pending().await } }
    });
    let client = builder.build().expect("a client");
    client.send(&GET).await.expect("a thing");
    // Ten seconds are left, of which the provider gets half.
    clock.advance(Duration::from_secs(3590));
    let call = tokio::spawn(client.send(&CREATE));
    until("the provider is asked", || asked.load(Ordering::SeqCst) == 2).await;
    pass(Duration::from_millis(5001)).await;
    call.await.expect("no panic").expect("a thing");
    assert_eq!(sent(&server.requests()), ["1", "1"]);
}

#[tokio::test]
async fn a_clock_that_is_ahead_does_not_request_a_token_for_every_call() {
    let server = Server::start(vec![Response::json(200, THING); 10]).await;
    let clock = TestClock::new();
    let (date, asked) = (clock.clone(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&asked);
    let builder = GraphClient::builder().base_url(server.url()).clock(clock.clone()).token_fn(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let token = AccessToken::new(format!("{TOKEN}-{number}")).with_expiry(date.date() - Duration::from_hours(1));
        async move { Ok(token) }
    });
    let client = builder.build().expect("a client");
    for _ in 0..5 {
        client.send(&GET).await.expect("a thing");
        client.send(&CREATE).await.expect("a thing");
        clock.advance(Duration::from_mins(1));
    }
    assert_eq!(sent(&server.requests()), ["1", "2", "2", "2", "2", "2", "2", "2", "2", "2"]);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_provider_that_keeps_failing_is_asked_after_a_pause() {
    let server = Server::start([Response::json(200, THING)]).await;
    let (clock, asked) = (TestClock::new(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&asked);
    let builder = GraphClient::builder().base_url(server.url()).clock(clock.clone()).token_fn(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move { if number < 4 { Err(TokenError::new("signed out")) } else { Ok(AccessToken::new(TOKEN)) } }
    });
    let client = builder.build().expect("a client");
    for expected in [1, 2, 3, 3, 3] {
        let error = client.send(&GET).await.expect_err("no token");
        assert_eq!(error.to_string(), "no access token: signed out");
        assert_eq!(asked.load(Ordering::SeqCst), expected);
    }
    clock.advance(Duration::from_secs(1));
    client.send(&GET).await.expect_err("no token");
    clock.advance(Duration::from_secs(1));
    client.send(&GET).await.expect_err("the pause is now two seconds");
    assert_eq!(asked.load(Ordering::SeqCst), 4);
    clock.advance(Duration::from_secs(1));
    client.send(&GET).await.expect("a thing");
    assert_eq!(server.connections(), 1);
}
