//! Upload sessions, long-running operations and changes as they go over the wire, from the mock.

use std::time::Duration;

use graph_runtime::{
    Error, GraphClient, Page,
    delta::Change,
    graph_action,
    operation::OperationError,
    testing::{GraphError, GraphMock, MockOperation, MockResponse, MockUpload, TestClock},
    upload::{UploadErrorKind, UploadSession},
};
use graph_tests::fixtures::upload::content;
use serde_json::{Value, json};

use super::start;

const UNIT: usize = 320 * 1024;
const TOTAL: usize = 2 * UNIT + 5;

#[graph_action(POST, "/drives/<drive>/createUploadSession", perms = none, returns = UploadSession)]
struct OpenSession {
    drive: &'static str,
}

const OPEN: OpenSession = OpenSession { drive: "d" };

#[graph_action(POST, "/teams", perms = none)]
struct CreateTeam;

#[graph_action(GET, "/users/delta", perms = none, returns = Page<Value>)]
struct UsersDelta;

/// Uploads content in three ranges.
async fn upload(mock: &GraphMock) -> Result<Value, graph_runtime::upload::UploadError> {
    let graph = mock.client();
    let upload = graph.upload(&OPEN, content(TOTAL)).range_size(UNIT);
    upload.send::<Value>().await.map(|item| item.value)
}

fn mock(upload: &MockUpload) -> GraphMock {
    let mock = start();
    mock.expect::<OpenSession>().parameter("drive", "d").respond_upload(upload);
    mock
}

#[tokio::test]
async fn an_upload_arrives_whole_and_ends_in_the_item() {
    let uploads = MockUpload::returning(json!({ "id": "7" }));
    assert_eq!(upload(&mock(&uploads)).await.expect("an item")["id"], "7");
    assert_eq!(uploads.content(), Some(content(TOTAL)));
    let ranges = ["bytes 0-327679/655365", "bytes 327680-655359/655365", "bytes 655360-655364/655365"];
    assert_eq!(uploads.ranges(), ranges);
    assert!(!uploads.is_canceled());
}

#[tokio::test]
async fn lost_ranges_and_responses_are_made_up_for() {
    let throttled = GraphError::new(429, "TooManyRequests", "no").retry_after(Duration::ZERO);
    for uploads in [
        MockUpload::returning(json!({ "id": "7" })).lose_range(1).lose_range(2),
        MockUpload::returning(json!({ "id": "7" })).lose_response(0).lose_response(1),
        MockUpload::returning(json!({ "id": "7" })).respond_to_range(2, throttled),
        MockUpload::returning(json!({ "id": "7" })).respond_to_range(0, MockResponse::empty(503)),
    ] {
        assert_eq!(upload(&mock(&uploads)).await.expect("an item")["id"], "7");
        assert_eq!(uploads.content(), Some(content(TOTAL)));
        assert_eq!(uploads.sessions(), 1);
    }
}

#[tokio::test]
async fn a_session_that_expires_is_replaced() {
    let uploads = MockUpload::returning(json!({ "id": "7" })).expire_before_range(1);
    assert_eq!(upload(&mock(&uploads)).await.expect("an item")["id"], "7");
    assert_eq!((uploads.content(), uploads.sessions()), (Some(content(TOTAL)), 2));
}

#[tokio::test]
async fn a_lost_response_to_the_last_range_leaves_the_outcome_unknown() {
    let uploads = MockUpload::returning(json!({ "id": "7" })).lose_response(2);
    let error = upload(&mock(&uploads)).await.expect_err("unknown");
    assert_eq!(error.kind(), UploadErrorKind::OutcomeUnknown);
    assert_eq!(uploads.content(), Some(content(TOTAL)));
}

#[tokio::test]
async fn an_upload_without_a_result_and_one_with_an_error() {
    let uploads = MockUpload::returning(());
    let mock_of = mock(&uploads);
    mock_of.client().upload(&OPEN, "content").send::<()>().await.expect("uploaded");
    assert_eq!(uploads.content().as_deref(), Some(&b"content"[..]));
    let conflict = GraphError::new(409, "nameAlreadyExists", "no");
    let error = upload(&mock(&MockUpload::returning(()).respond_to_range(0, conflict))).await.expect_err("409");
    assert_eq!(error.kind(), UploadErrorKind::Conflict);
}

#[tokio::test]
async fn a_session_is_asked_for_and_canceled() {
    let uploads = MockUpload::returning(()).respond_to_range(1, GraphError::new(400, "invalidRequest", "no"));
    let mock = mock(&uploads);
    let error = upload(&mock).await.expect_err("400");
    let session = error.session().expect("a session").clone();
    let graph = mock.client();
    let status = graph.upload_status(&session).await.expect("a status");
    assert_eq!(status.next_expected_ranges(), ["327680-"]);
    graph.cancel_upload(&session).await.expect("canceled");
    assert!(uploads.is_canceled());
    assert!(graph.upload_status(&session).await.expect_err("404").is_not_found());
}

#[tokio::test]
async fn what_microsoft_graph_rejects_is_rejected() {
    let uploads = MockUpload::returning(());
    let mock = mock(&uploads);
    let session = mock.client().send(&OPEN).await.expect("a session");
    let http = reqwest::Client::new();
    let put =
        |range: &'static str, body: &'static [u8]| http.put(session.url()).header("Content-Range", range).body(body);
    let long: &'static [u8] = vec![0; UNIT].leak();
    for (request, status) in [
        (put("bytes 0-9/100", &[0; 10]), 400),
        (put("bytes 0-9/10", &[0; 9]), 400),
        (put("bytes 5-14/15", &[0; 10]), 416),
        (put("0-9/10", &[0; 10]), 400),
        (put("bytes 0-9/5", &[0; 10]), 400),
        (put("bytes 0-6/7", b"content").bearer_auth(GraphMock::TOKEN), 401),
        (http.post(session.url()), 405),
        (put("bytes 0-327679/327687", long), 202),
        (put("bytes 0-327679/327687", long), 416),
        (put("bytes 327680-327686/327687", b"content"), 201),
        (http.get(session.url()), 404),
    ] {
        let response = request.send().await.expect("a response");
        assert_eq!(response.status().as_u16(), status, "{:?}", response.text().await);
    }
    assert_eq!(uploads.content().map(|content| content.len()), Some(UNIT + 7));
}

fn operations(operation: MockOperation) -> (GraphMock, GraphClient, TestClock) {
    let mock = start();
    mock.expect::<CreateTeam>().times(2).respond_operation(operation);
    let clock = TestClock::new();
    let graph = mock.client_builder().clock(clock.clone()).build().expect("a client");
    (mock, graph, clock)
}

#[tokio::test]
async fn an_operation_goes_through_its_statuses_to_its_result() {
    let operation = MockOperation::succeeding(json!({ "id": "7" })).running([0.0, 27.5]);
    for operation in [operation.clone(), operation.with_operation_location()] {
        let wait = Duration::from_secs(30);
        let (_mock, graph, clock) = operations(operation.retry_after(Some(wait)));
        for _ in 0..2 {
            let mut operation = graph.call(&CreateTeam).start_operation().await.expect("accepted");
            assert!(!operation.step().await.expect("a status"));
            assert_eq!((operation.status(), operation.percent()), (Some("inProgress"), Some(0.0)));
            assert!(!operation.step().await.expect("a status"));
            assert_eq!(operation.percent(), Some(27.5));
            let team: Value = operation.wait().await.expect("a team");
            assert_eq!((team, operation.status()), (json!({ "id": "7" }), Some("succeeded")));
        }
        assert_eq!(clock.waits(), [wait; 6]);
    }
}

#[tokio::test]
async fn an_operation_fails_or_has_no_result() {
    let (_mock, graph, clock) = operations(MockOperation::failing("Busy", "Locked.").retry_after(None));
    for _ in 0..2 {
        let error = graph.call(&CreateTeam).start_operation().await.expect("accepted").wait::<()>().await;
        let Err(OperationError::Failed(failure)) = error else { panic!("{error:?}") };
        assert_eq!(failure.to_string(), "the operation ended with the status failed: Busy: Locked.");
    }
    assert_eq!(clock.waits(), [Duration::from_secs(1); 2], "the client's own");
    let (_mock, graph, _) = operations(MockOperation::succeeding(()));
    for _ in 0..2 {
        graph.call(&CreateTeam).start_operation().await.expect("accepted").wait::<()>().await.expect("nothing");
    }
}

#[tokio::test]
async fn an_operation_needs_the_token() {
    let (mock, graph, _) = operations(MockOperation::succeeding(()));
    let operation = graph.call(&CreateTeam).start_operation().await.expect("accepted");
    let _ = graph.call(&CreateTeam).start_operation().await.expect("accepted");
    let other = GraphClient::builder().base_url(mock.url()).token("hunter2-other").build().expect("a client");
    let link = operation.link().expect("a link").clone();
    let error = other.operation(link).wait::<()>().await.expect_err("401");
    assert!(matches!(error, OperationError::Request(Error::Api(_))), "{error}");
}

#[tokio::test]
async fn changes_continue_from_the_link_and_begin_anew_if_it_is_too_old() {
    let mock = start();
    let user = |id: &str| json!({ "id": id });
    let removed = json!({ "id": "1", "@removed": { "reason": "deleted" } });
    mock.expect::<UsersDelta>().query("$deltatoken", "a").once().respond_delta_pages([[removed]], "b");
    mock.expect::<UsersDelta>().query("$deltatoken", "b").once().respond_expired_delta();
    mock.expect::<UsersDelta>().times(2).respond_delta_pages([[user("1")], [user("2")]], "a");
    let graph = mock.client();
    let mut link = None;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let call = graph.call(&UsersDelta);
        let mut changes = match &link {
            Some(link) => call.changes_from(link),
            None => call.changes(),
        };
        while let Some(change) = changes.next().await {
            seen.push(match change.expect("a change") {
                Change::Present(user) => user["id"].as_str().expect("an ID").to_owned(),
                Change::Removed(user) => format!("-{}", user.id.expect("an ID")),
                Change::Reset(_) => "reset".to_owned(),
                other => panic!("{other:?}"),
            });
        }
        link = changes.link();
    }
    assert_eq!(seen, ["1", "2", "-1", "reset", "1", "2"]);
}
