//! Entity tags, and changes on the condition that the tag is still the same.

use graph_runtime::{GraphClient, graph_action, metadata::Method};
use graph_tests::server::{Response, Server};
use serde_json::{Value, json};

#[graph_action(GET, "/planner/tasks/<id>", perms(delegated = "Tasks.Read"), returns = Value)]
struct GetTask {
    id: &'static str,
}

#[graph_action(PATCH, "/planner/tasks/<id>", perms(delegated = "Tasks.ReadWrite"))]
struct RenameTask {
    id: &'static str,
    title: &'static str,
}

fn client(server: &Server) -> GraphClient {
    GraphClient::builder().base_url(server.url()).token("hunter2-token").build().expect("a client")
}

#[tokio::test]
async fn a_change_is_made_only_to_the_version_that_was_read() {
    let script = [
        Response::json(200, "{}").header("ETag", "W/\"7\""),
        Response::empty(412),
        Response::empty(204),
        Response::empty(204),
    ];
    let server = Server::start(script).await;
    let graph = client(&server);
    let read = graph.call(&GetTask { id: "1" }).send_detailed().await.expect("a task");
    assert_eq!(read.etag(), Some("W/\"7\""));
    let rename = RenameTask { id: "1", title: "New" };
    let etag = read.etag().expect("a tag");
    let error = graph.call(&rename).if_match(etag).send().await.expect_err("it was changed");
    assert!(error.is_precondition_failed() && !error.is_conflict() && !error.is_retryable(), "{error}");
    let changed = graph.request(Method::Patch, "/planner/tasks/1").json(&json!({})).if_match("*");
    let changed = changed.send().await.expect("any version");
    assert_eq!(changed.etag(), None);
    graph.call(&rename).send().await.expect("unconditional");
    let tags: Vec<_> = server.requests()[1..].iter().map(|sent| sent.header("if-match").map(str::to_owned)).collect();
    assert_eq!(tags, [Some(etag.to_owned()), Some("*".to_owned()), None]);
}

#[tokio::test]
async fn an_item_of_a_batch_has_its_own_condition() {
    let server = Server::start([Response::json(200, r#"{"responses": [{"id": "1", "status": 412}]}"#)]).await;
    let mut batch = client(&server).batch();
    let handle = batch.item(&RenameTask { id: "1", title: "New" }).if_match("W/\"7\"").add();
    let mut responses = batch.send().await.expect("a batch");
    assert!(responses.take(handle).expect_err("412").is_precondition_failed());
    assert_eq!(server.request().json()["requests"][0]["headers"]["if-match"], "W/\"7\"");
}

#[tokio::test]
async fn a_tag_that_is_no_header_value_is_not_sent() {
    let server = Server::start([]).await;
    let graph = client(&server);
    let rename = RenameTask { id: "1", title: "New" };
    let error = graph.call(&rename).if_match("7\r\nX-Admin: 1").send().await.expect_err("two lines");
    assert!(error.to_string().contains("if-match"), "{error}");
    assert_eq!(server.connections(), 0);
}
