//! Which attempts the client retries. What it does about each fault is tested in `faults`.

use std::{error::Error as _, net::SocketAddr, time::Duration};

use graph_runtime::{Error, GraphClient, client::GraphClientBuilder, retry::RetryPolicy};
use graph_tests::{
    fixtures::{CREATE, GET, THING, TOKEN, builder, client},
    server::{Request, Response, Server, unused_address},
    time::{pass, settle, until},
};

/// The numbers that the attempts had, as they were sent.
fn numbers(requests: &[Request]) -> Vec<Option<&str>> {
    requests.iter().map(|request| request.header("retry-attempt")).collect()
}

/// Whether the attempts are the same request but for their number.
fn assert_same_call(requests: &[Request]) {
    let without_number = |request: &Request| {
        let mut headers = request.headers.clone();
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("retry-attempt"));
        (request.method.clone(), request.target.clone(), headers, request.body.clone())
    };
    for request in requests {
        assert!(request.header("client-request-id").is_some_and(|id| !id.is_empty()));
        assert_eq!(without_number(request), without_number(&requests[0]));
    }
}

#[tokio::test]
async fn throttling_is_waited_out_for_every_action() {
    for status in [429, 503, 509] {
        let server = Server::start([
            Response::empty(status).header("Retry-After", "0"),
            Response::empty(status),
            Response::json(201, THING),
        ])
        .await;
        let response = client(&server).call(&CREATE).send_detailed().await.expect("a thing");
        let requests = server.requests();
        assert_eq!(numbers(&requests), [None, Some("1"), Some("2")], "{status}");
        assert_same_call(&requests);
        assert_eq!(requests[2].text(), r#"{"name":"a","secret":"hunter2"}"#);
        assert_eq!(requests[0].header("client-request-id"), Some(response.client_request_id()));
    }
}

#[tokio::test]
async fn an_id_of_the_caller_is_the_same_in_all_attempts() {
    let server = Server::start([Response::empty(503), Response::json(200, THING)]).await;
    client(&server).call(&GET).client_request_id("mine").send().await.expect("a thing");
    let ids: Vec<_> =
        server.requests().iter().map(|request| request.header("client-request-id").map(str::to_owned)).collect();
    assert_eq!(ids, [Some("mine".to_owned()), Some("mine".to_owned())]);
}

#[tokio::test]
async fn a_get_whose_connection_breaks_is_retried() {
    let server = Server::start([
        Response::reset(),
        Response::json(200, THING).cut_after(4),
        Response::raw("HTTP/1.1 200 O"),
        Response::json(200, THING),
    ])
    .await;
    client(&server).send(&GET).await.expect("a thing");
    assert_eq!(numbers(&server.requests()), [None, Some("1"), Some("2"), Some("3")]);
    assert_same_call(&server.requests());
}

#[tokio::test]
async fn server_errors_are_retried_only_for_a_get() {
    for status in [408, 500, 502, 504] {
        let script = || [Response::empty(status), Response::json(200, THING)];
        let server = Server::start(script()).await;
        client(&server).send(&GET).await.expect("a thing");
        assert_eq!(server.requests().len(), 2, "{status}");

        let server = Server::start(script()).await;
        let error = client(&server).send(&CREATE).await.expect_err("an error");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(error.to_string().ends_with("; the request may have been processed"), "{error}");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
    let server = Server::start(vec![Response::empty(504); 4]).await;
    let error = client(&server).send(&GET).await.expect_err("an error");
    assert!(!error.to_string().contains("processed"), "nothing is changed by reading: {error}");
}

#[tokio::test]
async fn other_error_responses_end_the_call() {
    for status in [400, 401, 403, 404, 409, 412, 501] {
        let server =
            Server::start([Response::empty(status).header("Retry-After", "0"), Response::json(200, THING)]).await;
        client(&server).send(&GET).await.expect_err("an error");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_error_says_that_nothing_was_sent() {
    let client = at(unused_address().await).retry(RetryPolicy::none()).build().expect("a client");
    match client.send(&GET).await.expect_err("nobody there") {
        Error::Transport(error) => {
            assert!(!error.may_have_been_sent());
            assert_eq!(error.host(), "127.0.0.1");
            assert_eq!(error.to_string(), "GetThing: could not connect to 127.0.0.1; nothing was sent");
            assert!(error.source().is_some());
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_get_is_retried_after_a_time_out() {
    let server = Server::start([Response::json(200, THING).stall_after(3), Response::json(200, THING)]).await;
    let calling = tokio::spawn(client(&server).send(&GET));
    until("the request has come", || server.request_count() == 1).await;
    pass(Duration::from_secs(101)).await;
    calling.await.expect("no panic").expect("a thing");
    assert_eq!(numbers(&server.requests()), [None, Some("1")]);
}

#[tokio::test]
async fn a_post_fails_after_a_time_out() {
    let thing = Response::json(201, THING);
    for slow in [Response::hang(), thing.clone().stall_after(3), thing.clone().after(Duration::from_mins(1))] {
        let server = Server::start([slow.clone(), thing.clone()]).await;
        let calling = tokio::spawn(client(&server).call(&CREATE).timeout(Duration::from_secs(20)).send());
        until("the request has come", || server.request_count() == 1).await;
        pass(Duration::from_secs(19)).await;
        assert!(!calling.is_finished());
        pass(Duration::from_secs(2)).await;
        let error = calling.await.expect("no panic").expect_err("no response");
        match &error {
            Error::Timeout(error) => assert!(error.may_have_been_sent()),
            other => panic!("{slow:?}: {other:?}"),
        }
        assert_eq!(error.client_request_id(), server.request().header("client-request-id"));
    }
}

#[tokio::test]
async fn the_bodies_of_error_responses_do_not_change_what_is_retried() {
    let unavailable = || Response::json(503, r#"{"error": {"code": "busy"}}"#);
    let script = [unavailable().cut_after(3), unavailable().stall_after(3), unavailable(), Response::json(201, THING)];
    let server = Server::start(script).await;
    let calling = tokio::spawn(client(&server).send(&CREATE));
    until("the second request has come", || server.request_count() == 2).await;
    // And the head of its response.
    settle().await;
    pass(Duration::from_secs(101)).await;
    calling.await.expect("no panic").expect("a thing");
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn neither_the_path_nor_the_token_is_in_an_error() {
    let server =
        Server::start([Response::reset(), Response::empty(400), Response::body(200, "<html>"), Response::hang()]).await;
    let client = builder(&server).retry(RetryPolicy::none()).build().expect("a client");
    let nobody = at(unused_address().await).retry(RetryPolicy::none()).build().expect("a client");
    let mut errors = Vec::new();
    for client in [&client, &client, &client, &nobody] {
        errors.push(client.send(&GET).await.expect_err("no thing"));
    }
    let calling = tokio::spawn(client.send(&GET));
    until("the request has come", || server.request_count() == 4).await;
    pass(Duration::from_secs(101)).await;
    errors.push(calling.await.expect("no panic").expect_err("no thing"));
    assert!(matches!(
        errors.as_slice(),
        [Error::Transport(_), Error::Api(_), Error::Decode(_), Error::Transport(_), Error::Timeout(_)]
    ));
    for error in &errors {
        let causes: Vec<_> = std::iter::successors(error.source(), |&cause| cause.source()).collect();
        let shown = format!("{error}\n{error:?}\n{error:#?}\n{causes:?}")
            + &causes.iter().map(ToString::to_string).collect::<String>();
        assert!(!shown.contains("hidden") && !shown.contains("/v1.0") && !shown.contains(TOKEN), "{shown}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

/// A client for an address on which there may be no server.
fn at(address: SocketAddr) -> GraphClientBuilder {
    GraphClient::builder().base_url(format!("http://{address}")).token(TOKEN)
}
