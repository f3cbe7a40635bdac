//! The token goes only to the client's own scheme, host and port, whatever a response names.

use std::{
    cell::Cell,
    sync::{Arc, Mutex},
    time::Duration,
};

use graph_runtime::{
    Bytes, Error, GraphClient, Page,
    auth::{AccessToken, TokenRequest},
    graph_action,
    retry::RetryPolicy,
};
use graph_tests::{
    fixtures::TOKEN,
    server::{Request, Response, Server, unused_address},
};
use serde_json::{Value, json};

#[graph_action(GET, "/groups/<id>/members", returns = Page<String>, perms = none)]
struct ListMembers {
    id: String,
    #[graph(header = "X-Key", secret)]
    key: String,
}

#[graph_action(GET, "/drives/<id>/content", returns = Bytes, perms = none)]
struct Download {
    id: String,
    #[graph(header = "X-Key", secret)]
    key: String,
}

#[graph_action(POST, "/things/<id>", returns = Value, perms = none)]
struct Change {
    id: String,
    name: String,
}

#[graph_action(GET, "/drive/root:/<path..>:/children", returns = Value, perms = none)]
struct Children {
    path: String,
}

fn list() -> ListMembers {
    ListMembers { id: "1".into(), key: "hunter2".into() }
}

fn download() -> Download {
    Download { id: "1".into(), key: "hunter2".into() }
}

fn change() -> Change {
    Change { id: "1".into(), name: "a".into() }
}

/// Two servers on loopback: the client's own, and another on another port.
struct Servers {
    own: Server,
    other: Server,
    client: GraphClient,
    /// How many requests were looked at.
    seen: Cell<usize>,
}

impl Servers {
    /// Starts servers of which the client's own responds with what `script` makes of each link; returns the links filled in.
    async fn start<'l>(
        links: impl IntoIterator<Item = &'l &'l str>,
        script: impl Fn(&str) -> Vec<Response>,
    ) -> (Self, Vec<String>) {
        let other = Server::start(vec![Response::json(200, r#"{"value": ["other"]}"#); 4]).await;
        let own = unused_address().await;
        let links: Vec<_> = links
            .into_iter()
            .map(|link| fill(link, &own.to_string(), other.url().trim_start_matches("http://")))
            .collect();
        let own = Server::start_on(own, links.iter().flat_map(|link| script(link)).collect::<Vec<_>>()).await;
        let client = GraphClient::builder().base_url(own.url()).token(TOKEN).retry(RetryPolicy::none());
        let client = client.build().expect("a client");
        (Self { own, other, client, seen: Cell::new(0) }, links)
    }

    /// Whether so many requests came since the last look, all of them to the client's own server, with its token.
    #[track_caller]
    fn assert_own(&self, requests: usize, link: &str) {
        assert_eq!(self.other.connections(), 0, "{link} leads to another server");
        let sent = self.own.requests().split_off(self.seen.get());
        assert_eq!(sent.len(), requests, "{link}: {sent:?}");
        assert!(sent.iter().all(has_token), "{link}: {sent:?}");
        self.seen.set(self.seen.get() + requests);
    }
}

fn has_token(request: &Request) -> bool {
    request.raw.windows(TOKEN.len()).any(|bytes| bytes == TOKEN.as_bytes())
}

/// Links that lead elsewhere, or nowhere. `{own}` and `{other}` are host and port of the servers, `{own_port}` and
/// `{other_port}` their ports.
const ELSEWHERE: &[&str] = &[
    "http://{other}/v1.0/x",
    "HTTP://{other}/v1.0/x",
    "https://{own}/v1.0/x",
    "http://127.0.0.1/v1.0/x",
    "http://localhost:{own_port}/v1.0/x",
    "http://LOCALHOST:{own_port}/v1.0/x",
    "http://localhost.:{own_port}/v1.0/x",
    "http://127.0.0.2:{own_port}/v1.0/x",
    "http://[::ffff:127.0.0.1]:{own_port}/v1.0/x",
    "http://{own}@{other}/v1.0/x",
    "http://127.0.0.1:1@{other}/v1.0/x",
    "http://{own}%2F@{other}/v1.0/x",
    "http://{own}:@{other}/v1.0/x",
    "http://me@{own}/v1.0/x",
    "http://me:hunter2@{own}/v1.0/x",
    "http://{other}#@{own}/v1.0/x",
    "http://{other}?@{own}/v1.0/x",
    "http://{other}\\@{own}/v1.0/x",
    "http:\\\\{other}\\v1.0\\x",
    "http:{other}/v1.0/x",
    "http:/{other}/v1.0/x",
    "http:///{other}/v1.0/x",
    "  http://{other}/v1.0/x",
    "ht\ttp://{other}/v1.0/x",
    "http://2130706433:{other_port}/v1.0/x",
    "http://0x7f.1:{other_port}/v1.0/x",
    "http://127.0.0.1.example.com:{own_port}/v1.0/x",
    "//{other}/v1.0/x",
    "///{other}/v1.0/x",
    "\\\\{other}\\v1.0\\x",
    "/\\{other}/v1.0/x",
    "/v1.0/x",
    "v1.0/x",
    "?$skiptoken=x",
    "{own}/v1.0/x",
    "blob:http://{own}/v1.0/x",
    "ftp://{own}/v1.0/x",
    "ws://{own}/v1.0/x",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:application/json,{}",
];

/// Other spellings of the client's own address.
const OWN: &[&str] = &[
    "http://{own}/v1.0/x",
    "HTTP://{own}/v1.0/x",
    "http://2130706433:{own_port}/v1.0/x",
    "http://127.0.0.1.:{own_port}/v1.0/x",
    "http://{own}/http://{other}/x",
    "http://{own}//{other}/x",
    "http://{own}\\@{other}/x",
    "http://{own}?@{other}",
    "http://{own}#@{other}",
    "http://{own}/v1.0/../../x",
];

fn fill(link: &str, own: &str, other: &str) -> String {
    let port = |address: &str| address.rsplit(':').next().expect("a port").to_owned();
    link.replace("{own_port}", &port(own))
        .replace("{other_port}", &port(other))
        .replace("{own}", own)
        .replace("{other}", other)
}

/// Whether it can be the value of a header.
fn in_headers(link: &str) -> bool {
    http::HeaderValue::from_str(link).is_ok()
}

fn page(property: &str, link: &str) -> Response {
    Response::json(200, json!({"value": ["own"], property: link}).to_string())
}

#[tokio::test]
async fn a_next_link_is_followed_only_to_the_clients_own_origin() {
    let (servers, links) = Servers::start(ELSEWHERE, |link| vec![page("@odata.nextLink", link)]).await;
    for link in links {
        let list = list();
        let mut pages = servers.client.call(&list).pages();
        assert_eq!(pages.next().await.expect("a page").expect("its items").value, ["own"], "{link}");
        match pages.next().await.expect("an end").expect_err("it must not be followed") {
            Error::Decode(error) => assert!(error.reason().starts_with("the next link "), "{link}: {error}"),
            error => panic!("{link}: {error}"),
        }
        assert!(pages.next().await.is_none());
        // What can be resumed is the client's own.
        let resumed = pages.link().expect("the page that was read last");
        assert!(resumed.starts_with(&servers.own.url()), "{link} is kept as {resumed}");
        servers.assert_own(1, &link);
    }
}

#[tokio::test]
async fn a_next_link_is_followed_however_the_clients_own_origin_is_spelled() {
    let last = || Response::json(200, r#"{"value": ["2"]}"#);
    let (servers, links) = Servers::start(OWN, |link| vec![page("@odata.nextLink", link), last()]).await;
    for link in links {
        let mut items = servers.client.call(&list()).items();
        assert_eq!(items.next().await.expect("an item").expect("read"), "own", "{link}");
        assert_eq!(items.next().await.expect("an item").expect("read"), "2", "{link}");
        assert!(items.next().await.is_none());
        servers.assert_own(2, &link);
    }
}

#[tokio::test]
async fn a_delta_link_is_returned_but_not_followed_to_another_origin() {
    let (servers, links) = Servers::start(ELSEWHERE, |link| vec![page("@odata.deltaLink", link)]).await;
    for link in links {
        let list = list();
        let mut pages = servers.client.call(&list).pages();
        let page = pages.next().await.expect("a page").expect("read");
        assert!(pages.next().await.is_none() && pages.link().is_none());
        let delta = page.delta_link.expect("a link");
        assert_eq!(delta, link);
        let mut resumed = servers.client.call(&list).pages_from(&delta);
        let error = resumed.next().await.expect("an end").expect_err("it is rejected");
        assert!(matches!(error, Error::Build(_)), "{link}: {error}");
        assert!(resumed.next().await.is_none() && resumed.link().is_none(), "{link}");
        let mut items = servers.client.call(&list).pages_from(&delta).items();
        items.next().await.expect("an end").expect_err("it is rejected");
        servers.assert_own(1, &link);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_unless_asked_for() {
    let redirects =
        |link: &str| [301, 302, 303, 307, 308].map(|status| Response::empty(status).header("Location", link)).to_vec();
    let (servers, links) = Servers::start(ELSEWHERE.iter().filter(|link| in_headers(link)), redirects).await;
    let client = &servers.client;
    for link in links {
        client.send(&download()).await.expect_err("a redirect");
        client.send(&change()).await.expect_err("a redirect");
        client.call(&list()).pages().next().await.expect("an end").expect_err("a redirect");
        client.call(&download()).stream().await.expect_err("a redirect");
        // A request that is no GET is not even followed if that is requested.
        client.call(&change()).follow_redirects().send().await.expect_err("a redirect");
        servers.assert_own(5, &link);
    }
}

#[tokio::test]
async fn a_followed_redirect_takes_no_token_to_another_origin() {
    let redirect = |link: &str| vec![Response::empty(302).header("Location", link)];
    let mut reached = 0;
    for link in ELSEWHERE.iter().filter(|link| in_headers(link)) {
        let (servers, links) = Servers::start([link], redirect).await;
        let link = &links[0];
        // A server that speaks no TLS does not respond to it.
        let _ = servers.client.call(&download()).timeout(Duration::from_secs(1)).follow_redirects().send().await;
        let (own, other) = (servers.own.requests(), servers.other.requests());
        for request in &other {
            assert!(!has_token(request), "{link}: {request:?}");
            for name in ["authorization", "x-key", "client-request-id", "cookie", "referer"] {
                assert_eq!(request.header(name), None, "{link}");
            }
        }
        for request in &own {
            let is_own = request.header("host") == Some(servers.own.url().trim_start_matches("http://"));
            assert_eq!(has_token(request), is_own, "{link}: {request:?}");
        }
        reached += other.len();
    }
    assert!(reached > 5, "the other server is reached where that is asked for: {reached}");
}

#[tokio::test]
async fn a_redirect_back_from_another_origin_carries_no_token() {
    let own = unused_address().await;
    let back = Response::empty(302).header("Location", &format!("http://{own}/v1.0/me/messages"));
    let other = Server::start([back]).await;
    let there = Response::empty(302).header("Location", &format!("{}/download", other.url()));
    let own = Server::start_on(own, [there, Response::body(200, "own")]).await;
    let client = GraphClient::builder().base_url(own.url()).token(TOKEN).build().expect("a client");
    client.call(&download()).follow_redirects().send().await.expect("a response");
    let requests = own.requests();
    assert_eq!(requests.iter().map(has_token).collect::<Vec<_>>(), [true, false]);
    assert_eq!(requests[1].header("x-key"), None);
    assert!(!has_token(&other.request()));
}

#[tokio::test]
async fn the_items_of_a_batch_address_only_paths() {
    let (servers, _) = Servers::start(&[""], |_| vec![Response::json(200, r#"{"responses": []}"#)]).await;
    let other = servers.other.url().trim_start_matches("http://").to_owned();
    let mut batch = servers.client.batch();
    let mut handles = Vec::new();
    for id in [
        format!("//{other}/x"),
        format!("http://{other}/x"),
        format!("@{other}/x"),
        format!("\\\\{other}\\x"),
        "..".to_owned(),
        "https:".to_owned(),
    ] {
        handles.push(batch.add(&Change { id, name: format!("http://{other}") }));
    }
    for path in [format!("/{other}/x"), format!("/{other}"), format!("a/../{other}"), format!("\\\\{other}/x")] {
        handles.push(batch.add(&Children { path }));
    }
    let mut responses = batch.send().await.expect("responses");
    for handle in handles {
        responses.take(handle).expect_err("there is none");
    }
    servers.assert_own(1, "an item");
    let request = servers.own.request();
    assert_eq!(request.target, "/v1.0/$batch");
    let body = request.json();
    let items = body["requests"].as_array().expect("items");
    assert_eq!(items.len(), 6, "what would lead out of the path is not sent: {items:?}");
    for item in items {
        let url = item["url"].as_str().expect("a URL");
        assert!(url.starts_with("/things/") || url.starts_with("/drive/root:/"), "{url}");
        assert!(!url.contains("//") && !url.contains('\\') && !url.contains(".."), "{url}");
        assert!(!item.to_string().to_ascii_lowercase().contains("authorization"), "{item}");
    }
}

#[tokio::test]
async fn nothing_in_the_response_to_a_batch_leads_to_another_origin() {
    let script = |link: &str| {
        let headers = json!({"Location": link, "Content-Location": link, "Link": format!("<{link}>; rel=\"next\"")});
        let body = json!({"value": ["1"], "@odata.context": link, "@odata.nextLink": link, "@odata.deltaLink": link});
        let responses = json!([
            {"id": "1", "status": 302, "headers": headers},
            {"id": "2", "status": 200, "headers": headers, "body": body},
        ]);
        let page = json!({"responses": responses, "@odata.nextLink": link, "@odata.context": link});
        vec![Response::json(200, page.to_string())]
    };
    let (servers, links) = Servers::start(ELSEWHERE, script).await;
    for link in links {
        let mut batch = servers.client.batch();
        let (redirected, listed, missing) = (batch.add(&download()), batch.add(&list()), batch.add(&change()));
        let mut responses = batch.send().await.expect("responses");
        responses.take(redirected).expect_err("a redirect");
        let error = responses.take(missing).expect_err("there is none");
        assert!(error.to_string().contains("the next link "), "{link}: {error}");
        let page = responses.take(listed).expect("a page");
        let next = page.next_link.expect("a link");
        let error = servers.client.call(&list()).pages_from(next).next().await.expect("an end");
        assert!(matches!(error, Err(Error::Build(_))), "{link}");
        servers.assert_own(1, &link);
    }
}

#[tokio::test]
async fn no_annotation_and_no_header_of_a_response_is_followed() {
    let script = |link: &str| {
        let body = json!({
            "@odata.context": link, "@odata.id": link, "@odata.editLink": link, "@odata.readLink": link,
            "@odata.mediaReadLink": link, "members@odata.nextLink": link, "@microsoft.graph.downloadUrl": link,
            "value": ["own"],
        });
        let mut response = Response::json(200, body.to_string());
        if in_headers(link) {
            for name in ["Location", "Content-Location", "Operation-Location", "Azure-AsyncOperation"] {
                response = response.header(name, link);
            }
            response = response
                .header("Link", &format!("<{link}>; rel=\"next\""))
                .header("Refresh", &format!("0; url={link}"))
                .header("Alt-Svc", &format!("http/1.1=\"{link}\""));
        }
        vec![response; 3]
    };
    let (servers, links) = Servers::start(ELSEWHERE, script).await;
    let client = &servers.client;
    for link in links {
        client.send(&change()).await.expect("a response");
        client.call(&download()).follow_redirects().send().await.expect("a response");
        let mut items = client.call(&list()).items();
        assert_eq!(items.next().await.expect("an item").expect("read"), "own");
        assert!(items.next().await.is_none(), "{link}");
        servers.assert_own(3, &link);
    }
}

#[tokio::test]
async fn a_challenge_does_not_say_where_to_sign_in() {
    let script = |link: &str| {
        // `{"access_token":{"nbf":{"essential":true}}}`
        let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==";
        let challenge = format!(
            r#"Bearer realm="{link}", authorization_uri="{link}", resource_id="{link}", scope="{link}", claims="{claims}""#
        );
        vec![Response::empty(401).header("WWW-Authenticate", &challenge), Response::json(200, "{}")]
    };
    let (servers, links) = Servers::start(ELSEWHERE.iter().filter(|link| in_headers(link)), script).await;
    let asked: Arc<Mutex<Vec<TokenRequest>>> = Arc::default();
    let noted = Arc::clone(&asked);
    let client = GraphClient::builder().base_url(servers.own.url()).token_fn(move |request| {
        let mut asked = noted.lock().expect("no panic");
        asked.push(request);
        std::future::ready(Ok(AccessToken::new(format!("{TOKEN}-{}", asked.len()))))
    });
    let client = client.build().expect("a client");
    let scope = format!("{}/.default", servers.own.url());
    for link in links {
        client.send(&change()).await.expect("a response");
        servers.assert_own(2, &link);
        let asked = asked.lock().expect("no panic");
        assert!(asked.iter().all(|request| request.scopes == [scope.as_str()]), "{asked:?}");
        let claims = asked.last().expect("a request").claims.as_deref();
        assert_eq!(claims, Some(r#"{"access_token":{"nbf":{"essential":true}}}"#), "{link}");
    }
}
