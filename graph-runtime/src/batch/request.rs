//! The bodies of batch requests.

use http::{HeaderMap, HeaderValue, header};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::content::{is_json, to_base64};
use crate::{
    error::build::BuildError,
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    permissions::access::Permissions,
    prepare::{body::Body as RequestBody, prepared::Prepared},
};

const BATCH: ActionMetadata = ActionMetadata::declare(
    "Batch",
    Method::Post,
    "/$batch",
    &[ApiVersion::V1_0, ApiVersion::Beta],
    Permissions::NOT_NEEDED,
    BodyKind::Json,
    ResponseKind::Json,
);

/// A batch with an item that is not idempotent.
pub(super) const NOT_IDEMPOTENT: &ActionMetadata = &BATCH;

/// A batch whose items are all idempotent.
pub(super) const IDEMPOTENT: &ActionMetadata = &ActionMetadata { idempotent: true, ..BATCH };

/// Another page of a response.
pub(super) const NEXT_PAGE: &ActionMetadata = &ActionMetadata::declare(
    "Batch",
    Method::Get,
    "/$batch",
    &[ApiVersion::V1_0, ApiVersion::Beta],
    Permissions::NOT_NEEDED,
    BodyKind::Nothing,
    ResponseKind::Json,
);

/// An item of a batch request, apart from what depends on its place.
#[derive(Default, Serialize)]
pub(super) struct Item {
    method: &'static str,
    url: String,
    #[serde(serialize_with = "write_headers", skip_serializing_if = "HeaderMap::is_empty")]
    headers: HeaderMap,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Content>,
}

/// The body of an item.
#[derive(Serialize)]
#[serde(untagged)]
enum Content {
    Json(Box<RawValue>),
    /// An empty JSON object.
    Object {},
    /// Base64.
    Text(String),
}

fn write_headers<S: Serializer>(headers: &HeaderMap, serializer: S) -> Result<S::Ok, S::Error> {
    // The encoder and the options of a call allow only values that are text.
    serializer.collect_map(headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())))
}

/// Converts a request into an item of a batch. `base` is the base URL, without the version.
pub(super) fn item(prepared: &Prepared, base: &str) -> Result<Item, BuildError> {
    let Prepared { metadata, version, url, .. } = prepared;
    let below = url.as_str().strip_prefix(base).and_then(|below| below.strip_prefix('/'));
    let relative = below.and_then(|below| below.strip_prefix(version.as_str()));
    // A URL that starts with two slashes would address another host.
    let Some(relative) = relative.filter(|url| url.starts_with('/') && !url.starts_with("//")) else {
        return Err(BuildError::action(metadata.name, "its URL is not below the version"));
    };
    let all = prepared.headers();
    let media_type = all.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let (body, new_media_type) = content(prepared, media_type)?;
    let mut headers = HeaderMap::new();
    for (name, value) in &all {
        let is_default = name == header::ACCEPT && value == "application/json";
        let is_replaced = name == header::CONTENT_TYPE && (body.is_none() || new_media_type.is_some());
        if !is_default && !is_replaced && name != header::AUTHORIZATION {
            headers.append(name, value.clone());
        }
    }
    if let Some(media_type) = new_media_type {
        headers.append(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    Ok(Item { method: metadata.method.as_str(), url: relative.to_owned(), headers, body })
}

/// Returns the body of an item. If its media type is not that of the request, returns that too.
fn content(
    prepared: &Prepared,
    media_type: Option<&str>,
) -> Result<(Option<Content>, Option<&'static str>), BuildError> {
    let metadata = prepared.metadata;
    let body = match (&prepared.body, metadata.body) {
        (RequestBody::Bytes(body), _) => body,
        (RequestBody::Stream(_), _) => {
            let reason = "its body is a stream, which a batch would have to buffer; send it in a call of its own";
            return Err(BuildError::action(metadata.name, reason));
        }
        (RequestBody::Nothing, _) if !metadata.method.expects_body() => return Ok((None, None)),
        // Graph rejects the whole batch if an item that writes has no body or no media type.
        (RequestBody::Nothing, BodyKind::Raw(media_type)) => {
            return Ok((Some(Content::Text(String::new())), Some(media_type)));
        }
        (RequestBody::Nothing, BodyKind::Nothing | BodyKind::Json) => {
            return Ok((Some(Content::Object {}), Some("application/json")));
        }
    };
    let content = match metadata.body {
        BodyKind::Raw(_) if !media_type.is_some_and(is_json) => Content::Text(to_base64(body)),
        _ => Content::Json(
            serde_json::from_slice(body)
                .map_err(|_| BuildError::action(metadata.name, "its body is not JSON, although its media type is"))?,
        ),
    };
    Ok((Some(content), None))
}

/// An item in its place in a request.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) item: &'a Item,
    /// The ID of the item that has to succeed first.
    #[serde(rename = "dependsOn", skip_serializing_if = "Option::is_none")]
    pub(super) depends_on: Option<[String; 1]>,
}

/// Returns the body of a request.
pub(super) fn write_batch(entries: &[Entry<'_>]) -> Result<Vec<u8>, BuildError> {
    #[derive(Serialize)]
    struct Requests<'a> {
        requests: &'a [Entry<'a>],
    }

    serde_json::to_vec(&Requests { requests: entries })
        .map_err(|error| BuildError::action("Batch", format!("it cannot be serialized to JSON: {error}")))
}
