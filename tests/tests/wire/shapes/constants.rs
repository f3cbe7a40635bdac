//! What every request of an action contains without a field.

use graph_runtime::{GraphAction, GraphClient, Page, Patch, QueryOptions, graph_action};
use graph_tests::server::{Response, Server};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{client, received};

#[graph_action(
    GET, "/users",
    perms = "User.Read.All",
    returns = Page<Value>,
    header("ConsistencyLevel" = "eventual", "X-Note" = "a b\t\"c\""),
    query("$count" = "true", "$filter" = "a eq 'b&c' + é", "plain+" = ""),
)]
struct SearchUsers {
    #[graph(query_options)]
    options: Option<QueryOptions>,
    #[graph(query)]
    after: Option<u8>,
}

#[tokio::test]
async fn constant_headers_and_query_parameters_are_sent_with_every_request() {
    let constants = "$count=true&$filter=a%20eq%20%27b%26c%27%20%2B%20%C3%A9&plain%2B=";
    let headers = "consistencylevel: eventual\nx-note: a b\t\"c\"\naccept: application/json\n\n";
    assert_eq!(
        received(&SearchUsers { options: None, after: None }).await,
        format!("GET /v1.0/users?{constants}\n{headers}")
    );
    assert_eq!(
        received(&SearchUsers::builder().after(7).options(QueryOptions::new().top(5)).build()).await,
        format!("GET /v1.0/users?$top=5&after=7&{constants}\n{headers}")
    );
}

#[tokio::test]
async fn an_option_of_the_caller_replaces_a_constant_of_the_same_name() {
    let options = QueryOptions::new().count(false).filter("x");
    let request = received(&SearchUsers::builder().options(options).build()).await;
    assert!(request.starts_with("GET /v1.0/users?$filter=x&$count=false&plain%2B=\n"), "{request}");
}

#[graph_action(
    POST, "/users/<id>/x",
    perms = "User.ReadWrite.All",
    odata_type = "#microsoft.graph.x",
    property(
        "category" = "a \"quoted\" \\ é\nline",
        "size" = 5,
        "offset" = -1.5,
        "large" = 1e300,
        "enabled" = true,
        "manager" = null,
        "@odata.id" = "x",
    ),
)]
struct Create {
    id: u8,
    name: String,
    note: Patch<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

const CONSTANTS: &str = "\"category\":\"a \\\"quoted\\\" \\\\ é\\u000aline\",\"size\":5,\"offset\":-1.5,\"large\":1e300,\
                         \"enabled\":true,\"manager\":null,\"@odata.id\":\"x\"";

fn body(request: &str) -> &str {
    request.split_once("\n\n").expect("an empty line").1
}

#[tokio::test]
async fn constant_properties_come_after_the_type_and_before_the_fields() {
    let more = Map::from_iter([("more".to_owned(), json!(1))]);
    let create = Create { id: 1, name: "n".into(), note: Patch::Clear, more };
    let request = received(&create).await;
    let expected = format!(r##"{{"@odata.type":"#microsoft.graph.x",{CONSTANTS},"name":"n","note":null,"more":1}}"##);
    assert_eq!(body(&request), expected);
    let parsed: Value = serde_json::from_str(body(&request)).expect("JSON");
    assert_eq!((&parsed["category"], &parsed["large"]), (&json!("a \"quoted\" \\ é\nline"), &json!(1e300)));
}

#[tokio::test]
async fn an_action_without_a_field_in_the_body_sends_its_constant_properties() {
    #[graph_action(POST, "/users/<id>/sync", perms = "User.ReadWrite.All", property("mode" = "full"))]
    struct Sync {
        id: u8,
    }

    let request = received(&Sync { id: 1 }).await;
    assert!(request.contains("content-type: application/json\n"), "{request}");
    assert_eq!(body(&request), r#"{"mode":"full"}"#);
}

#[test]
fn a_prepared_request_and_a_preview_contain_constants() {
    let graph = GraphClient::builder().build().expect("a client");
    let action = SearchUsers { options: None, after: None };
    let request = graph.prepare(&action).expect("a request");
    assert_eq!(request.headers()["consistencylevel"], "eventual");
    assert!(request.url().query().is_some_and(|query| query.starts_with("$count=true&")), "{request:?}");
    let create = Create { id: 1, name: "n".into(), note: Patch::Keep, more: Map::new() };
    let preview = graph.call(&create).preview().expect("a preview");
    assert!(preview.body().is_some_and(|body| body.contains(CONSTANTS)), "{preview}");
}

#[tokio::test]
async fn an_item_of_a_batch_contains_constants() {
    let server = Server::start([Response::json(200, r#"{"responses": []}"#)]).await;
    let mut batch = client(&server).batch();
    let _ = (
        batch.add(&SearchUsers { options: None, after: None }),
        batch.add(&Create { id: 1, name: "n".into(), note: Patch::Keep, more: Map::new() }),
    );
    let _ = batch.send().await;
    let items = server.request().json()["requests"].clone();
    assert_eq!(items[0]["headers"]["consistencylevel"], "eventual");
    assert!(items[0]["url"].as_str().is_some_and(|url| url.starts_with("/users?$count=true&")), "{items}");
    assert_eq!((&items[1]["body"]["size"], &items[1]["body"]["name"]), (&json!(5), &json!("n")));
}

#[test]
fn metadata_contain_constants() {
    let constants = SearchUsers::METADATA.constants;
    assert_eq!(constants.headers().collect::<Vec<_>>(), [("ConsistencyLevel", "eventual"), ("X-Note", "a b\t\"c\"")]);
    assert_eq!(constants.query().map(|(name, _)| name).collect::<Vec<_>>(), ["$count", "$filter", "plain+"]);
    assert_eq!(constants.properties().next(), None);
    let properties: Vec<_> = Create::METADATA.constants.properties().collect();
    assert_eq!(properties[1..3], [("size", "5"), ("offset", "-1.5")]);
}

/// A body with a constant for a neighbor: the constant is not part of a whole body.
#[derive(Serialize)]
struct Entity {
    id: u8,
}

#[graph_action(PUT, "/x", perms = none, header("If-Match" = "*"))]
struct Replace {
    #[graph(body)]
    entity: Entity,
}

#[tokio::test]
async fn a_whole_body_has_constant_headers_beside_it() {
    let request = received(&Replace { entity: Entity { id: 1 } }).await;
    assert!(request.contains("if-match: *\n") && request.ends_with(r#"{"id":1}"#), "{request}");
}
