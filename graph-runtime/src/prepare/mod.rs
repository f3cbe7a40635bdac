//! First station: an action becomes a request. Pure; nothing is sent.

mod body;
mod encoder;
mod path;
mod preview;
mod value;

use http::{HeaderMap, HeaderValue, header};
use url::Url;

pub(crate) use body::Body;
pub use encoder::Encoder;
pub use preview::Preview;
pub use value::{JsonValue, OptionsValue, RawBody, TextValue};

use crate::{
    ActionMetadata, ApiVersion, BodyKind, ResponseKind,
    cloud::BaseUrl,
    error::{BuildError, Error},
    secret::Redaction,
};

/// A request that can be sent, without what belongs to the client or to one attempt: token, ids, user agent.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) metadata: &'static ActionMetadata,
    pub(crate) version: ApiVersion,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// Whether secrets are written or shown as `[redacted]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    Written,
    Redacted,
}

/// Builds the request for an action that `encode` writes.
pub(crate) fn prepare(
    base: &BaseUrl,
    metadata: &'static ActionMetadata,
    version: Option<ApiVersion>,
    secrets: Secrets,
    encode: &dyn Fn(&mut Encoder),
) -> Result<Prepared, Error> {
    let version = choose(metadata, version)?;
    let _redaction = (secrets == Secrets::Redacted).then(Redaction::start);
    let mut encoder = Encoder::new(metadata, base.as_str(), version, secrets);
    encode(&mut encoder);
    let mut prepared = encoder.finish(version)?;
    let headers = &mut prepared.headers;
    if !headers.contains_key(header::ACCEPT) {
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept(metadata.response)));
    }
    if !matches!(prepared.body, Body::Nothing) && !headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(metadata.body)));
    }
    Ok(prepared)
}

/// The version to call: the one asked for, if the action exists there, or else the declaration's first.
fn choose(metadata: &'static ActionMetadata, asked: Option<ApiVersion>) -> Result<ApiVersion, BuildError> {
    match asked {
        None => Ok(metadata.default_version()),
        Some(version) if metadata.exists_in(version) => Ok(version),
        Some(version) => {
            let declared: Vec<_> = metadata.versions.iter().map(|version| version.as_str()).collect();
            Err(BuildError::action(
                metadata.name,
                format!("it does not exist in version {version}, only in {}", declared.join(" and ")),
            ))
        }
    }
}

const fn accept(response: ResponseKind) -> &'static str {
    match response {
        ResponseKind::Text => "text/plain",
        ResponseKind::Bytes => "*/*",
        ResponseKind::Nothing | ResponseKind::Json | ResponseKind::Page | ResponseKind::Value => "application/json",
    }
}

const fn content_type(body: BodyKind) -> &'static str {
    match body {
        BodyKind::Raw(media_type) => media_type,
        BodyKind::Nothing | BodyKind::Json => "application/json",
    }
}

impl From<Prepared> for reqwest::Request {
    fn from(prepared: Prepared) -> Self {
        let mut request = Self::new(prepared.metadata.method.into(), prepared.url);
        *request.headers_mut() = prepared.headers;
        *request.body_mut() = prepared.body.into();
        request
    }
}
