//! No connection is made.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use graph_runtime::{
    Error, GraphClient,
    reqwest::{
        self,
        dns::{Addrs, Name, Resolve, Resolving},
    },
    retry::RetryPolicy,
    testing::TestClock,
};
use graph_tests::{
    fixtures::{GET, THING, TOKEN},
    server::{Response, Server, unused_address},
    time::{pass, until},
    tls::{Authority, Identity},
};

use crate::{call, http, may_have_been_sent, with_clock};

#[tokio::test]
async fn a_refused_connection_is_retried_until_there_is_a_server() {
    for idempotent in [true, false] {
        let (address, clock) = (unused_address().await, TestClock::manual());
        let builder = GraphClient::builder().base_url(format!("http://{address}")).token(TOKEN);
        let client = builder.clock(clock.clone()).build().expect("a client");
        let calling = tokio::spawn(async move { call(&client, idempotent).await });
        until("the call waits", || !clock.waits().is_empty()).await;
        let server = Server::start_on(address, [Response::json(200, THING)]).await;
        clock.advance(Duration::from_secs(1));
        calling.await.expect("no panic").expect("a thing");
        assert_eq!(server.request().header("retry-attempt"), Some("1"));
    }
}

#[tokio::test]
async fn if_every_connection_is_refused_the_error_says_that_nothing_was_sent() {
    for idempotent in [true, false] {
        let address = unused_address().await;
        let (client, clock) = with_clock(GraphClient::builder().base_url(format!("http://{address}")));
        let error = call(&client, idempotent).await.expect_err("nobody is there");
        assert!(matches!(error, Error::Transport(_)) && !may_have_been_sent(&error), "{error:?}");
        assert!(error.to_string().ends_with(": could not connect to 127.0.0.1; nothing was sent"), "{error}");
        assert!(error.is_retryable());
        assert_eq!(clock.waits().len(), 3);
    }
}

/// A resolver that fails so many times, and then has an address.
struct Resolver {
    failures: AtomicUsize,
    address: SocketAddr,
}

impl Resolve for Resolver {
    fn resolve(&self, _: Name) -> Resolving {
        let fails = self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        let address = self.address;
        Box::pin(async move {
            if fails { Err("no such host".into()) } else { Ok(Box::new(std::iter::once(address)) as Addrs) }
        })
    }
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_retried_for_every_action() {
    let authority = Authority::new();
    for (idempotent, failures) in [(true, 2), (false, 2), (true, 9), (false, 9)] {
        let server = Server::start_tls(authority.identity(&["graph.test"]), [Response::json(200, THING)]).await;
        let resolver = Resolver { failures: AtomicUsize::new(failures), address: server.address() };
        let trusting = http().tls_certs_only([certificate(&authority)]).dns_resolver(Arc::new(resolver));
        let base = format!("https://graph.test:{}", server.address().port());
        let builder = GraphClient::builder().base_url(base).http_client(trusting.build().expect("a client"));
        let (client, clock) = with_clock(builder);
        let outcome = call(&client, idempotent).await;
        if failures == 2 {
            outcome.expect("a thing");
            assert_eq!((clock.waits().len(), server.request().header("retry-attempt")), (2, Some("2")));
        } else {
            let error = outcome.expect_err("no address");
            assert!(matches!(error, Error::Transport(_)) && !may_have_been_sent(&error), "{error:?}");
            assert!(error.to_string().contains("could not connect to graph.test; nothing was sent"), "{error}");
            assert_eq!((clock.waits().len(), server.connections()), (3, 0));
        }
    }
}

/// `.invalid` is reserved to be no name. A computer without a network may take its time to say so.
#[tokio::test]
async fn a_name_that_does_not_exist_is_a_failed_connection() {
    let http = http().connect_timeout(Duration::from_secs(5)).build().expect("a client");
    let builder = GraphClient::builder().base_url("https://graph.invalid").token(TOKEN).http_client(http);
    let client = builder.retry(RetryPolicy::none()).build().expect("a client");
    let error = client.send(&GET).await.expect_err("no such host");
    assert!(!may_have_been_sent(&error), "{error:?}");
}

fn certificate(authority: &Authority) -> reqwest::Certificate {
    reqwest::Certificate::from_der(authority.certificate()).expect("a certificate")
}

/// A server with this identity, and a client that calls it `graph.test` and trusts this authority; or, if none is
/// given, a client as it comes, which calls it by its address.
async fn over_tls(
    identity: Identity,
    script: impl IntoIterator<Item = Response>,
    trusted: Option<&Authority>,
) -> (Server, GraphClient, TestClock) {
    let server = Server::start_tls(identity, script).await;
    let builder = match trusted {
        Some(authority) => {
            let http = http().resolve("graph.test", server.address()).tls_certs_only([certificate(authority)]);
            let base = format!("https://graph.test:{}", server.address().port());
            GraphClient::builder().base_url(base).http_client(http.build().expect("a client"))
        }
        None => GraphClient::builder().base_url(format!("https://{}", server.address())),
    };
    let (client, clock) = with_clock(builder);
    (server, client, clock)
}

#[tokio::test]
async fn a_server_with_a_valid_certificate_gets_the_request() {
    let authority = Authority::new();
    let identity = authority.identity(&["graph.test"]);
    let (server, client, _) = over_tls(identity, [Response::json(200, THING)], Some(&authority)).await;
    call(&client, false).await.expect("a thing");
    assert_eq!(server.request().header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
}

#[tokio::test]
async fn a_server_without_a_valid_certificate_gets_nothing() {
    let (authority, other) = (Authority::new(), Authority::new());
    let right = || authority.identity(&["graph.test", "127.0.0.1"]);
    for (fault, identity, trusted) in [
        ("a wrong name", authority.identity(&["graph.example", "localhost", "127.0.0.1"]), Some(&authority)),
        ("an authority that is not trusted", right(), Some(&other)),
        ("an authority that the computer does not know", right(), None),
        ("an expired certificate", authority.expired_identity(&["graph.test"]), Some(&authority)),
    ] {
        for idempotent in [true, false] {
            let script = [Response::json(200, THING)];
            let (server, client, clock) = over_tls(identity.clone(), script, trusted).await;
            let error = call(&client, idempotent).await.expect_err(fault);
            assert!(matches!(error, Error::Transport(_)) && !may_have_been_sent(&error), "{fault}: {error:?}");
            assert_eq!((clock.waits().len(), server.connections(), server.request_count()), (3, 4, 0), "{fault}");
        }
    }
}

#[tokio::test]
async fn a_broken_handshake_is_retried_for_every_action() {
    let authority = Authority::new();
    for idempotent in [true, false] {
        let script = [Response::reset_on_connect(), Response::reset_on_connect(), Response::json(200, THING)];
        let (server, client, clock) = over_tls(authority.identity(&["graph.test"]), script, Some(&authority)).await;
        call(&client, idempotent).await.expect("a thing");
        assert_eq!((clock.waits().len(), server.connections()), (2, 3));
        assert_eq!(server.request().header("retry-attempt"), Some("2"));
    }
}

#[tokio::test]
async fn a_server_without_tls_behind_an_https_url_gets_nothing() {
    for idempotent in [true, false] {
        let clear = Response::raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").after_reading(1);
        let server = Server::start(vec![clear; 4]).await;
        let (client, clock) = with_clock(GraphClient::builder().base_url(format!("https://{}", server.address())));
        let error = call(&client, idempotent).await.expect_err("no TLS there");
        assert!(matches!(error, Error::Transport(_)) && !may_have_been_sent(&error), "{error:?}");
        assert_eq!((clock.waits().len(), server.connections(), server.request_count()), (3, 4, 0));
    }
}

#[tokio::test]
async fn an_endless_handshake_fails_after_the_time_for_a_connection() {
    for idempotent in [true, false] {
        let server = Server::start(vec![Response::hang().after_reading(1); 4]).await;
        let builder = GraphClient::builder().base_url(format!("https://{}", server.address()));
        let (client, clock) = with_clock(builder.timeout(Duration::from_hours(1)));
        let calling = tokio::spawn(async move { call(&client, idempotent).await });
        for connections in 1..=4 {
            until("there is another connection", || server.connections() == connections).await;
            assert!(!calling.is_finished());
            pass(Duration::from_secs(31)).await;
        }
        let error = calling.await.expect("no panic").expect_err("no handshake");
        assert!(matches!(error, Error::Timeout(_)) && !may_have_been_sent(&error), "{error:?}");
        assert!(error.to_string().ends_with(": timed out connecting to 127.0.0.1; nothing was sent"), "{error}");
        assert_eq!((clock.waits().len(), server.request_count()), (3, 0));
    }
}
