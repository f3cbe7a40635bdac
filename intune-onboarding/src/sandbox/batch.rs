//! `$batch`: several requests in one.

use graph_runtime::ApiVersion;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use serde_json::{Map, Value, json};

use super::{
    request::Request,
    response::{ErrorResponse, Ids, Success},
    service::Service,
};

/// The most requests in a batch.
const MOST: usize = 20;

/// Runs the requests of a batch, in their order.
pub(super) fn run(service: &Service, batch: &Request) -> Result<Success, ErrorResponse> {
    if batch.method != Method::POST {
        return Err(ErrorResponse::method_not_allowed("POST"));
    }
    let body = batch.json()?;
    let items = body.get("requests").and_then(Value::as_array);
    let items = items.ok_or_else(|| ErrorResponse::bad_request("Invalid batch payload format."))?;
    if items.len() > MOST {
        let message = format!("Number of batch request steps exceeds the maximum value of {MOST}.");
        return Err(ErrorResponse::bad_request(message));
    }
    let mut statuses: Vec<(&str, StatusCode)> = Vec::new();
    let mut responses = Vec::new();
    for item in items {
        let id = item["id"].as_str().unwrap_or_default();
        if id.is_empty() || statuses.iter().any(|(known, _)| *known == id) {
            return Err(ErrorResponse::bad_request("Each request of a batch must have an id of its own."));
        }
        let outcome = check_dependencies(item, &statuses)?.and_then(|()| request(batch, item)).and_then(|request| {
            if request.segments.first().is_some_and(|segment| segment == "$batch") {
                return Err(ErrorResponse::bad_request("A batch must not contain a batch."));
            }
            service.run(&request)
        });
        let ids = Ids::of(&batch.headers);
        let response = match outcome {
            Ok(success) => success.into_response(&ids),
            Err(error) => error.into_response(&ids),
        };
        let (parts, body) = response.into_parts();
        let headers: Map<_, _> = parts
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), Value::from(value.to_str().ok()?))))
            .collect();
        let body = serde_json::from_slice(&body).unwrap_or_else(|_| match &*body {
            [] => Value::Null,
            text => String::from_utf8_lossy(text).into_owned().into(),
        });
        statuses.push((id, parts.status));
        responses.push(json!({"id": id, "status": parts.status.as_u16(), "headers": headers, "body": body}));
    }
    Ok(Success::Json(json!({"responses": responses})))
}

/// Checks that the requests that an item depends on have succeeded. The outer error is one of the whole batch.
fn check_dependencies(
    item: &Value,
    statuses: &[(&str, StatusCode)],
) -> Result<Result<(), ErrorResponse>, ErrorResponse> {
    for name in item["dependsOn"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        match statuses.iter().find(|(id, _)| *id == name) {
            None => {
                let message = format!("The request depends on '{name}', which is not before it.");
                return Err(ErrorResponse::bad_request(message));
            }
            Some((_, status)) if !status.is_success() => return Ok(Err(ErrorResponse::failed_dependency(name))),
            Some(_) => {}
        }
    }
    Ok(Ok(()))
}

/// Makes a request of an item, with the access token of the batch.
fn request(batch: &Request, item: &Value) -> Result<Request, ErrorResponse> {
    let invalid = || ErrorResponse::bad_request("A request of the batch is not valid.");
    let method = Method::from_bytes(item["method"].as_str().unwrap_or_default().as_bytes()).map_err(|_| invalid())?;
    let target = item["url"].as_str().unwrap_or_default().trim_start_matches('/');
    let version: ApiVersion = batch.version;
    let uri: Uri = format!("/{version}/{target}").parse().map_err(|_| invalid())?;
    let mut headers = HeaderMap::new();
    for (name, value) in item["headers"].as_object().into_iter().flatten() {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        let value = HeaderValue::from_str(value.as_str().unwrap_or_default()).map_err(|_| invalid())?;
        headers.insert(name, value);
    }
    if let Some(token) = batch.headers.get(header::AUTHORIZATION) {
        headers.insert(header::AUTHORIZATION, token.clone());
    }
    let body = match &item["body"] {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    Request::new(method, &uri, headers, body.into())
}
