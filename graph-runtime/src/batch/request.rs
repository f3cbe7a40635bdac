//! The body of a batch request.

use http::header;

use super::content::{is_json, to_base64};
use crate::{
    error::build::BuildError,
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    permissions::access::Permissions,
    prepare::{body, prepared::Prepared},
};

const ONCE: ActionMetadata = ActionMetadata::declare(
    "Batch",
    Method::Post,
    "/$batch",
    &[ApiVersion::V1_0, ApiVersion::Beta],
    Permissions::NOT_NEEDED,
    BodyKind::Json,
    ResponseKind::Json,
);

/// A batch of which an item must not run twice.
pub(super) const MUST_NOT_REPEAT: &ActionMetadata = &ONCE;

/// A batch of which every item may run twice.
pub(super) const MAY_REPEAT: &ActionMetadata = &ActionMetadata { idempotent: true, ..ONCE };

/// The rest of an answer.
pub(super) const REST_OF_ANSWER: &ActionMetadata = &ActionMetadata::declare(
    "Batch",
    Method::Get,
    "/$batch",
    &[ApiVersion::V1_0, ApiVersion::Beta],
    Permissions::NOT_NEEDED,
    BodyKind::Nothing,
    ResponseKind::Json,
);

/// The item's properties as JSON, but for what depends on its place: its id, and what it depends on.
///
/// `base` is what stands before the version in its URL.
pub(super) fn write_item(prepared: &Prepared, base: &str) -> Result<Vec<u8>, BuildError> {
    let Prepared { metadata, version, url, .. } = prepared;
    let below = url.as_str().strip_prefix(base).and_then(|below| below.strip_prefix('/'));
    let relative = below.and_then(|below| below.strip_prefix(version.as_str()));
    // Two slashes would begin the address of another host.
    let Some(relative) = relative.filter(|url| url.starts_with('/') && !url.starts_with("//")) else {
        return Err(BuildError::action(metadata.name, "its URL is not below the version"));
    };
    let mut out = b"\"method\":".to_vec();
    string(&mut out, metadata.method.as_str());
    out.extend_from_slice(b",\"url\":");
    string(&mut out, relative);
    let body = write_body(prepared)?;
    let all = prepared.headers();
    let mut headers = Vec::new();
    for (name, value) in &all {
        let is_default = name == header::ACCEPT && value == "application/json";
        let is_replaced = name == header::CONTENT_TYPE && body.as_ref().is_none_or(|body| body.media_type.is_some());
        if is_default || is_replaced || name == header::AUTHORIZATION {
            continue;
        }
        // The encoder and the options let no other bytes pass.
        headers.push((name.as_str(), value.to_str().unwrap_or_default()));
    }
    headers.extend(body.as_ref().and_then(|body| body.media_type).map(|media_type| ("content-type", media_type)));
    for (place, (name, value)) in headers.iter().enumerate() {
        out.extend_from_slice(if place == 0 { b",\"headers\":{" } else { b"," });
        string(&mut out, name);
        out.push(b':');
        string(&mut out, value);
    }
    if !headers.is_empty() {
        out.push(b'}');
    }
    if let Some(body) = body {
        out.extend_from_slice(b",\"body\":");
        out.extend_from_slice(&body.json);
    }
    Ok(out)
}

/// A body as it stands inside JSON.
struct Body {
    json: Vec<u8>,
    /// Its media type, where that is not the one among the headers.
    media_type: Option<&'static str>,
}

fn write_body(prepared: &Prepared) -> Result<Option<Body>, BuildError> {
    let metadata = prepared.metadata;
    let body = match &prepared.body {
        body::Body::Bytes(body) => body,
        body::Body::Stream(_) => {
            let reason = "its body is a stream, which a batch would have to buffer; send it in a call of its own";
            return Err(BuildError::action(metadata.name, reason));
        }
        // Graph refuses the whole batch where a request that writes has no body or no media type.
        body::Body::Nothing => {
            return Ok(metadata.method.expects_body().then(|| match metadata.body {
                BodyKind::Raw(media_type) => Body { json: b"\"\"".to_vec(), media_type: Some(media_type) },
                BodyKind::Nothing | BodyKind::Json => {
                    Body { json: b"{}".to_vec(), media_type: Some("application/json") }
                }
            }));
        }
    };
    let media_type = prepared.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let json = match metadata.body {
        BodyKind::Raw(_) if !media_type.is_some_and(is_json) => {
            let mut json = Vec::new();
            string(&mut json, &to_base64(body));
            json
        }
        BodyKind::Raw(_) if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_err() => {
            return Err(BuildError::action(metadata.name, "its body is not JSON, as its media type requires"));
        }
        _ => body.to_vec(),
    };
    Ok(Some(Body { json, media_type: None }))
}

/// One item of a request.
pub(super) struct Entry<'a> {
    pub(super) id: String,
    /// What [`write_item`] wrote.
    pub(super) item: &'a [u8],
    /// The id of the item that has to succeed first.
    pub(super) depends_on: Option<String>,
}

/// The body of a request.
pub(super) fn write_batch(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut out = b"{\"requests\":[".to_vec();
    for (place, entry) in entries.iter().enumerate() {
        out.extend_from_slice(if place == 0 { b"{\"id\":" } else { b",{\"id\":" });
        string(&mut out, &entry.id);
        out.push(b',');
        out.extend_from_slice(entry.item);
        if let Some(id) = &entry.depends_on {
            out.extend_from_slice(b",\"dependsOn\":[");
            string(&mut out, id);
            out.push(b']');
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"]}");
    out
}

fn string(out: &mut Vec<u8>, text: &str) {
    // A string has always a JSON form.
    let _ = serde_json::to_writer(out, text);
}
