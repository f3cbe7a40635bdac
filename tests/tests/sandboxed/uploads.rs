//! Bodies that are streamed to the mock.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::Ordering,
};

use graph_runtime::{Bytes, testing::GraphMock, upload::UploadBody};
use graph_tests::fixtures::upload::{Replace, content, file, in_chunks, repeatable, replace};

/// What the mock reports.
fn report(mock: &GraphMock) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(|| mock.verify())).err()?;
    Some(panic.downcast_ref::<String>().expect("a report").clone())
}

#[tokio::test]
async fn a_streamed_body_is_compared_by_its_bytes() {
    let bytes = content(100_000);
    let file = file(&bytes);
    let mock = GraphMock::start();
    mock.expect::<Replace>().raw_body(bytes.clone()).times(4).respond(());
    for body in [
        bytes.clone().into(),
        UploadBody::file(file.path()).await.expect("a file"),
        repeatable(&bytes, 999).0,
        UploadBody::once(in_chunks(&bytes, 999)).with_length(100_000),
    ] {
        mock.client().send(&replace(body)).await.expect("a success");
    }
    assert_eq!(report(&mock), None);
    assert!(mock.received::<Replace>().iter().all(|received| received.body() == &bytes));
}

#[tokio::test]
async fn a_stream_of_other_bytes_is_reported() {
    let mock = GraphMock::start();
    mock.expect::<Replace>().raw_body("hunter2").once().respond(());
    for body in ["hunter3", "hunter22"] {
        let body = repeatable(&Bytes::from_static(body.as_bytes()), 3).0;
        mock.client().send(&replace(body)).await.expect_err("not expected");
    }
    let report = report(&mock).expect("a report");
    for line in
        ["body: 7 bytes", "body: 7 bytes as expected, but different content", "body: expected 7 bytes, got 8 bytes"]
    {
        assert!(report.contains(line), "{report}");
    }
    assert!(!report.contains("hunter"), "{report}");
}

#[tokio::test]
async fn matching_compares_a_body_in_memory_or_the_length_of_a_stream() {
    let bytes = content(10);
    let stream = || repeatable(&bytes, 3).0;
    let other = Bytes::from_static(&[1; 10]);
    for (expected, sent, is_met) in [
        (replace(bytes.clone()), stream(), true),
        (replace(other.clone()), stream(), false),
        (replace(stream()), stream(), true),
        (replace(stream().with_length(10)), stream(), true),
        (replace(stream().with_length(9)), stream(), false),
        (replace(stream()), "other".into(), true),
        (replace(UploadBody::once(in_chunks(&bytes, 3)).with_length(10)), other.into(), true),
    ] {
        let mock = GraphMock::start();
        mock.expect::<Replace>().matching(&expected).once().respond(());
        assert_eq!(mock.client().send(&replace(sent)).await.is_ok(), is_met, "{expected:?}");
        let report = report(&mock);
        assert_eq!(report.is_none(), is_met, "{report:?}");
        let is_length = expected.content.length() == Some(9);
        assert_eq!(report.is_some_and(|report| report.contains("expected 9 bytes, got 10 bytes")), is_length);
    }
}

#[tokio::test]
async fn after_throttling_the_body_is_recreated() {
    let (body, made) = repeatable(&content(10), 3);
    let mock = GraphMock::start();
    mock.expect::<Replace>().raw_body(content(10)).throttle(2, None).once().respond(());
    mock.client().send(&replace(body)).await.expect("a success");
    assert_eq!((made.load(Ordering::Relaxed), report(&mock)), (3, None));
}
