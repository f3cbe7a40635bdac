//! The response is a redirect.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use graph_runtime::{
    Error, GraphClient, Secret,
    client::{AttemptHook, AttemptRequest},
    graph_action, reqwest,
    testing::TestClock,
};
use graph_tests::{
    fixtures::{CREATE, GET, THING, TOKEN, Thing},
    server::{Response, Server, unused_address},
    tls::Authority,
    token::token,
};
use serde_json::json;

use crate::{Append, Bytes, Download, clocked, http, status, with_clock};

/// Reads the content of a file, which is at another address.
#[graph_action(
    GET, "/drives/<id>/content",
    returns = Bytes,
    perms = "Files.Read.All",
    redirects = true,
    header("X-Constant" = "c", "Prefer" = "d"),
)]
struct Read {
    id: &'static str,
    #[graph(header = "X-Own")]
    own: Option<&'static str>,
    #[graph(header = "Range", redirected)]
    range: Option<&'static str>,
}

const READ: Read = Read { id: "1", own: Some("own"), range: Some("bytes=0-3") };

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed_by_default() {
    let other = Server::start([]).await;
    for redirect in STATUSES {
        let leading = Response::empty(redirect).header("Location", &format!("{}/v1.0/x", other.url()));
        let server = Server::start(vec![leading; 3]).await;
        let (client, clock) = clocked(&server);
        let post = client.send(&CREATE).await.expect_err("a redirect");
        let get = client.send(&GET).await.expect_err("a redirect");
        assert!(get.to_string().contains("redirects are not followed"), "{get}");
        // A POST is not followed even then.
        let asked = client.call(&CREATE).follow_redirects().send().await.expect_err("a redirect");
        for error in [post, get, asked] {
            assert_eq!(status(&error), redirect);
            assert!(!error.is_retryable(), "{error:?}");
        }
        assert_eq!((server.request_count(), clock.waits().len()), (3, 0), "{redirect}");
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_followed_redirect_to_another_host_carries_no_token() {
    for redirect in STATUSES {
        let other = Server::start([Response::body(200, "content")]).await;
        let leading = Response::empty(redirect).header("Location", &format!("{}/x?tempauth=1", other.url()));
        let server = Server::start([leading]).await;
        let download = Download { id: "1".to_owned() };
        let content = clocked(&server).0.call(&download).follow_redirects().send().await.expect("the content");
        assert_eq!(content, "content");
        let request = other.request();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/x?tempauth=1"));
        assert_eq!((request.header("authorization"), request.header("client-request-id")), (None, None));
        assert!(server.request().header("authorization").is_some());
    }
}

#[tokio::test]
async fn a_redirect_from_https_to_plain_http_is_not_followed() {
    let authority = Authority::new();
    let plain = Server::start([Response::body(200, "content")]).await;
    let here = |scheme: &str, server: &Server| format!("{scheme}://graph.test:{}/v1.0/x", server.address().port());
    for location in [format!("{}/x", plain.url()), here("http", &plain)] {
        let leading = Response::empty(302).header("Location", &location);
        let script = [leading.clone(), leading, Response::body(200, "content")];
        let server = Server::start_tls(authority.identity(&["graph.test"]), script).await;
        let certificate = reqwest::Certificate::from_der(authority.certificate()).expect("a certificate");
        let http = http().tls_certs_only([certificate]).resolve("graph.test", server.address());
        let base = format!("https://graph.test:{}", server.address().port());
        let builder = GraphClient::builder().base_url(base).http_client(http.build().expect("a client"));
        let (client, _) = with_clock(builder);
        let download = Download { id: "1".to_owned() };
        for call in [client.call(&download), client.call(&download).follow_redirects()] {
            assert_eq!(status(&call.send().await.expect_err("in the clear")), 302, "{location}");
        }
        assert_eq!((server.request_count(), plain.connections()), (2, 0), "{location}");
    }
}

#[tokio::test]
async fn a_redirect_to_itself_ends() {
    for redirect in STATUSES {
        let server =
            Server::start_with(move |request| Response::empty(redirect).header("Location", &request.target)).await;
        let (client, clock) = clocked(&server);
        assert_eq!(status(&client.send(&GET).await.expect_err("a redirect")), redirect);
        for error in [
            client.call(&GET).follow_redirects().send().await.expect_err("a circle"),
            client.send(&READ).await.expect_err("a circle"),
        ] {
            assert_eq!((status(&error), error.is_retryable()), (redirect, false));
            assert!(error.to_string().contains("; the redirect leads to a URL that was requested before"), "{error}");
        }
        let append = Append { id: "1".to_owned(), content: Bytes::from_static(THING.as_bytes()) };
        client.call(&append).follow_redirects().send().await.expect_err("a redirect");
        assert_eq!((server.request_count(), clock.waits().len()), (4, 0), "none is followed");
    }
}

#[tokio::test]
async fn a_circle_of_redirects_ends() {
    let other = Server::start_with(|request| {
        Response::empty(302).header("Location", if request.target == "/a" { "/b#2" } else { "/a#3" })
    })
    .await;
    let server = Server::start([Response::empty(302).header("Location", &format!("{}/a#1", other.url()))]).await;
    let error = clocked(&server).0.send(&READ).await.expect_err("a circle");
    assert!(error.to_string().contains("; the redirect leads to a URL that was requested before"), "{error}");
    assert_eq!((server.request_count(), other.request_count()), (1, 2));
}

#[tokio::test]
async fn redirects_without_end_end() {
    let server =
        Server::start_with(|request| Response::empty(307).header("Location", &format!("{}x", request.target))).await;
    let (client, clock) = clocked(&server);
    let error = client.send(&READ).await.expect_err("too many redirects");
    assert_eq!((status(&error), error.is_retryable()), (307, false));
    assert!(error.to_string().contains("; there are more than 10 redirects"), "{error}");
    assert_eq!((server.request_count(), clock.waits().len()), (11, 0));
}

#[tokio::test]
async fn a_redirect_without_a_valid_location_ends() {
    for (location, reason) in [
        (None, "the redirect has no `Location`"),
        (Some("http://[::1"), "the `Location` of the redirect is not a valid URL"),
        (Some("https://user@127.0.0.1:1/x"), "the redirect leads to a URL with a user name or password"),
        (Some("http://example.com/x"), "the redirect leads to a URL that does not start with `https://`"),
        (Some("ftp://127.0.0.1/x"), "the redirect leads to a URL that does not start with `https://`"),
    ] {
        let redirect = Response::empty(302);
        let redirect =
            location.map_or_else(|| redirect.clone(), |location| redirect.clone().header("Location", location));
        let server = Server::start([redirect.clone(), redirect]).await;
        let (client, _) = clocked(&server);
        let error = client.send(&READ).await.expect_err("a redirect to nowhere");
        assert_eq!((status(&error), error.is_retryable()), (302, false));
        assert_eq!(error.to_string(), format!("Read: 302 Found; {reason}"));
        let error = client.call(&READ).stream().await.expect_err("a redirect to nowhere");
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn a_declared_redirect_is_followed_without_the_token_and_the_headers() {
    struct Hook;

    impl AttemptHook for Hook {
        fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
            request.header("X-Hook", "h")
        }
    }

    for redirect in STATUSES {
        let other = Server::start(vec![Response::body(206, "cont"); 2]).await;
        let leading = Response::empty(redirect).header("Location", &format!("{}/x?tempauth=1", other.url()));
        let moved = Response::empty(redirect).header("Location", "/v1.0/moved");
        let server = Server::start([moved.clone(), leading.clone(), moved, leading]).await;
        let builder = GraphClient::builder().base_url(server.url()).header("X-Client", "x").attempt_hook(Hook);
        let client = with_clock(builder).0;
        let call = || client.call(&READ).header("X-Call", "call").header("Accept", "text/csv");
        assert_eq!(call().send().await.expect("the content"), "cont");
        let mut stream = call().stream().await.expect("the content");
        assert_eq!(stream.chunk().await.expect("a chunk").expect("content"), "cont");
        let token = format!("Bearer {TOKEN}");
        for request in server.requests() {
            for (name, value) in [
                ("authorization", &*token),
                ("x-constant", "c"),
                ("prefer", "d"),
                ("x-own", "own"),
                ("x-client", "x"),
                ("x-call", "call"),
                ("x-hook", "h"),
                ("range", "bytes=0-3"),
                ("accept", "text/csv"),
            ] {
                assert_eq!(request.header(name), Some(value), "{name} at the service, which also redirects to itself");
            }
        }
        for request in other.requests() {
            let head = String::from_utf8_lossy(&request.raw).to_lowercase();
            let names = head.lines().skip(1).filter_map(|line| line.split_once(": ")).map(|(name, _)| name);
            let mut names: Vec<_> = names.filter(|name| *name != "accept-encoding").collect();
            names.sort_unstable();
            assert_eq!(names, ["accept", "host", "range", "user-agent"], "{head}");
            assert_eq!((request.header("range"), request.header("accept")), (Some("bytes=0-3"), Some("*/*")));
        }
        assert_eq!((server.request_count(), other.request_count()), (4, 2));
    }
}

#[tokio::test]
async fn a_declared_redirect_leads_to_json_too() {
    #[graph_action(GET, "/things/1", returns = Thing, perms = "Files.Read.All", redirects = true)]
    struct GetThing;

    let other = Server::start([Response::body(200, THING)]).await;
    let leading = Response::empty(303).header("Location", &format!("{}/x", other.url()));
    let server = Server::start([leading]).await;
    assert_eq!(clocked(&server).0.send(&GetThing).await.expect("a thing").id, "7");
    assert_eq!(other.request().header("accept"), Some("application/json"));
}

#[tokio::test]
async fn a_redirected_header_with_a_secret_stays_with_the_service() {
    type Hidden = Secret<&'static str>;

    #[graph_action(GET, "/things/1", returns = Bytes, perms = "Files.Read.All", redirects = true)]
    struct GetThing {
        #[graph(header = "X-Key", redirected)]
        key: Hidden,
    }

    let other = Server::start([Response::body(200, THING)]).await;
    let server = Server::start([Response::empty(302).header("Location", &format!("{}/x", other.url()))]).await;
    clocked(&server).0.send(&GetThing { key: Secret::new("hunter2") }).await.expect("a thing");
    assert_eq!(server.request().header("x-key"), Some("hunter2"));
    assert_eq!(other.request().header("x-key"), None);
}

#[tokio::test]
async fn an_error_of_another_host_is_not_explained_as_one_of_the_service() {
    for refused in [401, 403] {
        let response = Response::json(refused, r#"{"error": {"code": "accessDenied"}}"#)
            .header("WWW-Authenticate", "Bearer claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"");
        let other = Server::start([response.clone(), response]).await;
        let leading = Response::empty(302).header("Location", &format!("{}/x?tempauth=1", other.url()));
        let server = Server::start([leading.clone(), leading]).await;
        let (clock, asked) = (TestClock::new(), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&asked);
        let builder = GraphClient::builder().base_url(server.url()).clock(clock.clone());
        let client = builder.token_fn(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            async { Ok(token(&json!({"roles": ["Sites.Read.All"]})).into()) }
        });
        let client = client.build().expect("a client");
        let error = client.send(&READ).await.expect_err("refused");
        let text = error.to_string();
        let start = format!("Read: 127.0.0.1, which the service redirected to: {refused} ");
        assert!(text.starts_with(&start) && !text.contains("needs") && !text.contains("token"), "{text}");
        let Error::Api(error) = error else { panic!("{error:?}") };
        assert_eq!(
            (error.redirect_host(), error.code(), error.granted()),
            (Some("127.0.0.1"), Some("accessDenied"), None)
        );
        client.call(&READ).stream().await.expect_err("refused");
        // No other token would help.
        assert_eq!((server.request_count(), other.request_count(), clock.waits().len()), (2, 2, 0));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn an_error_of_the_service_after_its_own_redirect_is_its_own() {
    let server = Server::start([Response::empty(302).header("Location", "/v1.0/moved"), Response::empty(403)]).await;
    let error = clocked(&server).0.send(&READ).await.expect_err("refused");
    assert!(error.to_string().starts_with("Read: 403 Forbidden; needs Files.Read.All"), "{error}");
    let Error::Api(error) = error else { panic!("{error:?}") };
    assert_eq!(error.redirect_host(), None);
}

#[tokio::test]
async fn all_headers_go_along_to_the_own_host() {
    let server =
        Server::start([Response::empty(302).header("Location", "/v1.0/moved"), Response::body(200, "x")]).await;
    let builder = GraphClient::builder().base_url(server.url()).header("X-Gateway", "gateway").user_agent("app/1");
    let client = with_clock(builder).0;
    client.call(&READ).header("X-Call", "call").send().await.expect("the content");
    let requests = server.requests();
    assert_eq!(requests[1].target, "/v1.0/moved");
    let all = |index: usize| {
        let mut headers = requests[index].headers.clone();
        headers.sort();
        headers
    };
    assert_eq!(all(0), all(1));
    for (name, value) in [("x-gateway", "gateway"), ("x-call", "call"), ("x-own", "own"), ("x-constant", "c")] {
        assert_eq!(requests[1].header(name), Some(value));
    }
    assert!(requests[1].header("authorization").is_some_and(|value| value.ends_with(TOKEN)));
}

#[tokio::test]
async fn a_throttled_or_broken_other_host_is_asked_again_by_way_of_the_service() {
    let other = Server::start([
        Response::empty(503).header("Retry-After", "1"),
        Response::reset(),
        Response::body(200, "<html>"),
    ])
    .await;
    let leading = Response::empty(302).header("Location", &format!("{}/x", other.url()));
    let server = Server::start(vec![leading; 3]).await;
    let (client, clock) = clocked(&server);
    assert_eq!(client.send(&READ).await.expect("the content"), "<html>");
    assert_eq!((server.request_count(), clock.waits().len()), (3, 2));
}

#[tokio::test]
async fn a_failed_connection_and_an_unexpected_response_are_those_of_the_other_host() {
    #[graph_action(GET, "/things/1", returns = Thing, perms = "Files.Read.All", redirects = true)]
    struct GetThing;

    let nobody = unused_address().await;
    let other = Server::start([Response::body(200, "<html>")]).await;
    let [gone, html] = [format!("http://localhost:{}/x", nobody.port()), format!("{}/x", other.url())]
        .map(|location| Response::empty(302).header("Location", &location));
    let server = Server::start([vec![gone; 4], vec![html]].concat()).await;
    let (client, _) = clocked(&server);
    match client.send(&GetThing).await.expect_err("nobody is there") {
        Error::Transport(error) => {
            let expected = "GetThing: the connection to localhost, which the service redirected to, failed or was lost";
            assert_eq!((error.to_string().as_str(), error.host()), (expected, "localhost"));
            assert!(error.may_have_been_sent(), "the service received the request");
        }
        other => panic!("{other:?}"),
    }
    match client.send(&GetThing).await.expect_err("HTML") {
        Error::Decode(error) => {
            let start = "GetThing: unexpected response of 127.0.0.1, which the service redirected to: invalid JSON";
            assert!(error.to_string().starts_with(start), "{error}");
            assert_eq!(error.redirect_host(), Some("127.0.0.1"));
        }
        other => panic!("{other:?}"),
    }
    // The next call fails at the service itself.
    drop(server);
    match client.send(&GetThing).await.expect_err("gone") {
        Error::Transport(error) => assert!(!error.to_string().contains("redirected"), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_retry_that_fails_at_the_service_is_not_said_to_be_redirected() {
    let other = Server::start([Response::reset()]).await;
    let leading = Response::empty(302).header("Location", &format!("{}/x", other.url()));
    let server = Server::start([leading, Response::reset(), Response::reset(), Response::reset()]).await;
    match clocked(&server).0.send(&READ).await.expect_err("no response") {
        Error::Transport(error) => {
            assert!(error.to_string().starts_with("Read: the connection to 127.0.0.1 was lost"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!((server.request_count(), other.request_count()), (4, 1));
}
