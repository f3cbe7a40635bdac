//! Without a TLS feature, a client that needs TLS cannot be built.
//!
//! Run with `cargo test -p graph-runtime --no-default-features --test without_tls`.
#![cfg(not(any(feature = "rustls", feature = "native-tls")))]

use graph_runtime::GraphClient;

#[test]
fn a_client_for_https_names_the_features_that_bring_tls() {
    for builder in [GraphClient::builder(), GraphClient::builder().base_url("https://127.0.0.1:8443")] {
        let error = builder.build().expect_err("HTTPS needs TLS").to_string();
        assert!(error.contains("`rustls`") && error.contains("`native-tls`"), "{error}");
    }
}

#[test]
fn a_client_for_loopback_without_tls_can_be_built() {
    let graph = GraphClient::builder().base_url("http://127.0.0.1:8080").build();
    assert!(graph.is_ok(), "{graph:?}");
}

#[test]
fn an_http_client_of_the_applications_own_may_bring_tls() {
    let graph = GraphClient::builder().http_client(reqwest::Client::new()).build();
    assert!(graph.is_ok(), "{graph:?}");
}
