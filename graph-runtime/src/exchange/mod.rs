//! The exchange of a request for a response: authorization, attempts, redirects, classification and decoding.

pub(crate) mod attempt;
pub(crate) mod authorize;
pub(crate) mod classify;
pub(crate) mod decode;
pub(crate) mod echo;
mod echo_match;
mod execute;
#[cfg(feature = "gzip")]
mod gzip;
pub(crate) mod outgoing;
mod place;
pub(crate) mod places;
pub(crate) mod read;
pub(crate) mod redirect;
pub(crate) mod redirect_progress;
pub(crate) mod request_id;
pub(crate) mod response;
pub(crate) mod send;
pub(crate) mod send_error;
pub(crate) mod sending;
pub(crate) mod sensitive_headers;
mod shortened;
mod trace;
