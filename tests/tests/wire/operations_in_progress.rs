//! Long-running operations.

use std::time::Duration;

use graph_runtime::{
    Error, GraphClient, graph_action,
    operation::{Operation, OperationError, OperationLink},
    testing::TestClock,
};
use graph_tests::{
    fixtures::TOKEN,
    server::{Response, Server, unused_address},
};
use serde::Deserialize;
use serde_json::{Value, json};

#[graph_action(POST, "/teams/<id>/clone", perms(delegated = "Team.Create"))]
struct CloneTeam {
    id: &'static str,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Team {
    id: String,
}

struct Service {
    server: Server,
    graph: GraphClient,
    clock: TestClock,
}

impl Service {
    async fn start(script: impl FnOnce(&str) -> Vec<Response>) -> Self {
        let address = unused_address().await;
        let server = Server::start_on(address, script(&format!("http://{address}"))).await;
        let clock = TestClock::new();
        let graph = GraphClient::builder().base_url(server.url()).token(TOKEN).clock(clock.clone());
        Self { graph: graph.header("x-tenant", "contoso").build().expect("a client"), server, clock }
    }

    async fn clone_team(&self) -> Result<Operation, Error> {
        self.graph.call(&CloneTeam { id: "1" }).start_operation().await
    }

    fn targets(&self) -> Vec<String> {
        self.server.requests()[1..].iter().map(|sent| sent.target.clone()).collect()
    }

    fn waits(&self) -> Vec<u64> {
        self.clock.waits().iter().map(Duration::as_secs).collect()
    }
}

fn accepted(link: &str) -> Response {
    Response::empty(202).header("Location", link)
}

fn status(status: &str) -> Response {
    Response::json(200, json!({ "id": "8", "status": status, "percentageComplete": 50 }).to_string())
}

fn team() -> Response {
    Response::json(200, r#"{"id": "team-7"}"#)
}

const MONITOR: &str = "/teams('1')/operations('8')";

#[tokio::test]
async fn an_operation_is_asked_for_after_the_waits_of_the_service_until_it_has_ended() {
    let service = Service::start(|_| {
        let ended = json!({ "status": "succeeded", "targetResourceLocation": "/teams('7')" });
        vec![
            accepted(MONITOR).header("Retry-After", "30"),
            status("notStarted").header("Retry-After", "7"),
            status("inProgress"),
            status("inProgress"),
            Response::json(200, ended.to_string()),
            team(),
        ]
    })
    .await;
    let mut operation = service.clone_team().await.expect("an operation");
    assert_eq!((operation.status(), operation.percent()), (None, None));
    assert!(!operation.step().await.expect("a status"));
    assert_eq!((operation.status(), operation.percent()), (Some("notStarted"), Some(50.0)));
    let team: Team = operation.wait().await.expect("a team");
    assert_eq!((team.id.as_str(), operation.status()), ("team-7", Some("succeeded")));
    let monitor = format!("/v1.0{MONITOR}");
    assert_eq!(service.targets(), [&monitor, &monitor, &monitor, &monitor, "/v1.0/teams('7')"]);
    assert_eq!(service.waits(), [30, 7, 1, 2]);
    assert!(service.server.requests().iter().all(|sent| sent.header("authorization").is_some()));
    let again: Value = operation.wait_for_status().await.expect("its last status");
    assert_eq!(again["targetResourceLocation"], "/teams('7')");
}

#[tokio::test]
async fn the_wait_that_the_caller_sets_is_that_where_the_service_names_none() {
    let service = Service::start(|_| {
        vec![accepted(MONITOR), status("running").header("Retry-After", "3"), status("running"), status("completed")]
    })
    .await;
    let mut operation = service.clone_team().await.expect("an operation").interval(Duration::from_secs(10));
    operation.wait::<()>().await.expect("ended");
    assert_eq!(service.waits(), [10, 3, 10]);
}

#[tokio::test]
async fn beside_operation_location_the_location_is_that_of_the_result() {
    let service = Service::start(|url| {
        let created = Response::json(201, "{}").header("Operation-Location", &format!("{url}/beta/operations/8"));
        vec![created.header("Location", &format!("{url}/beta/teams/7")), status("Succeeded"), team()]
    })
    .await;
    let mut operation = service.clone_team().await.expect("an operation");
    assert_eq!(operation.wait::<Team>().await.expect("a team").id, "team-7");
    assert_eq!(service.targets(), ["/beta/operations/8", "/beta/teams/7"]);
}

#[tokio::test]
async fn a_redirect_leads_to_the_result() {
    let service = Service::start(|url| {
        let other = Response::empty(303).header("Location", &format!("{url}/v1.0/teams/7"));
        vec![accepted(MONITOR), Response::empty(202), other, team()]
    })
    .await;
    let mut operation = service.clone_team().await.expect("an operation");
    assert_eq!(operation.wait::<Team>().await.expect("a team").id, "team-7");
}

#[tokio::test]
async fn a_result_without_a_link_is_what_the_service_responds_at_the_end() {
    let service = Service::start(|_| vec![accepted(MONITOR), Response::empty(202), team()]).await;
    let mut operation = service.clone_team().await.expect("an operation");
    assert_eq!(operation.wait::<Team>().await.expect("a team").id, "team-7");
}

#[tokio::test]
async fn an_operation_that_was_done_at_once_has_ended() {
    let service = Service::start(|_| vec![Response::json(201, r#"{"id": "team-7"}"#)]).await;
    let mut operation = service.clone_team().await.expect("an operation");
    assert!(operation.link().is_none());
    assert_eq!(operation.wait::<Team>().await.expect("a team").id, "team-7");
    assert_eq!(service.server.request_count(), 1);
}

#[tokio::test]
async fn a_monitor_at_another_host_gets_neither_the_token_nor_the_headers_of_the_client() {
    let monitor = Server::start([
        Response::json(202, r#"{"percentageComplete": 27.8, "status": "inProgress"}"#),
        status("completed"),
    ])
    .await;
    let url = format!("{}/monitor/hunter2-monitor", monitor.url());
    let service = Service::start(|_| vec![accepted(&url)]).await;
    let mut operation = service.clone_team().await.expect("an operation");
    assert!(!operation.step().await.expect("a status"));
    assert_eq!(operation.percent(), Some(27.8));
    let last: Value = operation.wait_for_status().await.expect("ended");
    assert_eq!(last["status"], "completed");
    for sent in monitor.requests() {
        assert_eq!((sent.header("authorization"), sent.header("x-tenant")), (None, None));
    }
    assert!(!format!("{operation:?} {:?}", operation.link()).contains("hunter2"));
}

#[tokio::test]
async fn an_operation_is_continued_by_its_stored_link() {
    let service = Service::start(|_| vec![accepted(MONITOR), status("running"), status("completed")]).await;
    let operation = service.clone_team().await.expect("an operation");
    let stored = serde_json::to_string(&operation.link()).expect("JSON");
    assert!(stored.contains("/v1.0/teams"), "an absolute link: {stored}");
    drop(operation);
    let link: OperationLink = serde_json::from_str(&stored).expect("a link");
    service.graph.operation(link).wait::<()>().await.expect("ended");
    assert_eq!(service.waits(), [0, 1], "asked at once");
}

#[tokio::test]
async fn an_operation_that_fails_is_an_error_with_the_reason_of_the_service() {
    let service = Service::start(|_| {
        let failed = json!({ "status": "failed", "error": { "code": "Forbidden", "message": "No more teams." } });
        vec![accepted(MONITOR), Response::json(200, failed.to_string())]
    })
    .await;
    let mut operation = service.clone_team().await.expect("an operation");
    let Err(OperationError::Failed(failure)) = operation.wait::<()>().await else { panic!("it failed") };
    assert_eq!((failure.code.as_deref(), failure.message.as_deref()), (Some("Forbidden"), Some("No more teams.")));
    assert!(matches!(operation.step().await, Err(OperationError::Failed(_))), "it remains so");
    assert_eq!(service.server.request_count(), 2);
}

#[tokio::test]
async fn after_an_error_of_a_request_the_wait_can_go_on() {
    let service = Service::start(|_| vec![accepted(MONITOR), Response::empty(403), status("completed")]).await;
    let mut operation = service.clone_team().await.expect("an operation");
    let Err(OperationError::Request(error)) = operation.wait::<()>().await else { panic!("403") };
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    operation.wait::<()>().await.expect("ended");
}

#[tokio::test]
async fn an_operation_without_a_link_that_may_be_followed_is_an_error() {
    for links in [
        vec![],
        vec!["http://monitor.example/8"],
        vec!["ftp://monitor.example/8"],
        vec!["8"],
        vec!["https://me@monitor.example/8"],
    ] {
        let script = links.iter().fold(Response::empty(202), |response, link| response.header("Location", link));
        let service = Service::start(|_| vec![script]).await;
        let error = service.clone_team().await.expect_err("no link");
        assert!(matches!(error, Error::Decode(_)) && !error.to_string().contains("example"), "{error}");
        let operation = &mut service.graph.operation(OperationLink::new(links.concat()));
        let Err(OperationError::Request(error)) = operation.step().await else { panic!("no link") };
        assert!(matches!(error, Error::Build(_)), "{error}");
    }
}

#[tokio::test]
async fn a_result_at_another_host_is_not_requested() {
    let service = Service::start(|_| {
        let ended = json!({ "status": "succeeded", "resourceLocation": "https://evil.example/teams('7')" });
        vec![accepted(MONITOR), Response::json(200, ended.to_string())]
    })
    .await;
    let mut operation = service.clone_team().await.expect("an operation");
    let Err(OperationError::Request(error)) = operation.wait::<Team>().await else { panic!("another host") };
    assert!(matches!(error, Error::Build(_)), "{error}");
}
