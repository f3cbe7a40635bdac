//! What is sent as the body of a request.

use bytes::Bytes;

use crate::upload::{body::UploadBody, transfer::Wire};

/// The body of a request, of which every attempt sends the whole.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Nothing,
    Bytes(Bytes),
    /// It is read when it is sent.
    Stream(UploadBody),
}

impl Body {
    /// Whether it is certain, without reading it, that there is not a byte to send.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Bytes(bytes) => bytes.is_empty(),
            Self::Stream(_) => false,
        }
    }

    /// Whether it was sent, and cannot be sent again.
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
            Body::Stream(body) => Some(reqwest::Body::wrap(Wire::unwatched(body))),
        }
    }
}
