//! Bodies that are sent in chunks: what arrives, what is sent again and what is not, and how a body that cannot be
//! read ends a call.

mod arrival;
mod endings;
mod retries;
mod sink;
mod unreadable;

use std::{convert::Infallible, time::Duration};

use futures_util::{Stream, stream};
use graph_runtime::{
    Bytes, Error, GraphClient, client::GraphClientBuilder, error::BodyError, graph_action, retry::RetryPolicy,
    upload::UploadBody,
};
use graph_tests::{
    fixtures::{TOKEN, upload::replace},
    server::Server,
};

/// A POST, which must not run twice.
#[graph_action(POST, "/me/onenote/pages", perms(delegated = "Notes.Create"))]
struct Append {
    #[graph(raw_body = "text/html")]
    content: UploadBody,
}

fn builder(url: String) -> GraphClientBuilder {
    let retry = RetryPolicy::new().base_delay(Duration::from_millis(1));
    // A call that goes wrong ends in seconds, too.
    GraphClient::builder().base_url(url).token(TOKEN).retry(retry).timeout(Duration::from_secs(10))
}

fn client(server: &Server) -> GraphClient {
    builder(server.url()).build().expect("a client")
}

async fn send(server: &Server, content: impl Into<UploadBody>) -> Result<(), Error> {
    client(server).send(&replace(content)).await
}

/// A stream that never gives anything.
fn stalled() -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::pending()
}

#[track_caller]
fn body_error(outcome: Result<(), Error>) -> BodyError {
    match outcome {
        Err(Error::Body(error)) => error,
        other => panic!("the body was to be at fault, not {other:?}"),
    }
}

/// Waits for something that another task does, which takes milliseconds.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap_or_else(|_| panic!("{what}"));
}
