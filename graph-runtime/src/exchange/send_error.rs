//! The error of an attempt without a complete response.

use std::error::Error as _;

use crate::{
    error::{
        Error,
        build::BuildError,
        transport::{TimeoutError, TransportError},
    },
    exchange::outgoing::Outgoing,
};

/// Converts the error of a request, and determines whether the service may have received the request.
pub(crate) fn send_error(outgoing: &Outgoing, error: reqwest::Error) -> Error {
    if error.is_builder() {
        return BuildError::action(outgoing.prepared.metadata.name, "the URL cannot be sent").into();
    }
    if was_refused(&error) {
        return TransportError::new(outgoing.attempt(), false, error).refused().into();
    }
    let (attempt, is_timeout) = (outgoing.attempt(), error.is_timeout());
    if was_never_written(&error) && outgoing.client.http_follows {
        // The connection may be that of a redirect, whose request had a response.
        return if is_timeout {
            TimeoutError::new(attempt, true, error).with_possible_redirect().into()
        } else {
            TransportError::new(attempt, true, error).with_possible_redirect().into()
        };
    }
    let may_have_been_sent = !was_never_written(&error);
    if is_timeout {
        TimeoutError::new(attempt, may_have_been_sent, error).into()
    } else {
        TransportError::new(attempt, may_have_been_sent, error).into()
    }
}

/// Whether the service says that it has not processed the request, by the means of HTTP/2: it refused the stream, or ended
/// the connection before this stream.
fn was_refused(error: &reqwest::Error) -> bool {
    #[cfg(feature = "http2")]
    {
        let causes = std::iter::successors(error.source(), |&cause| cause.source());
        causes.filter_map(|cause| cause.downcast_ref::<h2::Error>()).any(|error| {
            let reason = error.reason();
            error.is_remote()
                && (error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM)
                    || error.is_go_away() && reason == Some(h2::Reason::NO_ERROR))
        })
    }
    #[cfg(not(feature = "http2"))]
    {
        let _ = error;
        false
    }
}

/// Whether it is certain that no byte of the request was written: no connection was made, or it was closed before the
/// request was started.
///
/// The second case can be recognized only by its text, which hyper-util uses in exactly this case. If the text ever
/// changes, the request is treated as one that may have been sent, which is the safe assumption.
fn was_never_written(error: &reqwest::Error) -> bool {
    const UNSTARTED: &str = "client error (Canceled)";
    error.is_connect()
        || std::iter::successors(error.source(), |&cause| cause.source()).any(|cause| cause.to_string() == UNSTARTED)
}
