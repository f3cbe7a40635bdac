//! Calls that are not sent since their token does not allow them, by a client that checks that.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use graph_runtime::{
    Bytes, Error, GraphClient, Page,
    auth::{AccessToken, TokenError},
    error::PermissionError,
    graph_action,
    permissions::Caller,
};
use graph_tests::{
    fixtures::{
        CREATE, GET, POKE, THING,
        batch::{batch, ids, status, thing},
        builder,
    },
    server::{Response, Server},
    token::token,
};
use serde_json::json;

#[graph_action(GET, "/groups/<id>/members", returns = Page<String>, perms = "GroupMember.Read.All")]
struct ListMembers {
    id: String,
}

#[graph_action(GET, "/drives/<id>/content", returns = Bytes, perms = "Files.Read.All")]
struct Download {
    id: String,
}

#[graph_action(GET, "/$metadata", returns = Bytes, perms = none)]
struct ReadMetadata;

/// A client that looks at its token before it calls.
fn looking(server: &Server, token: impl Into<AccessToken>) -> GraphClient {
    builder(server).token(token).preflight(true).build().expect("a client")
}

/// A token of a program with these app roles.
fn app(roles: &[&str]) -> String {
    token(&json!({"idtyp": "app", "roles": roles}))
}

#[track_caller]
fn held_back<T: std::fmt::Debug>(outcome: Result<T, Error>) -> PermissionError {
    match outcome {
        Err(Error::Permission(error)) => *error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_call_whose_token_lacks_what_it_needs_is_not_sent_and_says_why() {
    let server = Server::start([]).await;
    let error = held_back(looking(&server, app(&["Device.Read.All"])).send(&CREATE).await);
    assert_eq!(server.connections(), 0);
    assert_eq!(
        error.to_string(),
        "CreateThing was not sent; needs Things.ReadWrite.All (application); the token holds Device.Read.All"
    );
    assert_eq!(error.action().name, "CreateThing");
    assert_eq!(error.granted().caller(), Caller::Application);
    assert_eq!(error.needs().application.to_string(), "Things.ReadWrite.All");
    let error = Error::from(Box::new(error));
    assert!(!error.is_retryable());
    assert_eq!((error.status(), error.client_request_id(), error.request_id()), (None, None, None));
}

#[tokio::test]
async fn the_reason_is_that_of_an_error_response() {
    let holds = token(&json!({"scp": "openid Mail.Read", "tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}));
    let server = Server::start([Response::empty(403)]).await;
    let asked = builder(&server).token(holds.clone()).build().expect("a client");
    let rejected = asked.send(&GET).await.expect_err("403").to_string();
    let error = held_back(looking(&server, holds).send(&GET).await).to_string();
    let reason = error.strip_prefix("GetThing was not sent").expect("the action");
    assert_eq!(rejected.strip_prefix("GetThing: 403 Forbidden").expect("the action"), reason);
    assert!(reason.starts_with("; not available to this caller type (personal account); needs "), "{reason}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn by_default_no_token_is_checked() {
    let server = Server::start([Response::json(200, THING)]).await;
    let client = builder(&server).token(app(&[])).build().expect("a client");
    client.send(&GET).await.expect("the service decides");
    let off = builder(&server).preflight(true).preflight(false).build().expect("a client");
    let shown = format!("{off:?} {:?}", builder(&server).preflight(true));
    assert!(shown.contains("preflight: false") && shown.contains("preflight: true"), "{shown}");
}

#[tokio::test]
async fn a_token_that_allows_the_call_or_cannot_be_read_is_sent() {
    let readable = app(&[]);
    let tokens = [
        app(&["x", "things.read.all"]),
        token(&json!({"scp": "Things.Read.All openid"})),
        "opaque-token".to_owned(),
        "EwBoA8l6BAAU.x.y".to_owned(),
        readable.replace('.', ""),
        readable.replacen('.', ".!", 1),
        token(&json!({"roles": "Device.Read.All"})),
        token(&json!({"roles": [7]})),
        token(&json!({"scp": ["Mail.Read"]})),
        token(&json!("roles")),
        token(&json!({"idtyp": "app", "roles": vec!["Device.Read.All"; 8_000]})),
    ];
    let server = Server::start(tokens.iter().map(|_| Response::json(200, THING))).await;
    let count = tokens.len();
    for token in tokens {
        looking(&server, token.clone()).send(&GET).await.unwrap_or_else(|error| panic!("{error}: {token:.60}"));
    }
    assert_eq!(server.requests().len(), count);
}

#[tokio::test]
async fn an_action_that_needs_nothing_is_sent_with_any_token() {
    let server = Server::start([Response::body(200, "<edmx/>")]).await;
    looking(&server, app(&[])).send(&ReadMetadata).await.expect("a response");
}

#[tokio::test]
async fn pages_and_streams_are_checked_too() {
    let server = Server::start([]).await;
    let graph = looking(&server, app(&["Device.Read.All"]));
    let mut pages = graph.call(&ListMembers { id: "1".into() }).pages();
    let error = held_back(pages.next().await.expect("an end"));
    assert!(error.to_string().starts_with("ListMembers was not sent; needs GroupMember.Read.All"), "{error}");
    held_back(ListMembers::builder().id("1").items(&graph).next().await.expect("an end"));
    let opened = graph.call(&Download { id: "1".into() }).stream().await;
    let error = held_back(opened.map(|_| ()));
    assert!(error.to_string().starts_with("Download was not sent; needs Files.Read.All"), "{error}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn each_item_of_a_batch_is_checked() {
    let server = Server::start([batch([thing(1), thing(4)])]).await;
    let graph = looking(&server, app(&["Things.Read.All"]));
    let mut items = graph.batch();
    let read = items.add(&GET);
    let poke = items.add(&POKE);
    let after = items.item(&GET).depends_on(&poke).add();
    let other = items.add(&GET);
    let mut responses = items.send().await.expect("responses");
    responses.take(read).expect("a thing");
    responses.take(other).expect("a thing");
    let error = held_back(responses.take(poke));
    assert_eq!(
        error.to_string(),
        "PokeThing was not sent; needs Things.ReadWrite.All (application); the token holds Things.Read.All"
    );
    let error = responses.take(after).expect_err("what it depends on was not sent");
    assert_eq!(status(&error), Some(424), "{error}");
    assert_eq!(ids(&server.requests()), [vec![1, 4]]);
}

#[tokio::test]
async fn a_batch_without_an_allowed_item_sends_nothing() {
    let server = Server::start([]).await;
    let graph = looking(&server, app(&[]));
    let mut items = graph.batch();
    let (one, other) = (items.add(&GET), items.add(&POKE));
    let mut responses = items.send().await.expect("responses");
    held_back(responses.take(one));
    held_back(responses.take(other));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_batch_without_preflight_or_with_a_token_that_cannot_be_read_is_sent_whole() {
    let server = Server::start([batch([thing(1), thing(2)]), batch([thing(1), thing(2)])]).await;
    let default = builder(&server).token(app(&[])).build().expect("a client");
    for graph in [default, looking(&server, "opaque-token")] {
        let mut items = graph.batch();
        let handles = [items.add(&GET), items.add(&GET)];
        let mut responses = items.send().await.expect("responses");
        for handle in handles {
            responses.take(handle).expect("a thing");
        }
    }
    assert_eq!(ids(&server.requests()), [vec![1, 2], vec![1, 2]]);
}

#[tokio::test]
async fn a_provider_that_fails_is_asked_once_for_a_batch() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server::start([]).await;
    let graph = builder(&server)
        .token_fn(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            std::future::ready(Err(TokenError::new("signed out")))
        })
        .preflight(true)
        .build()
        .expect("a client");
    let mut items = graph.batch();
    let _ = items.add(&GET);
    let error = items.send().await.expect_err("no token");
    assert!(matches!(error, Error::Token(_)), "{error}");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_fresh_token_is_checked_as_well() {
    let server = Server::start([Response::empty(401).header("WWW-Authenticate", "Bearer claims=\"e30=\"")]).await;
    let number = AtomicUsize::new(0);
    let graph = builder(&server)
        .token_fn(move |_| {
            let roles: &[&str] = if number.fetch_add(1, Ordering::Relaxed) == 0 { &["Things.Read.All"] } else { &[] };
            std::future::ready(Ok(AccessToken::new(app(roles))))
        })
        .preflight(true)
        .build()
        .expect("a client");
    let error = held_back(graph.send(&GET).await);
    assert!(error.to_string().ends_with("the token holds no permission"), "{error}");
    assert_eq!(server.requests().len(), 1);
}
