//! Bodies that cannot be read, or are not what they are said to be.

use std::{
    error::Error as _,
    io::{self, Write},
    time::Duration,
};

use futures_util::{Stream, StreamExt, stream};
use graph_runtime::{Bytes, Error, upload::UploadBody};
use graph_tests::{
    fixtures::upload::{content, file, in_chunks, repeatable, replace, slowly},
    server::{Response, Server},
};

use super::{Append, body_error, client, send, stalled, until};

/// Chunks, and then an error.
fn breaking() -> impl Stream<Item = Result<Bytes, io::Error>> + Send {
    let broken = stream::iter([Err(io::Error::new(io::ErrorKind::TimedOut, "the tape is torn"))]);
    slowly(in_chunks(&content(10), 3).map(|chunk| chunk.map_err(|never| match never {})).chain(broken))
}

/// A server that has nothing but a success, and must not come to giving it.
async fn unmet() -> Server {
    Server::start(vec![Response::empty(204); 5]).await
}

/// Whether the request that came broke off.
async fn assert_broken_off(server: &Server) {
    until("the request breaks off", || !server.broken_requests().is_empty()).await;
    assert_eq!((server.broken_requests().len(), server.requests().len(), server.connections()), (1, 0, 1));
    assert!(server.broken_requests()[0].body.len() < 10);
}

#[tokio::test]
async fn a_stream_that_fails_ends_the_call_and_aborts_the_request() {
    let bodies = [
        UploadBody::once(breaking()),
        UploadBody::once(breaking()).with_length(20),
        UploadBody::repeatable(breaking),
        UploadBody::repeatable(breaking).with_length(20),
    ];
    for body in bodies {
        let server = unmet().await;
        let error = body_error(send(&server, body).await);
        assert_eq!(error.to_string(), "Replace: the request body could not be read; the request was aborted");
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("the tape is torn"));
        assert!(error.may_have_been_sent() && !error.client_request_id().is_empty());
        let error = Error::from(error);
        assert!(!error.is_retryable() && error.client_request_id().is_some());
        until("the request breaks off", || !server.broken_requests().is_empty()).await;
        assert_eq!((server.requests().len(), server.connections()), (0, 1), "it is not tried again");
    }
}

#[tokio::test]
async fn a_stream_that_fails_at_its_length_does_not_look_complete() {
    let server = unmet().await;
    body_error(send(&server, UploadBody::once(breaking()).with_length(10)).await);
    assert_broken_off(&server).await;
}

#[tokio::test]
async fn a_stream_that_fails_at_once_is_not_sent() {
    let server = unmet().await;
    let body = UploadBody::repeatable(|| stream::iter([Err::<Bytes, _>("no tape")]));
    let error = body_error(send(&server, body).await);
    assert_eq!(error.to_string(), "Replace: the request body could not be read; nothing was sent");
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("no tape"));
    assert_eq!((error.may_have_been_sent(), server.connections()), (false, 0));
}

#[tokio::test]
async fn a_body_that_is_too_long_does_not_look_complete() {
    for stated in [4, 6, 9] {
        for body in [repeatable(&content(10), 3).0, UploadBody::once(slowly(in_chunks(&content(10), 3)))] {
            let server = unmet().await;
            let error = body_error(send(&server, body.with_length(stated)).await);
            let reason = format!("is longer than the stated {stated} bytes");
            assert_eq!(error.reason(), reason);
            assert_eq!(error.to_string(), format!("Replace: the request body {reason}; the request was aborted"));
            assert_broken_off(&server).await;
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_short_does_not_look_complete() {
    for body in [repeatable(&content(10), 3).0, UploadBody::once(slowly(in_chunks(&content(10), 3)))] {
        let server = unmet().await;
        let error = body_error(send(&server, body.with_length(11)).await);
        assert_eq!(error.reason(), "ended after 10 of the stated 11 bytes");
        until("the request breaks off", || !server.broken_requests().is_empty()).await;
        assert_eq!((server.requests().len(), server.connections()), (0, 1));
    }
}

#[tokio::test]
async fn an_obviously_wrong_length_is_found_before_anything_is_sent() {
    let server = unmet().await;
    for (body, stated, reason) in [
        (repeatable(&content(10), 3).0, 0, "is longer than the stated 0 bytes"),
        (repeatable(&content(10), 3).0, 2, "is longer than the stated 2 bytes"),
        (repeatable(&Bytes::new(), 3).0, 1, "ended after 0 of the stated 1 bytes"),
        (repeatable(&content(3), 3).0, 0, "is longer than the stated 0 bytes"),
        (UploadBody::from("four"), 3, "is longer than the stated 3 bytes"),
    ] {
        let error = body_error(send(&server, body.with_length(stated)).await);
        assert_eq!((error.reason(), error.may_have_been_sent()), (reason, false));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_deleted_or_changed_file_is_not_sent() {
    let gone = file(b"content");
    let body = UploadBody::file(gone.path()).await.expect("a file");
    gone.close().expect("deleted");
    let server = unmet().await;
    let error = body_error(send(&server, body).await);
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>()).expect("an error of the file");
    assert_eq!(cause.kind(), io::ErrorKind::NotFound);

    let mut changed = file(b"content");
    let body = UploadBody::file(changed.path()).await.expect("a file");
    changed.write_all(b"!").expect("written");
    let error = body_error(send(&server, body).await);
    let cause = error.source().expect("a cause").to_string();
    assert_eq!(cause, "the file has 8 bytes, expected 7");
    assert!(!error.may_have_been_sent());
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_file_is_checked_when_the_body_is_created() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = UploadBody::file(folder.path().join("x")).await.expect_err("no such file");
    assert_eq!(missing.kind(), io::ErrorKind::NotFound);
    let folder = UploadBody::file(folder.path()).await.expect_err("a folder");
    assert_eq!(folder.kind(), io::ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_body_that_stalls_is_a_time_out() {
    for first in [0, 3] {
        for length in [None, Some(10)] {
            let server = unmet().await;
            let body = UploadBody::once(in_chunks(&content(first), 3).chain(stalled()));
            let body = length.map_or(body.clone(), |length| body.with_length(length));
            let replace = replace(body);
            let call = client(&server).call(&replace).timeout(Duration::from_millis(40)).send();
            let error = body_error(call.await);
            assert_eq!(error.reason(), "could not be read");
            assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("deadline has elapsed"));
            assert_eq!(error.may_have_been_sent(), first > 0);
            assert_eq!(server.requests().len(), 0);
        }
    }
}

#[tokio::test]
async fn a_service_that_does_not_respond_is_a_time_out() {
    let server = Server::start([Response::hang()]).await;
    let append = Append { content: repeatable(&content(10), 3).0 };
    let call = client(&server).call(&append).timeout(Duration::from_millis(40)).send();
    match call.await {
        Err(Error::Timeout(error)) => assert!(error.may_have_been_sent()),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.requests().len(), 1);
}
