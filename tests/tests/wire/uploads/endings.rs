//! How much of a body is in memory, and what becomes of it when its call ends early.

use std::{
    convert::Infallible,
    future::poll_fn,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};

use futures_util::{StreamExt, stream};
use graph_runtime::{Bytes, Error, retry::RetryPolicy, upload::UploadBody};
use graph_tests::fixtures::upload::{content, in_chunks, replace};

use super::{
    body_error, builder,
    sink::{Sink, When},
    stalled, until,
};

const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";
const THROTTLED: &str = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
const CHUNK: usize = 1024 * 1024;

/// Counts the chunks in memory.
#[derive(Debug, Default)]
struct InMemory {
    now: AtomicUsize,
    most: AtomicUsize,
    ever: AtomicUsize,
}

/// A chunk that counts as long as it lives.
struct Chunk(Arc<InMemory>);

impl Chunk {
    fn new(in_memory: &Arc<InMemory>) -> Self {
        let now = in_memory.now.fetch_add(1, Ordering::SeqCst) + 1;
        in_memory.most.fetch_max(now, Ordering::SeqCst);
        in_memory.ever.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(in_memory))
    }
}

impl AsRef<[u8]> for Chunk {
    fn as_ref(&self) -> &[u8] {
        static ZEROS: [u8; CHUNK] = [0; CHUNK];
        &ZEROS
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A body of so many chunks of a MiB, made when they are asked for.
fn generated(chunks: usize, in_memory: &Arc<InMemory>) -> UploadBody {
    let in_memory = Arc::clone(in_memory);
    UploadBody::repeatable(move || {
        let in_memory = Arc::clone(&in_memory);
        stream::iter(0..chunks).map(move |_| Ok::<_, Infallible>(Bytes::from_owner(Chunk::new(&in_memory))))
    })
}

#[tokio::test]
async fn a_body_of_any_size_is_sent_with_a_few_chunks_in_memory() {
    const CHUNKS: usize = 320;
    let size = (CHUNKS * CHUNK) as u64;
    let in_memory = Arc::default();
    let body = generated(CHUNKS, &in_memory);
    for body in [body.clone(), body.with_length(size)] {
        let sink = Sink::start(When::AfterBody, NO_CONTENT).await;
        let graph = builder(sink.url()).build().expect("a client");
        let is_stated = body.length().is_some();
        graph.send(&replace(body)).await.expect("a success");
        let received = sink.received().remove(0);
        assert!(received.is_whole && received.head.contains("content-length: ") == is_stated, "{received:?}");
        assert!(if is_stated { received.bytes == size } else { received.bytes > size }, "{received:?}");
    }
    assert_eq!(in_memory.ever.load(Ordering::SeqCst), 2 * CHUNKS);
    assert_eq!(in_memory.now.load(Ordering::SeqCst), 0);
    let most = in_memory.most.load(Ordering::SeqCst);
    assert!(most <= 4, "{most} chunks were in memory at once");
}

/// Says when it is dropped.
struct Guard(Arc<Mutex<bool>>);

impl Drop for Guard {
    fn drop(&mut self) {
        *self.0.lock().expect("no panic") = true;
    }
}

/// A stream that stalls after so many bytes, and whether it was dropped.
fn watched(first: usize) -> (UploadBody, Arc<Mutex<bool>>) {
    let dropped = Arc::new(Mutex::new(false));
    let guard = Guard(Arc::clone(&dropped));
    let stream = in_chunks(&content(first), 3).chain(stalled()).map(move |chunk| {
        let _ = &guard;
        chunk
    });
    (UploadBody::once(stream), dropped)
}

fn is(dropped: &Mutex<bool>) -> bool {
    *dropped.lock().expect("no panic")
}

#[tokio::test]
async fn a_canceled_call_drops_the_stream_at_once_and_aborts_the_request() {
    for length in [None, Some(100)] {
        let (body, dropped) = watched(10);
        let body = length.map_or(body.clone(), |length| body.with_length(length));
        let sink = Sink::start(When::AfterBody, NO_CONTENT).await;
        let graph = builder(sink.url()).build().expect("a client");
        let has_begun = until("the request comes", || sink.received().iter().any(|request| request.bytes >= 10));
        let mut call = Box::pin(graph.send(&replace(body)));
        tokio::select! {
            outcome = &mut call => panic!("{outcome:?}"),
            () = has_begun => assert!(!is(&dropped)),
        }
        drop(call);
        assert!(is(&dropped));
        until("the request breaks off", || sink.received()[0].has_ended).await;
        assert!(!sink.received()[0].is_whole && sink.received().len() == 1);
    }
}

#[tokio::test]
async fn a_call_that_is_canceled_before_it_is_sent_drops_the_stream_too() {
    let (body, dropped) = watched(0);
    let sink = Sink::start(When::AfterBody, NO_CONTENT).await;
    let graph = builder(sink.url()).build().expect("a client");
    {
        let mut call = pin!(graph.send(&replace(body)));
        for _ in 0..5 {
            let polled = poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await;
            assert!(polled && !is(&dropped));
            tokio::task::yield_now().await;
        }
    }
    assert!(is(&dropped) && sink.received().is_empty());
}

#[tokio::test]
async fn an_early_error_response_ends_the_upload_and_is_read_to_its_end() {
    const TOO_LARGE: &str = concat!(
        "HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\nContent-Length: 53\r\n\r\n",
        r#"{"error": {"code": "tooLarge", "message": "No more"}}"#
    );
    let (body, dropped) = watched(10);
    let sink = Sink::start(When::AfterHead, TOO_LARGE).await;
    let graph = builder(sink.url()).build().expect("a client");
    let error = graph.send(&replace(body)).await.expect_err("an error");
    assert_eq!((error.code(), is(&dropped)), (Some("tooLarge"), true), "{error}");
    until("the request breaks off", || sink.received()[0].has_ended).await;
    assert!(!sink.received()[0].is_whole);
}

#[tokio::test]
async fn a_body_that_can_be_sent_once_is_not_retried_after_an_early_error_response() {
    let (body, dropped) = watched(10);
    let sink = Sink::start(When::AfterHead, THROTTLED).await;
    let graph = builder(sink.url()).build().expect("a client");
    let error = graph.send(&replace(body)).await.expect_err("an error");
    assert!(error.to_string().ends_with("; not retried because its body can be sent only once"), "{error}");
    assert_eq!((sink.received().len(), is(&dropped)), (1, true));
}

#[tokio::test]
async fn a_repeatable_body_is_recreated_after_an_early_error_response() {
    let (made, in_memory) = (Arc::new(AtomicUsize::new(0)), Arc::default());
    let (counted, endless) = (Arc::clone(&made), Arc::clone(&in_memory));
    let body = UploadBody::repeatable(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        let in_memory: Arc<InMemory> = Arc::clone(&endless);
        stream::repeat_with(move || Ok::<_, Infallible>(Bytes::from_owner(Chunk::new(&in_memory))))
    });
    let sink = Sink::start(When::AfterHead, THROTTLED).await;
    let graph = builder(sink.url()).build().expect("a client");
    let error = graph.send(&replace(body)).await.expect_err("an error");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((sink.received().len(), made.load(Ordering::SeqCst)), (4, 4));
    until("nothing is read once the call has ended", || in_memory.now.load(Ordering::SeqCst) == 0).await;
}

#[tokio::test]
async fn an_early_success_counts_when_the_whole_body_was_sent() {
    let sink = Sink::start(When::AfterHead, NO_CONTENT).await;
    let graph = builder(sink.url()).build().expect("a client");
    graph.send(&replace(generated(20, &Arc::default()))).await.expect("a success");
    until("the body comes", || sink.received()[0].is_whole).await;
    assert!(sink.received()[0].bytes > (20 * CHUNK) as u64);
}

#[tokio::test]
async fn an_early_success_does_not_count_if_the_body_fails() {
    let sink = Sink::start(When::AfterHead, NO_CONTENT).await;
    let graph = builder(sink.url()).build().expect("a client");
    let (gate, opened) = tokio::sync::oneshot::channel::<()>();
    let failing =
        in_chunks(&content(10), 3).map(|chunk| chunk.map_err(|never| match never {})).chain(stream::once(async move {
            let _ = opened.await;
            Err("the tape is torn")
        }));
    let call = tokio::spawn(graph.send(&replace(UploadBody::once(failing))));
    until("the request comes", || sink.received().iter().any(|request| request.bytes >= 10)).await;
    // The response is there before the error.
    tokio::time::sleep(Duration::from_millis(20)).await;
    gate.send(()).expect("someone waits");
    let error = body_error(call.await.expect("no panic"));
    assert_eq!(error.to_string(), "Replace: the request body could not be read; the request was aborted");
}

#[tokio::test]
async fn a_success_without_reading_the_body_does_not_count() {
    const CLOSING: &str = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    let sink = Sink::start(When::InsteadOfBody, CLOSING).await;
    let graph = builder(sink.url()).retry(RetryPolicy::none()).build().expect("a client");
    let error = graph.send(&replace(generated(64, &Arc::default()))).await.expect_err("no success");
    assert!(matches!(&error, Error::Transport(error) if error.may_have_been_sent()), "{error:?}");
}
