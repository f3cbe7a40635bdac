//! The trace span of a call. It contains neither secrets nor values of path parameters.

use std::{sync::atomic::Ordering, time::Instant};

use tracing::{Span, field::Empty};

use crate::{
    error::Error,
    exchange::{outgoing::Outgoing, response::RawResponse},
    trace::{TARGET, milliseconds},
};

/// Creates the span of a call.
pub(crate) fn call(outgoing: &Outgoing) -> Span {
    let metadata = outgoing.prepared.metadata;
    tracing::info_span!(
        target: TARGET,
        "graph_call",
        otel.name = %format_args!("{} {}", metadata.method, metadata.path),
        otel.kind = "client",
        otel.status_code = Empty,
        action = metadata.name,
        method = metadata.method.as_str(),
        path = metadata.path.as_str(),
        version = outgoing.prepared.version.as_str(),
        client_request_id = &*outgoing.client_request_id,
        attempt = Empty,
        limit_wait_ms = Empty,
        status = Empty,
        request_id = Empty,
        duration_ms = Empty,
    )
}

/// Records the number of the current attempt, from 0.
pub(crate) fn attempt(span: &Span, number: u32) {
    span.record("attempt", number);
}

/// Records the outcome of a call, and emits an event for it.
pub(crate) fn ended(span: &Span, outgoing: &Outgoing, outcome: Result<&RawResponse, &Error>, started: Instant) {
    if !span.is_disabled() {
        let (status, request_id) = match outcome {
            Ok(response) => (Some(response.status), response.shown_request_id()),
            Err(error) => (error.status(), error.request_id().map(str::to_owned)),
        };
        if let Some(status) = status {
            span.record("status", status.as_u16());
        }
        if let Some(id) = request_id {
            span.record("request_id", id);
        }
        let elapsed = outgoing.client.clock.now().saturating_duration_since(started);
        span.record("duration_ms", milliseconds(elapsed));
        let limit_wait = outgoing.limit_wait_ms.load(Ordering::Relaxed);
        if limit_wait > 0 {
            span.record("limit_wait_ms", limit_wait);
        }
        if outcome.is_err() {
            span.record("otel.status_code", "ERROR");
        }
    }
    match outcome {
        Ok(_) => tracing::debug!(target: TARGET, "the call succeeded"),
        Err(error) => tracing::debug!(target: TARGET, %error, "the call failed"),
    }
}
