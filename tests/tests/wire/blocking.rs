//! Calls from code that is not asynchronous.

use std::thread;

use graph_runtime::{Error, GraphClient, Page, QueryOptions, blocking::Client, graph_action, testing::GraphMock};
use graph_tests::{
    fixtures::{GET, GetThing, POKE, PokeThing, THING, Thing},
    server::{Response, Server},
};
use serde_json::json;

#[graph_action(GET, "/things", perms = none, returns = Page<Thing>)]
struct ListThings {
    #[graph(query_options)]
    options: QueryOptions,
}

fn client(mock: &GraphMock) -> Client {
    Client::new(mock.client()).expect("a runtime")
}

#[test]
fn calls_pages_and_batches_are_waited_for() {
    let mock = GraphMock::start();
    mock.expect::<GetThing>().throttle(1, None).respond(json!({ "id": "7" }));
    mock.expect::<PokeThing>().header("x-tenant", "contoso").respond(());
    mock.expect::<PokeThing>().respond(());
    mock.expect::<ListThings>().respond_pages([[json!({ "id": "1" })], [json!({ "id": "2" })]]);
    let graph = client(&mock);
    assert_eq!(graph.send(&GET).expect("a thing").id, "7");
    graph.run(|graph| graph.call(&POKE).header("x-tenant", "contoso").send()).expect("nothing");
    let list = ListThings { options: QueryOptions::new() };
    let things: Result<Vec<_>, _> = graph.iter(|graph| graph.call(&list).items()).collect();
    assert_eq!(things.expect("things").iter().map(|thing| thing.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    let mut batch = graph.run(async |graph: &GraphClient| graph.batch());
    let poke = batch.add(&POKE);
    graph.run(|_| batch.send()).expect("responses").take(poke).expect("nothing");
}

#[test]
fn threads_share_a_client() {
    let mock = GraphMock::start();
    mock.expect::<GetThing>().times(8).respond(json!({ "id": "7" }));
    let graph = client(&mock);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| graph.send(&GET).expect("a thing"));
        }
    });
}

#[test]
fn an_error_is_that_of_the_call() {
    let mock = GraphMock::start();
    mock.expect::<PokeThing>().respond_error(graph_runtime::testing::GraphError::new(404, "NotFound", "no"));
    assert!(client(&mock).send(&POKE).expect_err("404").is_not_found());
}

#[tokio::test]
async fn in_asynchronous_code_nothing_is_sent() {
    let server = Server::start([Response::json(200, THING)]).await;
    let graph = graph_tests::fixtures::client(&server);
    let blocking = Client::new(graph).expect("a runtime");
    let error = blocking.send(&GET).expect_err("asynchronous code");
    assert!(matches!(error, Error::Build(_)), "{error}");
    assert!(error.to_string().contains("asynchronous code"), "{error}");
    assert_eq!(server.connections(), 0);
    thread::spawn(move || drop(blocking)).join().expect("no panic");
}
