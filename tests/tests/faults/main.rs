//! What goes wrong between a client and a service, each fault with a server that behaves so.
//!
//! `graph-runtime/docs/faults.md` lists the faults with what the caller gets and what is sent how often; `faults.tsv` names
//! the tests of each.

mod breaking;
mod canceling;
mod connecting;
mod given_clients;
mod limits;
mod load;
mod redirects;
mod refusing;
mod responses;
mod table;
mod throttling;
mod tokens;

use graph_runtime::{
    Bytes, Error, GraphClient, Page, client::GraphClientBuilder, graph_action, reqwest, retry::RetryPolicy,
    testing::TestClock,
};
use graph_tests::{
    fixtures::{CREATE, GET, THING, TOKEN, Thing},
    server::{Request, Response, Server},
};

/// Reads the content of a file, as JSON never is.
#[graph_action(GET, "/drives/<id>/content", returns = Bytes, perms = "Files.Read.All")]
struct Download {
    id: String,
}

/// Writes the content of a file: idempotent.
#[graph_action(PUT, "/drives/<id>/content", perms = "Files.ReadWrite.All")]
struct Replace {
    id: String,
    #[graph(raw_body = "application/octet-stream")]
    content: Bytes,
}

/// Adds to the content of a file: not idempotent.
#[graph_action(POST, "/drives/<id>/append", perms = "Files.ReadWrite.All")]
struct Append {
    id: String,
    #[graph(raw_body = "application/octet-stream")]
    content: Bytes,
}

#[graph_action(GET, "/groups/<id>/members", returns = Page<String>, perms = "GroupMember.Read.All")]
struct ListMembers {
    id: String,
}

/// A client with the default policy, and the clock by which it waits.
fn clocked(server: &Server) -> (GraphClient, TestClock) {
    with_clock(GraphClient::builder().base_url(server.url()))
}

fn with_clock(builder: GraphClientBuilder) -> (GraphClient, TestClock) {
    let clock = TestClock::new();
    (builder.token(TOKEN).clock(clock.clone()).build().expect("a client"), clock)
}

/// A client that retries nothing.
fn impatient(server: &Server) -> GraphClient {
    let builder = GraphClient::builder().base_url(server.url()).token(TOKEN);
    builder.retry(RetryPolicy::none()).build().expect("a client")
}

/// Calls an action that is idempotent, or one that is not.
async fn call(client: &GraphClient, idempotent: bool) -> Result<Thing, Error> {
    if idempotent { client.send(&GET).await } else { client.send(&CREATE).await }
}

/// Has a server break its responses in each of these ways: an idempotent call gets the next response, and any other is
/// sent once.
async fn assert_retried_only_if_safe(broken: impl IntoIterator<Item = Response>) {
    let broken: Vec<_> = broken.into_iter().collect();
    let script = broken.iter().flat_map(|broken| [broken.clone(), Response::json(200, THING), broken.clone()]);
    let server = Server::start(script).await;
    let (client, clock) = clocked(&server);
    for (index, broken) in broken.iter().enumerate() {
        call(&client, true).await.unwrap_or_else(|error| panic!("{broken:?}: {error:?}"));
        assert_eq!(numbers(&server.requests())[3 * index..], [None, Some("1")], "{broken:?}");
        let error = call(&client, false).await.expect_err("a part of a response");
        assert!(matches!(error, Error::Transport(_)) && may_have_been_sent(&error), "{broken:?}: {error:?}");
        assert!(error.is_retryable(), "the caller may decide otherwise");
        assert_eq!((server.request_count(), clock.waits().len()), (3 * index + 3, index + 1), "{broken:?}");
        let requests = server.requests();
        assert_eq!(error.client_request_id(), requests[3 * index + 2].header("client-request-id"));
    }
}

/// Whether the request may have reached the service, as the error of a lost request says.
#[track_caller]
fn may_have_been_sent(error: &Error) -> bool {
    match error {
        Error::Transport(error) => error.may_have_been_sent(),
        Error::Timeout(error) => error.may_have_been_sent(),
        other => panic!("the request was to be lost: {other:?}"),
    }
}

#[track_caller]
fn status(error: &Error) -> u16 {
    error.status().unwrap_or_else(|| panic!("it was to be an error response: {error:?}")).as_u16()
}

/// The numbers that the attempts had, as they were sent.
fn numbers(requests: &[Request]) -> Vec<Option<&str>> {
    requests.iter().map(|request| request.header("retry-attempt")).collect()
}

/// Settings of an HTTP client that follows nothing and goes through no proxy, as the crate's own for loopback.
fn http() -> reqwest::ClientBuilder {
    // Made first, since it sets the process up for TLS.
    drop(GraphClient::builder().build().expect("a client"));
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none())
}
