//! The response to a batch request, and the responses to its items.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::content::body_of;
use crate::{
    error::{Error, decode::DecodeError, redirect::Redirects},
    exchange::{
        response::{REQUEST_ID, RawResponse},
        sensitive_headers,
    },
    metadata::action_metadata::{ActionMetadata, ResponseKind},
};

/// One page of the response to a batch request.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) items: Vec<ItemResponse>,
    /// The link to the next page.
    pub(super) next: Option<String>,
}

/// The response to one item.
#[derive(Debug)]
pub(super) struct ItemResponse {
    id: String,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Option<Box<RawValue>>,
}

/// A page whose items are not parsed yet, so that an invalid item does not make the whole page invalid.
#[derive(Deserialize)]
struct RawPage<'a> {
    #[serde(borrow)]
    responses: Vec<&'a RawValue>,
    #[serde(rename = "@odata.nextLink", alias = "nextLink", default)]
    next: Option<String>,
}

/// The response to one item, with unparsed properties.
#[derive(Deserialize)]
struct RawItemResponse<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    headers: Option<&'a RawValue>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

/// Parses a page. Ignores elements that are not responses to items; the responses of these items are then missing.
pub(super) fn read(body: &[u8]) -> Result<Page, String> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let page: RawPage<'_> = serde_json::from_slice(body).map_err(|error| {
        let what = if error.is_data() { "not a batch response" } else { "invalid JSON" };
        format!("{what} (line {}, column {})", error.line(), error.column())
    })?;
    Ok(Page { items: page.responses.into_iter().filter_map(read_item).collect(), next: page.next })
}

fn read_item(raw: &RawValue) -> Option<ItemResponse> {
    let raw: RawItemResponse<'_> = serde_json::from_str(raw.get()).ok()?;
    let id = match serde_json::from_str(raw.id.get()).ok()? {
        Value::String(id) => id,
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let status = raw.status.and_then(|status| serde_json::from_str::<u16>(status.get()).ok());
    Some(ItemResponse {
        id,
        status: status.and_then(|status| StatusCode::from_u16(status).ok()),
        headers: raw.headers.map(read_headers).unwrap_or_default(),
        body: raw.body.map(ToOwned::to_owned),
    })
}

/// Reads headers. Ignores invalid ones.
fn read_headers(raw: &RawValue) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let Ok(Value::Object(pairs)) = serde_json::from_str(raw.get()) else {
        return headers;
    };
    for (name, value) in pairs {
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
            continue;
        };
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        for value in values {
            let value = match &value {
                Value::String(text) => HeaderValue::from_str(text),
                Value::Number(number) => HeaderValue::from_str(&number.to_string()),
                _ => continue,
            };
            if let Ok(value) = value {
                headers.append(name.clone(), value);
            }
        }
    }
    sensitive_headers::mark(&mut headers);
    headers
}

/// The responses to the items of a request, from all pages.
#[derive(Debug, Default)]
pub(super) struct ItemResponses(HashMap<String, ItemResponse>);

impl ItemResponses {
    /// Adds the responses of another page. If there are several for one item, the first one is used.
    pub(super) fn add(&mut self, responses: Vec<ItemResponse>) {
        for response in responses {
            self.0.entry(response.id.clone()).or_insert(response);
        }
    }

    /// Whether there is a response to the item with this ID.
    pub(super) fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// Takes the response to the item with this ID; see [`ItemResponse::into_response`].
    pub(super) fn take(
        &mut self,
        id: &str,
        metadata: &'static ActionMetadata,
        batch: &RawResponse,
        why_missing: &str,
    ) -> Result<Box<RawResponse>, Error> {
        match self.0.remove(id) {
            Some(response) => response.into_response(metadata, batch),
            None => Err(missing(metadata, batch, why_missing)),
        }
    }
}

impl ItemResponse {
    /// Returns the response that a call of its own would have received. If the item has no `Date` or `request-id`,
    /// those of `batch`, the response to the batch request, are used.
    fn into_response(self, metadata: &'static ActionMetadata, batch: &RawResponse) -> Result<Box<RawResponse>, Error> {
        let Self { status, mut headers, body, .. } = self;
        for name in [header::DATE, REQUEST_ID] {
            if let (false, Some(value)) = (headers.contains_key(&name), batch.headers.get(&name)) {
                headers.insert(name, value.clone());
            }
        }
        let mut response = Box::new(RawResponse {
            metadata,
            client_request_id: batch.client_request_id.clone(),
            status: status.unwrap_or(batch.status),
            headers,
            body: Bytes::new(),
            redirects: Redirects::default(),
        });
        let Some(status) = status else {
            return Err(decode_error(*response, "the response in the batch has no valid status"));
        };
        let Some(body) = body else {
            return Ok(response);
        };
        let media_type = response.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        match body_of(&body, media_type, metadata.response) {
            Ok(body) => response.body = body,
            // The body is not needed: the status is sufficient.
            Err(_) if !status.is_success() || metadata.response == ResponseKind::Nothing => {}
            Err(reason) => {
                response.body = Bytes::copy_from_slice(body.get().as_bytes());
                return Err(decode_error(*response, reason));
            }
        }
        Ok(response)
    }
}

/// Returns the error for an item without a readable response.
fn missing(metadata: &'static ActionMetadata, batch: &RawResponse, reason: &str) -> Error {
    decode_error(RawResponse { metadata, ..batch.clone() }, reason)
}

/// Returns the response that Graph sends for an item that depends on a failed one. Used for items that were not sent
/// for that reason.
pub(super) fn failed_dependency(
    metadata: &'static ActionMetadata,
    on: &str,
    client_request_id: &str,
) -> Box<RawResponse> {
    let message = format!("The request was not sent because {on}, which it depends on, failed.");
    let body = serde_json::json!({"error": {"code": "FailedDependency", "message": message}});
    Box::new(RawResponse {
        metadata,
        client_request_id: client_request_id.into(),
        status: StatusCode::FAILED_DEPENDENCY,
        headers: HeaderMap::new(),
        body: body.to_string().into(),
        redirects: Redirects::default(),
    })
}

fn decode_error(response: RawResponse, reason: &str) -> Error {
    Box::new(DecodeError::new(response, reason)).into()
}
