//! A response, as received.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

use crate::{
    error::{line::id, redirect::Redirects},
    exchange::echo::KnownSecrets,
    metadata::action_metadata::ActionMetadata,
};

/// The client's ID of a call, which the service logs and returns.
pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
/// The service's ID of a request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// A response with any status.
#[derive(Debug, Clone)]
pub(crate) struct RawResponse {
    pub(crate) metadata: &'static ActionMetadata,
    pub(crate) client_request_id: Arc<str>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How far redirects were followed to this response.
    pub(crate) redirects: Redirects,
    /// The maximum memory of the items that are decoded from the body, in bytes.
    pub(crate) max_memory: usize,
    /// What an error must not show.
    pub(crate) secrets: KnownSecrets,
}

impl RawResponse {
    /// Returns the service's ID of the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the service's ID of the request for a trace: without the secrets of the request.
    pub(crate) fn shown_request_id(&self) -> Option<String> {
        let mut text = self.headers.get(REQUEST_ID)?.to_str().ok()?.to_owned();
        // Before it is shortened, since a part of a secret would not be recognized.
        self.secrets.redact(&mut text);
        id(&text).map(str::to_owned)
    }

    /// Removes the secrets of the request from the headers and the body, for an error.
    pub(crate) fn redact(&mut self) {
        if let Cow::Owned(body) = self.secrets.redacted(&self.body) {
            self.body = body.into();
        }
        self.secrets.redact_headers(&mut self.headers);
    }
}

/// Returns the service's ID of a request, as far as it is one.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    id(headers.get(REQUEST_ID)?.to_str().ok()?)
}

#[cfg(test)]
impl RawResponse {
    /// Returns a response to an action for tests: a POST that returns JSON.
    pub(crate) fn for_test(status: u16, headers: &[(&'static str, &str)], body: &'static [u8]) -> Box<Self> {
        use crate::{
            metadata::{ApiVersion, BodyKind, Method, ResponseKind},
            permissions::Permissions,
        };

        const METADATA: &ActionMetadata = &ActionMetadata::declare(
            "TestAction",
            Method::Post,
            "/tests/<id>",
            &[ApiVersion::V1_0],
            Permissions::NOT_NEEDED,
            BodyKind::Json,
            ResponseKind::Json,
        );
        let parse = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), value.parse().expect("a header value"))
        };
        Box::new(Self {
            metadata: METADATA,
            client_request_id: "sent".into(),
            status: StatusCode::from_u16(status).expect("a status"),
            headers: headers.iter().map(parse).collect(),
            body: Bytes::from_static(body),
            redirects: Redirects::default(),
            max_memory: usize::MAX,
            secrets: KnownSecrets::default(),
        })
    }
}
