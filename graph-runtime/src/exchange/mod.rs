//! The exchange of a request for its response.

pub(crate) mod attempt;
pub(crate) mod authorize;
pub(crate) mod classify;
pub(crate) mod decode;
pub(crate) mod lost;
pub(crate) mod outgoing;
pub(crate) mod read;
pub(crate) mod redirect;
pub(crate) mod request_id;
pub(crate) mod response;
pub(crate) mod send;
pub(crate) mod sensitive_headers;
mod trace;
