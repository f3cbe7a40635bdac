//! Requests that are built at run time.

use graph_runtime::{
    ApiVersion, Bytes, Secret,
    client::{DetailedResponse, UntypedRequest},
    metadata::ActionMetadata,
};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::{Planned, Service};
use crate::{failure::Failure, output::permissions_line};

/// A request of a declared operation whose parts are known at run time only.
pub(crate) struct Request {
    pub(crate) action: &'static ActionMetadata,
    pub(crate) version: ApiVersion,
    /// The values of the placeholders of the path.
    pub(crate) parameters: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Option<Map<String, Value>>,
}

/// What the service has responded.
pub(crate) struct Received {
    /// The call, for a script.
    pub(crate) call: Value,
    pub(crate) status: String,
    /// JSON, a text, or null if the response is empty.
    pub(crate) result: Value,
}

/// The properties that the entities of this crate mark as secret, whatever the operation.
const SECRET_PROPERTIES: &[&str] = &[
    "adminAccountPassword",
    "enrollmentToken",
    "productKey",
    "qrCodeContent",
    "qrCodeImage",
    "token",
    "tokenValue",
    "wifiPassword",
];

/// Whether the value of a property of the body is secret.
pub(crate) fn is_secret(action: &ActionMetadata, property: &str) -> bool {
    action.is_secret_property(property) || SECRET_PROPERTIES.contains(&property)
}

impl Service {
    /// Returns the request that would be sent, with its secrets hidden.
    pub(crate) fn plan_request(&self, request: &Request) -> Result<Planned, Failure> {
        let body = request.body.as_ref().map(|body| {
            let shown = |(name, value): (&String, &Value)| {
                (name.clone(), if is_secret(request.action, name) { "[redacted]".into() } else { value.clone() })
            };
            body.iter().map(shown).collect::<Map<_, _>>()
        });
        let mut untyped = self.untyped(request);
        if let Some(body) = &body {
            untyped = untyped.json(body);
        }
        Ok(Planned { metadata: request.action, preview: untyped.preview()? })
    }

    /// Sends a request.
    pub(crate) async fn send_request(&self, request: &Request) -> Result<Received, Failure> {
        let mut untyped = self.untyped(request);
        if let Some(body) = &request.body {
            untyped = untyped.json(&Marked { action: request.action, body });
        }
        match self.progress.watch(untyped.send()).await {
            Ok(response) => Ok(received(request.action, &response)),
            Err(error) => {
                let failure = Failure::from(error);
                let needs = permissions_line(&request.action.permissions);
                let is_forbidden = failure.is_forbidden();
                Err(if is_forbidden { failure.followed_by(&format!("it needs {needs}")) } else { failure })
            }
        }
    }

    /// Requests the page that a link of a response leads to.
    pub(crate) async fn next_page(&self, action: &ActionMetadata, link: &str) -> Result<Received, Failure> {
        let response = self.progress.watch(self.graph.link(link).send_bytes()).await?;
        Ok(received(action, &response))
    }

    fn untyped(&self, request: &Request) -> UntypedRequest<'_> {
        let Request { action, version, parameters, query, .. } = request;
        let mut untyped = self.graph.request(action.method, action.path.as_str()).version(*version);
        for (name, value) in parameters {
            untyped = untyped.parameter(*name, value);
        }
        let constant = action.constants.query().map(|(name, value)| (name.to_owned(), value.to_owned()));
        for (name, value) in constant.chain(query.iter().cloned()) {
            untyped = untyped.query(name, value);
        }
        action.constants.headers().fold(untyped, |untyped, (name, value)| untyped.header(name, value))
    }
}

fn received(action: &ActionMetadata, response: &DetailedResponse<Bytes>) -> Received {
    let text = String::from_utf8_lossy(&response.value);
    let result =
        if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or_else(|_| text.into()) };
    let call = json!({
        "operation": action.name,
        "status": response.status.as_u16(),
        "requestId": response.request_id(),
        "clientRequestId": response.client_request_id(),
    });
    Received { call, status: response.status.to_string(), result }
}

/// A body whose secrets are marked, so that they are hidden in errors that echo them.
struct Marked<'r> {
    action: &'static ActionMetadata,
    body: &'r Map<String, Value>,
}

impl Serialize for Marked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Part<'v> {
            Secret(Secret<&'v Value>),
            Value(&'v Value),
        }
        serializer.collect_map(self.body.iter().map(|(name, value)| {
            (name, if is_secret(self.action, name) { Part::Secret(Secret::new(value)) } else { Part::Value(value) })
        }))
    }
}
