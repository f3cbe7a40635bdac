//! The time-outs and the end of a transfer, with the paused clock of tokio.

use std::{
    convert::Infallible,
    future::{pending, poll_fn},
    pin::pin,
    sync::{Arc, Mutex},
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http_body::Body as _;
use tokio::time::{Instant, sleep};

use super::{
    body::UploadBody,
    transfer::{Transfer, Wire},
};
use crate::{
    error::Error,
    exchange::{outgoing::Outgoing, response::RawResponse},
    prepare::{body::Body, prepared::Prepared},
};

const LIMIT: Duration = Duration::from_secs(10);

fn outgoing() -> Outgoing {
    let prepared = Prepared {
        metadata: RawResponse::for_test(200, &[], b"").metadata,
        version: crate::metadata::action_metadata::ApiVersion::V1_0,
        url: "https://graph.microsoft.com/v1.0/x".parse().expect("a URL"),
        headers: http::HeaderMap::new(),
        body: Body::Nothing,
        secrets: crate::secret::sent::SentSecrets::default(),
    };
    let client = crate::client::GraphClient::builder().build().expect("a client");
    Outgoing::new(client.shared().clone(), Box::new(prepared), None, false)
}

/// A stream that returns a chunk every eight seconds.
fn slow(chunks: usize) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
    stream::iter(0..chunks).then(|_| async {
        sleep(Duration::from_secs(8)).await;
        Ok(Bytes::from_static(b"abc"))
    })
}

/// Reads a body like a connection, and returns the number of bytes.
async fn read(wire: Wire) -> u64 {
    let mut wire = pin!(wire);
    let mut length = 0;
    while let Some(Ok(frame)) = poll_fn(|context| wire.as_mut().poll_frame(context)).await {
        length += frame.data_ref().map_or(0, |chunk| chunk.len() as u64);
    }
    length
}

/// Sends a body, and returns the outcome and the elapsed time.
async fn send(body: UploadBody) -> (Result<u64, Error>, Duration) {
    let (outgoing, started) = (outgoing(), Instant::now());
    let outcome = async {
        let transfer = Transfer::open(&body, outgoing.attempt(), LIMIT).await?;
        transfer.drive(outgoing.attempt(), LIMIT, async { Ok(read(transfer.wire()).await) }).await
    };
    (outcome.await, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn the_time_out_starts_again_with_each_chunk() {
    let (outcome, took) = send(UploadBody::once(slow(20))).await;
    assert_eq!((outcome.expect("all of it"), took.as_secs()), (60, 160));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_is_an_error_after_the_time_out() {
    let (outcome, took) = send(UploadBody::once(slow(3).chain(stream::pending()))).await;
    match outcome {
        Err(Error::Body(error)) => assert!(error.may_have_been_sent()),
        other => panic!("{other:?}"),
    }
    assert_eq!(took.as_secs(), 3 * 8 + 10);
}

#[tokio::test(start_paused = true)]
async fn a_body_without_a_first_chunk_is_not_sent() {
    let (outcome, took) = send(UploadBody::once(stream::pending::<Result<Bytes, Infallible>>())).await;
    match outcome {
        Err(Error::Body(error)) => assert!(!error.may_have_been_sent()),
        other => panic!("{other:?}"),
    }
    assert_eq!(took.as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_reads_nothing_times_out() {
    let outgoing = outgoing();
    let body = UploadBody::once(slow(2));
    let transfer = Transfer::open(&body, outgoing.attempt(), LIMIT).await.expect("a first chunk");
    let started = Instant::now();
    let _wire = transfer.wire();
    let outcome: Result<(), _> = transfer.drive(outgoing.attempt(), LIMIT, pending()).await;
    assert!(matches!(outcome, Err(Error::Timeout(_))), "{outcome:?}");
    assert_eq!(started.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn the_time_out_of_the_response_starts_with_the_last_chunk() {
    let outgoing = outgoing();
    let body = UploadBody::once(slow(4));
    let transfer = Transfer::open(&body, outgoing.attempt(), LIMIT).await.expect("a first chunk");
    let response = async {
        read(transfer.wire()).await;
        sleep(Duration::from_secs(9)).await;
        transfer.completed(outgoing.attempt()).await
    };
    transfer.drive(outgoing.attempt(), LIMIT, response).await.expect("in time");
}

#[tokio::test]
async fn a_stream_of_empty_chunks_ends_before_and_after_its_first_content() {
    let empty = || stream::repeat_with(|| Ok::<_, Infallible>(Bytes::new()));
    let begun = || stream::iter([Ok(Bytes::from_static(b"abc"))]);
    for (body, was_begun) in [
        (UploadBody::once(empty()), false),
        (UploadBody::repeatable(move || begun().chain(empty())), true),
        // The chunk that completes the stated length is not sent before the end.
        (UploadBody::once(begun().chain(empty())).with_length(3), false),
    ] {
        let outgoing = outgoing();
        let sending = async {
            let transfer = Transfer::open(&body, outgoing.attempt(), Duration::MAX).await?;
            let completed = async {
                read(transfer.wire()).await;
                transfer.completed(outgoing.attempt()).await
            };
            transfer.drive(outgoing.attempt(), Duration::MAX, completed).await
        };
        match sending.await {
            Err(Error::Body(error)) => {
                assert_eq!(error.reason(), "has no content: its stream returns one empty chunk after another");
                assert_eq!(error.may_have_been_sent(), was_begun);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_few_empty_chunks_do_not_matter() {
    let empty = vec![Ok::<_, Infallible>(Bytes::new()); 1000];
    let content = || stream::iter([Ok(Bytes::from_static(b"abc"))]);
    let chunks = stream::iter(empty.clone()).chain(content()).chain(stream::iter(empty)).chain(content());
    assert_eq!(send(UploadBody::once(chunks).with_length(6)).await.0.expect("all of it"), 6);
}

#[tokio::test(start_paused = true)]
async fn the_longest_time_out_is_none() {
    let outgoing = outgoing();
    let body = UploadBody::once(slow(3));
    let transfer = Transfer::open(&body, outgoing.attempt(), Duration::MAX).await.expect("a first chunk");
    let all = async { Ok(read(transfer.wire()).await) };
    assert_eq!(transfer.drive(outgoing.attempt(), Duration::MAX, all).await.expect("all of it"), 9);
}

#[tokio::test]
async fn a_body_that_was_not_read_can_be_sent_by_another_attempt() {
    let outgoing = outgoing();
    let body = UploadBody::once(stream::iter(["ab", "c"].map(Ok::<_, Infallible>))).with_length(3);
    for _ in 0..3 {
        let transfer = Transfer::open(&body, outgoing.attempt(), LIMIT).await.expect("a first chunk");
        assert!(body.is_spent());
        drop((transfer.wire(), transfer));
        assert!(!body.is_spent());
    }
    let (outcome, _) = send(body.clone()).await;
    assert_eq!(outcome.expect("all of it"), 3);
    assert!(body.is_spent());
}

#[tokio::test]
async fn a_body_is_stopped_when_its_attempt_ends() {
    let outgoing = outgoing();
    let body = UploadBody::once(stream::iter(["ab", "c"].map(Ok::<_, Infallible>)));
    let transfer = Transfer::open(&body, outgoing.attempt(), LIMIT).await.expect("a first chunk");
    let mut wire = pin!(transfer.wire());
    let mut next = async || poll_fn(|context| wire.as_mut().poll_frame(context)).await;
    assert!(matches!(next().await, Some(Ok(_))));
    drop(transfer);
    assert!(matches!(next().await, Some(Err(_))), "the body must not look complete");
    assert!(body.is_spent());
}

#[tokio::test]
async fn a_stream_that_ends_its_own_attempt_is_stopped() {
    let outgoing = outgoing();
    let slot: Arc<Mutex<Option<Transfer>>> = Arc::default();
    let own = Arc::clone(&slot);
    let chunks = stream::poll_fn(move |_| {
        drop(own.lock().expect("not poisoned").take());
        Poll::Ready(Some(Ok::<_, Infallible>("ab")))
    });
    let transfer = Transfer::open(&UploadBody::once(chunks), outgoing.attempt(), LIMIT).await.expect("a first chunk");
    let mut wire = pin!(transfer.wire());
    *slot.lock().expect("not poisoned") = Some(transfer);
    let mut next = async || poll_fn(|context| wire.as_mut().poll_frame(context)).await;
    assert!(matches!(next().await, Some(Ok(_))), "the first chunk was read before");
    assert!(matches!(next().await, Some(Err(_))));
    assert!(matches!(next().await, Some(Err(_))));
}

#[tokio::test]
async fn a_connection_that_waits_for_a_chunk_is_woken_when_the_attempt_ends() {
    let outgoing = outgoing();
    let chunks = stream::iter([Ok::<_, Infallible>("ab")]).chain(stream::pending());
    let transfer = Transfer::open(&UploadBody::once(chunks), outgoing.attempt(), LIMIT).await.expect("a first chunk");
    let connection = tokio::spawn(read(transfer.wire()));
    while !transfer.is_waiting() {
        tokio::task::yield_now().await;
    }
    drop(transfer);
    let length = tokio::time::timeout(LIMIT, connection).await.expect("the connection ends");
    assert_eq!(length.expect("no panic"), 2);
}
