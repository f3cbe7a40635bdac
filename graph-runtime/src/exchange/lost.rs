//! An attempt that brought no complete response.

use std::error::Error as _;

use crate::{
    error::{
        Error,
        build::BuildError,
        transport::{TimeoutError, TransportError},
    },
    exchange::outgoing::Outgoing,
};

/// Says how an attempt was lost, and whether the service may have got it.
pub(crate) fn lost(outgoing: &Outgoing, error: reqwest::Error) -> Error {
    if error.is_builder() {
        return BuildError::action(outgoing.prepared.metadata.name, "its URL cannot be sent").into();
    }
    let may_have_been_sent = !was_never_written(&error);
    if error.is_timeout() {
        TimeoutError::new(outgoing.attempt(), may_have_been_sent, error).into()
    } else {
        TransportError::new(outgoing.attempt(), may_have_been_sent, error).into()
    }
}

/// Whether it is certain that not a byte of the request was written: no connection was made, or it broke before the
/// request's turn came.
///
/// The second kind can be told by its text alone, which hyper-util gives it in exactly this case. Should the text change,
/// the request counts as one that may have been sent, which is the safe side.
fn was_never_written(error: &reqwest::Error) -> bool {
    const UNSTARTED: &str = "client error (Canceled)";
    error.is_connect()
        || std::iter::successors(error.source(), |&cause| cause.source()).any(|cause| cause.to_string() == UNSTARTED)
}
