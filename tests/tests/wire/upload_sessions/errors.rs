//! How an upload fails.

use graph_runtime::{
    Error, GraphClient,
    upload::{UploadBody, UploadError, UploadErrorKind, UploadSession},
};
use graph_tests::{
    fixtures::{
        TOKEN,
        upload::{content, in_chunks},
    },
    server::{Response, Server},
};
use serde_json::{Value, json};

use super::{CREATE, Service, UNIT, expects, opened, put};

async fn fails(service: &Service, body: impl Into<UploadBody>) -> UploadError {
    service.client.upload(&CREATE, body).range_size(UNIT).send::<Value>().await.expect_err("an error")
}

fn error(status: u16, code: &str) -> Response {
    Response::json(status, json!({ "error": { "code": code, "message": "No." } }).to_string())
}

#[tokio::test]
async fn conflicts_and_quotas_are_told_apart_from_other_errors() {
    for (response, kind) in [
        (error(409, "nameAlreadyExists"), UploadErrorKind::Conflict),
        (error(507, "insufficientStorage"), UploadErrorKind::QuotaExceeded),
        (error(403, "quotaLimitReached"), UploadErrorKind::QuotaExceeded),
        (error(400, "ErrorQuotaExceeded"), UploadErrorKind::QuotaExceeded),
        (error(400, "invalidRequest"), UploadErrorKind::Request),
        (error(413, "fragmentTooLarge"), UploadErrorKind::Request),
    ] {
        let service = Service::start([response]).await;
        let failed = fails(&service, "content").await;
        assert_eq!(failed.kind(), kind, "{failed}");
        assert!(failed.session().is_some() && failed.to_string().starts_with("UploadRange: "), "{failed}");
        assert_eq!(service.sent().len(), 1, "it is not sent again");
        assert!(matches!(Error::from(failed), Error::Api(_)));
    }
}

#[tokio::test]
async fn an_upload_without_a_session_fails_as_the_call_that_opens_it() {
    let server = Server::start([error(403, "accessDenied")]).await;
    let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client");
    let failed = graph.upload(&CREATE, "content").send::<()>().await.expect_err("403");
    assert_eq!((failed.kind(), failed.session()), (UploadErrorKind::Request, None));
    assert!(failed.to_string().starts_with("Create: 403 Forbidden: accessDenied"), "{failed}");
}

#[tokio::test]
async fn the_url_of_a_session_must_be_for_https() {
    for url in [
        "http://uploads.example/hunter2-up",
        "ftp://uploads.example/hunter2-up",
        "up/hunter2-up",
        "https://me@uploads.example/hunter2-up",
    ] {
        let server = Server::start([opened(url)]).await;
        let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client");
        let failed = graph.upload(&CREATE, "content").send::<()>().await.expect_err(url);
        assert!(matches!(failed.error(), Error::Decode(_)), "{failed}");
        assert!(failed.to_string().contains("`uploadUrl`") && !failed.to_string().contains("hunter2"), "{failed}");
        let resumed = graph.upload(&CREATE, "content").resume(UploadSession::new(url)).send::<()>().await;
        assert!(matches!(resumed.expect_err(url).error(), Error::Build(_)));
        assert!(matches!(graph.cancel_upload(&UploadSession::new(url)).await, Err(Error::Build(_))));
        assert_eq!(server.request_count(), 1);
    }
    // Plain HTTP on loopback is for clients of loopback.
    let graph = GraphClient::builder().token(TOKEN).build().expect("a client");
    let local = UploadSession::new("http://127.0.0.1:9/hunter2-up");
    assert!(matches!(graph.upload_status(&local).await, Err(Error::Build(_))));
}

#[tokio::test]
async fn a_body_that_cannot_be_sent_in_ranges_opens_no_session() {
    let service = Service::start([]).await;
    let stream = || UploadBody::once(in_chunks(&content(9), 2));
    for (body, size, named) in [
        (UploadBody::from("content"), 0, "range_size"),
        (UploadBody::from("content"), UNIT + 1, "range_size"),
        (UploadBody::from("content"), 193 * UNIT, "range_size"),
        (UploadBody::from(""), UNIT, "body"),
        (stream(), UNIT, "body"),
    ] {
        let upload = service.client.upload(&CREATE, body).range_size(size);
        match upload.send::<()>().await.expect_err(named).into_error() {
            Error::Build(error) => assert_eq!(error.field_name(), Some(named)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(service.graph.connections(), 0);
}

#[tokio::test]
async fn a_body_with_another_length_ends_the_upload() {
    for (stated, reason) in [(8, "is longer than the stated 8 bytes"), (10, "ended after 9 of the stated 10 bytes")] {
        let service = Service::start([expects(&["9-"])]).await;
        let failed = fails(&service, UploadBody::once(in_chunks(&content(9), 2)).with_length(stated)).await;
        assert!(matches!(failed.error(), Error::Body(error) if error.reason() == reason), "{failed}");
        assert_eq!(service.sent(), [], "no incomplete file is sent");
    }
}

#[tokio::test]
async fn an_upload_that_gets_nowhere_ends() {
    let service = Service::start(std::iter::repeat_n(expects(&["0-"]), 20)).await;
    let failed = fails(&service, "content").await;
    assert!(failed.to_string().contains("expects the same range again and again"), "{failed}");
    assert_eq!(service.sent().len(), 4);
    let service = Service::start([Response::json(200, "{}")]).await;
    let failed = fails(&service, content(UNIT + 1)).await;
    assert!(failed.to_string().contains("although 1 bytes are missing"), "{failed}");
    let service = Service::start([expects(&["from the start"])]).await;
    let failed = fails(&service, content(UNIT + 1)).await;
    assert!(failed.to_string().contains("`nextExpectedRanges` is not a list of ranges"), "{failed}");
}

#[tokio::test]
async fn the_retries_of_an_upload_end_as_the_policy_says_and_it_can_be_resumed() {
    let lost = [Response::empty(502), super::missing(&["0-"])];
    let service = Service::start(std::iter::repeat_n(lost, 9).flatten()).await;
    let failed = fails(&service, "content").await;
    assert_eq!(failed.error().status().map(|status| status.as_u16()), Some(502));
    assert!(failed.session().is_some());
    let puts = service.sent().into_iter().filter(|sent| *sent == put("0-6/7")).count();
    assert_eq!(puts, 4, "three retries");
}
