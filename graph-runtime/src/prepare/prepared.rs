//! A request that can be sent.

use http::{HeaderMap, HeaderValue, header};
use url::Url;

use super::body::Body;

use crate::metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, ResponseKind};

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

/// How many headers a request has at most beyond those of the action and the call: `Accept`, `Content-Type`,
/// `client-request-id`, and those of an attempt and of the connection.
const ADDED_HEADERS: usize = 9;

/// Whether secrets are written or shown as `[redacted]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    Written,
    Redacted,
}

impl Prepared {
    /// The headers of the request, with room for those that an attempt adds.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(self.headers.len() + ADDED_HEADERS);
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
        let headers = prepared.headers();
        let mut request = Self::new(prepared.metadata.method.into(), prepared.url);
        *request.headers_mut() = headers;
        *request.body_mut() = prepared.body.into();
        request
    }
}
