//! A gateway in front of Microsoft Graph: a base URL with a path, and links that name another address.

use graph_runtime::{
    Bytes, Cloud, Error, GraphClient, Page, client::GraphClientBuilder, graph_action, retry::RetryPolicy,
};
use graph_tests::{
    fixtures::{GET, TOKEN},
    server::{Request, Response, Server, unused_address},
};
use serde_json::json;

#[graph_action(GET, "/groups/<id>/members", returns = Page<String>, perms = none)]
struct ListMembers {
    id: &'static str,
}

#[graph_action(GET, "/drives/<id>/content", returns = Bytes, perms = "Files.Read.All", redirects = true)]
struct Download {
    id: &'static str,
}

const LIST: ListMembers = ListMembers { id: "1" };
const DOWNLOAD: Download = Download { id: "1" };

/// A server whose responses may name its own address, as `{url}`, and a client for its path `/graph`.
async fn gateway(bodies: impl IntoIterator<Item = serde_json::Value>) -> (Server, GraphClientBuilder) {
    let address = unused_address().await;
    let url = format!("http://{address}");
    let bodies = bodies.into_iter().map(|body| Response::json(200, body.to_string().replace("{url}", &url)));
    let server = Server::start_on(address, bodies.collect::<Vec<_>>()).await;
    (server, builder(&url))
}

fn builder(url: &str) -> GraphClientBuilder {
    GraphClient::builder().base_url(format!("{url}/graph")).token(TOKEN).retry(RetryPolicy::none())
}

fn has_token(request: &Request) -> bool {
    request.header("authorization") == Some(&format!("Bearer {TOKEN}"))
}

#[tokio::test]
async fn a_link_outside_the_path_of_the_base_url_gets_no_token() {
    for link in ["{url}/v1.0/x", "{url}/graphs/v1.0/x", "{url}/graph/../x", "{url}/graph/..%2Fx"] {
        let (server, builder) = gateway([
            json!({"value": ["a"], "@odata.nextLink": link}),
            json!({"responses": [], "@odata.nextLink": link}),
        ])
        .await;
        let client = builder.build().expect("a client");
        let mut pages = client.call(&LIST).pages();
        assert_eq!(pages.next().await.expect("a page").expect("read").value, ["a"]);
        let error = pages.next().await.expect("an end").expect_err(link).to_string();
        assert!(error.contains("the next link points to a path outside `base_url`"), "{error}");
        let mut batch = client.batch();
        let item = batch.add(&GET);
        let error = batch.send().await.expect("responses").take(item).expect_err("none").to_string();
        assert!(error.contains("the next link points to a path outside `base_url`"), "{error}");
        let link = link.replace("{url}", &server.url());
        let error = client.call(&LIST).pages_from(&link).next().await.expect("an end").expect_err("outside");
        assert!(matches!(error, Error::Build(_)), "{error:?}");
        assert_eq!(server.request_count(), 2, "{link}");
    }
}

#[tokio::test]
async fn a_redirect_out_of_the_path_of_the_base_url_is_one_to_another_host() {
    for outside in ["/login", "/graph/..%2Flogin"] {
        let server = Server::start([
            Response::empty(302).header("Location", "/graph/v1.0/moved"),
            Response::empty(302).header("Location", outside),
            Response::empty(403),
        ])
        .await;
        let client = builder(&server.url()).header("X-Client", "x").build().expect("a client");
        let error = client.send(&DOWNLOAD).await.expect_err("403");
        assert_eq!(error.to_string(), "Download: 127.0.0.1, which the service redirected to: 403 Forbidden");
        let requests = server.requests();
        assert_eq!(requests.iter().map(has_token).collect::<Vec<_>>(), [true, true, false], "{outside}");
        let headers = requests.iter().map(|request| request.header("x-client"));
        assert_eq!(headers.collect::<Vec<_>>(), [Some("x"), Some("x"), None], "{outside}");
    }
}

#[tokio::test]
async fn links_to_graph_itself_lead_to_the_gateway_if_they_are_mapped() {
    let graph = "https://graph.microsoft.com/v1.0";
    let pages = || {
        [
            json!({"value": ["a"], "@odata.nextLink": format!("{graph}/groups/1/members?$skiptoken=x%2Fy")}),
            json!({"value": ["b"], "@odata.deltaLink": format!("{graph}/groups/delta?$deltatoken=9")}),
            json!({"value": ["c"]}),
            json!({"responses": [], "@odata.nextLink": format!("{graph}/$batch?$skiptoken=2")}),
            json!({"responses": [{"id": "1", "status": 200, "body": {"id": "1"}}]}),
        ]
    };
    let (server, builder) = gateway(pages()).await;
    let client = builder.map_links_from(Cloud::Global.graph()).build().expect("a client");
    let mut read = client.call(&LIST).pages();
    read.next().await.expect("a page").expect("read");
    assert_eq!(read.link(), Some(&*format!("{}/graph/v1.0/groups/1/members?$skiptoken=x%2Fy", server.url())));
    let last = read.next().await.expect("a page").expect("read");
    let mut rest = client.call(&LIST).pages_from(last.delta_link.expect("a link"));
    assert_eq!(rest.next().await.expect("a page").expect("read").value, ["c"]);
    let mut batch = client.batch();
    let item = batch.add(&GET);
    assert_eq!(batch.send().await.expect("responses").take(item).expect("a thing").id, "1");
    let requests = server.requests();
    assert!(requests.iter().all(has_token));
    let targets: Vec<_> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/graph/v1.0/groups/1/members",
            "/graph/v1.0/groups/1/members?$skiptoken=x%2Fy",
            "/graph/v1.0/groups/delta?$deltatoken=9",
            "/graph/v1.0/$batch",
            "/graph/v1.0/$batch?$skiptoken=2",
        ]
    );

    let (server, builder) = gateway(pages()).await;
    let client = builder.build().expect("a client");
    let mut pages = client.call(&LIST).pages();
    pages.next().await.expect("a page").expect("read");
    let error = pages.next().await.expect("an end").expect_err("it is not mapped").to_string();
    assert!(error.contains("points to Microsoft Graph instead of `base_url`"), "{error}");
    assert!(error.ends_with("`GraphClientBuilder::map_links_from` maps such links"), "{error}");
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn a_redirect_to_graph_itself_leads_to_the_gateway_if_it_is_mapped() {
    let server = Server::start([
        Response::empty(302).header("Location", "https://graph.microsoft.com/v1.0/moved?x=1"),
        Response::body(200, "content"),
    ])
    .await;
    let client = builder(&server.url()).map_links_from(Cloud::Global.graph()).build().expect("a client");
    assert_eq!(client.send(&DOWNLOAD).await.expect("the content"), "content");
    let moved = &server.requests()[1];
    assert_eq!((moved.target.as_str(), has_token(moved)), ("/graph/v1.0/moved?x=1", true));
}
