//! What is shown of responses of every kind.

use std::time::Duration;

use graph_runtime::{ApiVersion, Error, GraphAction, retry::RetryPolicy};
use graph_tests::{
    fixtures::GET,
    server::{Response, Server, unused_address},
};
use serde_json::json;

use super::{
    READABLE_TOKEN, builder, client, http,
    shown::{assert_debug_is_clean, assert_error_is_clean},
    vault::{fill, open, read},
};

/// `{"access_token":{"nbf":{"essential":true}}}`
const CLAIMS: &str = r#"Bearer realm="", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==""#;

/// Error responses with secrets wherever the client does not look.
fn error_responses() -> Vec<Response> {
    let intune = json!({"_version": 3, "Message": "Denied", "HttpHeaders": "{\"Authorization\":\"Bearer hunter2\"}"});
    let error = json!({
        "error": {
            "code": "Denied", "message": intune.to_string(), "password": "hunter2",
            "innerError": {"request-id": "r-1", "token": "hunter2"},
            "details": [{"code": "Denied", "value": "hunter2"}],
        },
    })
    .to_string();
    let mut responses: Vec<_> = [400, 401, 403, 404, 409, 412, 413, 500, 501, 502, 504, 507]
        .into_iter()
        .map(|status| Response::json(status, error.clone()))
        .collect();
    responses.extend([
        Response::body(400, "<html>hunter2</html>").header("Content-Type", "text/html"),
        Response::body(400, &b"\xff\xfehunter2"[..]),
        Response::json(400, r#"{"error": "hunter2"#),
        Response::json(400, error.clone()).cut_after(error.find("hunter2").expect("a secret") + 4),
        Response::json(400, r#""hunter2""#),
        Response::empty(401).header("WWW-Authenticate", CLAIMS),
        Response::empty(401).header("WWW-Authenticate", "Bearer error_description=\"hunter2\""),
        Response::empty(403).header("Set-Cookie", "session=hunter2"),
        Response::empty(302).header("Location", "https://contoso.sharepoint.com/download?tempauth=hunter2"),
        Response::empty(302).header("Location", "http://hunter2.example/download"),
        Response::empty(429).header("Retry-After", "86400"),
        Response::empty(429).header("Retry-After", "0"),
        Response::empty(503).header("Retry-After", "0"),
        Response::empty(304),
    ]);
    responses
}

/// Broken connections, and successes that cannot be decoded.
fn failures() -> Vec<Response> {
    vec![
        Response::reset(),
        Response::reset_on_connect(),
        Response::hang(),
        Response::raw("hunter2 hunter2\r\n\r\n"),
        Response::raw("HTTP/1.1 200 OK\r\nX: hunter2\0\r\n\r\n"),
        Response::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhunter2\r\n"),
        Response::raw("HTTP/1.1 200 OK\r\nContent-Length: hunter2\r\n\r\n"),
        Response::json(200, r#"{"content": "hunter2"}"#).cut_after(16),
        Response::json(200, r#"{"content": "hunter2"}"#).stall_after(16),
        Response::json(200, r#"{"content": "hunter2"}, "hunter2""#),
        Response::json(200, r#"{"content": ["hunter2"]}"#),
        Response::json(200, r#"{"content": 7, "hunter2": 8}"#),
        Response::json(200, r#"{"x": "hunter2"}"#),
        Response::json(200, "\"hunter2\""),
        Response::json(200, "hunter2"),
        Response::json(200, format!(r#"{{"content": "{}"}}"#, "hunter2".repeat(1000))),
        Response::empty(200),
    ]
}

/// Calls an action that gets the same response again and again.
async fn call<A: GraphAction>(http: &reqwest::Client, action: &A, response: &Response) -> Result<A::Response, Error> {
    let server = Server::start(vec![response.clone(); 8]).await;
    let builder =
        builder(&server).http_client(http.clone()).max_response_bytes(1000).timeout(Duration::from_millis(100));
    let client = builder.retry(RetryPolicy::new().max_retries(1).base_delay(Duration::ZERO)).build();
    client.expect("a client").send(action).await
}

#[tokio::test]
async fn no_error_response_shows_a_secret() {
    let http = http();
    for response in error_responses() {
        assert_error_is_clean(&call(&http, &open(), &response).await.expect_err("an error"));
        assert_error_is_clean(&call(&http, &fill(), &response).await.expect_err("an error"));
        assert_error_is_clean(&call(&http, &read(), &response).await.expect_err("an error"));
    }
}

#[tokio::test]
async fn no_failure_shows_a_secret() {
    let http = http();
    for response in failures() {
        assert_error_is_clean(&call(&http, &open(), &response).await.expect_err("failed"));
        if let Err(error) = call(&http, &read(), &response).await {
            assert_error_is_clean(&error);
        }
    }
}

#[tokio::test]
async fn an_unreachable_address_shows_no_secret() {
    let server = Server::start([]).await;
    let nobody = unused_address().await;
    for base in [format!("http://{nobody}"), server.url().replace("http:", "https:"), "https://nowhere.invalid".into()]
    {
        let client = builder(&server).base_url(base).retry(RetryPolicy::none()).build().expect("a client");
        assert_error_is_clean(&client.send(&open()).await.expect_err("nobody there"));
    }
}

#[tokio::test]
async fn a_success_shows_no_secret() {
    let response = || {
        Response::json(200, r#"{"content": "hunter2"}"#)
            .header("Location", "https://graph.microsoft.com/v1.0/vaults/hunter2")
            .header("Set-Cookie", "session=hunter2")
            .header("WWW-Authenticate", "Bearer hunter2")
    };
    let server = Server::start([Response::empty(429).header("Retry-After", "0"), response(), response()]).await;
    let client = client(&server);
    let open = open();
    let opened = client.call(&open).version(ApiVersion::Beta).send_detailed().await.expect("opened");
    assert_debug_is_clean(&opened);
    assert_eq!(opened.headers["set-cookie"], "session=hunter2", "who asks gets it");
    assert_debug_is_clean(&client.send(&open).await.expect("opened"));
    let requests = server.requests();
    for sent in ["hunter2-vault", "hunter2%20code", "x-key: hunter2-header", "hunter2-password", READABLE_TOKEN] {
        let raw = requests[0].raw.as_slice();
        assert!(String::from_utf8_lossy(raw).contains(sent), "what is looked for was sent: {sent}");
    }
}

#[tokio::test]
async fn a_stream_and_its_redirects_show_no_secret() {
    let elsewhere =
        Server::start([Response::body(200, "hunter2"), Response::body(200, "hunter2").stall_after(3)]).await;
    let location = format!("{}/download?tempauth=hunter2", elsewhere.url());
    let redirect = || {
        let redirect = Response::empty(302).header("Location", "/v1.0/moved?code=hunter2");
        [redirect, Response::empty(302).header("Location", &location)]
    };
    let [first, second, third] = [redirect(), redirect(), redirect()];
    let server = Server::start(first.into_iter().chain(second).chain(third)).await;
    let client = client(&server);
    let read = read();
    let mut body = client.call(&read).follow_redirects().stream().await.expect("a body");
    assert_debug_is_clean(&body);
    assert_debug_is_clean(body.headers());
    while body.chunk().await.expect("a chunk").is_some() {}
    let mut body =
        client.call(&read).timeout(Duration::from_millis(100)).follow_redirects().stream().await.expect("a body");
    let error = loop {
        match body.chunk().await {
            Ok(chunk) => assert!(chunk.is_some(), "the body stalls"),
            Err(error) => break error,
        }
    };
    assert_error_is_clean(&error);
    // Nobody is there any more.
    drop(elsewhere);
    assert_error_is_clean(&client.call(&read).follow_redirects().send().await.expect_err("gone"));
}

#[tokio::test]
async fn a_client_that_follows_redirects_itself_shows_no_token() {
    let server = Server::start([
        Response::empty(302).header("Location", "/v1.0/moved"),
        Response::json(200, r#"{"content": "hunter2"}"#),
    ])
    .await;
    drop(client(&server));
    let following = reqwest::Client::builder().no_proxy().build().expect("a client");
    let client = builder(&server).http_client(following).build().expect("a client");
    assert_debug_is_clean(&client.send(&GET).await.expect_err("no thing"));
    assert_eq!(server.requests().len(), 2);
}
