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
    ActionMetadata, ApiVersion, BodyKind, GraphAction, ResponseKind,
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
    /// The headers of the action and of the call's options; [`Prepared::headers`] has all of them.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// Whether secrets are written or shown as `[redacted]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    Written,
    Redacted,
}

/// What can be written into a request: an action, of whatever type, so that what is done with it is compiled once.
pub(crate) trait Write {
    fn write(&self, encoder: &mut Encoder);
}

// For the reference, which has nothing to drop: how a value is dropped would be compiled for each action.
impl<A: GraphAction> Write for &A {
    fn write(&self, encoder: &mut Encoder) {
        self.encode(encoder);
    }
}

/// Builds the request for an action.
pub(crate) fn prepare(
    base: &BaseUrl,
    metadata: &'static ActionMetadata,
    version: Option<ApiVersion>,
    secrets: Secrets,
    action: &dyn Write,
) -> Result<Box<Prepared>, Error> {
    let version = choose(metadata, version)?;
    let _redaction = (secrets == Secrets::Redacted).then(Redaction::start);
    let mut encoder = Encoder::new(metadata, base, version, secrets);
    action.write(&mut encoder);
    Ok(encoder.finish(base, version)?)
}

impl Prepared {
    /// The headers of the request, in a map with room for so many more.
    ///
    /// They are put together for each attempt, since a clone of a map has no room for what an attempt adds.
    pub(crate) fn headers(&self, room: usize) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(self.headers.len() + 2 + room);
        // The token is the client's alone to send.
        let own = self.headers.iter().filter(|(name, _)| *name != header::AUTHORIZATION);
        headers.extend(own.map(|(name, value)| (name.clone(), value.clone())));
        if !self.headers.contains_key(header::ACCEPT) {
            headers.append(header::ACCEPT, accept(self.metadata.response));
        }
        if !matches!(self.body, Body::Nothing) && !self.headers.contains_key(header::CONTENT_TYPE) {
            headers.append(header::CONTENT_TYPE, content_type(self.metadata.body));
        }
        headers
    }
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

fn accept(response: ResponseKind) -> HeaderValue {
    const TEXT: HeaderValue = HeaderValue::from_static("text/plain");
    const BYTES: HeaderValue = HeaderValue::from_static("*/*");
    match response {
        ResponseKind::Text => TEXT,
        ResponseKind::Bytes => BYTES,
        ResponseKind::Nothing | ResponseKind::Json | ResponseKind::Page | ResponseKind::Value => JSON,
    }
}

fn content_type(body: BodyKind) -> HeaderValue {
    match body {
        BodyKind::Raw(media_type) => HeaderValue::from_static(media_type),
        BodyKind::Nothing | BodyKind::Json => JSON,
    }
}

/// Checked when it is compiled, and not at each request.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

impl From<Box<Prepared>> for reqwest::Request {
    fn from(prepared: Box<Prepared>) -> Self {
        let headers = prepared.headers(0);
        let mut request = Self::new(prepared.metadata.method.into(), prepared.url);
        *request.headers_mut() = headers;
        *request.body_mut() = prepared.body.into();
        request
    }
}
