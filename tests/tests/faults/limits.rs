//! Responses that take much more memory than their length, or never end.

use std::time::Duration;

use allocation_counter::AllocationInfo;
use futures_util::stream;
use graph_runtime::{
    Bytes, Error, GraphClient, Page, graph_action, graph_type, retry::RetryPolicy, upload::UploadBody,
};
use graph_tests::{
    fixtures::{GET, TOKEN, batch::thing},
    measure::worst::worst_responses,
    server::{Request, Response, Server},
    time::pass,
};
use serde_json::json;

use crate::{ListMembers, call, clocked};

/// The limit of the tests, in bytes.
const LIMIT: usize = 4 << 20;

/// What a call takes apart from its response at most, and what is moved when a buffer grows: the counting allocator cannot
/// grow it in its place.
const REST: usize = (1 << 19) + LIMIT / 2;

/// An entity that takes a hundred times as much memory as the JSON for none of its properties.
#[graph_type]
struct Wide {
    first: Option<[String; 8]>,
    second: Option<[String; 8]>,
}

#[graph_action(GET, "/wide", returns = Page<Wide>, perms = "User.Read.All")]
struct ListWide;

fn client(server: &Server) -> GraphClient {
    let builder = GraphClient::builder().base_url(server.url()).token(TOKEN).retry(RetryPolicy::none());
    builder.max_response_bytes(LIMIT).build().expect("a client")
}

/// Has a server respond so to a call, and counts what is allocated beyond the response that the server holds.
fn allocated<T: Send>(body: &str, call: impl AsyncFn(GraphClient) -> T) -> (AllocationInfo, T) {
    allocated_for(&Response::json(200, body.to_owned()), call)
}

fn allocated_for<T: Send>(response: &Response, call: impl AsyncFn(GraphClient) -> T) -> (AllocationInfo, T) {
    // On a thread of its own, which is not counted.
    let elsewhere =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let server = elsewhere.block_on(Server::start(vec![response.clone(); 2]));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = client(&server);
    let mut outcome = None;
    let info = allocation_counter::measure(|| outcome = Some(runtime.block_on(call(client))));
    (info, outcome.expect("an outcome"))
}

#[track_caller]
fn assert_bounded(what: &str, info: &AllocationInfo, more: usize) {
    assert!(info.bytes_max >= (LIMIT / 2) as u64, "{what}: the body is not counted: {}", info.bytes_max);
    assert!(info.bytes_max <= (2 * LIMIT + REST + more) as u64, "{what}: {} bytes", info.bytes_max);
}

/// A list of so many of these, of at most the limit.
fn full_of(start: &str, element: &str, end: &str) -> String {
    let count = (LIMIT - start.len() - end.len()) / element.len();
    [start, &element.repeat(count)[..element.len() * count], end].concat()
}

#[test]
fn the_place_of_a_mistake_takes_no_more_memory_than_the_body() {
    for (what, body) in [
        ("depth", full_of("", "[", "")),
        ("depth in a property that is ignored", full_of(r#"{"value": [], "x": "#, "[", "")),
        ("objects", full_of(r#"{"value": [], "x": "#, r#"{"":"#, "")),
        ("a long name", full_of("{\"", "a", "\": ")),
        ("a long text that is ignored", full_of(r#"{"x": ""#, "a", r#""}"#)),
        ("a long unknown name", full_of(r#"{"value": ["a"], ""#, "\u{1F600}", r#"": 7, "@odata.nextLink": 7}"#)),
    ] {
        let (info, outcome) = allocated(&body, async |client| client.send(&ListMembers { id: "1".to_owned() }).await);
        assert!(matches!(outcome, Err(Error::Decode(_))), "{what}: {outcome:?}");
        assert_bounded(what, &info, 0);
    }
}

#[test]
fn entities_take_no_more_memory_than_the_limit() {
    let body = full_of(r#"{"value": [{}"#, ",{}", "]}");
    let (info, outcome) = allocated(&body, async |client| client.send(&ListWide).await.map(|_| ()));
    match outcome.expect_err("too many") {
        Error::Decode(error) => {
            assert!(error.reason().contains("take more memory than 4194304 bytes"), "{error}");
            assert!(error.reason().contains(" at value["), "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert_bounded("entities", &info, 0);
}

#[test]
fn the_response_to_a_batch_takes_no_more_memory_than_twice_its_length() {
    let headers = full_of(
        r#"{"responses": [{"id": "1", "status": 200, "body": {"id": "1"}, "headers": {"#,
        r#""a":"","#,
        r#""b": ""}}]}"#,
    );
    let names: Vec<_> = (0..30_000).map(|name| format!(r#""n{name}": "","#)).collect();
    let names = names.concat();
    let many = format!(
        r#"{{"responses": [{{"id": "1", "status": 200, "body": {{"id": "1"}}, "headers": {{{names}"a": ""}}}}{}]}}"#,
        " ".repeat(LIMIT / 2)
    );
    let start = format!(r#"{{"responses": [{}"#, thing(1));
    let others = full_of(&start, r#",{"id":"x","status":200,"headers":{}}"#, "]}");
    let no_items = full_of(&start, ",0", "]}");
    let long = full_of(r#"{"responses": [{"id": "1", "status": 400, "body": ["#, "{},", "0]}]}");
    for (what, body, is_ok, more) in [
        ("headers", headers, true, 0),
        ("names of headers", many, true, 0),
        ("items that nobody sent", others, true, 0),
        ("elements that are no items", no_items, true, 0),
        // However high the limit is: 256 KiB of an error response are parsed.
        ("an error response", long, false, 8 << 20),
    ] {
        let (info, outcome) = allocated(&body, async |client| {
            let mut batch = client.batch();
            let item = batch.add(&GET);
            batch.send().await.expect("responses").take(item)
        });
        assert_eq!(outcome.is_ok(), is_ok, "{what}: {outcome:?}");
        assert_bounded(what, &info, more);
    }
}

#[test]
fn no_response_takes_more_memory_than_twice_the_limit_and_what_the_types_take() {
    for worst in worst_responses(LIMIT) {
        let (info, outcome) = allocated_for(&worst.response, async |client| (worst.call)(&client).await);
        assert_eq!(outcome.is_ok(), worst.is_success, "{}", worst.name);
        let types = if worst.is_success { usize::try_from(info.bytes_current).expect("it is kept") } else { 0 };
        assert_bounded(worst.name, &info, types);
    }
}

#[tokio::test]
async fn the_pages_of_the_response_to_a_batch_share_the_limit() {
    let server = Server::start_with(|request: &Request| {
        let next = format!("http://{}{}x", request.header("host").unwrap_or_default(), request.target);
        let body = json!({"responses": [], "@odata.nextLink": next, "x": "y".repeat(LIMIT / 3)});
        Response::json(200, body.to_string())
    })
    .await;
    let mut batch = client(&server).batch();
    let item = batch.add(&GET);
    let error = batch.send().await.expect("a response").take(item).expect_err("none");
    assert!(error.to_string().contains("its pages are longer than 4194304 bytes together"), "{error}");
    assert_eq!(server.request_count(), 3);
}

/// A server with a page for each request, whose link leads to yet another one.
async fn endless_pages(items: &'static str) -> Server {
    Server::start_with(move |request: &Request| {
        let number = request.target.rsplit('=').next().and_then(|number| number.parse().ok()).unwrap_or(0_u32);
        let host = request.header("host").unwrap_or_default();
        let next = format!("http://{host}/v1.0/groups/1/members?$skiptoken={}", number + 1);
        Response::json(200, format!(r#"{{"value": [{items}], "@odata.nextLink": "{next}"}}"#))
    })
    .await
}

#[tokio::test]
async fn endless_pages_without_items_end() {
    let server = endless_pages("").await;
    let (client, _) = clocked(&server);
    let list = ListMembers { id: "1".to_owned() };
    let mut pages = client.call(&list).pages();
    let error = pages.next().await.expect("an end").expect_err("endless");
    let expected = "unexpected response: the collection has more than 1000 pages without items in a row";
    assert!(error.to_string().ends_with(expected), "{error}");
    assert_eq!(server.request_count(), 1000);
    let link = pages.link().expect("the page after these").to_owned();
    assert!(link.ends_with("$skiptoken=1000"), "{link}");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn endless_pages_with_items_end_at_the_limit_and_can_be_continued() {
    let server = endless_pages(r#""a""#).await;
    let (client, _) = clocked(&server);
    let list = ListMembers { id: "1".to_owned() };
    let mut pages = client.call(&list).pages().max_pages(3);
    for _ in 0..3 {
        assert_eq!(pages.next().await.expect("a page").expect("its items").value, ["a"]);
    }
    let error = pages.next().await.expect("an end").expect_err("endless");
    assert!(error.to_string().ends_with("the collection has more than 3 pages"), "{error}");
    assert_eq!(server.request_count(), 3);
    let link = pages.link().expect("the fourth page").to_owned();
    assert!(link.ends_with("$skiptoken=3"), "{link}");
    assert!(client.call(&list).pages_from(link).next().await.expect("a page").is_ok());
}

#[tokio::test]
async fn a_link_longer_than_a_url_may_be_is_not_followed() {
    let server = Server::start_with(|request: &Request| {
        let next = format!("http://{}/{}", request.header("host").unwrap_or_default(), "x".repeat(40_000));
        Response::json(200, format!(r#"{{"value": ["a"], "@odata.nextLink": "{next}"}}"#))
    })
    .await;
    let (client, _) = clocked(&server);
    let mut items = client.call(&ListMembers { id: "1".to_owned() }).items();
    assert_eq!(items.next().await.expect("an item").expect("the item that came"), "a");
    let error = items.next().await.expect("an end").expect_err("too long");
    assert!(error.to_string().ends_with("the next link is too long"), "{error}");
    assert_eq!(server.request_count(), 1);
}

#[graph_action(PUT, "/drives/<id>/content", perms = "Files.ReadWrite.All")]
struct Upload {
    id: String,
    #[graph(raw_body = "application/octet-stream")]
    content: UploadBody,
}

#[tokio::test]
async fn an_upload_of_empty_chunks_ends() {
    let server = Server::start([Response::empty(204)]).await;
    let (client, _) = clocked(&server);
    let empty = || stream::repeat_with(|| Ok::<_, std::convert::Infallible>(Bytes::new()));
    let content = UploadBody::repeatable(empty);
    let error = client.send(&Upload { id: "1".to_owned(), content }).await.expect_err("no content");
    assert!(matches!(error, Error::Body(_)), "{error:?}");
    let expected =
        "the request body has no content: its stream returns one empty chunk after another; nothing was sent";
    assert!(error.to_string().ends_with(expected), "{error}");
    assert_eq!(server.request_count(), 0);
}

#[tokio::test]
async fn the_longest_time_outs_are_none() {
    let server = Server::start_with(|request: &Request| match request.method.as_str() {
        "PUT" => Response::empty(204),
        _ => Response::json(200, r#"{"id": "7", "value": []}"#).after(Duration::from_secs(1000)),
    })
    .await;
    let builder = GraphClient::builder().base_url(server.url()).token(TOKEN);
    let builder = builder.timeout(Duration::MAX).connect_timeout(Duration::MAX);
    let client = builder.build().expect("a client");
    let content = UploadBody::once(stream::iter(["ab", "c"].map(Ok::<_, std::convert::Infallible>)));
    let upload = Upload { id: "1".to_owned(), content };
    client.call(&upload).timeout(Duration::MAX).send().await.expect("sent");
    let calling = tokio::spawn(async move {
        call(&client, true).await.expect("a thing");
        client.call(&GET).timeout(Duration::MAX).follow_redirects().send().await.expect("a thing");
        client.call(&ListMembers { id: "1".to_owned() }).timeout(Duration::MAX).pages().next().await.expect("a page")
    });
    while !calling.is_finished() {
        pass(Duration::from_secs(100)).await;
        graph_tests::time::settle().await;
    }
    calling.await.expect("no panic").expect("a page");
}
