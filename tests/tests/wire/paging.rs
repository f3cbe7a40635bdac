//! Collections over several pages, and bodies over several chunks.

use std::time::Duration;

use graph_runtime::{Bytes, Error, GraphClient, Page, graph_action, retry::RetryPolicy};
use graph_tests::{
    fixtures::TOKEN,
    server::{Response, Server},
    time::{pass, until},
};

#[graph_action(GET, "/groups/<id>/members", returns = Page<String>, perms = "GroupMember.Read.All")]
struct ListMembers {
    id: String,
    #[graph(header = "ConsistencyLevel")]
    consistency_level: Option<String>,
    #[graph(query = "$top")]
    top: Option<u32>,
}

#[graph_action(GET, "/drives/<id>/content", returns = Bytes, perms = "Files.Read.All")]
struct Download {
    id: String,
}

fn client(server: &Server) -> GraphClient {
    GraphClient::builder().base_url(server.url()).token(TOKEN).retry(RetryPolicy::none()).build().expect("a client")
}

/// A server whose responses may name its own address, as `{url}`.
async fn serve(bodies: impl IntoIterator<Item = &'static str>) -> Server {
    let address = graph_tests::server::unused_address().await;
    let responses =
        bodies.into_iter().map(|body| Response::json(200, body.replace("{url}", &format!("http://{address}"))));
    Server::start_on(address, responses.collect::<Vec<_>>()).await
}

#[tokio::test]
async fn the_items_of_all_pages_come_one_by_one() {
    let server = serve([
        r#"{"value": ["a", "b"], "@odata.nextLink": "{url}/v1.0/groups/1/members?$top=2&$skiptoken=x%2Fy+z'%C3%A9"}"#,
        r#"{"value": [], "@odata.nextLink": "{url}/v1.0/other?$skiptoken=2"}"#,
        r#"{"value": ["c"]}"#,
    ])
    .await;
    let graph = client(&server);
    let mut items = ListMembers::builder().id("1").consistency_level("eventual").top(2_u32).items(&graph);
    assert_eq!(server.connections(), 0, "nothing is sent before an item is asked for");
    let mut members = Vec::new();
    while let Some(member) = items.next().await {
        members.push(member.expect("a member"));
    }
    assert_eq!(members, ["a", "b", "c"]);
    assert!(items.next().await.is_none(), "and nothing comes after the end");
    let requests = server.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/v1.0/groups/1/members?$top=2",
            "/v1.0/groups/1/members?$top=2&$skiptoken=x%2Fy+z%27%C3%A9",
            "/v1.0/other?$skiptoken=2"
        ]
    );
    let mut ids = Vec::new();
    for request in &requests {
        assert_eq!(request.header("consistencylevel"), Some("eventual"));
        assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        ids.push(request.header("client-request-id").expect("an id").to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 3, "each page is a call of its own");
}

#[tokio::test]
async fn a_page_is_requested_when_it_is_needed_and_empty_ones_are_skipped() {
    let server = serve([
        r#"{"value": [], "@odata.nextLink": "{url}/v1.0/2"}"#,
        r#"{"value": ["a"], "@odata.nextLink": "{url}/v1.0/3"}"#,
        r#"{"value": [], "@odata.deltaLink": "{url}/v1.0/delta?$deltatoken=9"}"#,
    ])
    .await;
    let graph = client(&server);
    let list = ListMembers { id: "1".into(), consistency_level: None, top: None };
    let mut pages = graph.call(&list).client_request_id("paging-1").pages();
    let first = pages.next().await.expect("a page").expect("read");
    assert_eq!((first.value, server.requests().len()), (vec!["a".to_owned()], 2));
    assert_eq!(pages.link(), Some(format!("{}/v1.0/3", server.url()).as_str()));
    let end = pages.next().await.expect("a page").expect("read");
    assert_eq!(end.delta_link, Some(format!("{}/v1.0/delta?$deltatoken=9", server.url())));
    assert!(pages.next().await.is_none());
    assert_eq!(pages.link(), None);
    assert!(server.requests().iter().all(|request| request.header("client-request-id") == Some("paging-1")));
}

#[tokio::test]
async fn the_token_does_not_follow_a_link_to_another_host() {
    let other = Server::start([Response::json(200, r#"{"value": ["b"]}"#)]).await;
    for link in [format!("{}/v1.0/x", other.url()), "https://127.0.0.1/v1.0/x".to_owned(), "no link".to_owned()] {
        let server =
            Server::start([Response::json(200, format!(r#"{{"value": ["a"], "@odata.nextLink": "{link}"}}"#))]).await;
        let graph = client(&server);
        let mut items = ListMembers::builder().id("1").items(&graph);
        assert_eq!(items.next().await.expect("an item").expect("the item that came"), "a");
        let error = items.next().await.expect("a response").expect_err("it cannot be followed");
        assert!(matches!(&error, Error::Decode(error) if error.reason().contains("next link")), "{error}");
        assert!(!format!("{error} {error:?}").contains(&link), "{error:?}");
        assert!(items.next().await.is_none());

        let list = ListMembers { id: "1".into(), consistency_level: None, top: None };
        let error =
            graph.call(&list).pages_from(&link).next().await.expect("a response").expect_err("it cannot be followed");
        assert!(matches!(error, Error::Build(_)), "{error}");
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn circular_next_links_end_in_an_error() {
    let server = serve([
        r#"{"value": ["a"], "@odata.nextLink": "{url}/v1.0/2"}"#,
        r#"{"value": [], "@odata.nextLink": "{url}/v1.0/3"}"#,
        r#"{"value": [], "@odata.nextLink": "{url}/v1.0/2"}"#,
    ])
    .await;
    let graph = client(&server);
    let mut items = ListMembers::builder().id("1").items(&graph);
    assert_eq!(items.next().await.expect("an item").expect("read"), "a");
    let error = items.next().await.expect("a response").expect_err("a circle");
    assert!(error.to_string().contains("already read"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_page_whose_next_link_is_its_own_is_given_and_named() {
    let server = serve([
        r#"{"value": ["a"], "@odata.nextLink": "{url}/v1.0/2"}"#,
        r#"{"value": ["b"], "@odata.nextLink": "{url}/v1.0/2"}"#,
    ])
    .await;
    let graph = client(&server);
    let list = ListMembers { id: "1".into(), consistency_level: None, top: None };
    let mut pages = graph.call(&list).pages();
    for item in ["a", "b"] {
        assert_eq!(pages.next().await.expect("a page").expect("its items").value, [item]);
    }
    let error = pages.next().await.expect("a response").expect_err("a circle");
    assert!(error.to_string().contains("already read"), "{error}");
    assert_eq!(pages.link(), Some(format!("{}/v1.0/2", server.url()).as_str()));
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_page_whose_next_link_is_empty_is_the_last_one() {
    for link in ["", " "] {
        let body = format!(r#"{{"value": ["a"], "@odata.nextLink": "{link}"}}"#);
        let server = Server::start([Response::json(200, body)]).await;
        let mut pages = ListMembers::builder().id("1").pages(&client(&server));
        assert_eq!(pages.next().await.expect("a page").expect("its items").value, ["a"]);
        assert!(pages.next().await.is_none());
        assert_eq!(pages.link(), None);
    }
}

#[tokio::test]
async fn paging_that_failed_resumes_from_its_link() {
    let address = graph_tests::server::unused_address().await;
    let next = format!("http://{address}/v1.0/2?$skiptoken=x");
    let server = Server::start_on(
        address,
        [
            Response::json(200, format!(r#"{{"value": ["a"], "@odata.nextLink": "{next}"}}"#)),
            Response::json(400, r#"{"error": {"code": "BadRequest", "message": "later"}}"#),
            Response::json(200, r#"{"value": ["b"]}"#),
        ],
    )
    .await;
    let graph = client(&server);
    let list = ListMembers { id: "1".into(), consistency_level: None, top: None };
    let mut pages = graph.call(&list).pages();
    assert!(pages.next().await.expect("a page").is_ok());
    assert_eq!(
        pages.next().await.expect("a response").expect_err("400").status().map(|status| status.as_u16()),
        Some(400)
    );
    let link = pages.link().expect("the page that could not be read").to_owned();
    assert_eq!(link, next);
    let page = graph.call(&list).pages_from(link).next().await.expect("a page").expect("read");
    assert_eq!(page.value, ["b"]);
    assert_eq!(server.requests()[2].target, "/v1.0/2?$skiptoken=x");
}

#[tokio::test]
async fn each_page_is_retried() {
    let address = graph_tests::server::unused_address().await;
    let next = format!(r#"{{"value": ["a"], "@odata.nextLink": "http://{address}/v1.0/2"}}"#);
    let throttled = || Response::empty(429).header("Retry-After", "0");
    let responses = [throttled(), Response::json(200, next), throttled(), Response::json(200, r#"{"value": ["b"]}"#)];
    let server = Server::start_on(address, responses).await;
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client");
    let mut items = ListMembers::builder().id("1").items(&graph);
    assert_eq!(items.next().await.expect("an item").expect("read"), "a");
    assert_eq!(items.next().await.expect("an item").expect("read"), "b");
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn an_action_that_cannot_be_built_has_no_pages() {
    let server = Server::start([]).await;
    let graph = client(&server);
    let mut items = ListMembers::builder().id("").items(&graph);
    assert!(matches!(items.next().await, Some(Err(Error::Build(_)))));
    assert!(items.next().await.is_none());
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_body_is_streamed() {
    let body = vec![b'x'; 300_000];
    let server = Server::start([Response::body(200, body.clone()).header("Content-Type", "image/png")]).await;
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).max_response_bytes(1000).build();
    let graph = graph.expect("a client");
    let download = Download { id: "1".into() };
    let mut stream = graph.call(&download).stream().await.expect("a body");
    assert_eq!(
        (stream.status().as_u16(), &stream.headers()["content-type"]),
        (200, &http::HeaderValue::from_static("image/png"))
    );
    let (mut read, mut chunks) = (Vec::new(), 0);
    while let Some(chunk) = stream.chunk().await.expect("a chunk") {
        read.extend_from_slice(&chunk);
        chunks += 1;
    }
    assert!(read == body && chunks > 1, "{} bytes in {chunks} chunks", read.len());
    assert_eq!(stream.chunk().await.expect("the end stays the end"), None);
    assert_eq!(server.request().header("accept"), Some("*/*"));
}

#[tokio::test]
async fn a_streamed_body_that_breaks_off_ends_in_an_error() {
    let server = Server::start([Response::body(200, vec![b'x'; 1000]).cut_after(500)]).await;
    let mut stream = client(&server).call(&Download { id: "1".into() }).stream().await.expect("a body");
    let mut read = 0;
    let error = loop {
        match stream.chunk().await {
            Ok(Some(chunk)) => read += chunk.len(),
            Ok(None) => panic!("the body was cut off"),
            Err(error) => break error,
        }
    };
    assert_eq!(read, 500);
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert!(matches!(stream.chunk().await, Ok(None)));
}

#[tokio::test]
async fn a_chunk_that_does_not_arrive_is_a_time_out() {
    let server = Server::start([Response::body(200, vec![b'x'; 1000]).stall_after(500), Response::hang()]).await;
    let (graph, download) = (client(&server), Download { id: "1".into() });
    let call = || graph.call(&download).timeout(Duration::from_secs(20));
    let mut stream = call().stream().await.expect("a body");
    assert_eq!(stream.chunk().await.expect("a chunk").map(|chunk| chunk.len()), Some(500));
    let chunk = tokio::spawn(async move { stream.chunk().await });
    tokio::task::yield_now().await;
    pass(Duration::from_secs(21)).await;
    assert!(matches!(chunk.await.expect("no panic"), Err(Error::Timeout(_))));
    let head = tokio::spawn(call().stream());
    until("the request has come", || server.request_count() == 2).await;
    pass(Duration::from_secs(21)).await;
    assert!(matches!(head.await.expect("no panic"), Err(Error::Timeout(_))));
}

#[tokio::test]
async fn an_error_response_is_an_error_before_there_is_a_stream() {
    let server = Server::start([
        Response::empty(503).header("Retry-After", "0"),
        Response::json(404, r#"{"error": {"code": "itemNotFound", "message": "no"}}"#),
    ])
    .await;
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client");
    let error = graph.call(&Download { id: "1".into() }).stream().await.expect_err("404");
    assert_eq!(error.code(), Some("itemNotFound"));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_redirect_is_followed_if_requested_and_without_the_token_to_another_host() {
    let other = Server::start([Response::body(200, "content")]).await;
    let server = Server::start([
        Response::empty(302).header("Location", "/v1.0/moved?x=1"),
        Response::empty(307).header("Location", &format!("{}/download?tempauth=1", other.url())),
        Response::empty(302).header("Location", &format!("{}/download", other.url())),
        Response::empty(302).header("Location", "http://example.com/download"),
    ])
    .await;
    let (graph, download) = (client(&server), Download { id: "1".into() });
    let content = graph.call(&download).header("Prefer", "x").follow_redirects().send().await.expect("the content");
    assert_eq!(content, "content");
    let requests = server.requests();
    assert_eq!(requests[1].target, "/v1.0/moved?x=1");
    let token = format!("Bearer {TOKEN}");
    assert!(requests.iter().all(|request| request.header("authorization") == Some(token.as_str())));
    let elsewhere = other.request();
    assert_eq!((elsewhere.target.as_str(), elsewhere.header("accept")), ("/download?tempauth=1", Some("*/*")));
    for name in ["authorization", "prefer", "client-request-id"] {
        assert_eq!(elsewhere.header(name), None, "{name}");
    }
    let error = graph.send(&download).await.expect_err("not asked for");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    let error = graph.call(&download).follow_redirects().send().await.expect_err("in the clear");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(other.connections(), 1);
}
