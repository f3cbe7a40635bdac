//! Batches of many items, of several versions, and of items that depend on each other.

use std::collections::BTreeMap;

use graph_runtime::{
    ApiVersion, Error,
    batch::{Batch, BatchHandle},
    retry::RetryPolicy,
};
use graph_tests::{
    fixtures::{
        CREATE, GET, POKE, Thing,
        batch::{batch, failed, ids, items, status, thing},
        builder, client,
    },
    server::{Response, Server},
};

/// The response with a thing for each of these ids.
fn things(ids: impl IntoIterator<Item = usize>) -> Response {
    batch(ids.into_iter().map(thing))
}

/// Adds a chain.
fn add_chain(items: &mut Batch, length: usize) -> Vec<BatchHandle<Thing>> {
    let mut chain: Vec<BatchHandle<Thing>> = Vec::new();
    for _ in 0..length {
        let item = items.item(&GET);
        let item = if let Some(before) = chain.last() { item.depends_on(before) } else { item };
        chain.push(item.add());
    }
    chain
}

#[tokio::test]
async fn more_than_twenty_items_are_split_and_keep_their_ids() {
    let server = Server::start([things((1..=20).rev()), things(21..=40), things(41..=45)]).await;
    let mut items = client(&server).batch();
    let handles: Vec<_> = (0..45).map(|_| items.add(&GET)).collect();
    let mut responses = items.send().await.expect("responses");
    for (place, handle) in handles.into_iter().enumerate() {
        assert_eq!(responses.take(handle).expect("a thing").id, (place + 1).to_string());
    }
    let requests = server.requests();
    assert_eq!(ids(&requests), [(1..=20).collect(), (21..=40).collect(), (41..=45).collect::<Vec<_>>()]);
    let mut client_ids: Vec<_> = requests.iter().map(|request| request.header("client-request-id")).collect();
    client_ids.dedup();
    assert_eq!(client_ids.len(), 3, "each request has an id of its own");
}

#[tokio::test]
async fn versions_are_sent_apart() {
    let server = Server::start([things([1, 3]), things([2, 4])]).await;
    let mut items = client(&server).batch();
    let handles: Vec<_> = [ApiVersion::V1_0, ApiVersion::Beta, ApiVersion::V1_0, ApiVersion::Beta]
        .into_iter()
        .map(|version| items.item(&GET).version(version).add())
        .collect();
    let mut responses = items.send().await.expect("responses");
    for handle in handles {
        responses.take(handle).expect("a thing");
    }
    let requests = server.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(targets, ["/v1.0/$batch", "/beta/$batch"]);
    assert_eq!(ids(&requests), [[1, 3], [2, 4]]);
}

#[tokio::test]
async fn a_chain_is_left_to_graph() {
    let server = Server::start([things([3, 2, 1])]).await;
    let mut batch = client(&server).batch();
    let chain = add_chain(&mut batch, 3);
    let mut responses = batch.send().await.expect("responses");
    for item in chain {
        responses.take(item).expect("a thing");
    }
    assert_eq!(items(&server.request()), BTreeMap::from([(1, vec![]), (2, vec![1]), (3, vec![2])]));
    assert_eq!(server.request().json()["requests"][1]["dependsOn"], serde_json::json!(["1"]));
}

#[tokio::test]
async fn a_chain_longer_than_a_request_goes_on_when_its_first_part_has_succeeded() {
    let server = Server::start([things(1..=20), things(21..=22)]).await;
    let mut batch = client(&server).batch();
    let chain = add_chain(&mut batch, 22);
    let mut responses = batch.send().await.expect("responses");
    for item in chain {
        responses.take(item).expect("a thing");
    }
    let requests = server.requests();
    assert_eq!(ids(&requests), [(1..=20).collect(), vec![21, 22]]);
    assert_eq!(items(&requests[1])[&21], [] as [usize; 0], "what it depends on is not in this request");
    assert_eq!(items(&requests[1])[&22], [21]);
}

#[tokio::test]
async fn a_chain_longer_than_a_request_ends_where_it_fails() {
    let failed = (1..=19).map(thing).chain([failed(20, 409)]);
    let server = Server::start([batch(failed), things(21..=22)]).await;
    let mut items = client(&server).batch();
    let mut chain = add_chain(&mut items, 22);
    let mut responses = items.send().await.expect("responses");
    for dependant in chain.split_off(20) {
        match responses.take(dependant).expect_err("what it depends on failed") {
            Error::Api(error) => {
                assert_eq!((error.status().as_u16(), error.code()), (424, Some("FailedDependency")));
                assert!(error.to_string().starts_with("GetThing: 424 Failed Dependency: "), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(status(&responses.take(chain.remove(19)).expect_err("an error")), Some(409));
    assert_eq!(server.requests().len(), 1, "nothing is sent in vain");
}

#[tokio::test]
async fn several_items_that_depend_on_one_go_together_in_the_next_request() {
    let server = Server::start([things([1, 5]), things([2, 3, 4])]).await;
    let mut items = client(&server).batch();
    let first = items.add(&GET);
    let dependants: Vec<_> = (0..3).map(|_| items.item(&GET).depends_on(&first).add()).collect();
    let other = items.add(&GET);
    let mut responses = items.send().await.expect("responses");
    for item in dependants.into_iter().chain([first, other]) {
        responses.take(item).expect("a thing");
    }
    assert_eq!(ids(&server.requests()), [vec![1, 5], vec![2, 3, 4]]);
    for request in server.requests() {
        assert!(!request.text().contains("dependsOn"), "a request is all parallel or all one chain");
    }
}

#[tokio::test]
async fn an_item_that_depends_on_several_is_sent_only_if_all_have_succeeded() {
    for (second, is_sent) in [(thing(2), true), (failed(2, 404), false)] {
        let server = Server::start([batch([thing(1), second]), things([3])]).await;
        let mut items = client(&server).batch();
        let (one, two) = (items.add(&GET), items.add(&GET));
        let three = items.item(&GET).depends_on(&one).depends_on(&two).depends_on(&one).add();
        let mut responses = items.send().await.expect("responses");
        let three = responses.take(three);
        assert_eq!((three.is_ok(), server.requests().len()), (is_sent, if is_sent { 2 } else { 1 }));
        assert!(three.is_ok() || three.is_err_and(|error| status(&error) == Some(424)));
    }
}

#[tokio::test]
async fn a_dependency_across_versions_is_kept() {
    for (first, is_sent) in [(thing(1), true), (failed(1, 400), false)] {
        let server = Server::start([batch([first]), things([2])]).await;
        let mut items = client(&server).batch();
        let create = items.add(&CREATE);
        let get = items.item(&GET).depends_on(&create).add();
        let mut responses = items.send().await.expect("responses");
        assert_eq!(responses.take(get).is_ok(), is_sent);
        let targets: Vec<_> = server.requests().into_iter().map(|request| request.target).collect();
        assert_eq!(targets, if is_sent { vec!["/beta/$batch", "/v1.0/$batch"] } else { vec!["/beta/$batch"] });
    }
}

#[tokio::test]
async fn the_424_of_graph_is_the_error_of_the_item() {
    let server = Server::start([batch([failed(1, 400), failed(2, 424)])]).await;
    let mut items = client(&server).batch();
    let chain = add_chain(&mut items, 2);
    let mut responses = items.send().await.expect("responses");
    let ends: Vec<_> = chain.into_iter().map(|item| status(&responses.take(item).expect_err("an error"))).collect();
    assert_eq!(ends, [Some(400), Some(424)]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_request_that_fails_ends_the_batch_and_keeps_earlier_responses() {
    for broken in
        [Response::reset(), Response::hang(), Response::empty(504), Response::empty(400), Response::body(200, "<html>")]
    {
        let server = Server::start([things(1..=20), broken.clone()]).await;
        let graph = builder(&server).retry(RetryPolicy::none()).build().expect("a client");
        let mut items = graph.batch().timeout(std::time::Duration::from_millis(400));
        let mut handles: Vec<_> = (0..50).map(|_| items.add(&GET)).collect();
        let mut responses = items.send().await.expect("the first request succeeded");
        let (unsent, lost) = (handles.split_off(40), handles.split_off(20));
        for handle in handles {
            responses.take(handle).expect("a thing");
        }
        for handle in lost {
            let error = responses.take(handle).expect_err("lost");
            assert!(error.to_string().starts_with("GetThing: "), "{error}");
            match &error {
                Error::Transport(error) => assert!(error.may_have_been_sent()),
                Error::Timeout(error) => assert!(error.may_have_been_sent()),
                Error::Api(error) => assert!([400, 504].contains(&error.status().as_u16())),
                Error::Decode(error) => assert_eq!(error.body(), "<html>"),
                other => panic!("{broken:?}: {other:?}"),
            }
            assert!(error.client_request_id().is_some());
        }
        for handle in unsent {
            match responses.take(handle).expect_err("not sent") {
                Error::Transport(error) => assert!(!error.may_have_been_sent()),
                Error::Timeout(error) => assert!(!error.may_have_been_sent()),
                Error::Api(error) => assert!([400, 504].contains(&error.status().as_u16())),
                Error::Build(error) => {
                    assert_eq!(error.reason(), "it was not sent because an earlier request of its batch failed");
                }
                other => panic!("{broken:?}: {other:?}"),
            }
        }
        assert_eq!(server.requests().len(), 2, "{broken:?}: no third request");
    }
}

#[tokio::test]
async fn an_item_without_dependencies_has_no_order() {
    let server = Server::start([batch([failed(1, 400), serde_json::json!({"id": "2", "status": 204})])]).await;
    let mut items = client(&server).batch();
    let (get, poke) = (items.add(&GET), items.add(&POKE));
    let mut responses = items.send().await.expect("responses");
    responses.take(get).expect_err("an error");
    responses.take(poke).expect("nothing");
}
