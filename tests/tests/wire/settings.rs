//! The settings of a client, seen by a server.

use graph_runtime::{Error, GraphClient, graph_action, reqwest};
use graph_tests::{
    fixtures::TOKEN,
    server::{Response, Server},
};

#[graph_action(GET, "/things/<id>", perms = none)]
struct GetThing {
    id: u8,
    #[graph(header = "X-Level")]
    level: Option<String>,
}

#[tokio::test]
async fn a_header_of_the_client_is_sent_unless_the_action_or_the_call_has_its_own() {
    let server = Server::start([Response::empty(204), Response::empty(204), Response::empty(204)]).await;
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN);
    let graph = graph.header("X-Level", "client").header("Accept-Language", "de").build().expect("a client");
    let (plain, own) = (GetThing { id: 1, level: None }, GetThing { id: 1, level: Some("action".into()) });
    graph.send(&plain).await.expect("a success");
    graph.send(&own).await.expect("a success");
    graph.call(&own).header("x-level", "call").send().await.expect("a success");
    let requests = server.requests();
    let sent: Vec<_> = requests.iter().map(|request| request.header("x-level")).collect();
    assert_eq!(sent, [Some("client"), Some("action"), Some("call")]);
    assert!(requests.iter().all(|request| request.header("accept-language") == Some("de")));
}

#[test]
fn a_reserved_or_invalid_header_is_rejected() {
    for (name, value) in [
        ("Authorization", "Bearer x"),
        ("Host", "example.com"),
        ("client-request-id", "1"),
        ("Prefer", "a\r\nb"),
        ("a b", "c"),
        ("Prefer", "ü"),
    ] {
        let error = GraphClient::builder().header(name, value).build().expect_err(name);
        assert!(matches!(&error, Error::Build(error) if error.field_name() == Some("header")), "{error}");
    }
}

#[tokio::test]
async fn a_supplied_http_client_is_used() {
    let server = Server::start([Response::empty(204)]).await;
    // Made first, since it sets the process up for TLS.
    drop(GraphClient::builder().build().expect("a client"));
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-from", "own".parse().expect("a value"));
    let own = reqwest::Client::builder().default_headers(headers).no_proxy().build().expect("a client");
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).http_client(own).build().expect("a client");
    graph.send(&GetThing { id: 1, level: None }).await.expect("a success");
    assert_eq!(server.request().header("x-from"), Some("own"));
}

#[tokio::test]
async fn the_token_does_not_follow_a_redirect_to_another_host_even_if_redirects_are_followed() {
    let other = Server::start([Response::empty(204)]).await;
    let server = Server::start([Response::empty(302).header("Location", &format!("{}/x", other.url()))]).await;
    drop(GraphClient::builder().build().expect("a client"));
    let following = reqwest::Client::builder().no_proxy().build().expect("a client");
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).http_client(following).build();
    graph.expect("a client").send(&GetThing { id: 1, level: None }).await.expect("a success at the other host");
    assert_eq!(server.request().header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(other.request().header("authorization"), None);
}

#[tokio::test]
async fn a_client_for_loopback_goes_through_no_proxy() {
    let (server, proxy) = (Server::start([Response::empty(204)]).await, Server::start([]).await);
    let proxied = reqwest::Proxy::all(proxy.url()).expect("a proxy");
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).proxy(proxied).build().expect("a client");
    graph.send(&GetThing { id: 1, level: None }).await.expect("a success");
    assert_eq!((server.requests().len(), proxy.connections()), (1, 0));
}

#[tokio::test]
async fn a_client_for_a_cloud_goes_through_its_proxy() {
    let proxy = Server::start([Response::empty(502)]).await;
    let proxied = reqwest::Proxy::all(proxy.url()).expect("a proxy");
    let retry = graph_runtime::retry::RetryPolicy::none();
    let graph = GraphClient::builder().token(TOKEN).proxy(proxied).retry(retry).build().expect("a client");
    let error = graph.send(&GetThing { id: 1, level: None }).await.expect_err("the proxy makes no tunnel");
    assert!(matches!(error, Error::Transport(_)), "{error}");
    let request = proxy.request();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("CONNECT", "graph.microsoft.com:443"));
    assert_eq!(request.header("authorization"), None, "the token is for Graph alone");
}
