//! Changes of a collection.

use graph_runtime::{
    Error, GraphClient, Page,
    delta::{Change, Changes, DeltaLink, RemovedReason},
    graph_action,
};
use graph_tests::{
    fixtures::TOKEN,
    server::{Response, Server, unused_address},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Whose ID is required, as in most types.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: String,
    display_name: String,
}

#[graph_action(GET, "/users/delta", perms = "User.Read.All", returns = Page<User>, header("Prefer" = "return=minimal"))]
struct UsersDelta;

/// A server whose address is known before what it sends.
async fn server(script: impl FnOnce(&str) -> Vec<Response>) -> (Server, GraphClient) {
    let address = unused_address().await;
    let server = Server::start_on(address, script(&format!("http://{address}/v1.0/users/delta"))).await;
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client");
    (server, graph)
}

fn user(id: &str) -> Value {
    json!({ "id": id, "displayName": format!("User {id}") })
}

/// A page with a link to the next one.
fn page(items: &[Value], next: &str) -> Response {
    Response::json(200, json!({ "value": items, "@odata.nextLink": next }).to_string())
}

/// The last page of a round.
fn last_page(items: &[Value], delta: &str) -> Response {
    Response::json(200, json!({ "value": items, "@odata.deltaLink": delta }).to_string())
}

/// What the changes are, in short, up to the first error.
async fn all(changes: &mut Changes<User>) -> (Vec<String>, Option<Error>) {
    let mut told = Vec::new();
    while let Some(change) = changes.next().await {
        told.push(match change {
            Ok(Change::Present(user)) => format!("{} {}", user.id, user.display_name),
            Ok(Change::Removed(removed)) => {
                format!("-{} {:?}", removed.id.clone().unwrap_or_default(), removed.reason())
            }
            Ok(Change::Reset(reset)) => format!("reset {:?}", reset.code),
            Ok(other) => panic!("{other:?}"),
            Err(error) => return (told, Some(error)),
        });
    }
    (told, None)
}

fn targets(server: &Server) -> Vec<String> {
    server.requests().into_iter().map(|sent| sent.target).collect()
}

#[tokio::test]
async fn the_changes_of_each_round_are_returned_and_removed_items_are_told_apart() {
    let (server, graph) = server(|url| {
        let removed = json!({ "@removed": { "reason": "changed" }, "id": "1" });
        vec![
            page(&[user("1")], &format!("{url}?skip=1")),
            last_page(&[user("2")], &format!("{url}?delta=1")),
            last_page(&[removed, user("3")], &format!("{url}?delta=2")),
        ]
    })
    .await;
    let mut changes = graph.call(&UsersDelta).changes();
    assert_eq!(changes.link(), None);
    assert_eq!(all(&mut changes).await.0, ["1 User 1", "2 User 2"]);
    let stored = serde_json::to_string(&changes.link()).expect("JSON");

    let link: DeltaLink = serde_json::from_str(&stored).expect("a link");
    let mut changes = graph.call(&UsersDelta).changes_from(&link);
    let removed = format!("-1 {:?}", Some(RemovedReason::Changed));
    assert_eq!(all(&mut changes).await.0, [removed, "3 User 3".to_owned()]);
    assert!(changes.link().expect("a link").as_str().ends_with("?delta=2"));
    assert!(!format!("{changes:?} {link:?}").contains("delta="));
    assert_eq!(targets(&server), ["/v1.0/users/delta", "/v1.0/users/delta?skip=1", "/v1.0/users/delta?delta=1"]);
    assert!(server.requests().iter().all(|sent| sent.header("prefer") == Some("return=minimal")));
}

#[tokio::test]
async fn a_program_that_stops_in_the_middle_continues_there() {
    let (_server, graph) = server(|url| {
        vec![
            page(&[user("1"), user("2")], &format!("{url}?skip=1")),
            page(&[user("3"), user("4")], &format!("{url}?skip=2")),
            Response::empty(400),
        ]
    })
    .await;
    let mut changes = graph.call(&UsersDelta).changes();
    let mut links = Vec::new();
    while let Some(Ok(_)) = changes.next().await {
        let link = changes.link().expect("a link");
        links.push(link.as_str().rsplit('/').next().unwrap_or_default().to_owned());
    }
    assert_eq!(links, ["delta", "delta?skip=1", "delta?skip=1", "delta?skip=2"]);
    assert!(changes.link().expect("a link").as_str().ends_with("?skip=2"), "the page that failed");
}

#[tokio::test]
async fn after_410_the_collection_is_enumerated_anew_from_where_the_service_says() {
    for has_location in [true, false] {
        let (server, graph) = server(|url| {
            let gone = Response::json(410, r#"{"error": {"code": "resyncRequired", "message": "Too old."}}"#);
            let gone = if has_location { gone.header("Location", &format!("{url}?$deltatoken=")) } else { gone };
            vec![gone, last_page(&[user("1")], &format!("{url}?delta=2"))]
        })
        .await;
        let link = DeltaLink::new(format!("{}/v1.0/users/delta?delta=1", server.url()));
        let mut changes = graph.call(&UsersDelta).changes_from(&link);
        assert_eq!(all(&mut changes).await.0, ["reset Some(\"resyncRequired\")", "1 User 1"]);
        assert!(changes.link().expect("a link").as_str().ends_with("?delta=2"));
        let anew = if has_location { "/v1.0/users/delta?$deltatoken=" } else { "/v1.0/users/delta" };
        assert_eq!(targets(&server), ["/v1.0/users/delta?delta=1", anew]);
    }
}

#[tokio::test]
async fn an_enumeration_that_is_gone_at_once_ends_in_the_error() {
    let (server, graph) = server(|_| vec![Response::empty(410), Response::empty(410)]).await;
    let mut changes = graph.call(&UsersDelta).changes();
    let (told, error) = all(&mut changes).await;
    assert_eq!(told, ["reset None"]);
    assert_eq!(error.expect("410").status().map(|status| status.as_u16()), Some(410));
    assert!(changes.next().await.is_none());
    assert_eq!(server.request_count(), 2);
}

#[tokio::test]
async fn no_other_host_gets_the_token_by_a_reset_or_a_link() {
    let (server, graph) =
        server(|_| vec![Response::empty(410).header("Location", "https://evil.example/v1.0/users/delta")]).await;
    let (told, error) = all(&mut graph.call(&UsersDelta).changes()).await;
    assert!(told.is_empty() && matches!(error, Some(Error::Api(_))));
    let link = DeltaLink::new("https://evil.example/v1.0/users/delta?delta=1");
    let (told, error) = all(&mut graph.call(&UsersDelta).changes_from(&link)).await;
    assert!(told.is_empty() && matches!(error, Some(Error::Build(_))));
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn an_item_of_another_type_is_an_error_with_the_reason() {
    let (_server, graph) = server(|_| vec![last_page(&[user("1"), json!({ "id": "2" })], "")]).await;
    let (_, error) = all(&mut graph.call(&UsersDelta).changes()).await;
    let error = error.expect("no name").to_string();
    assert!(error.contains("missing field `displayName` at value"), "{error}");
}

#[tokio::test]
async fn the_number_of_pages_is_limited_even_after_a_reset() {
    let (_server, graph) = server(|url| {
        let next = |page: u8| format!("{url}?skip={page}");
        vec![Response::empty(410), page(&[user("1")], &next(1)), page(&[user("2")], &next(2))]
    })
    .await;
    let (told, error) = all(&mut graph.call(&UsersDelta).changes().max_pages(2)).await;
    assert_eq!(told, ["reset None", "1 User 1", "2 User 2"]);
    assert!(error.expect("too many").to_string().contains("more than 2 pages"));
}
