//! The response to a batch request, and the responses to its items.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use super::{
    content::body_of,
    page::{Page, RawItemResponse},
};
use crate::{
    error::{Error, decode::DecodeError, redirect::Redirects},
    exchange::{
        echo::KnownSecrets,
        read::MAX_ERROR_BODY,
        response::{REQUEST_ID, RawResponse},
    },
    metadata::action_metadata::{ActionMetadata, ResponseKind},
};

/// Why a page cannot be read.
pub(super) struct Mistake {
    pub(super) reason: String,
    /// Whether it is the beginning of JSON.
    pub(super) ends_early: bool,
}

/// The response to one item.
#[derive(Debug)]
struct ItemResponse {
    status: Option<StatusCode>,
    headers: HeaderMap,
    /// The body as JSON, which shares the bytes of the page.
    body: Option<Bytes>,
}

/// The responses to the items of a request, from all pages.
#[derive(Debug)]
pub(super) struct ItemResponses(HashMap<String, Option<ItemResponse>>);

impl ItemResponses {
    /// No responses yet to items with these IDs. Responses to any others are ignored.
    pub(super) fn to(ids: impl IntoIterator<Item = String>) -> Self {
        Self(ids.into_iter().map(|id| (id, None)).collect())
    }

    /// Adds the responses of a page, and returns the link to the next one. Elements that are not responses to the items
    /// are ignored; the responses of these items are then missing. If there are several for one item, the first one is
    /// used.
    pub(super) fn add(&mut self, page: &Bytes) -> Result<Option<String>, Mistake> {
        let json = page.strip_prefix(b"\xef\xbb\xbf").unwrap_or(page);
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let next = Page(|element| self.add_element(page, element)).deserialize(&mut deserializer);
        next.and_then(|next| deserializer.end().map(|()| next)).map_err(|error| {
            let what = if error.is_data() { "not a batch response" } else { "invalid JSON" };
            Mistake {
                reason: format!("{what} (line {}, column {})", error.line(), error.column()),
                ends_early: error.is_eof(),
            }
        })
    }

    /// Adds an element of a page.
    fn add_element(&mut self, page: &Bytes, element: &RawValue) {
        let Ok(item) = serde_json::from_str::<RawItemResponse<'_>>(element.get()) else {
            return;
        };
        if let Some(response) = self.0.get_mut(&*item.id())
            && response.is_none()
        {
            let status = item.status.and_then(|status| serde_json::from_str::<u16>(status.get()).ok());
            *response = Some(ItemResponse {
                status: status.and_then(|status| StatusCode::from_u16(status).ok()),
                headers: item.headers(),
                body: item.body.map(|body| page.slice_ref(body.get().as_bytes())),
            });
        }
    }

    /// Whether there is a response to each item.
    pub(super) fn is_complete(&self) -> bool {
        self.0.values().all(Option::is_some)
    }

    /// Takes the response to the item with this ID; see [`ItemResponse::into_response`].
    pub(super) fn take(
        &mut self,
        id: &str,
        metadata: &'static ActionMetadata,
        batch: &RawResponse,
        why_missing: &str,
    ) -> Result<Box<RawResponse>, Error> {
        match self.0.remove(id).flatten() {
            Some(response) => response.into_response(metadata, batch),
            None => Err(missing(metadata, batch, why_missing)),
        }
    }
}

impl ItemResponse {
    /// Returns the response that a call of its own would have received. If the item has no `Date` or `request-id`,
    /// those of `batch`, the response to the batch request, are used.
    fn into_response(self, metadata: &'static ActionMetadata, batch: &RawResponse) -> Result<Box<RawResponse>, Error> {
        let Self { status, mut headers, body } = self;
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
            max_memory: batch.max_memory,
            secrets: batch.secrets.clone(),
        });
        let Some(status) = status else {
            return Err(decode_error(*response, "the response in the batch has no valid status"));
        };
        let Some(body) = body else {
            return Ok(response);
        };
        let media_type = response.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        match body_of(&body, media_type, metadata.response) {
            Ok(body) if status.is_success() => response.body = body,
            // As much as would be read of an error response to a call of its own.
            Ok(body) => response.body = Bytes::copy_from_slice(body.get(..MAX_ERROR_BODY).unwrap_or(&body)),
            // The body is not needed: the status is sufficient.
            Err(_) if !status.is_success() || metadata.response == ResponseKind::Nothing => {}
            Err(reason) => {
                response.body = body;
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
        max_memory: usize::MAX,
        secrets: KnownSecrets::default(),
    })
}

fn decode_error(response: RawResponse, reason: &str) -> Error {
    Box::new(DecodeError::new(response, reason)).into()
}
