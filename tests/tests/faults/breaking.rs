//! The connection breaks, before the request, within it, after it, or within the response.

use std::time::Duration;

use graph_runtime::{Bytes, Error, GraphAction, graph_action};
use graph_tests::{
    fixtures::THING,
    server::{Response, Server},
    time::until,
};
use intune_onboarding::android::CreateToken;
use tokio::runtime::Handle;

use crate::{
    Append, Download, Replace, assert_retried_only_if_safe, call, clocked, impatient, may_have_been_sent, numbers,
};

#[tokio::test]
async fn a_reset_before_the_request_is_told_apart_from_one_after_it() {
    for idempotent in [true, false] {
        for _ in 0..3 {
            let server = Server::start([Response::reset_on_connect(), Response::json(201, THING)]).await;
            let (client, _) = clocked(&server);
            match call(&client, idempotent).await {
                Ok(_) => assert_eq!(server.request().header("retry-attempt"), Some("1")),
                // The request was faster than the reset, as far as the client can tell.
                Err(error) => {
                    assert!(!idempotent && may_have_been_sent(&error), "{error:?}");
                    assert_eq!((server.request_count(), server.connections()), (0, 1));
                }
            }
        }
    }
}

#[tokio::test]
async fn a_reset_within_the_request_is_retried_only_if_that_is_safe() {
    let content = Bytes::from(vec![b'x'; 8 * 1024 * 1024]);
    let script = || [Response::reset().after_reading(1000), Response::empty(204)];

    let server = Server::start(script()).await;
    let (client, clock) = clocked(&server);
    client.send(&Replace { id: "1".to_owned(), content: content.clone() }).await.expect("a success");
    assert_eq!((clock.waits().len(), server.connections()), (1, 2));
    assert!(server.request().body == content, "the retry is complete");

    let server = Server::start(script()).await;
    let (client, clock) = clocked(&server);
    let error = client.send(&Append { id: "1".to_owned(), content }).await.expect_err("a reset");
    assert!(matches!(error, Error::Transport(_)) && may_have_been_sent(&error), "{error:?}");
    assert_eq!((clock.waits().len(), server.connections(), server.request_count()), (0, 1, 0));
}

#[tokio::test]
async fn a_reset_after_the_request_is_retried_only_if_that_is_safe() {
    let broken =
        [Response::reset(), Response::raw(""), Response::raw("HTTP/1.1 200 O"), Response::raw("no HTTP\r\n\r\n")];
    assert_retried_only_if_safe(broken).await;
}

#[tokio::test]
async fn a_reset_within_the_response_body_is_retried_only_if_that_is_safe() {
    let thing = || Response::json(200, THING);
    assert_retried_only_if_safe([thing().reset_after(4), thing().reset_after(0), thing().cut_after(4)]).await;
}

#[tokio::test]
async fn a_reset_within_a_streamed_response_is_an_error() {
    let server = Server::start([Response::body(200, vec![b'x'; 1000]).reset_after(500)]).await;
    let mut body = impatient(&server).call(&Download { id: "1".to_owned() }).stream().await.expect("a body");
    let mut read = 0;
    let error = loop {
        match body.chunk().await {
            Ok(Some(chunk)) => read += chunk.len(),
            Ok(None) => panic!("the body was broken off after {read} bytes"),
            Err(error) => break error,
        }
    };
    assert!(read <= 500 && matches!(error, Error::Transport(_)), "{read}: {error:?}");
    assert!(matches!(body.chunk().await, Ok(None)), "nothing comes after it");
}

/// The operation for which this matters most: each success invalidates the enrollment token before it.
const CREATE_TOKEN: fn() -> CreateToken = || CreateToken { id: "3f4b".into(), token_validity_in_seconds: 7_776_000 };

#[tokio::test]
async fn create_token_is_sent_once_if_the_connection_breaks_after_the_request() {
    assert!(!CreateToken::METADATA.idempotent);
    for broken in [Response::reset(), Response::raw(""), Response::raw("HTTP/1.1 204 No C"), Response::empty(504)] {
        let server = Server::start(vec![broken.clone(), Response::empty(204), Response::empty(204)]).await;
        let (client, clock) = clocked(&server);
        let error = client.send(&CREATE_TOKEN()).await.expect_err("it is not known what happened");
        assert!(matches!(error, Error::Transport(_) | Error::Api(_)) && error.is_retryable(), "{broken:?}: {error:?}");
        assert_eq!(server.request().json()["tokenValidityInSeconds"], 7_776_000);
        assert_eq!((server.responses_left(), clock.waits().len()), (2, 0), "{broken:?}");
    }
}

#[tokio::test]
async fn create_token_is_retried_after_throttling() {
    let throttled = Response::empty(429).header("Retry-After", "120");
    let server = Server::start([throttled, Response::empty(429), Response::empty(204)]).await;
    let (client, clock) = clocked(&server);
    client.send(&CREATE_TOKEN()).await.expect("a success");
    let requests = server.requests();
    assert_eq!(numbers(&requests), [None, Some("1"), Some("2")]);
    assert!(requests.iter().all(|request| request.body == requests[0].body));
    assert_eq!(clock.waits()[0], Duration::from_mins(2));
}

#[tokio::test]
async fn a_connection_closed_while_idle_is_not_reused() {
    let server = Server::start([Response::json(200, THING).cut_after(THING.len()), Response::json(201, THING)]).await;
    let (client, clock) = clocked(&server);
    let tasks = Handle::current().metrics().num_alive_tasks();
    call(&client, true).await.expect("a thing");
    // The client has a task for each connection.
    until("the connection is gone", || Handle::current().metrics().num_alive_tasks() == tasks).await;
    call(&client, false).await.expect("a thing");
    assert_eq!((server.request_count(), server.connections(), clock.waits().len()), (2, 2, 0));
}

#[graph_action(POST, "/things", perms = none)]
struct Poke;

#[tokio::test]
async fn a_response_without_content_counts_even_if_the_connection_breaks_after_its_head() {
    for broken in [Response::body(200, "abc").reset_after(0), Response::body(200, "abc").cut_after(1)] {
        let server = Server::start([broken, Response::empty(204)]).await;
        clocked(&server).0.send(&Poke).await.expect("the status says all");
        assert_eq!(server.request_count(), 1);
    }
}
