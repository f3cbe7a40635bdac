//! Which items of a batch are sent again, when, and how often.

use std::time::Duration;

use graph_runtime::{ApiVersion, Error, retry::RetryPolicy, testing::TestClock};
use graph_tests::{
    fixtures::{
        CREATE, CreateThing, GET,
        batch::{batch, ids, items, refused, status, thing, throttled},
        builder, client, quick,
    },
    server::{Answer, Server},
};

#[tokio::test]
async fn throttled_items_alone_are_sent_again_whatever_they_are() {
    for throttling in [429, 503, 509] {
        let server = Server::start([
            batch([thing(1), refused(2, throttling), refused(3, 404), throttled(4, "0")]),
            batch([thing(2), refused(4, throttling)]),
            batch([thing(4)]),
        ])
        .await;
        let mut items = client(&server).batch();
        let create = || CreateThing { name: "a", secret: "b" };
        let handles: Vec<_> = (0..4).map(|_| items.add(&create())).collect();
        let mut answers = items.send().await.expect("answers");
        let ends: Vec<_> = handles.into_iter().map(|item| answers.take(item).map(|thing| thing.id)).collect();
        assert_eq!(ids(&server.requests()), [vec![1, 2, 3, 4], vec![2, 4], vec![4]], "{throttling}");
        assert!(matches!(&ends[..], [Ok(one), Ok(two), Err(_), Ok(four)] if one == "1" && two == "2" && four == "4"));
        let bodies: Vec<_> = server.requests().into_iter().map(|request| request.json()["requests"].take()).collect();
        assert_eq!(bodies[0][3], bodies[2][0], "it is the same item");
    }
}

#[tokio::test]
async fn server_errors_are_repeated_for_idempotent_items_alone() {
    for error in [500, 502, 504] {
        let server = Server::start([batch([refused(1, error), refused(2, error)]), batch([thing(1)])]).await;
        let mut items = client(&server).batch();
        let get = items.item(&GET).version(ApiVersion::Beta).add();
        let create = items.add(&CREATE);
        let mut answers = items.send().await.expect("answers");
        answers.take(get).expect("a thing");
        assert_eq!(status(&answers.take(create).expect_err("refused")), Some(error));
        assert_eq!(ids(&server.requests()), [vec![1, 2], vec![1]], "{error}");
    }
}

#[tokio::test]
async fn what_depends_on_a_throttled_item_is_sent_again_with_it() {
    let server = Server::start([
        batch([throttled(1, "0"), refused(2, 424), refused(3, 424)]),
        batch([thing(1), throttled(2, "0"), refused(3, 424)]),
        batch([thing(2), thing(3)]),
    ])
    .await;
    let mut batch = client(&server).batch();
    let one = batch.add(&CREATE);
    let two = batch.item(&CREATE).depends_on(&one).add();
    let three = batch.item(&CREATE).depends_on(&two).add();
    let mut answers = batch.send().await.expect("answers");
    for item in [one, two, three] {
        answers.take(item).expect("a thing");
    }
    let requests = server.requests();
    assert_eq!(ids(&requests), [vec![1, 2, 3], vec![1, 2, 3], vec![2, 3]]);
    assert_eq!(items(&requests[2])[&2], [] as [usize; 0], "what it depends on has succeeded");
    assert_eq!(items(&requests[2])[&3], [2]);
}

#[tokio::test]
async fn what_depends_on_a_throttled_item_in_another_request_waits_for_it() {
    let server =
        Server::start([batch([throttled(1, "0"), thing(4)]), batch([thing(1)]), batch([thing(2), thing(3)])]).await;
    let mut items = client(&server).batch();
    let one = items.add(&GET);
    let two = items.item(&GET).depends_on(&one).add();
    let three = items.item(&GET).depends_on(&one).add();
    let four = items.add(&GET);
    let mut answers = items.send().await.expect("answers");
    for item in [one, two, three, four] {
        answers.take(item).expect("a thing");
    }
    assert_eq!(ids(&server.requests()), [vec![1, 4], vec![1], vec![2, 3]]);
}

#[tokio::test]
async fn what_depends_on_an_item_that_is_throttled_to_the_end_fails_with_it() {
    let refusals = || batch([throttled(1, "0"), refused(2, 424)]);
    let server = Server::start([refusals(), refusals(), refusals(), refusals()]).await;
    let mut items = client(&server).batch();
    let one = items.add(&GET);
    let two = items.item(&GET).depends_on(&one).add();
    let mut answers = items.send().await.expect("answers");
    assert_eq!(status(&answers.take(one).expect_err("throttled")), Some(429));
    assert_eq!(status(&answers.take(two).expect_err("depends on it")), Some(424));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn the_longest_of_the_waits_counts_for_all_that_are_sent_again_together() {
    let server = Server::start([batch([throttled(1, "30"), throttled(2, "120")]), batch([thing(1), thing(2)])]).await;
    let clock = TestClock::new();
    let mut items = builder(&server).clock(clock.clone()).build().expect("a client").batch();
    let (one, two) = (items.add(&GET), items.add(&GET));
    let mut answers = items.send().await.expect("answers");
    assert_eq!(clock.waits(), [Duration::from_mins(2)]);
    answers.take(one).expect("a thing");
    answers.take(two).expect("a thing");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_wait_as_a_number_or_as_a_date_is_kept_to() {
    let mut number = refused(1, 429);
    number["headers"]["retry-after"] = 30.3.into();
    let mut date = refused(1, 429);
    date["headers"]["Retry-After"] = "Sun, 06 Nov 1994 08:51:07 GMT".into();
    // The date is that of the batch.
    for (item, expected) in [(number, 30_300), (date, 90_000)] {
        let first = batch([item]).header("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let server = Server::start([first, batch([thing(1)])]).await;
        let clock = TestClock::new();
        let mut items = builder(&server).clock(clock.clone()).build().expect("a client").batch();
        let one = items.add(&GET);
        items.send().await.expect("answers").take(one).expect("a thing");
        assert_eq!(clock.waits(), [Duration::from_millis(expected)]);
    }
}

#[tokio::test]
async fn a_wait_beyond_the_ceiling_ends_its_item_alone() {
    let server = Server::start([batch([throttled(1, "3600"), throttled(2, "0"), thing(3)]), batch([thing(2)])]).await;
    let clock = TestClock::new();
    let mut items = builder(&server).clock(clock.clone()).build().expect("a client").batch();
    let handles = [items.add(&GET), items.add(&GET), items.add(&GET)];
    let mut answers = items.send().await.expect("answers");
    assert_eq!(clock.waits(), [Duration::ZERO]);
    let [one, two, three] = handles.map(|item| answers.take(item));
    let error = one.expect_err("too long");
    assert_eq!((status(&error), error.retry_after()), (Some(429), Some(Duration::from_hours(1))));
    two.expect("a thing");
    three.expect("a thing");
    assert_eq!(ids(&server.requests()), [vec![1, 2, 3], vec![2]]);
}

#[tokio::test]
async fn a_wait_beyond_the_time_budget_ends_its_item_alone() {
    let server = Server::start([batch([throttled(1, "5"), throttled(2, "0")]), batch([thing(2)])]).await;
    let policy = quick().max_total_time(Duration::from_secs(4));
    let mut items = builder(&server).retry(policy).build().expect("a client").batch();
    let (one, two) = (items.add(&GET), items.add(&GET));
    let mut answers = items.send().await.expect("answers");
    assert_eq!(answers.take(one).expect_err("too long").retry_after(), Some(Duration::from_secs(5)));
    answers.take(two).expect("a thing");
}

#[tokio::test]
async fn each_item_is_repeated_as_often_as_the_policy_says() {
    for (policy, requests) in [(quick(), 4), (quick().max_retries(1), 2), (RetryPolicy::none(), 1)] {
        let server = Server::start(vec![batch([throttled(1, "0"), throttled(2, "0")]); 6]).await;
        let mut items = builder(&server).retry(policy).build().expect("a client").batch();
        let (one, two) = (items.add(&GET), items.add(&GET));
        let mut answers = items.send().await.expect("answers");
        for item in [one, two] {
            assert_eq!(status(&answers.take(item).expect_err("throttled")), Some(429));
        }
        assert_eq!(server.requests().len(), requests);
    }
}

#[tokio::test]
async fn a_request_whose_fate_is_unknown_is_sent_again_only_if_every_item_is_idempotent() {
    for broken in [Answer::reset(), Answer::empty(500), Answer::empty(504), Answer::json(200, "{}").cut_after(1)] {
        let server = Server::start([broken.clone(), batch([thing(1), thing(2)])]).await;
        let mut items = client(&server).batch();
        let (one, two) = (items.add(&GET), items.add(&GET));
        let mut answers = items.send().await.expect("answers");
        answers.take(one).expect("a thing");
        answers.take(two).expect("a thing");
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
async fn a_request_that_is_throttled_as_a_whole_is_sent_again_whatever_is_in_it() {
    let server = Server::start([Answer::empty(429).header("Retry-After", "0"), batch([thing(1)])]).await;
    let mut items = client(&server).batch();
    let create = items.add(&CREATE);
    items.send().await.expect("answers").take(create).expect("a thing");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_item_that_was_throttled_and_then_not_sent_again_keeps_its_error() {
    // Of two versions, the first fails as a whole when both are sent again.
    let server = Server::start([batch([throttled(1, "0")]), batch([throttled(2, "0")]), Answer::empty(400)]).await;
    let mut items = client(&server).batch();
    let (get, create) = (items.add(&GET), items.add(&CREATE));
    let mut answers = items.send().await.expect("answers");
    assert_eq!(status(&answers.take(get).expect_err("its request failed")), Some(400));
    assert_eq!(status(&answers.take(create).expect_err("it was not sent again")), Some(429));
    assert_eq!(server.requests().len(), 3);
}
