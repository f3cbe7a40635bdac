//! A prepared request.

use http::{HeaderMap, HeaderValue, header};
use url::Url;

use super::body::Body;

use crate::{
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, ResponseKind},
    secret::sent::SentSecrets,
};

/// A request that is ready to be sent, without what the client or an attempt adds: token, IDs, user agent.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) metadata: &'static ActionMetadata,
    pub(crate) version: ApiVersion,
    pub(crate) url: Url,
    /// The headers of the action and of the call's options. [`Prepared::headers`] returns all headers.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// The secret values among all of these.
    pub(crate) secrets: SentSecrets,
}

/// The maximum number of headers that are added to those of the action and the call: `Accept`, `Content-Type`,
/// `client-request-id`, and those of an attempt and of the connection.
const ADDED_HEADERS: usize = 9;

/// How secrets are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// As they are.
    Written,
    /// As they are. They are noted, so that no error of the call shows them.
    Noted,
    /// As `[redacted]`.
    Redacted,
}

impl Prepared {
    /// Returns the headers of the request, with capacity for those that an attempt adds.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(self.headers.len() + ADDED_HEADERS);
        // Only the client itself sends a token.
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

/// Returns the media type of a kind of response.
pub(crate) fn accept(response: ResponseKind) -> HeaderValue {
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

/// A constant, so that the value is validated at compile time instead of for each request.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

impl From<Box<Prepared>> for reqwest::Request {
    fn from(prepared: Box<Prepared>) -> Self {
        let headers = prepared.headers();
        let mut request = Self::new(prepared.metadata.method.into(), prepared.url);
        *request.headers_mut() = headers;
        *request.body_mut() = prepared.body.into();
        request
    }
}
