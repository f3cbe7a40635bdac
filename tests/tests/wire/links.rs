//! Links in responses as requests of their own.

use graph_runtime::{Error, GraphClient, Page};
use graph_tests::{
    fixtures::TOKEN,
    server::{Response, Server},
};
use serde_json::{Value, json};

fn client(server: &Server, path: &str) -> GraphClient {
    let builder = GraphClient::builder().base_url(format!("{}{path}", server.url())).token(TOKEN);
    builder.map_links_from("https://graph.microsoft.com").build().expect("a client")
}

#[tokio::test]
async fn a_link_to_the_clients_own_origin_is_requested_with_the_token() {
    let item = || Response::json(200, r#"{"id": "7"}"#);
    let server = Server::start([item(), item(), item(), item(), Response::body(200, "bytes")]).await;
    let graph = client(&server, "/gateway");
    let own = format!("{}/gateway/beta/users/7?$select=id", server.url());
    let user = graph.link(&own).header("Prefer", "a").client_request_id("mine").send::<Value>().await.expect("a user");
    assert_eq!(user, json!({ "id": "7" }));
    graph.link("https://graph.microsoft.com/v1.0/users/7").send::<Value>().await.expect("a mapped link");
    graph.link("/teams('7')/operations('8')").send::<Value>().await.expect("a relative link");
    graph.link("/beta/users/7").send_detailed::<Value>().await.expect("a relative link with a version");
    let bytes = graph.link(&own).send_bytes().await.expect("bytes");
    assert_eq!(bytes.value, "bytes");
    let sent = server.requests();
    let targets: Vec<_> = sent.iter().map(|sent| sent.target.as_str()).collect();
    let relative = ["/gateway/v1.0/teams('7')/operations('8')", "/gateway/beta/users/7"];
    let expected = ["/gateway/beta/users/7?$select=id", "/gateway/v1.0/users/7", relative[0], relative[1], targets[0]];
    assert_eq!(targets, expected);
    let bearer = format!("Bearer {TOKEN}");
    assert!(sent.iter().all(|sent| sent.method == "GET" && sent.header("authorization") == Some(&bearer)));
    assert_eq!((sent[0].header("prefer"), sent[0].header("client-request-id")), (Some("a"), Some("mine")));
    assert_eq!((sent[0].header("accept"), sent[4].header("accept")), (Some("application/json"), Some("*/*")));
}

#[tokio::test]
async fn a_link_is_retried_decoded_and_reported_like_any_call() {
    let script = [
        Response::empty(503).header("Retry-After", "0"),
        Response::json(200, r#"{"value": [1]}"#),
        Response::empty(404),
    ];
    let server = Server::start(script).await;
    let graph = client(&server, "");
    assert_eq!(graph.link("/numbers").send::<Page<u8>>().await.expect("a page").value, [1]);
    let error = graph.link("/numbers").send::<u8>().await.expect_err("404");
    assert!(error.is_not_found() && error.to_string() == "GetLink: 404 Not Found", "{error}");
}

#[tokio::test]
async fn a_link_that_must_not_receive_the_token_is_not_requested() {
    let server = Server::start([]).await;
    let graph = client(&server, "/gateway");
    let own = server.url();
    for link in [
        "",
        "users/7",
        "//evil.example/v1.0/users",
        "/\\evil.example/v1.0/users",
        "https://evil.example/v1.0/users",
        "https://graph.microsoft.com.evil.example/v1.0/users",
        "https://graph.microsoft.com@evil.example/v1.0/users",
        &format!("{own}/other/v1.0/users"),
        &format!("{own}/gateway/../v1.0/users"),
        "/../../admin",
        "/beta/../../admin",
        "/users/%2e%2e/%2e%2e/%2e%2e/admin",
        "/users/%252e%252e/..%2f..%2f..%2fadmin",
        "javascript:alert(1)",
    ] {
        let error = graph.link(link).send::<Value>().await.expect_err(link);
        assert!(matches!(error, Error::Build(_)) && error.to_string().contains("the link "), "{link}: {error}");
        assert!(link.is_empty() || !error.to_string().contains(link), "{error}");
    }
    let invalid = graph.link("/users").header("Authorization", "x").send::<Value>().await;
    assert!(matches!(invalid, Err(Error::Build(_))));
    assert_eq!(server.connections(), 0);
}
