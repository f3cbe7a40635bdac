//! Reads the body of a response, up to the limits.

use std::error::Error as _;

use bytes::Bytes;

use crate::{
    error::{Error, decode::DecodeError},
    exchange::{outgoing::Outgoing, response::RawResponse, send_error::send_error, sensitive_headers},
    metadata::action_metadata::ResponseKind,
};

/// The maximum length of an error body, in bytes. Error bodies written by the service are short.
pub(crate) const MAX_ERROR_BODY: usize = 256 * 1024;

/// The maximum capacity that is allocated for a body before any of it was received, in bytes.
const MAX_INITIAL_CAPACITY: usize = 64 * 1024;

/// Reads a response, up to the limits.
pub(super) async fn read(outgoing: &Outgoing, response: &mut reqwest::Response) -> Result<Box<RawResponse>, Error> {
    let metadata = outgoing.prepared.metadata;
    let success = response.status().is_success();
    let client = &outgoing.client;
    let limit = if success { client.max_response_bytes } else { client.max_response_bytes.min(MAX_ERROR_BODY) };
    let (body, end) = read_body(response, limit).await;
    let raw = raw_response(outgoing, response, body.into());
    match end {
        End::Complete => Ok(raw),
        // The status is sufficient: an incomplete error body is still useful, and the body of such a success is not
        // used.
        _ if !success || metadata.response == ResponseKind::Nothing => Ok(raw),
        End::Failed(error) => Err(read_error(outgoing, *raw, error)),
        End::TooLong => {
            let reason = format!("the body is longer than {limit} bytes, the `max_response_bytes` of the client");
            Err(Box::new(DecodeError::new(*raw, reason)).into())
        }
    }
}

/// Returns the response with this body. Takes the headers out of `response`.
pub(crate) fn raw_response(outgoing: &Outgoing, response: &mut reqwest::Response, body: Bytes) -> Box<RawResponse> {
    sensitive_headers::mark(response.headers_mut());
    Box::new(RawResponse {
        metadata: outgoing.prepared.metadata,
        client_request_id: outgoing.client_request_id.clone(),
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
        redirects: outgoing.redirects.get(),
        max_memory: outgoing.client.max_response_bytes,
        secrets: outgoing.secrets(),
    })
}

/// How reading a body ended.
enum End {
    Complete,
    TooLong,
    Failed(reqwest::Error),
}

async fn read_body(response: &mut reqwest::Response, limit: usize) -> (Vec<u8>, End) {
    // `Content-Length` may be wrong, so it determines the capacity only up to a limit.
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut body = Vec::with_capacity(announced.min(limit).min(MAX_INITIAL_CAPACITY));
    loop {
        match response.chunk().await {
            Ok(None) => return (body, End::Complete),
            Err(error) => return (body, End::Failed(error)),
            Ok(Some(chunk)) => {
                let remaining = limit - body.len();
                let part = &chunk[..chunk.len().min(remaining)];
                grow(&mut body, part.len(), limit);
                body.extend_from_slice(part);
                if chunk.len() > remaining {
                    return (body, End::TooLong);
                }
            }
        }
    }
}

/// Makes room for more bytes. The capacity doubles, but not beyond the limit.
fn grow(body: &mut Vec<u8>, more: usize, limit: usize) {
    if body.capacity() - body.len() < more {
        let capacity = body.capacity().saturating_mul(2).max(body.len() + more).min(limit);
        body.reserve_exact(capacity - body.len());
    }
}

/// Converts the error of reading a body: either the body cannot be decompressed, or the connection was lost.
///
/// The two are told apart by the first cause that is not reqwest's own. For a lost connection, this is an error of
/// hyper, which has the I/O error as its cause; for decompression, it is the I/O error itself.
pub(crate) fn read_error(outgoing: &Outgoing, raw: RawResponse, error: reqwest::Error) -> Error {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let cause = causes.find(|cause| !cause.is::<reqwest::Error>());
    if cause.is_some_and(<dyn std::error::Error>::is::<std::io::Error>) {
        return Box::new(DecodeError::new(raw, "the body cannot be decompressed")).into();
    }
    send_error(outgoing, error)
}
