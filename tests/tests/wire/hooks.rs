//! Hooks around the attempts of a call.

use std::sync::{Arc, Mutex};

use graph_runtime::{
    Error, GraphClient,
    client::{AttemptHook, AttemptOutcome, AttemptRequest},
    metadata::Method,
    retry::RetryPolicy,
};
use graph_tests::server::{Response, Server};

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    fn push(&self, line: String) {
        self.0.lock().expect("no panic").push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }
}

impl AttemptHook for Recorder {
    fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
        assert!(!request.headers().contains_key("authorization"), "a hook must not see the token");
        assert!(!format!("{request:?}").contains("hunter2"));
        request.header("x-attempt", request.number().to_string())?;
        self.push(format!("before {} {}", request.number(), request.action().name));
        Ok(())
    }

    fn after(&self, outcome: &AttemptOutcome<'_>) {
        let status = outcome.status().map(|status| status.as_u16());
        self.push(format!("after {} {status:?} failed: {}", outcome.number(), outcome.error().is_some()));
    }
}

fn client(server: &Server, hook: impl AttemptHook) -> GraphClient {
    let retry = RetryPolicy::default().base_delay(std::time::Duration::ZERO);
    let builder = GraphClient::builder().base_url(server.url()).token("hunter2-token").retry(retry);
    builder.attempt_hook(hook).build().expect("a client")
}

#[tokio::test]
async fn a_hook_is_called_before_and_after_each_attempt() {
    let server = Server::start([Response::empty(503), Response::reset(), Response::empty(204)]).await;
    let recorder = Recorder::default();
    client(&server, recorder.clone()).request(Method::Get, "/users/hunter2").send().await.expect("the third attempt");
    assert_eq!(
        recorder.lines(),
        [
            "before 0 UntypedRequest",
            "after 0 Some(503) failed: true",
            "before 1 UntypedRequest",
            "after 1 None failed: true",
            "before 2 UntypedRequest",
            "after 2 Some(204) failed: false",
        ]
    );
    let sent: Vec<_> = server.requests().iter().map(|request| request.header("x-attempt").map(str::to_owned)).collect();
    assert_eq!(sent, [Some("0".into()), Some("1".into()), Some("2".into())]);
}

#[tokio::test]
async fn an_error_of_a_hook_ends_the_call_before_anything_is_sent() {
    struct Forging;

    impl AttemptHook for Forging {
        fn before(&self, request: &mut AttemptRequest<'_>) -> Result<(), Error> {
            request.header("Authorization", "Bearer forged")
        }
    }

    let server = Server::start([]).await;
    let error =
        client(&server, Forging).request(Method::Get, "/users").send().await.expect_err("no header of a hook's");
    assert!(matches!(error, Error::Build(_)), "{error:?}");
    assert_eq!(server.connections(), 0);
}
