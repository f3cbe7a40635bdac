//! A service that responds as a test says, by the path of the request.

use std::{
    future::ready,
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use graph_runtime::{
    Bytes, DateTimeOffset,
    loopback::{Listener, Response, Server},
};
use serde_json::{Value, json};

use super::{Run, program};

/// The last segments of the paths, with the responses.
type Responses = Vec<(&'static str, u16, Value)>;

pub(crate) struct Fake {
    server: Server,
    responses: Arc<Mutex<Responses>>,
}

impl Fake {
    /// A service for `status`: each list is empty, until something else is set.
    pub(crate) fn new() -> Self {
        let empty = || json!({"value": []});
        let responses: Responses = vec![
            ("depOnboardingSettings", 200, empty()),
            ("vppTokens", 200, empty()),
            (
                "applePushNotificationCertificate",
                404,
                json!({"error": {"code": "ResourceNotFound", "message": "none"}}),
            ),
            ("androidDeviceOwnerEnrollmentProfiles", 200, empty()),
            ("androidForWorkEnrollmentProfiles", 200, empty()),
        ];
        let responses = Arc::new(Mutex::new(responses));
        let shared = Arc::clone(&responses);
        let serve = move |request: graph_runtime::loopback::Request<Bytes>| {
            let responses = shared.lock().expect("the responses");
            let path = request.uri().path().to_owned();
            let found = responses.iter().find(|(end, ..)| path.ends_with(end));
            let (status, body) = found.map_or((404, json!({})), |(_, status, body)| (*status, body.clone()));
            let mut response = Response::new(Bytes::from(body.to_string()));
            *response.status_mut() = status.try_into().expect("a status");
            ready(Some(response))
        };
        let server = Listener::bind().expect("a free port").serve(serve).expect("a server");
        Self { server, responses }
    }

    /// Sets the response for a resource.
    pub(crate) fn set(&self, resource: &str, status: u16, body: Value) {
        let mut responses = self.responses.lock().expect("the responses");
        let response = responses.iter_mut().find(|(end, ..)| *end == resource).expect("a resource of `status`");
        (response.1, response.2) = (status, body);
    }

    /// The program, calling the service without attempts after the first.
    pub(crate) fn program(&self, line: &str) -> Command {
        let mut command = program(line.split_whitespace());
        command.args(["--base-url", self.server.url(), "--retries", "0"]);
        command.env("GRAPH_ACCESS_TOKEN", "eyJ0");
        command
    }

    pub(crate) fn run(&self, line: &str) -> Run {
        Run::of(&mut self.program(line))
    }
}

/// The date so many whole days from now, and an hour more, so that the number of days stays.
pub(crate) fn days(days: i32) -> String {
    let distance = Duration::from_hours(24) * days.unsigned_abs();
    let now = DateTimeOffset::now();
    let date = if days < 0 { now - distance } else { now + distance };
    (date + Duration::from_hours(1)).to_string()
}

/// A list with one VPP token.
pub(crate) fn vpp_token(name: &str, expires: &str) -> Value {
    json!({"value": [{"id": "v1", "organizationName": name, "expirationDateTime": expires, "lastSyncStatus": "completed"}]})
}
