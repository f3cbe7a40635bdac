//! No token, no secret field and no `Authorization` value is in anything that is shown or traced.
//!
//! What is traced and logged is searched in every test that has a server; see `graph_tests::capture`. Here it is made
//! sure that this search finds what it should, and everything else that the crates can show is looked at.

mod collections;
mod echoes;
mod http2;
mod leaks;
mod onboarding;
mod providers;
mod requests;
mod responses;
mod shown;
mod vault;

use std::time::Duration;

use graph_runtime::{GraphClient, client::GraphClientBuilder, retry::RetryPolicy};
use graph_tests::server::Server;

/// A token like those of Microsoft, whose claims can be read.
///
/// `{"idtyp":"app","roles":["Device.Read.All"]}`
const READABLE_TOKEN: &str =
    "eyJ0eXAiOiJKV1QifQ.eyJpZHR5cCI6ImFwcCIsInJvbGVzIjpbIkRldmljZS5SZWFkLkFsbCJdfQ.hunter2-c2lnbmF0dXJl";

fn builder(server: &Server) -> GraphClientBuilder {
    let retry = RetryPolicy::new().base_delay(Duration::from_millis(1));
    GraphClient::builder().base_url(server.url()).token(READABLE_TOKEN).retry(retry).timeout(Duration::from_millis(500))
}

fn client(server: &Server) -> GraphClient {
    builder(server).build().expect("a client")
}

/// What clients share, since it takes a while to make one.
fn http() -> reqwest::Client {
    // Made first, since it sets the process up for TLS.
    drop(GraphClient::builder().build().expect("a client"));
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    http.build().expect("a client")
}
