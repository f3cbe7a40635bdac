//! The header `Prefer` of client, action and call.

use graph_runtime::{
    Error, GraphClient, Secret,
    client::{AttemptHook, AttemptRequest},
    graph_action,
};
use graph_tests::{
    fixtures::{GET, TOKEN, builder, client},
    server::{Request, Response, Server},
};
use serde_json::Value;

#[graph_action(
    GET, "/me/events",
    perms(delegated = "Calendars.Read"),
    returns = Option<Value>,
    header("Prefer" = "odata.maxpagesize=5, outlook.body-content-type=\"text\""),
)]
struct ListEvents<'a> {
    #[graph(header = "Prefer")]
    prefer: Option<&'a str>,
}

/// The values of the header of a request: one, or none.
fn prefer(request: &Request) -> Vec<&str> {
    let head = std::str::from_utf8(&request.raw).expect("UTF-8");
    head.lines().filter_map(|line| line.strip_prefix("prefer: ")).collect()
}

#[tokio::test]
async fn the_preferences_of_client_action_and_call_are_sent_in_one_header() {
    let server = Server::start(vec![Response::empty(204); 3]).await;
    let client = builder(&server).header("Prefer", "client").header("prefer", "again").build().expect("a client");
    let zone = r#"outlook.timezone="Pacific, Standard Time""#;
    client.send(&ListEvents { prefer: None }).await.expect("a response");
    let list = ListEvents { prefer: Some(zone) };
    client.call(&list).header("Prefer", "call").header("PREFER", "last").send().await.expect("a response");
    client
        .request(graph_runtime::metadata::Method::Get, "/me")
        .header("Prefer", "untyped")
        .send()
        .await
        .expect("a response");
    let constant = r#"odata.maxpagesize=5, outlook.body-content-type="text""#;
    let requests = server.requests();
    assert_eq!(prefer(&requests[0]), [format!("client, again, {constant}")]);
    assert_eq!(prefer(&requests[1]), [format!("client, again, {constant}, {zone}, call, last")]);
    assert_eq!(prefer(&requests[2]), ["client, again, untyped"]);
}

#[tokio::test]
async fn a_later_preference_replaces_an_earlier_one_of_the_same_name() {
    let server = Server::start(vec![Response::empty(204); 2]).await;
    let client = builder(&server).header("Prefer", "odata.maxpagesize=1, a").build().expect("a client");
    client.send(&ListEvents { prefer: Some("OData.MaxPageSize=50") }).await.expect("a response");
    let list = ListEvents { prefer: Some("odata.maxpagesize=50") };
    client.call(&list).header("Prefer", "odata.maxpagesize=7").send().await.expect("a response");
    let requests = server.requests();
    let type_ = r#"outlook.body-content-type="text""#;
    assert_eq!(prefer(&requests[0]), [format!("OData.MaxPageSize=50, a, {type_}")]);
    assert_eq!(prefer(&requests[1]), [format!("odata.maxpagesize=7, a, {type_}")]);
}

#[tokio::test]
async fn other_headers_of_a_call_replace_those_of_the_client() {
    let server = Server::start([Response::json(200, r#"{"id": "7"}"#)]).await;
    let client = builder(&server).header("Accept-Language", "de").build().expect("a client");
    client.call(&GET).header("Accept-Language", "ja").send().await.expect("a thing");
    assert_eq!(server.request().header("accept-language"), Some("ja"));
}

#[tokio::test]
async fn a_hook_adds_a_preference() {
    struct Hook;

    impl AttemptHook for Hook {
        fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
            request.header("Prefer", "hook")
        }
    }

    let server = Server::start([Response::empty(204)]).await;
    let client = builder(&server).attempt_hook(Hook).build().expect("a client");
    client.send(&ListEvents { prefer: Some("a") }).await.expect("a response");
    let expected = r#"odata.maxpagesize=5, outlook.body-content-type="text", a, hook"#;
    assert_eq!(prefer(&server.request()), [expected]);
}

#[tokio::test]
async fn an_item_of_a_batch_has_the_preferences_of_action_and_item() {
    let server = Server::start([Response::json(200, r#"{"responses": []}"#)]).await;
    let mut batch = client(&server).batch();
    let _ = batch.item(&ListEvents { prefer: Some("a") }).header("Prefer", "b").add();
    let _ = batch.send().await;
    let expected = r#"odata.maxpagesize=5, outlook.body-content-type="text", a, b"#;
    assert_eq!(server.request().json()["requests"][0]["headers"]["prefer"], expected);
}

#[test]
fn joined_preferences_are_redacted_if_one_is_secret() {
    #[graph_action(GET, "/me/events", perms(delegated = "Calendars.Read"), header("Prefer" = "a"))]
    struct Read {
        #[graph(header = "Prefer")]
        prefer: Secret<&'static str>,
    }

    let graph = GraphClient::builder().token(TOKEN).build().expect("a client");
    let read = Read { prefer: Secret::new("b=hunter2") };
    let request = graph.prepare(&read).expect("a request");
    assert_eq!(request.headers()["prefer"], "a, b=hunter2");
    let preview = graph.call(&read).header("Prefer", "c").preview().expect("a preview").to_string();
    assert!(preview.contains("prefer: [redacted]") && !preview.contains("hunter2"), "{preview}");
}
