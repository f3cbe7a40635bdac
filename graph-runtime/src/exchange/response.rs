//! A response, as it came.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

use crate::metadata::action_metadata::ActionMetadata;

/// The client's id of a call, which the service repeats and logs.
pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
/// The service's id of a request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// An answer, whatever it says.
#[derive(Debug, Clone)]
pub(crate) struct RawResponse {
    pub(crate) metadata: &'static ActionMetadata,
    pub(crate) client_request_id: Arc<str>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl RawResponse {
    /// The service's id of the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get(REQUEST_ID)?.to_str().ok()
    }
}

#[cfg(test)]
impl RawResponse {
    /// A response to a test's own action, which is a POST that returns JSON.
    pub(crate) fn of_test(status: u16, headers: &[(&'static str, &str)], body: &'static [u8]) -> Box<Self> {
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
        })
    }
}
