//! Which items of a batch are sent again, when, and how often.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use graph_runtime::{
    ApiVersion, Error, GraphClient,
    auth::{AccessToken, TokenError},
    client::GraphClientBuilder,
    retry::RetryPolicy,
    testing::TestClock,
};
use graph_tests::{
    fixtures::{
        CREATE, CreateThing, GET,
        batch::{batch, failed, ids, items, status, thing, throttled},
        builder, client, quick,
    },
    server::{Response, Server},
};

#[tokio::test]
async fn only_throttled_items_are_retried_whatever_their_actions() {
    for throttling in [429, 503, 509] {
        let server = Server::start([
            batch([thing(1), failed(2, throttling), failed(3, 404), throttled(4, "0")]),
            batch([thing(2), failed(4, throttling)]),
            batch([thing(4)]),
        ])
        .await;
        let mut items = client(&server).batch();
        let create = || CreateThing { name: "a", secret: "b" };
        let handles: Vec<_> = (0..4).map(|_| items.add(&create())).collect();
        let mut responses = items.send().await.expect("responses");
        let ends: Vec<_> = handles.into_iter().map(|item| responses.take(item).map(|thing| thing.id)).collect();
        assert_eq!(ids(&server.requests()), [vec![1, 2, 3, 4], vec![2, 4], vec![4]], "{throttling}");
        assert!(matches!(&ends[..], [Ok(one), Ok(two), Err(_), Ok(four)] if one == "1" && two == "2" && four == "4"));
        let bodies: Vec<_> = server.requests().into_iter().map(|request| request.json()["requests"].take()).collect();
        assert_eq!(bodies[0][3], bodies[2][0], "it is the same item");
    }
}

#[tokio::test]
async fn server_errors_are_retried_only_for_idempotent_items() {
    for error in [500, 502, 504] {
        let server = Server::start([batch([failed(1, error), failed(2, error)]), batch([thing(1)])]).await;
        let mut items = client(&server).batch();
        let get = items.item(&GET).version(ApiVersion::Beta).add();
        let create = items.add(&CREATE);
        let mut responses = items.send().await.expect("responses");
        responses.take(get).expect("a thing");
        assert_eq!(status(&responses.take(create).expect_err("an error")), Some(error));
        assert_eq!(ids(&server.requests()), [vec![1, 2], vec![1]], "{error}");
    }
}

#[tokio::test]
async fn dependents_of_a_throttled_item_are_retried_with_it() {
    let server = Server::start([
        batch([throttled(1, "0"), failed(2, 424), failed(3, 424)]),
        batch([thing(1), throttled(2, "0"), failed(3, 424)]),
        batch([thing(2), thing(3)]),
    ])
    .await;
    let mut batch = client(&server).batch();
    let one = batch.add(&CREATE);
    let two = batch.item(&CREATE).depends_on(&one).add();
    let three = batch.item(&CREATE).depends_on(&two).add();
    let mut responses = batch.send().await.expect("responses");
    for item in [one, two, three] {
        responses.take(item).expect("a thing");
    }
    let requests = server.requests();
    assert_eq!(ids(&requests), [vec![1, 2, 3], vec![1, 2, 3], vec![2, 3]]);
    assert_eq!(items(&requests[2])[&2], [] as [usize; 0], "what it depends on has succeeded");
    assert_eq!(items(&requests[2])[&3], [2]);
}

#[tokio::test]
async fn dependents_in_another_request_wait_for_a_throttled_item() {
    let server =
        Server::start([batch([throttled(1, "0"), thing(4)]), batch([thing(1)]), batch([thing(2), thing(3)])]).await;
    let mut items = client(&server).batch();
    let one = items.add(&GET);
    let two = items.item(&GET).depends_on(&one).add();
    let three = items.item(&GET).depends_on(&one).add();
    let four = items.add(&GET);
    let mut responses = items.send().await.expect("responses");
    for item in [one, two, three, four] {
        responses.take(item).expect("a thing");
    }
    assert_eq!(ids(&server.requests()), [vec![1, 4], vec![1], vec![2, 3]]);
}

#[tokio::test]
async fn dependents_of_an_item_that_stays_throttled_fail_with_it() {
    let throttled_batch = || batch([throttled(1, "0"), failed(2, 424)]);
    let server = Server::start([throttled_batch(), throttled_batch(), throttled_batch(), throttled_batch()]).await;
    let mut items = client(&server).batch();
    let one = items.add(&GET);
    let two = items.item(&GET).depends_on(&one).add();
    let mut responses = items.send().await.expect("responses");
    assert_eq!(status(&responses.take(one).expect_err("throttled")), Some(429));
    assert_eq!(status(&responses.take(two).expect_err("depends on it")), Some(424));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn the_longest_wait_counts_for_all_items_that_are_retried_together() {
    let server = Server::start([batch([throttled(1, "30"), throttled(2, "120")]), batch([thing(1), thing(2)])]).await;
    let clock = TestClock::new();
    let mut items = builder(&server).clock(clock.clone()).build().expect("a client").batch();
    let (one, two) = (items.add(&GET), items.add(&GET));
    let mut responses = items.send().await.expect("responses");
    assert_eq!(clock.waits(), [Duration::from_mins(2)]);
    responses.take(one).expect("a thing");
    responses.take(two).expect("a thing");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_wait_as_a_number_or_a_date_is_kept() {
    let mut number = failed(1, 429);
    number["headers"]["retry-after"] = 30.3.into();
    let mut date = failed(1, 429);
    date["headers"]["Retry-After"] = "Sun, 06 Nov 1994 08:51:07 GMT".into();
    // The date is that of the batch.
    for (item, expected) in [(number, 30_300), (date, 90_000)] {
        let first = batch([item]).header("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let server = Server::start([first, batch([thing(1)])]).await;
        let clock = TestClock::new();
        let mut items = builder(&server).clock(clock.clone()).build().expect("a client").batch();
        let one = items.add(&GET);
        items.send().await.expect("responses").take(one).expect("a thing");
        assert_eq!(clock.waits(), [Duration::from_millis(expected)]);
    }
}

#[tokio::test]
async fn a_wait_beyond_the_maximum_ends_only_its_item() {
    let server = Server::start([batch([throttled(1, "3600"), throttled(2, "0"), thing(3)]), batch([thing(2)])]).await;
    let clock = TestClock::new();
    let mut items = builder(&server).clock(clock.clone()).build().expect("a client").batch();
    let handles = [items.add(&GET), items.add(&GET), items.add(&GET)];
    let mut responses = items.send().await.expect("responses");
    assert_eq!(clock.waits(), [Duration::ZERO]);
    let [one, two, three] = handles.map(|item| responses.take(item));
    let error = one.expect_err("too long");
    assert_eq!((status(&error), error.retry_after()), (Some(429), Some(Duration::from_hours(1))));
    two.expect("a thing");
    three.expect("a thing");
    assert_eq!(ids(&server.requests()), [vec![1, 2, 3], vec![2]]);
}

#[tokio::test]
async fn a_wait_beyond_the_total_time_ends_only_its_item() {
    let server = Server::start([batch([throttled(1, "5"), throttled(2, "0")]), batch([thing(2)])]).await;
    let policy = quick().max_total_time(Duration::from_secs(4));
    let mut items = builder(&server).retry(policy).build().expect("a client").batch();
    let (one, two) = (items.add(&GET), items.add(&GET));
    let mut responses = items.send().await.expect("responses");
    assert_eq!(responses.take(one).expect_err("too long").retry_after(), Some(Duration::from_secs(5)));
    responses.take(two).expect("a thing");
}

#[tokio::test]
async fn each_item_is_retried_as_often_as_the_policy_allows() {
    for (policy, requests) in [(quick(), 4), (quick().max_retries(1), 2), (RetryPolicy::none(), 1)] {
        let server = Server::start(vec![batch([throttled(1, "0"), throttled(2, "0")]); 6]).await;
        let mut items = builder(&server).retry(policy).build().expect("a client").batch();
        let (one, two) = (items.add(&GET), items.add(&GET));
        let mut responses = items.send().await.expect("responses");
        for item in [one, two] {
            assert_eq!(status(&responses.take(item).expect_err("throttled")), Some(429));
        }
        assert_eq!(server.requests().len(), requests);
    }
}

#[tokio::test]
async fn a_request_that_may_have_been_processed_is_retried_only_if_every_item_is_idempotent() {
    for broken in
        [Response::reset(), Response::empty(500), Response::empty(504), Response::json(200, "{}").cut_after(1)]
    {
        let server = Server::start([broken.clone(), batch([thing(1), thing(2)])]).await;
        let mut items = client(&server).batch();
        let (one, two) = (items.add(&GET), items.add(&GET));
        let mut responses = items.send().await.expect("responses");
        responses.take(one).expect("a thing");
        responses.take(two).expect("a thing");
        let requests = server.requests();
        assert_eq!(requests.len(), 2, "{broken:?}");
        assert_eq!(requests[1].header("retry-attempt"), Some("1"));
        assert_eq!(requests[0].body, requests[1].body);

        let server = Server::start([broken.clone(), batch([thing(1), thing(2)])]).await;
        let mut items = client(&server).batch();
        let _get = items.item(&GET).version(ApiVersion::Beta).add();
        let _create = items.add(&CREATE);
        let error = items.send().await.expect_err("not known what happened");
        assert!(matches!(error, Error::Transport(_) | Error::Api(_)), "{error:?}");
        assert_eq!(server.requests().len(), 1, "{broken:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_throttled_as_a_whole_is_retried_whatever_its_items() {
    let server = Server::start([Response::empty(429).header("Retry-After", "0"), batch([thing(1)])]).await;
    let mut items = client(&server).batch();
    let create = items.add(&CREATE);
    items.send().await.expect("responses").take(create).expect("a thing");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_item_that_was_throttled_and_then_not_retried_keeps_its_error() {
    // Of two versions, the first fails as a whole when both are sent again.
    let server = Server::start([batch([throttled(1, "0")]), batch([throttled(2, "0")]), Response::empty(400)]).await;
    let mut items = client(&server).batch();
    let (get, create) = (items.add(&GET), items.add(&CREATE));
    let mut responses = items.send().await.expect("responses");
    assert_eq!(status(&responses.take(get).expect_err("its request failed")), Some(400));
    assert_eq!(status(&responses.take(create).expect_err("it was not sent again")), Some(429));
    assert_eq!(server.requests().len(), 3);
}

/// A client with a provider whose tokens are numbered, and which fails after so many of them.
fn numbered(server: &Server, tokens: usize) -> (GraphClientBuilder, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let builder = GraphClient::builder().base_url(server.url()).retry(quick()).clock(TestClock::new());
    let builder = builder.token_fn(move |_| {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        let token = AccessToken::new(format!("numbered-token-{number}"));
        std::future::ready(if number <= tokens { Ok(token) } else { Err(TokenError::new("signed out")) })
    });
    (builder, asked)
}

fn tokens(server: &Server) -> Vec<String> {
    let token = |value: &str| value.rsplit('-').next().expect("a number").to_owned();
    server.requests().iter().map(|request| token(request.header("authorization").expect("a token"))).collect()
}

#[tokio::test]
async fn items_whose_token_is_rejected_are_sent_once_more_with_a_fresh_one() {
    let server = Server::start([
        batch([thing(1)]),
        batch([failed(1, 401), thing(2), failed(3, 401)]),
        batch([failed(1, 401), thing(3)]),
    ])
    .await;
    let (builder, asked) = numbered(&server, 9);
    let client = builder.build().expect("a client");
    let mut first = client.batch();
    let item = first.add(&GET);
    first.send().await.expect("responses").take(item).expect("a thing");
    let mut items = client.batch();
    let rejected = items.add(&CREATE);
    let others = [items.add(&CREATE), items.add(&CREATE)];
    let mut responses = items.send().await.expect("responses");
    assert_eq!(status(&responses.take(rejected).expect_err("it is rejected again")), Some(401));
    assert_eq!(others.map(|item| responses.take(item).expect("a thing").id), ["2", "3"]);
    assert_eq!(ids(&server.requests()), [vec![1], vec![1, 2, 3], vec![1, 3]]);
    assert_eq!(tokens(&server), ["1", "1", "2"]);
    assert_eq!(asked.load(Ordering::SeqCst), 2, "one for all items");
}

#[tokio::test]
async fn dependents_of_an_item_whose_token_is_rejected_are_sent_again_with_it() {
    let server =
        Server::start([batch([thing(1)]), batch([failed(1, 401), failed(2, 424)]), batch([thing(1), thing(2)])]).await;
    let client = numbered(&server, 9).0.build().expect("a client");
    let mut first = client.batch();
    let item = first.add(&GET);
    first.send().await.expect("responses").take(item).expect("a thing");
    let mut items = client.batch();
    let create = items.add(&CREATE);
    let after = items.item(&CREATE).depends_on(&create).add();
    let mut responses = items.send().await.expect("responses");
    responses.take(create).expect("a thing");
    responses.take(after).expect("a thing");
    assert_eq!(ids(&server.requests()), [vec![1], vec![1, 2], vec![1, 2]]);
}

#[tokio::test]
async fn the_claims_that_an_item_is_challenged_for_are_requested() {
    let mut challenged = failed(1, 401);
    challenged["headers"]["WWW-Authenticate"] =
        r#"Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7fX19""#.into();
    let server = Server::start([batch([challenged]), batch([thing(1)])]).await;
    let (builder, _) = numbered(&server, 9);
    let mut items = builder.build().expect("a client").batch();
    let create = items.add(&CREATE);
    items.send().await.expect("responses").take(create).expect("a thing");
    assert_eq!(tokens(&server), ["1", "2"]);
}

#[tokio::test]
async fn without_a_fresh_token_an_item_ends_with_its_401() {
    let server = Server::start([batch([failed(1, 401)]), batch([failed(1, 401)]), batch([failed(1, 401)])]).await;
    let (builder, asked) = numbered(&server, 1);
    let client = builder.build().expect("a client");
    let mut shown = Vec::new();
    for _ in 0..2 {
        let mut items = client.batch();
        let create = items.add(&CREATE);
        let error = items.send().await.expect("responses").take(create).expect_err("401");
        assert_eq!(status(&error), Some(401));
        shown.push(error.to_string());
    }
    // The first token was issued for the batch itself, so that another one would not help.
    assert!(!shown[0].contains("no fresh token"), "{}", shown[0]);
    assert!(shown[1].contains("no fresh token: signed out"), "{}", shown[1]);
    assert_eq!((server.request_count(), asked.load(Ordering::SeqCst)), (2, 2));
}
