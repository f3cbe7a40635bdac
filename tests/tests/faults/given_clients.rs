//! The response is a redirect, and the HTTP client that the application has set follows it itself.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use graph_runtime::{Error, GraphClient, graph_action, reqwest, testing::TestClock};
use graph_tests::{
    fixtures::{CREATE, GET, THING, TOKEN},
    server::{Response, Server, unused_address},
    token::token,
};
use serde_json::json;

use crate::{Append, Bytes, Download, may_have_been_sent, status, with_clock};

/// Adds nothing to a file, and returns nothing.
#[graph_action(POST, "/drives/<id>/touch", perms = "Files.ReadWrite.All")]
struct Touch {
    id: &'static str,
}

/// A client that reqwest makes follow redirects, as it does by default.
fn following() -> reqwest::Client {
    drop(GraphClient::builder().build().expect("a client"));
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

fn clocked(server: &Server) -> (GraphClient, TestClock) {
    with_clock(GraphClient::builder().base_url(server.url()).http_client(following()))
}

fn leading_to(status: u16, location: &str) -> Response {
    Response::empty(status).header("Location", location)
}

#[tokio::test]
async fn a_change_is_sent_once_if_its_redirect_leads_nowhere() {
    let nobody = format!("http://{}/x", unused_address().await);
    for redirect in [301, 302, 303] {
        let server = Server::start(vec![leading_to(redirect, &nobody); 5]).await;
        let (client, clock) = clocked(&server);
        let error = client.send(&CREATE).await.expect_err("nobody is there");
        assert!(matches!(error, Error::Transport(_)) && may_have_been_sent(&error), "{error:?}");
        let expected = "could not connect to 127.0.0.1 or to where it redirected; the request may have been processed";
        assert!(error.to_string().ends_with(expected), "{error}");
        assert_eq!((server.request_count(), clock.waits().len()), (1, 0), "{redirect}");
        client.send(&GET).await.expect_err("nobody is there");
        assert_eq!((server.request_count(), clock.waits().len()), (5, 3), "a GET can be sent again");
    }
}

#[tokio::test]
async fn a_connection_that_is_refused_may_be_that_of_a_redirect() {
    let nobody = format!("http://{}", unused_address().await);
    for (policy, is_known) in
        [(reqwest::redirect::Policy::none(), true), (reqwest::redirect::Policy::limited(1), false)]
    {
        drop(following());
        let http = reqwest::Client::builder().no_proxy().redirect(policy).build().expect("a client");
        let (client, clock) = with_clock(GraphClient::builder().base_url(nobody.as_str()).http_client(http));
        let error = client.send(&CREATE).await.expect_err("nobody is there");
        assert_eq!((may_have_been_sent(&error), clock.waits().len()), if is_known { (false, 3) } else { (true, 0) });
    }
}

#[tokio::test]
async fn a_body_is_not_sent_to_where_a_redirect_leads() {
    for redirect in [307, 308] {
        let other = Server::start([Response::json(200, THING)]).await;
        let server = Server::start(vec![leading_to(redirect, &format!("{}/x", other.url())); 2]).await;
        let (client, clock) = clocked(&server);
        let append = Append { id: "1".to_owned(), content: Bytes::from_static(b"secret") };
        for error in
            [client.send(&CREATE).await.expect_err("a redirect"), client.send(&append).await.expect_err("a redirect")]
        {
            assert_eq!(status(&error), redirect);
            assert!(error.to_string().contains("redirects are not followed"), "{error}");
        }
        assert_eq!((server.request_count(), other.connections(), clock.waits().len()), (2, 0, 0));
        assert_eq!(server.requests()[1].body, b"secret");
        assert_eq!(server.requests()[1].header("content-length"), Some("6"));
    }
}

#[tokio::test]
async fn the_success_of_a_redirect_is_not_that_of_a_change() {
    for redirect in [301, 302, 303] {
        let other = Server::start(vec![Response::json(200, THING); 2]).await;
        let server = Server::start(vec![leading_to(redirect, &format!("{}/x", other.url())); 2]).await;
        let (client, clock) = clocked(&server);
        for error in [
            client.send(&CREATE).await.expect_err("a redirect"),
            client.send(&Touch { id: "1" }).await.expect_err("a redirect"),
        ] {
            let Error::Decode(error) = error else { panic!("{error:?}") };
            assert_eq!(error.redirect_host(), Some("127.0.0.1"));
            assert!(error.reason().contains("followed a redirect"), "{error}");
        }
        assert!(other.requests().iter().all(|request| request.method == "GET" && request.body.is_empty()));
        assert_eq!((server.request_count(), clock.waits().len()), (2, 0));
    }
    let server = Server::start([leading_to(303, "/v1.0/moved"), Response::empty(204)]).await;
    let error = clocked(&server).0.send(&Touch { id: "1" }).await.expect_err("a redirect");
    assert!(matches!(&error, Error::Decode(error) if error.redirect_host().is_none()), "{error:?}");
}

#[tokio::test]
async fn an_error_of_another_host_is_its_own_even_if_the_http_client_followed() {
    for refused in [401, 403] {
        let response = Response::json(refused, r#"{"error": {"code": "accessDenied"}}"#)
            .header("WWW-Authenticate", "Bearer claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"");
        let other = Server::start(vec![response; 2]).await;
        let server = Server::start(vec![leading_to(302, &format!("{}/x", other.url())); 2]).await;
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let builder = GraphClient::builder().base_url(server.url()).http_client(following()).token_fn(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            async { Ok(token(&json!({"roles": ["Sites.Read.All"]})).into()) }
        });
        let client = builder.build().expect("a client");
        let download = Download { id: "1".to_owned() };
        let error = client.send(&download).await.expect_err("refused");
        let text = error.to_string();
        let start = format!("Download: 127.0.0.1, which the service redirected to: {refused} ");
        assert!(text.starts_with(&start) && !text.contains("needs") && !text.contains("token"), "{text}");
        let Error::Api(error) = error else { panic!("{error:?}") };
        assert_eq!((error.redirect_host(), error.granted()), (Some("127.0.0.1"), None));
        client.call(&download).stream().await.expect_err("refused");
        assert_eq!((server.request_count(), other.request_count(), asked.load(Ordering::SeqCst)), (2, 2, 1));
    }
}

#[tokio::test]
async fn a_lost_or_unexpected_response_of_another_host_names_it_even_if_the_http_client_followed() {
    let other = Server::start([Response::body(200, "<html>"), Response::body(200, "content").reset_after(3)]).await;
    let location = format!("{}/x", other.url().replace("127.0.0.1", "localhost"));
    let server = Server::start(vec![leading_to(302, &location); 2]).await;
    let (client, _) = clocked(&server);
    let Error::Decode(error) = client.send(&GET).await.expect_err("HTML") else { panic!("JSON") };
    assert_eq!(error.redirect_host(), Some("localhost"));
    let mut stream = client.call(&Download { id: "1".to_owned() }).stream().await.expect("a body");
    let error = loop {
        match stream.chunk().await {
            Ok(chunk) => assert!(chunk.is_some(), "the body is cut off"),
            Err(error) => break error,
        }
    };
    let Error::Transport(error) = error else { panic!("{error:?}") };
    assert_eq!(error.host(), "localhost");
}

#[tokio::test]
async fn an_http_client_that_is_built_from_settings_follows_nothing() {
    let other = Server::start([Response::body(200, "content")]).await;
    let server = Server::start(vec![leading_to(302, &format!("{}/x", other.url())); 3]).await;
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-from", "settings".parse().expect("a value"));
    let proxy = reqwest::Proxy::all(other.url()).expect("a proxy");
    let http = reqwest::Client::builder().default_headers(headers).proxy(proxy);
    let (client, clock) = with_clock(GraphClient::builder().base_url(server.url()).http_client_builder(http));
    for error in [client.send(&CREATE).await.expect_err("302"), client.send(&GET).await.expect_err("302")] {
        assert_eq!(status(&error), 302);
    }
    assert_eq!((server.request_count(), other.connections(), clock.waits().len()), (2, 0, 0));
    let download = Download { id: "1".to_owned() };
    let content = client.call(&download).follow_redirects().send().await.expect("the content");
    assert_eq!(content, "content");
    let token = format!("Bearer {TOKEN}");
    for request in server.requests() {
        assert_eq!((request.header("x-from"), request.header("authorization")), (Some("settings"), Some(&*token)));
    }
    assert_eq!(other.request().header("authorization"), None);
}
