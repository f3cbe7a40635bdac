//! The answer to a batch request, and the answers in it.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::content::body_of;
use crate::{
    error::{Error, decode::DecodeError},
    exchange::{
        response::{REQUEST_ID, RawResponse},
        sensitive_headers,
    },
    metadata::action_metadata::{ActionMetadata, ResponseKind},
};

/// One page of the answer to a batch request.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) answers: Vec<Answer>,
    /// Where the rest of the answer is.
    pub(super) next: Option<String>,
}

/// What is said of one item.
#[derive(Debug)]
pub(super) struct Answer {
    id: String,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Option<Box<RawValue>>,
}

/// The parts of a page, as far as they have to be what they are for the page to be one.
#[derive(Deserialize)]
struct RawPage<'a> {
    #[serde(borrow)]
    responses: Vec<&'a RawValue>,
    #[serde(rename = "@odata.nextLink", alias = "nextLink", default)]
    next: Option<String>,
}

/// The parts of an answer, whatever they are.
#[derive(Deserialize)]
struct RawAnswer<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    headers: Option<&'a RawValue>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

/// Reads a page. What is no answer to an item is passed over; the item is then missed, as if nothing were there.
pub(super) fn read(body: &[u8]) -> Result<Page, String> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let page: RawPage<'_> = serde_json::from_slice(body).map_err(|error| {
        let what = if error.is_data() { "is not one of a batch" } else { "is not JSON" };
        format!("the answer to the batch {what} (line {}, column {})", error.line(), error.column())
    })?;
    Ok(Page { answers: page.responses.into_iter().filter_map(read_answer).collect(), next: page.next })
}

fn read_answer(raw: &RawValue) -> Option<Answer> {
    let raw: RawAnswer<'_> = serde_json::from_str(raw.get()).ok()?;
    let id = match serde_json::from_str(raw.id.get()).ok()? {
        Value::String(id) => id,
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    let status = raw.status.and_then(|status| serde_json::from_str::<u16>(status.get()).ok());
    Some(Answer {
        id,
        status: status.and_then(|status| StatusCode::from_u16(status).ok()),
        headers: raw.headers.map(read_headers).unwrap_or_default(),
        body: raw.body.map(ToOwned::to_owned),
    })
}

/// Reads headers. What is none is passed over.
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

/// The answers to a request, from all pages of its answer.
#[derive(Debug, Default)]
pub(super) struct Answers(HashMap<String, Answer>);

impl Answers {
    /// Adds those of another page. What comes first counts.
    pub(super) fn add(&mut self, answers: Vec<Answer>) {
        for answer in answers {
            self.0.entry(answer.id.clone()).or_insert(answer);
        }
    }

    /// Whether there is one to the item of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The answer to the item of this id, as its call would have got it by itself; see [`Answer::into_response`].
    pub(super) fn take(
        &mut self,
        id: &str,
        metadata: &'static ActionMetadata,
        batch: &RawResponse,
        why_missing: &str,
    ) -> Result<Box<RawResponse>, Error> {
        match self.0.remove(id) {
            Some(answer) => answer.into_response(metadata, batch),
            None => Err(missing(metadata, batch, why_missing)),
        }
    }
}

impl Answer {
    /// The answer that the item's call would have got by itself. `batch` is the answer that it came in, whose `Date` and
    /// `request-id` stand in where the item has none.
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
        });
        let Some(status) = status else {
            return Err(not_understood(*response, "its answer in the batch has no status"));
        };
        let Some(body) = body else {
            return Ok(response);
        };
        let media_type = response.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        match body_of(&body, media_type, metadata.response) {
            Ok(body) => response.body = body,
            // The status says what there is to know.
            Err(_) if !status.is_success() || metadata.response == ResponseKind::Nothing => {}
            Err(reason) => {
                response.body = Bytes::copy_from_slice(body.get().as_bytes());
                return Err(not_understood(*response, reason));
            }
        }
        Ok(response)
    }
}

/// An item of which nothing is said, or nothing that can be read.
fn missing(metadata: &'static ActionMetadata, batch: &RawResponse, reason: &str) -> Error {
    not_understood(RawResponse { metadata, ..batch.clone() }, reason)
}

/// The answer of Graph to an item that depends on one that failed, for an item that was not sent for that reason.
pub(super) fn failed_dependency(
    metadata: &'static ActionMetadata,
    on: &str,
    client_request_id: &str,
) -> Box<RawResponse> {
    let message = format!("It was not sent, because {on}, which it depends on, failed.");
    let body = serde_json::json!({"error": {"code": "FailedDependency", "message": message}});
    Box::new(RawResponse {
        metadata,
        client_request_id: client_request_id.into(),
        status: StatusCode::FAILED_DEPENDENCY,
        headers: HeaderMap::new(),
        body: body.to_string().into(),
    })
}

fn not_understood(response: RawResponse, reason: &str) -> Error {
    Box::new(DecodeError::new(response, reason)).into()
}
