//! Calls that are polled outside a Tokio runtime.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use graph_runtime::{Bytes, Error, GraphClient, graph_action, metadata::Method, upload::UploadBody};
use graph_tests::{
    fixtures::{GET, TOKEN, builder},
    server::{Response, Server},
};

#[graph_action(GET, "/drives/<id>/content", returns = Bytes, perms = none)]
struct Download {
    id: &'static str,
}

#[graph_action(GET, "/things", returns = graph_runtime::Page<String>, perms = none)]
struct ListThings;

#[graph_action(PUT, "/drives/<id>/content", perms = none)]
struct Replace {
    id: &'static str,
    #[graph(raw_body = "text/plain")]
    content: UploadBody,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Polls a future once, which is enough for one that fails immediately.
#[track_caller]
fn polled<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for a runtime that does not exist"),
    }
}

#[track_caller]
fn assert_names_the_runtime<T: std::fmt::Debug>(outcome: Result<T, Error>, action: &str) {
    match outcome {
        Err(Error::Build(error)) => {
            assert_eq!(error.subject(), action);
            let expected = "it is polled outside a Tokio runtime, which calls need: use one such as that of \
                            `#[tokio::main]`";
            assert_eq!(error.reason(), expected);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_call_outside_a_tokio_runtime_is_an_error() {
    let client = GraphClient::builder().token(TOKEN).build().expect("a client");
    let providing = GraphClient::builder().token_fn(|_| async { Ok(TOKEN.into()) }).build().expect("a client");
    assert_names_the_runtime(polled(client.send(&GET)), "GetThing");
    assert_names_the_runtime(polled(providing.send(&GET)), "GetThing");
    assert_names_the_runtime(polled(client.call(&GET).send_detailed()), "GetThing");
    assert_names_the_runtime(polled(client.call(&ListThings).pages().next()).expect("an end"), "ListThings");
    assert_names_the_runtime(polled(client.call(&ListThings).items().next()).expect("an end"), "ListThings");
    assert_names_the_runtime(polled(client.call(&Download { id: "1" }).stream()).map(drop), "Download");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    assert!(polled(UploadBody::file(path)).expect_err("no runtime").to_string().contains("Tokio runtime"));
    let content = runtime().block_on(UploadBody::file(path)).expect("a file");
    assert_names_the_runtime(polled(client.send(&Replace { id: "1", content })), "Replace");
    assert_names_the_runtime(polled(client.request(Method::Get, "/me").send()), "UntypedRequest");
    let mut batch = client.batch();
    let _ = batch.add(&GET);
    match polled(batch.send()) {
        Err(Error::Build(error)) => assert!(error.reason().contains("outside a Tokio runtime"), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_body_that_is_read_outside_a_tokio_runtime_is_an_error() {
    let runtime = runtime();
    let mut stream = runtime.block_on(async {
        let server = Server::start([Response::body(200, "content")]).await;
        let client = builder(&server).build().expect("a client");
        client.call(&Download { id: "1" }).stream().await.expect("a body")
    });
    assert_names_the_runtime(polled(stream.chunk()), "Download");
}
