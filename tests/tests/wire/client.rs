//! What the client sends, and what it does with a success.

use std::{
    process::Command,
    sync::{Arc, Mutex},
    time::SystemTime,
};

use graph_runtime::{
    Cloud, Error, GraphClient,
    auth::{AccessToken, TokenError, TokenFuture, TokenProvider, TokenRequest},
};
use graph_tests::{
    fixtures::{CREATE, GET, GetThing, POKE, THING, TOKEN, Thing, builder, client},
    server::{Response, Server},
};

/// A provider that notes what it is asked for, and gives a new token each time.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<Asked>>>);

/// The scopes and claims of one request.
type Asked = (Vec<String>, Option<String>);

impl TokenProvider for Notes {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        let mut asked = self.0.lock().expect("no panic");
        asked.push((request.scopes, request.claims));
        let token = AccessToken::new(format!("{TOKEN}-{}", asked.len())).with_expiry(SystemTime::now());
        Box::pin(async { Ok(token) })
    }
}

/// A provider that has no token.
struct Fails;

impl TokenProvider for Fails {
    fn token(&self, _: TokenRequest) -> TokenFuture<'_> {
        Box::pin(async { Err(TokenError::new("signed out").with_source("the reason")) })
    }
}

fn assert_hidden(what: &impl std::fmt::Debug) {
    for shown in [format!("{what:?}"), format!("{what:#?}")] {
        assert!(!shown.contains(TOKEN), "the token is shown: {shown}");
    }
}

#[tokio::test]
async fn a_get_has_the_clients_headers_and_no_body() {
    let server = Server::start([Response::json(200, THING)]).await;
    let thing = client(&server).send(&GetThing { id: "a/b ü" }).await.expect("a thing");
    assert_eq!(thing, Thing { id: "7".to_owned() });

    let request = server.request();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/v1.0/things/a%2Fb%20%C3%BC"));
    assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("user-agent"), Some(concat!("graph-runtime/", env!("CARGO_PKG_VERSION"))));
    for absent in ["content-type", "content-length", "sdkversion", "retry-attempt", "referer", "cookie"] {
        assert_eq!(request.header(absent), None, "{absent}");
    }
    let id = request.header("client-request-id").expect("an id");
    assert_eq!((id.len(), id.as_bytes()[14], id.matches('-').count()), (36, b'4', 4), "a random UUID: {id}");
}

#[tokio::test]
async fn a_post_has_its_body_and_its_content_type() {
    let server = Server::start([Response::json(201, THING)]).await;
    client(&server).send(&CREATE).await.expect("a thing");

    let request = server.request();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/beta/things/createToken"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.text(), r#"{"name":"a","secret":"hunter2"}"#);
    assert_eq!(request.header("content-length"), Some(request.body.len().to_string().as_str()));
}

#[tokio::test]
async fn calls_have_ids_of_their_own_and_share_a_connection() {
    let server = Server::start([Response::json(200, THING), Response::json(200, THING)]).await;
    let client = client(&server);
    client.send(&GET).await.expect("a thing");
    client.clone().send(&GET).await.expect("a thing");
    let requests = server.requests();
    assert_ne!(requests[0].header("client-request-id"), requests[1].header("client-request-id"));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn an_application_names_itself_before_the_client() {
    let server = Server::start([Response::json(200, THING)]).await;
    let client = builder(&server).user_agent(" contoso-enrollment/2.1 (test)").build().expect("a client");
    client.send(&GET).await.expect("a thing");
    let expected = concat!("contoso-enrollment/2.1 (test) graph-runtime/", env!("CARGO_PKG_VERSION"));
    assert_eq!(server.request().header("user-agent"), Some(expected));

    for wrong in ["", "  ", "a\r\nX-Admin: 1", "a\0", "é", "a\tb"] {
        let built = GraphClient::builder().user_agent(wrong).build();
        assert!(matches!(&built, Err(Error::Build(error)) if error.field_name() == Some("user_agent")), "{built:?}");
    }
}

#[tokio::test]
async fn a_provider_is_asked_with_the_scope_of_the_cloud() {
    let server = Server::start([Response::json(200, THING), Response::json(200, THING)]).await;
    let notes = Notes::default();
    let own = GraphClient::builder().base_url(server.url()).token_provider(notes.clone()).build().expect("a client");
    own.send(&GET).await.expect("a thing");
    let china = GraphClient::builder().cloud(Cloud::China).base_url(server.url()).token_provider(notes.clone());
    china.build().expect("a client").send(&GET).await.expect("a thing");

    let asked = notes.0.lock().expect("no panic").clone();
    assert_eq!(asked[0], (vec![format!("{}/.default", server.url())], None));
    assert_eq!(asked[1], (vec!["https://microsoftgraph.chinacloudapi.cn/.default".to_owned()], None));
    let requests = server.requests();
    assert_eq!(requests[0].header("authorization"), Some(format!("Bearer {TOKEN}-1").as_str()));
    assert_eq!(requests[1].header("authorization"), Some(format!("Bearer {TOKEN}-2").as_str()));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = Server::start([]).await;
    let none = GraphClient::builder().base_url(server.url());
    let failing = GraphClient::builder().base_url(server.url()).token_provider(Fails);
    let empty = GraphClient::builder().base_url(server.url()).token("");
    let injecting = GraphClient::builder().base_url(server.url()).token(format!("{TOKEN}\r\nX-Admin: 1"));
    for builder in [none, failing, empty, injecting] {
        let client = builder.build().expect("a client");
        let error = client.send(&GET).await.expect_err("no token");
        assert!(matches!(error, Error::Token(_)), "{error:?}");
        assert!(!error.is_retryable());
        assert!(!error.to_string().contains('\n'), "{error}");
        assert_hidden(&error);
        assert!(client.prepare(&GET).is_ok(), "a dry run needs no token");
    }
    assert_eq!(server.connections(), 0);
}

/// Runs itself in another process, with a proxy: the variables of this one are shared by all tests.
#[tokio::test]
async fn a_token_over_plain_http_goes_through_no_proxy() {
    if let Ok(server) = std::env::var("SERVER_BEHIND_A_PROXY") {
        let client = GraphClient::builder().base_url(server).token(TOKEN).build().expect("a client");
        client.send(&GET).await.expect("a thing");
        return;
    }
    let proxy = Server::start([Response::json(200, THING)]).await;
    let server = Server::start([Response::json(200, THING)]).await;
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child
        .args(["--exact", "client::a_token_over_plain_http_goes_through_no_proxy"])
        .env("SERVER_BEHIND_A_PROXY", server.url());
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(variable, proxy.url());
    }
    let child = tokio::task::spawn_blocking(move || child.output()).await.expect("no panic").expect("a process");
    assert!(child.status.success(), "{child:?}");
    assert_eq!((proxy.connections(), server.requests().len()), (0, 1));
}

#[tokio::test]
async fn nothing_shows_the_token() {
    let server = Server::start([Response::empty(403), Response::reset()]).await;
    let builder = builder(&server);
    assert_hidden(&builder);
    let client = builder.build().expect("a client");
    assert_hidden(&client);
    assert_hidden(&client.prepare(&GET).expect("a request"));
    assert_hidden(&client.call(&GET));
    let future = client.send(&GET);
    assert_hidden(&future);
    assert_hidden(&future.await.expect_err("403"));
    assert_hidden(&client.send(&POKE).await.expect_err("a reset"));
    assert_hidden(&AccessToken::from(TOKEN));
}

#[tokio::test]
async fn an_action_that_returns_nothing_accepts_any_success() {
    let responses = [
        Response::empty(204),
        Response::empty(200),
        Response::body(202, "<html>"),
        Response::json(200, "{\"a\":").cut_after(2),
        Response::body(200, vec![b'a'; 4096]),
    ];
    let count = responses.len();
    let server = Server::start(responses).await;
    let client = builder(&server).max_response_bytes(1000).build().expect("a client");
    for _ in 0..count {
        client.send(&POKE).await.expect("nothing");
    }
    assert_eq!(server.requests().len(), count);
    assert_eq!(server.requests()[0].header("content-length"), Some("0"), "a POST without body says so");
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit() {
    let body = |length: usize| format!(r#"{{"id": "{}"}}"#, "a".repeat(length - 10));
    let chunked = |body: &str| {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let (first, second) = body.split_at(20);
        Response::raw(format!("{head}14\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", second.len()))
    };
    let server = Server::start([
        Response::json(200, body(100)),
        Response::json(200, body(101)),
        chunked(&body(100)),
        chunked(&body(101)),
    ])
    .await;
    let client = builder(&server).max_response_bytes(100).build().expect("a client");
    for _ in 0..2 {
        client.send(&GET).await.expect("a thing");
        match client.send(&GET).await.expect_err("too long") {
            Error::Decode(error) => {
                assert!(error.reason().contains("longer than 100 bytes"), "{error}");
                assert_eq!(error.body().len(), 100);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(server.requests().len(), 4, "a response that is too long is not requested again");
}
