//! The body of a prepared request.

use bytes::Bytes;

use crate::upload::{body::UploadBody, transfer::Wire};

/// The body of a request. Every attempt sends all of it.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Nothing,
    Bytes(Bytes),
    /// Read while it is sent.
    Stream(UploadBody),
}

impl Body {
    /// Whether the body is known to be empty without reading it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Bytes(bytes) => bytes.is_empty(),
            Self::Stream(_) => false,
        }
    }

    /// Whether the body was sent and cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        matches!(self, Self::Stream(body) if body.is_spent())
    }
}

impl From<UploadBody> for Body {
    fn from(body: UploadBody) -> Self {
        match body.as_bytes() {
            Some(bytes) => Self::Bytes(bytes.clone()),
            None => Self::Stream(body),
        }
    }
}

impl From<Body> for Option<reqwest::Body> {
    fn from(body: Body) -> Self {
        match body {
            Body::Nothing => None,
            Body::Bytes(bytes) => Some(bytes.into()),
            Body::Stream(body) => Some(reqwest::Body::wrap(Wire::detached(body))),
        }
    }
}
