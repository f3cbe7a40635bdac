//! The options of a call, its dry runs, and the future that it gives.

use std::time::Duration;

use graph_runtime::{ApiVersion, Error, GraphClient, graph_action, testing::TestClock};
use graph_tests::{
    fixtures::{CREATE, GET, GetThing, THING, TOKEN, Thing, builder, client},
    server::{Response, Server},
    time::{settle, until},
};

#[track_caller]
fn build_reason<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Build(error)) => error.reason().to_owned(),
        other => panic!("the request was to be rejected before it is sent, not {other:?}"),
    }
}

/// Gets a thing.
#[graph_action(GET, "/things/<id>", returns = Thing, perms = none)]
struct FindThing {
    id: String,
}

#[tokio::test]
async fn a_builder_starts_a_call_with_options() {
    let server = Server::start([Response::json(200, THING)]).await;
    let graph = client(&server);
    let call = FindThing::builder().id("7").call(&graph).header("x-note", "n").client_request_id("mine-1");
    let response = call.send_detailed().await.expect("a thing");
    assert_eq!((response.value.id.as_str(), response.client_request_id()), ("7", "mine-1"));
    let request = server.request();
    assert_eq!((request.header("x-note"), request.target.as_str()), (Some("n"), "/v1.0/things/7"));
}

#[tokio::test]
async fn options_of_a_call_are_sent() {
    let server = Server::start([Response::json(200, THING).header("request-id", "r-1")]).await;
    let client = client(&server);
    let call = client.call(&GET).version(ApiVersion::Beta).client_request_id("mine-1");
    let call = call.header("Prefer", "return=minimal").header("accept", "application/json;odata.metadata=none");
    let response = call.send_detailed().await.expect("a thing");
    assert_eq!((response.value.id.as_str(), response.status.as_u16()), ("7", 200));
    assert_eq!((response.request_id(), response.client_request_id()), (Some("r-1"), "mine-1"));
    assert_eq!(response.headers["content-type"], "application/json");

    let request = server.request();
    assert_eq!(request.target, "/beta/things/hidden");
    assert_eq!(request.header("client-request-id"), Some("mine-1"));
    assert_eq!(request.header("prefer"), Some("return=minimal"));
    assert_eq!(request.header("accept"), Some("application/json;odata.metadata=none"));
}

#[tokio::test]
async fn invalid_options_are_rejected_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    let undeclared = build_reason(client.call(&CREATE).version(ApiVersion::V1_0).send().await);
    assert_eq!(undeclared, "it is not available in version v1.0, only in beta");

    for name in
        ["Authorization", "HOST", "content-length", "Transfer-Encoding", "client-request-id", "", "a b", "a\r\nb"]
    {
        build_reason(client.call(&GET).header(name, "x").send().await);
        build_reason(client.call(&GET).header(name, "x").header("ok", "ok").prepare());
        build_reason(client.call(&GET).header(name, "x").preview());
    }
    for value in ["a\r\nX-Admin: hunter2", "hunter2\n", "hunter2\0", "hunter2\u{7f}", "hunter2é"] {
        let reason = build_reason(client.call(&GET).header("x-note", value).send().await);
        assert!(!reason.contains("hunter2"), "{reason}");
        build_reason(client.call(&GET).client_request_id(value).send_detailed().await);
    }
    for id in ["", " ", "two words", &"a".repeat(129)] {
        build_reason(client.call(&GET).client_request_id(id).send().await);
    }
    build_reason(client.send(&GetThing { id: "" }).await);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_request_is_prepared_without_token_and_previewed_without_secrets() {
    let client = GraphClient::builder().token(TOKEN).build().expect("a client");
    let call = || client.call(&CREATE).header("Prefer", "x").client_request_id("mine");
    let request = call().timeout(Duration::from_secs(3)).prepare().expect("a request");
    assert_eq!(request.url().as_str(), "https://graph.microsoft.com/beta/things/createToken");
    assert_eq!(request.timeout(), Some(&Duration::from_secs(3)));
    assert_eq!(request.headers()["prefer"], "x");
    assert_eq!(request.headers()["client-request-id"], "mine");
    assert!(!request.headers().contains_key("authorization"));
    let body = request.body().and_then(|body| body.as_bytes()).expect("a body");
    assert_eq!(body, br#"{"name":"a","secret":"hunter2"}"#);

    let preview = call().preview().expect("a preview").to_string();
    assert!(preview.contains("prefer: x") && preview.contains("[redacted]"), "{preview}");
    assert!(!preview.contains("hunter2"), "{preview}");
}

#[tokio::test]
async fn a_future_owns_what_it_needs_and_sends_nothing_before_it_is_polled() {
    let server = Server::start([Response::json(200, THING)]).await;
    let future = {
        let client = client(&server);
        let action = GetThing { id: "7" };
        client.call(&action).send()
    };
    settle().await;
    assert_eq!(server.connections(), 0);
    let thing = tokio::spawn(future).await.expect("no panic").expect("a thing");
    assert_eq!(thing.id, "7");
}

#[tokio::test]
async fn dropping_the_future_cancels_the_call() {
    let server = Server::start([Response::empty(503).header("Retry-After", "60"), Response::json(200, THING)]).await;
    let clock = TestClock::manual();
    let client = builder(&server).clock(clock.clone()).build().expect("a client");
    tokio::select! {
        response = client.send(&GET) => panic!("the wait is over too soon: {response:?}"),
        () = until("the call waits", || !clock.waits().is_empty()) => {}
    }
    clock.advance(Duration::from_hours(1));
    settle().await;
    assert_eq!(server.requests().len(), 1);
}
