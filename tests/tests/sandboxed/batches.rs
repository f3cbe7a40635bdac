//! The mock takes batches apart.

use std::time::Duration;

use graph_runtime::{
    Bytes, Error, GraphClient,
    testing::{GraphError, GraphMock, MockResponse, TestClock},
};
use serde_json::{Value, json};

use super::{CountUsers, DeleteUser, GetUser, ListUsers, PutPhoto, Revoke, report, start, thing, user};

fn delete(id: &str) -> DeleteUser {
    DeleteUser { id: id.into() }
}

fn status(error: &Error) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}

#[tokio::test]
async fn each_item_has_the_response_of_its_own_expectation() {
    let mock = start();
    mock.expect::<GetUser>().parameter("id", "a/é").version(graph_runtime::ApiVersion::Beta).respond(thing("7"));
    mock.expect::<CountUsers>().respond(17);
    mock.expect::<DeleteUser>().once().respond(());
    mock.expect::<Revoke>().respond_error(GraphError::new(403, "Forbidden", "no"));
    let photo = Bytes::from_static(b"\xff\xd8\x00");
    mock.expect::<PutPhoto>().raw_body(photo.clone()).header("content-type", "image/jpeg").respond(photo.clone());
    let graph = mock.client();
    let mut batch = graph.batch();
    let get = batch.item(&user("a/é")).version(graph_runtime::ApiVersion::Beta).add();
    let count = batch.add(&CountUsers);
    let delete = batch.add(&delete("7"));
    let revoke = batch.add(&Revoke { id: "7".into() });
    let put = batch.add(&PutPhoto { id: "7".into(), content: photo.clone() });
    let mut responses = batch.send().await.expect("responses");
    assert_eq!(responses.take(get).expect("a user"), thing("7"));
    assert_eq!(responses.take(count).expect("a number").0, 17);
    responses.take(delete).expect("nothing");
    let error = responses.take(revoke).expect_err("403");
    assert_eq!((status(&error), error.code()), (Some(403), Some("Forbidden")));
    assert!(error.request_id().is_some());
    let sent = &mock.received::<Revoke>()[0];
    assert_eq!(sent.header("client-request-id"), error.client_request_id(), "that of the batch");
    assert_eq!(responses.take(put).expect("a photo"), photo);
    assert_eq!(mock.received::<Revoke>()[0].json(), Some(&json!({})));
}

#[tokio::test]
async fn an_item_that_no_expectation_matches_is_reported() {
    let mock = start();
    mock.expect::<DeleteUser>().parameter("id", "7").once().respond(());
    let mut batch = mock.client().batch();
    let other = batch.add(&delete("8"));
    let mut responses = batch.send().await.expect("responses");
    assert_eq!(status(&responses.take(other).expect_err("not expected")), Some(501));
    let report = report(&mock);
    for line in ["DeleteUser: expected 1 call, got none", "unexpected request: DELETE /v1.0/users/8"] {
        assert!(report.contains(line), "{report}");
    }
    assert!(!report.contains("$batch"), "{report}");
}

#[tokio::test]
async fn throttled_items_are_sent_again_after_their_own_waits() {
    let mock = start();
    mock.expect::<DeleteUser>().parameter("id", "1").throttle(2, Some(Duration::from_secs(7))).once().respond(());
    mock.expect::<DeleteUser>().once().respond(());
    let clock = TestClock::new();
    let graph = mock.client_builder().clock(clock.clone()).build().expect("a client");
    let mut batch = graph.batch();
    let handles = ["1", "2"].map(|id| batch.add(&delete(id)));
    let mut responses = batch.send().await.expect("responses");
    for handle in handles {
        responses.take(handle).expect("nothing");
    }
    assert_eq!(clock.waits(), [Duration::from_secs(7); 2]);
    let ids: Vec<_> =
        mock.received::<DeleteUser>().iter().map(|sent| sent.parameter("id").map(str::to_owned)).collect();
    assert_eq!(ids.iter().flatten().collect::<Vec<_>>(), ["1", "2", "1", "1"]);
}

#[tokio::test]
async fn an_item_fails_with_the_one_that_it_depends_on() {
    let mock = start();
    mock.expect::<DeleteUser>().parameter("id", "1").respond_error(GraphError::new(404, "NotFound", "no"));
    mock.expect::<DeleteUser>().parameter("id", "2").never();
    mock.expect::<DeleteUser>().parameter("id", "3").never();
    let mut batch = mock.client().batch();
    let first = batch.add(&delete("1"));
    let second = batch.item(&delete("2")).depends_on(&first).add();
    let third = batch.item(&delete("3")).depends_on(&second).add();
    let mut responses = batch.send().await.expect("responses");
    assert_eq!(status(&responses.take(first).expect_err("404")), Some(404));
    for dependent in [second, third] {
        assert_eq!(status(&responses.take(dependent).expect_err("424")), Some(424));
    }
}

#[tokio::test]
async fn an_item_is_sent_after_the_one_that_it_depends_on() {
    let mock = start();
    mock.expect::<DeleteUser>().parameter("id", "1").throttle(1, None).once().respond(());
    mock.expect::<DeleteUser>().parameter("id", "2").once().respond(());
    let mut batch = mock.client().batch();
    let first = batch.add(&delete("1"));
    let second = batch.item(&delete("2")).depends_on(&first).add();
    let mut responses = batch.send().await.expect("responses");
    responses.take(first).expect("nothing");
    responses.take(second).expect("nothing");
    let ids: Vec<_> =
        mock.received::<DeleteUser>().iter().map(|sent| sent.parameter("id").map(str::to_owned)).collect();
    assert_eq!(ids.iter().flatten().collect::<Vec<_>>(), ["1", "1", "2"]);
}

#[tokio::test]
async fn the_first_page_of_an_item_leads_to_further_ones() {
    let mock = start();
    mock.expect::<ListUsers>().respond_pages([[thing("1")], [thing("2")]]);
    let graph = mock.client();
    let mut batch = graph.batch();
    let list = batch.add(&ListUsers { options: graph_runtime::QueryOptions::new() });
    let page = batch.send().await.expect("responses").take(list).expect("a page");
    let next: Value = graph.link(page.next_link.expect("a link")).send().await.expect("the next page");
    assert_eq!(next["value"], json!([{"id": "2"}]));
}

#[tokio::test]
async fn a_broken_connection_or_a_delay_of_an_item_is_that_of_the_batch() {
    let mock = start();
    mock.expect::<DeleteUser>().once().respond_raw(MockResponse::broken_connection());
    mock.expect::<GetUser>().after(Duration::from_mins(10)).respond(thing("7"));
    let retries = graph_runtime::retry::RetryPolicy::none();
    let graph = mock.client_builder().retry(retries).timeout(Duration::from_millis(100)).build().expect("a client");
    let mut batch = graph.batch();
    let _ = batch.add(&delete("7"));
    assert!(matches!(batch.send().await, Err(Error::Transport(_))));
    let mut batch = graph.batch();
    let _ = batch.add(&user("7"));
    assert!(matches!(batch.send().await, Err(Error::Timeout(_))));
}

/// Sends a batch as nobody should write it, and returns status and message.
async fn by_hand(graph: &GraphClient, body: &Value) -> (u16, String) {
    let request = graph.request(graph_runtime::metadata::Method::Post, "/$batch").json(body);
    match request.send_json::<Value>().await {
        Ok(response) => (response.status.as_u16(), response.value.to_string()),
        Err(error) => (status(&error).expect("a response"), error.to_string()),
    }
}

#[tokio::test]
async fn a_batch_that_microsoft_graph_rejects_is_rejected_as_a_whole() {
    let mock = GraphMock::start();
    mock.expect::<DeleteUser>().never();
    let graph = mock.client();
    let item = |id: usize, on: &[&str]| json!({ "id": id.to_string(), "method": "DELETE", "url": format!("/users/{id}"), "dependsOn": on });
    let too_many: Vec<_> = (0..21).map(|id| item(id, &[])).collect();
    for (requests, reason) in [
        (json!(too_many), "at most 20"),
        (json!([item(1, &[]), item(1, &[])]), "ID 1"),
        (json!([item(1, &["2"]), item(2, &[])]), "not before it"),
        (json!([item(1, &[]), item(2, &[]), item(3, &["1"])]), "the item before it"),
        (json!([item(1, &[]), item(2, &["1"]), item(3, &["1"])]), "the item before it"),
        (json!([{ "id": "1", "method": "DELETE", "url": "https://graph.microsoft.com/v1.0/users/1" }]), "url"),
        (json!([{ "id": "1", "method": "POST", "url": "/$batch" }]), "url"),
        (json!([{ "id": "1", "method": "POST", "url": "/users", "body": {} }]), "Content-Type"),
        (json!([{ "id": "1", "url": "/users" }]), "not a batch"),
        (json!("none"), "not a batch"),
    ] {
        let (status, message) = by_hand(&graph, &json!({ "requests": requests })).await;
        assert!(status == 400 && message.contains(reason), "{requests}: {status} {message}");
    }
}

#[tokio::test]
async fn a_batch_without_the_token_is_rejected() {
    let mock = start();
    mock.expect::<DeleteUser>().at_most(1).respond(());
    let graph = GraphClient::builder().base_url(mock.url()).token("hunter2-other").build().expect("a client");
    let mut batch = graph.batch();
    let item = batch.add(&delete("7"));
    let outcome = batch.send().await.and_then(|mut responses| responses.take(item));
    assert_eq!(status(&outcome.expect_err("401")), Some(401));
    assert!(mock.received::<DeleteUser>().is_empty());
}
