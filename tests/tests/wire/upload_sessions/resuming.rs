//! How an upload goes on: after a lost response, after a break, with a new session.

use graph_runtime::{
    testing::{GraphMock, MockResponse, MockUpload},
    upload::{UploadBody, UploadErrorKind, UploadSession},
};
use graph_tests::{
    fixtures::upload::{content, file, in_chunks},
    server::Response,
};
use serde_json::Value;

use super::{CREATE, Create, Service, UNIT, asked, done, expects, missing, put, url};

const TOTAL: usize = UNIT + 5;
const FIRST: &str = "0-327679/327685";
const SECOND: &str = "327680-327684/327685";

/// A body that can be read once, in chunks that end nowhere near a range.
fn once() -> UploadBody {
    UploadBody::once(in_chunks(&content(TOTAL), 1000)).with_length(TOTAL as u64)
}

#[tokio::test]
async fn a_range_that_is_throttled_is_sent_again() {
    let throttled = Response::empty(429).header("Retry-After", "0");
    let service = Service::start([throttled, Response::empty(503), expects(&["327680-"]), done()]).await;
    service.client.upload(&CREATE, once()).range_size(UNIT).send::<Value>().await.expect("an item");
    assert_eq!(service.sent(), [put(FIRST), put(FIRST), put(FIRST), put(SECOND)]);
}

#[tokio::test]
async fn after_a_lost_response_the_service_is_asked_where_to_go_on() {
    for lost in
        [Response::reset(), Response::empty(500), Response::empty(502), Response::empty(504), Response::empty(408)]
    {
        // It has nothing of the range, a part of it, or all of it.
        for (left, next) in [("0-", FIRST), ("1000-", "1000-327679/327685"), ("327680-", SECOND)] {
            let mut script = vec![lost.clone(), missing(&[left])];
            let mut expected = vec![put(FIRST), asked()];
            if next != SECOND {
                script.push(expects(&["327680-"]));
                expected.push(put(next));
            }
            script.push(done());
            expected.push(put(SECOND));
            let service = Service::start(script).await;
            service.client.upload(&CREATE, once()).range_size(UNIT).send::<Value>().await.expect("an item");
            assert_eq!(service.sent(), expected, "{left}");
            let last = service.uploads.requests().pop().expect("a range");
            assert_eq!(last.body, content(TOTAL)[UNIT..]);
        }
    }
}

#[tokio::test]
async fn a_range_that_the_service_has_already_is_not_sent_again() {
    let service = Service::start([Response::empty(416), missing(&["327680-"]), done()]).await;
    service.client.upload(&CREATE, once()).range_size(UNIT).send::<Value>().await.expect("an item");
    assert_eq!(service.sent(), [put(FIRST), asked(), put(SECOND)]);
    let service = Service::start([Response::empty(416), missing(&["0-"]), Response::empty(416)]).await;
    let error = service.client.upload(&CREATE, once()).range_size(UNIT).send::<Value>().await.expect_err("416 again");
    assert_eq!(error.error().status().map(|status| status.as_u16()), Some(416));
}

#[tokio::test]
async fn a_session_that_is_gone_is_replaced_and_the_upload_starts_anew() {
    for gone in [404, 410] {
        let script = [expects(&["327680-"]), Response::empty(gone), expects(&["327680-"]), done()];
        let service = Service::start(script).await;
        let mut restarts = 0;
        let upload = service.client.upload(&CREATE, content(TOTAL)).range_size(UNIT);
        let upload = upload.on_progress(|progress| restarts = progress.restarts);
        upload.send::<Value>().await.expect("an item");
        assert_eq!(service.sent(), [put(FIRST), put(SECOND), put(FIRST), put(SECOND)]);
        let creates: Vec<_> = service.graph.requests();
        assert_eq!((creates.len(), restarts), (2, 1));
        assert_ne!(creates[0].header("client-request-id"), creates[1].header("client-request-id"), "another call");
    }
}

#[tokio::test]
async fn an_upload_does_not_start_anew_for_ever() {
    let service = Service::start(std::iter::repeat_n(Response::empty(404), 9)).await;
    let error = service.client.upload(&CREATE, "content").send::<()>().await.expect_err("404");
    assert_eq!((error.kind(), error.session()), (UploadErrorKind::SessionLost, None));
    assert_eq!((service.sent().len(), service.graph.request_count()), (4, 4));
}

#[tokio::test]
async fn a_body_that_can_be_read_once_does_not_start_anew() {
    let service = Service::start([expects(&["327680-"]), Response::empty(404)]).await;
    let error = service.client.upload(&CREATE, once()).range_size(UNIT).send::<()>().await.expect_err("404");
    assert_eq!(error.kind(), UploadErrorKind::SessionLost);
    assert!(error.error().is_not_found() && error.to_string().ends_with("the upload session does not exist anymore"));
    assert_eq!(service.graph.request_count(), 1);
}

#[tokio::test]
async fn a_file_is_not_created_twice_because_the_last_response_was_lost() {
    let service = Service::start([expects(&["327680-"]), Response::reset(), Response::empty(404)]).await;
    let error = service.client.upload(&CREATE, content(TOTAL)).range_size(UNIT).send::<()>().await.expect_err("404");
    assert_eq!((error.kind(), error.session()), (UploadErrorKind::OutcomeUnknown, None));
    assert!(error.to_string().ends_with("so the upload may be complete"), "{error}");
    assert_eq!(service.sent(), [put(FIRST), put(SECOND), asked()]);
    assert_eq!(service.graph.request_count(), 1);
}

#[tokio::test]
async fn an_upload_is_resumed_after_a_restart_of_the_program() {
    let bytes = content(TOTAL);
    let file = file(&bytes);
    for body in [bytes.clone().into(), once(), UploadBody::file(file.path()).await.expect("a file")] {
        let mock = GraphMock::start();
        let uploads = MockUpload::returning(()).respond_to_range(1, MockResponse::empty(400));
        mock.expect::<Create>().once().respond_upload(&uploads);
        let graph = mock.client();
        let error = graph.upload(&CREATE, bytes.clone()).range_size(UNIT).send::<()>().await.expect_err("400");
        let session = error.session().expect("a session");
        assert!(!format!("{error:?} {error}").contains(session.url()));
        let stored = serde_json::to_string(session).expect("JSON");

        let session: UploadSession = serde_json::from_str(&stored).expect("a session");
        let mut sent = Vec::new();
        let upload = graph.upload(&CREATE, body).range_size(UNIT).resume(session);
        upload.on_progress(|progress| sent.push(progress.sent)).send::<()>().await.expect("uploaded");
        assert_eq!(uploads.ranges(), [FIRST, SECOND, SECOND].map(|range| format!("bytes {range}")));
        assert_eq!((uploads.content(), sent), (Some(bytes.clone()), vec![327_680, 327_685]));
    }
}

#[tokio::test]
async fn a_stored_session_that_is_gone_is_replaced() {
    let service = Service::start([Response::empty(404), expects(&["327680-"]), done()]).await;
    let session = UploadSession::new(url(&service.uploads));
    service.client.upload(&CREATE, once()).range_size(UNIT).resume(session).send::<Value>().await.expect("an item");
    assert_eq!(service.sent(), [asked(), put(FIRST), put(SECOND)]);
}

#[tokio::test]
async fn a_service_that_cannot_be_asked_gets_the_range_again() {
    let service = Service::start([Response::reset(), Response::empty(405), expects(&["327680-"]), done()]).await;
    service.client.upload(&CREATE, once()).range_size(UNIT).send::<Value>().await.expect("an item");
    assert_eq!(service.sent(), [put(FIRST), asked(), put(FIRST), put(SECOND)]);
}
