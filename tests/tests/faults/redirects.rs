//! The response is a redirect.

use graph_runtime::{GraphClient, reqwest};
use graph_tests::{
    fixtures::{CREATE, GET, THING},
    server::{Response, Server},
    tls::Authority,
};

use crate::{Append, Bytes, Download, clocked, http, status, with_clock};

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
        assert_eq!(server.request_count(), 1, "not followed unless it is asked for");
        let error = client.call(&GET).follow_redirects().send().await.expect_err("a circle");
        assert_eq!((status(&error), error.is_retryable()), (redirect, false));
        assert_eq!(server.request_count(), 1 + 11, "ten redirects are followed");
        let append = Append { id: "1".to_owned(), content: Bytes::from_static(THING.as_bytes()) };
        client.call(&append).follow_redirects().send().await.expect_err("a redirect");
        assert_eq!((server.request_count(), clock.waits().len()), (13, 0), "a POST is not followed");
    }
}
