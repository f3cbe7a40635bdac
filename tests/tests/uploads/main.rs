//! Bodies that are sent piece by piece: what arrives, what is sent again and what is not, and how a body that cannot be
//! read ends a call.

mod arrival;
mod endings;
mod faults;
mod repeats;
mod sink;
mod stand_in;

use std::{
    convert::Infallible,
    future::poll_fn,
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{Stream, StreamExt, stream};
use graph_runtime::{
    Bytes, Error, GraphAction, GraphClient, client::GraphClientBuilder, error::BodyError, graph_action,
    retry::RetryPolicy, upload::UploadBody,
};
use graph_tests::server::Server;
use tempfile::NamedTempFile;

const TOKEN: &str = "eyJ0eXAiOiJKV1QifQ.e30.c2VjcmV0";

/// A PUT, which may be repeated.
#[graph_action(PUT, "/drives/<drive>/items/<item>/content", perms = "Files.ReadWrite.All")]
#[derive(Debug)]
struct Replace {
    drive: String,
    item: String,
    #[graph(raw_body = "application/octet-stream")]
    content: UploadBody,
}

/// A POST, which must not run twice.
#[graph_action(POST, "/me/onenote/pages", perms(delegated = "Notes.Create"))]
struct Append {
    #[graph(raw_body = "text/html")]
    content: UploadBody,
}

fn replace(content: impl Into<UploadBody>) -> Replace {
    Replace::builder().drive("d").item("i").content(content).build()
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

/// Bytes in which each place can be told from the others.
fn content(length: usize) -> Bytes {
    (0..length).map(|place| (place * 31 % 251).to_le_bytes()[0]).collect()
}

/// Bytes as a stream of pieces of this size, and what is left.
fn in_pieces(content: &Bytes, size: usize) -> impl Stream<Item = Result<Bytes, Infallible>> + use<> {
    let pieces: Vec<_> = content.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(pieces)
}

/// A stream that has to be waited for before each piece, so that those before are sent.
fn slowly<T: Send>(stream: impl Stream<Item = T> + Send + 'static) -> impl Stream<Item = T> + Send {
    Box::pin(stream.then(async |piece| {
        tokio::task::yield_now().await;
        piece
    }))
}

/// A body that can be repeated, in pieces, and how often it was made.
fn repeatable(content: &Bytes, size: usize) -> (UploadBody, Arc<AtomicUsize>) {
    let (content, made) = (content.clone(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&made);
    let body = UploadBody::repeatable(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        slowly(in_pieces(&content, size))
    });
    (body, made)
}

fn file(content: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a file");
    file.write_all(content).expect("written");
    file
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
