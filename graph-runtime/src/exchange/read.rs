//! The body of a response is read, up to the limits.

use std::error::Error as _;

use bytes::Bytes;

use crate::{
    error::{Error, decode::DecodeError},
    exchange::{lost::lost, outgoing::Outgoing, response::RawResponse, sensitive_headers},
    metadata::action_metadata::ResponseKind,
};

/// How much is read of the body of an error, which is short where the service itself wrote it.
const MAX_ERROR_BODY: usize = 256 * 1024;

/// How much room is made for the body of an answer before any of it is there, in bytes.
const MAX_ANNOUNCED: usize = 64 * 1024;

/// Reads an answer, up to the limits.
pub(super) async fn read(outgoing: &Outgoing, response: &mut reqwest::Response) -> Result<Box<RawResponse>, Error> {
    let metadata = outgoing.prepared.metadata;
    let success = response.status().is_success();
    let client = &outgoing.client;
    let limit = if success { client.max_response_bytes } else { client.max_response_bytes.min(MAX_ERROR_BODY) };
    let (body, end) = read_body(response, limit).await;
    let raw = raw(outgoing, response, body.into());
    match end {
        End::Complete => Ok(raw),
        // The status says what there is to know; the body says more of it, or nothing that is used.
        _ if !success || metadata.response == ResponseKind::Nothing => Ok(raw),
        End::Broken(error) => Err(unread(outgoing, *raw, error)),
        End::TooLong => {
            let reason = format!("the body is longer than {limit} bytes, the client's `max_response_bytes`");
            Err(Box::new(DecodeError::new(*raw, reason)).into())
        }
    }
}

pub(crate) fn raw(outgoing: &Outgoing, response: &mut reqwest::Response, body: Bytes) -> Box<RawResponse> {
    sensitive_headers::mark(response.headers_mut());
    Box::new(RawResponse {
        metadata: outgoing.prepared.metadata,
        client_request_id: outgoing.client_request_id.clone(),
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    })
}

/// How the reading of a body ended.
enum End {
    Complete,
    TooLong,
    Broken(reqwest::Error),
}

async fn read_body(response: &mut reqwest::Response, limit: usize) -> (Vec<u8>, End) {
    // What is announced is believed as far as it costs nothing.
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut body = Vec::with_capacity(announced.min(limit).min(MAX_ANNOUNCED));
    loop {
        match response.chunk().await {
            Ok(None) => return (body, End::Complete),
            Err(error) => return (body, End::Broken(error)),
            Ok(Some(chunk)) => {
                let room = limit - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return (body, End::TooLong);
                }
            }
        }
    }
}

/// Says why a body was not read to its end: it is not compressed as it claims to be, or the connection broke.
///
/// The errors of connections are hyper's own, and their kinds of input and output are among those errors' causes; what
/// decompresses says by itself that its input is wrong.
pub(crate) fn unread(outgoing: &Outgoing, raw: RawResponse, error: reqwest::Error) -> Error {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let cause = causes.find(|cause| !cause.is::<reqwest::Error>());
    if cause.is_some_and(<dyn std::error::Error>::is::<std::io::Error>) {
        return Box::new(DecodeError::new(raw, "the body cannot be decompressed")).into();
    }
    lost(outgoing, error)
}
