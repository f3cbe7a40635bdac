//! In a process without a cryptography provider, as one is that has built no client yet.
//!
//! This is the only test of its binary, because the provider is that of the process.
#![cfg(feature = "rustls")]

use graph_runtime::{GraphClient, reqwest};

#[test]
fn settings_of_an_http_client_need_no_cryptography_provider() {
    assert!(rustls::crypto::CryptoProvider::get_default().is_none(), "nothing has installed one");
    let http = reqwest::Client::builder().https_only(true);
    GraphClient::builder().http_client_builder(http).build().expect("a client");
    assert!(rustls::crypto::CryptoProvider::get_default().is_some());
    drop(reqwest::Client::new());
}
