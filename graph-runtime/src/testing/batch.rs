//! A batch request, which the mock takes apart: each item is a request of its own.

use std::{collections::HashMap, sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{graph_error::GraphError, mock_response::MockResponse, received::Request};
use crate::{
    batch::content::{from_base64, is_json, to_base64},
    exchange::response::CLIENT_REQUEST_ID,
    metadata::action_metadata::ApiVersion,
};

/// The path of batch requests.
pub(super) const PATH: &str = "/$batch";

/// The maximum number of items.
const MAX_ITEMS: usize = 20;

#[derive(Deserialize)]
struct Batch {
    requests: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: String,
    method: String,
    url: String,
    #[serde(default)]
    headers: HashMap<String, String>,
    #[serde(default)]
    body: Option<Value>,
    #[serde(default)]
    depends_on: Vec<String>,
}

/// Returns whether a request is a batch.
pub(super) fn is_batch(request: &Request) -> bool {
    request.method == http::Method::POST && request.version.is_some() && request.path == PATH
}

/// Responds to a batch: `respond` responds to each of its items.
pub(super) fn respond(request: &Request, respond: impl Fn(&Arc<Request>) -> MockResponse) -> MockResponse {
    let (Some(version), Ok(batch)) = (request.version, serde_json::from_slice::<Batch>(&request.body)) else {
        return invalid("The body is not a batch: a list `requests`, each with `id`, `method` and `url`.");
    };
    if let Err(reason) = check(&batch.requests) {
        return invalid(&reason);
    }
    let mut succeeded: HashMap<&str, bool> = HashMap::new();
    let mut responses = Vec::new();
    let mut delay = Duration::ZERO;
    for item in &batch.requests {
        let item_request = match item.request(request, version) {
            Ok(request) => Arc::new(request),
            Err(reason) => return invalid(&reason),
        };
        let failed =
            item.depends_on.iter().any(|before| !succeeded.get(before.as_str()).is_some_and(|succeeded| *succeeded));
        let response = if failed {
            GraphError::new(424, "FailedDependency", "An item that this one depends on has failed.").into()
        } else {
            respond(&item_request)
        };
        delay = delay.max(response.delay());
        // There is one connection for all items.
        let Some(response) = response.to_http(&item_request) else {
            return MockResponse::broken_connection().after(delay);
        };
        succeeded.insert(item.id.as_str(), response.status() < StatusCode::BAD_REQUEST);
        responses.push(entry(&item.id, &response));
    }
    MockResponse::json(200, &json!({ "responses": responses })).after(delay)
}

/// Checks what Microsoft Graph checks before it processes any item.
fn check(items: &[Item]) -> Result<(), String> {
    if items.len() > MAX_ITEMS {
        return Err(format!("A batch has at most {MAX_ITEMS} items; this one has {}.", items.len()));
    }
    for (place, item) in items.iter().enumerate() {
        let before = &items[..place];
        if before.iter().any(|other| other.id.eq_ignore_ascii_case(&item.id)) {
            return Err(format!("Two items have the ID {}.", item.id));
        }
        if item.depends_on.iter().any(|on| before.iter().all(|other| other.id != *on)) {
            return Err(format!("Item {} depends on one that is not before it.", item.id));
        }
    }
    let mut dependencies = items.iter().map(|item| item.depends_on.as_slice());
    let is_parallel = dependencies.clone().all(<[_]>::is_empty);
    let is_serial = dependencies.next().is_none_or(<[_]>::is_empty)
        && dependencies.zip(items).all(|(on, before)| *on == [before.id.as_str()]);
    if is_parallel || is_serial {
        return Ok(());
    }
    Err("Either no item depends on another, or each one on the item before it.".to_owned())
}

impl Item {
    /// Returns the item as a request of its own.
    fn request(&self, batch: &Request, version: ApiVersion) -> Result<Request, String> {
        let of_item = |reason: &str| format!("Item {}: {reason}.", self.id);
        if !self.url.starts_with('/') || self.url.starts_with(PATH) {
            return Err(of_item("its `url` is not the path of an operation below the version"));
        }
        let request = http::Request::builder().method(self.method.as_str()).uri(format!("/{version}{}", self.url));
        let content_type = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let body = match &self.body {
            None => Vec::new(),
            Some(_) if content_type.is_none() => return Err(of_item("it has a body, but no `Content-Type`")),
            Some(Value::String(text)) if content_type.is_some_and(|(_, value)| !is_json(value)) => {
                from_base64(text).ok_or_else(|| of_item("its body is not base64"))?.into()
            }
            Some(body) => body.to_string().into(),
        };
        let mut request = request.body(body.into()).map_err(|_| of_item("its `method` or `url` is not valid"))?;
        for name in [header::HOST, header::AUTHORIZATION, CLIENT_REQUEST_ID] {
            if let Some(value) = batch.headers.get(&name) {
                request.headers_mut().insert(name, value.clone());
            }
        }
        for (name, value) in &self.headers {
            match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                (Ok(name), Ok(value)) => request.headers_mut().insert(name, value),
                _ => return Err(of_item("a header is not valid")),
            };
        }
        Ok(Request::new(request))
    }
}

/// Returns the response to an item as the response to the batch has it.
fn entry(id: &str, response: &http::Response<bytes::Bytes>) -> Value {
    let headers: Map<String, Value> = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.into())))
        .collect();
    let mut entry = json!({ "id": id, "status": response.status().as_u16(), "headers": headers });
    let media_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let body = response.body();
    if !body.is_empty() {
        entry["body"] = match serde_json::from_slice(body) {
            Ok(json) if media_type.is_some_and(is_json) => json,
            _ => match std::str::from_utf8(body) {
                Ok(text) if media_type.is_some_and(|media_type| media_type.starts_with("text/")) => text.into(),
                _ => to_base64(body).into(),
            },
        };
    }
    entry
}

fn invalid(reason: &str) -> MockResponse {
    GraphError::new(400, "BadRequest", format!("GraphMock: {reason}")).into()
}
