//! What is sent again, and what is not.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use graph_runtime::{Error, GraphClient, auth::AccessToken, retry::RetryPolicy, upload::UploadBody};
use graph_tests::{
    fixtures::upload::{content, file, in_chunks, repeatable, replace},
    server::{Response, Server, unused_address},
};

use super::{Append, body_error, builder, client, send};

fn throttled() -> [Response; 2] {
    [Response::empty(429).header("Retry-After", "0"), Response::empty(503)]
}

#[tokio::test]
async fn a_repeatable_body_is_recreated_for_each_attempt() {
    let bytes = content(200_000);
    let file = file(&bytes);
    let (factory, made) = repeatable(&bytes, 4096);
    let bodies = [
        UploadBody::file(file.path()).await.expect("a file"),
        factory.clone().with_length(200_000),
        factory,
        bytes.clone().into(),
    ];
    for body in bodies {
        assert!(body.is_repeatable());
        let server = Server::start(throttled().into_iter().chain([Response::reset(), Response::empty(204)])).await;
        send(&server, body).await.expect("a success");
        let requests = server.requests();
        assert!(requests.iter().all(|request| request.body == bytes));
        let numbers: Vec<_> = requests.iter().map(|request| request.header("retry-attempt")).collect();
        assert_eq!(numbers, [None, Some("1"), Some("2"), Some("3")]);
    }
    assert_eq!(made.load(Ordering::Relaxed), 8, "once for each attempt, and for nothing else");
}

#[tokio::test]
async fn an_action_that_is_not_idempotent_is_retried_only_after_throttling() {
    let (body, made) = repeatable(&content(10), 3);
    let server = Server::start(throttled().into_iter().chain([Response::empty(502), Response::empty(204)])).await;
    let error = client(&server).send(&Append { content: body }).await.expect_err("502");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert!(!error.to_string().contains("its body"), "{error}");
    assert_eq!((server.requests().len(), made.load(Ordering::Relaxed)), (3, 3));
}

#[tokio::test]
async fn a_body_that_can_be_sent_once_is_sent_once_and_the_error_says_so() {
    for (response, expected) in [
        (throttled()[0].clone(), "429 Too Many Requests"),
        (throttled()[1].clone(), "503 Service Unavailable"),
        (Response::empty(500), "500 Internal Server Error"),
        (Response::reset(), "the connection to 127.0.0.1 was lost; the request may have been processed"),
        (Response::raw("HTTP/1.1 200 O"), "the connection to 127.0.0.1 was lost"),
    ] {
        let body = UploadBody::once(in_chunks(&content(10), 3));
        assert!(!body.is_repeatable());
        let server = Server::start([response, Response::empty(204)]).await;
        let error = send(&server, body.clone()).await.expect_err(expected);
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.to_string().ends_with("; not retried because its body can be sent only once"), "{error}");
        assert!(error.is_retryable(), "with another body");
        assert_eq!(server.request().body, content(10));

        let error = body_error(send(&server, body).await);
        assert_eq!(
            error.to_string(),
            "Replace: the request body was already sent and can be sent only once; nothing was sent"
        );
        assert!(!error.may_have_been_sent());
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_body_is_not_blamed_if_no_retry_was_due() {
    let long = Response::empty(429).header("Retry-After", "100000");
    for (response, status) in
        [(Response::empty(404), 404), (Response::empty(307).header("Location", "/x"), 307), (long, 429)]
    {
        let server = Server::start([response, Response::empty(204)]).await;
        let replace = replace(UploadBody::once(in_chunks(&content(10), 3)));
        let error = client(&server).call(&replace).follow_redirects().send().await.expect_err("an error");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(!error.to_string().contains("its body"), "{error}");
        assert_eq!(server.requests().len(), 1, "{error}");
    }
    let server = Server::start([Response::empty(503)]).await;
    let client = builder(server.url()).retry(RetryPolicy::none()).build().expect("a client");
    let error = client.send(&replace(UploadBody::once(in_chunks(&content(10), 3)))).await.expect_err("an error");
    assert!(!error.to_string().contains("its body"), "{error}");
}

#[tokio::test]
async fn without_a_connection_a_body_that_can_be_sent_once_is_not_read() {
    let address = unused_address().await;
    let body = UploadBody::once(in_chunks(&content(10), 3)).with_length(10);
    let graph = builder(format!("http://{address}")).build().expect("a client");
    let error = graph.send(&replace(body.clone())).await.expect_err("nobody there");
    assert!(matches!(&error, Error::Transport(error) if !error.may_have_been_sent()), "{error}");
    assert!(!error.to_string().contains("its body"), "it was tried as often as any: {error}");

    let server = Server::start_on(address, [Response::empty(204)]).await;
    graph.send(&replace(body)).await.expect("the body is still whole");
    assert_eq!(server.request().body, content(10));
}

/// An error response that asks for another token.
fn challenge() -> Response {
    Response::empty(401).header("WWW-Authenticate", r#"Bearer realm="", error="insufficient_claims", claims="e30=""#)
}

/// A client whose tokens are numbered.
fn numbered(server: &Server) -> (GraphClient, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let client = builder(server.url()).token_fn(move |_| {
        let number = counted.fetch_add(1, Ordering::Relaxed) + 1;
        std::future::ready(Ok(AccessToken::new(format!("token-{number}"))))
    });
    (client.build().expect("a client"), asked)
}

#[tokio::test]
async fn a_body_is_recreated_for_a_fresh_token() {
    let (body, made) = repeatable(&content(10), 3);
    let server = Server::start([challenge(), Response::empty(204)]).await;
    numbered(&server).0.send(&replace(body)).await.expect("a success");
    let requests = server.requests();
    assert!(requests.len() == 2 && requests.iter().all(|request| request.body == content(10)));
    assert_eq!(requests[1].header("authorization"), Some("Bearer token-2"));
    assert_eq!(made.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_fresh_token_is_kept_for_the_next_call_if_the_body_can_be_sent_once() {
    let server = Server::start([challenge(), Response::empty(204)]).await;
    let (client, asked) = numbered(&server);
    let once = || replace(UploadBody::once(in_chunks(&content(10), 3)));
    let error = client.send(&once()).await.expect_err("401");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert!(error.to_string().ends_with("; not retried because its body can be sent only once"), "{error}");
    assert_eq!(server.requests().len(), 1);

    client.send(&once()).await.expect("a success");
    assert_eq!(server.requests()[1].header("authorization"), Some("Bearer token-2"));
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_a_stream_even_by_a_client_that_follows_them() {
    let server = Server::start([Response::empty(307).header("Location", "/x"), Response::empty(204)]).await;
    drop(GraphClient::builder().build().expect("a client"));
    let following = reqwest::Client::builder().no_proxy().build().expect("a client");
    let graph = builder(server.url()).http_client(following).build().expect("a client");
    let error = graph.send(&replace(repeatable(&content(10), 3).0)).await.expect_err("307");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert_eq!(server.request().body, content(10));
}
