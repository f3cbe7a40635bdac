//! The requests to the URL of a session, none of which has the token.

use std::{ops::Range, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::session::{SessionState, UploadSession};
use crate::{
    call::future::ResponseFuture,
    client::shared::Shared,
    error::{Error, build::BuildError, decode::DecodeError},
    exchange::{decode::decode, outgoing::Outgoing, response::RawResponse, send::send, sending::Sending},
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    permissions::access::Permissions,
    prepare::{body::Body, prepared::Prepared},
    secret::sent::SentSecrets,
};

const fn request(name: &'static str, method: Method, body: BodyKind, response: ResponseKind) -> ActionMetadata {
    let versions = &[ApiVersion::V1_0];
    let metadata =
        ActionMetadata::declare(name, method, "/<uploadUrl>", versions, Permissions::NOT_NEEDED, body, response);
    // An upload finds out itself what became of a range whose response was lost.
    ActionMetadata { is_preauthorized: true, idempotent: matches!(method, Method::Get | Method::Delete), ..metadata }
}

const CONTENT: BodyKind = BodyKind::Raw("application/octet-stream");

const RANGE: &ActionMetadata = &request("UploadRange", Method::Put, CONTENT, ResponseKind::Json);
const COMPLETE: &ActionMetadata = &request("CompleteUpload", Method::Post, BodyKind::Nothing, ResponseKind::Json);
const STATUS: &ActionMetadata = &request("GetUploadSession", Method::Get, BodyKind::Nothing, ResponseKind::Json);
const CANCEL: &ActionMetadata = &request("CancelUpload", Method::Delete, BodyKind::Nothing, ResponseKind::Nothing);

/// Sends a range of a file of `total` bytes.
pub(super) async fn put(
    client: &Shared,
    session: &UploadSession,
    timeout: Option<Duration>,
    range: Range<u64>,
    total: u64,
    content: Bytes,
) -> Result<Box<RawResponse>, Error> {
    let mut outgoing = outgoing(client, session, timeout, RANGE)?;
    let place = format!("bytes {}-{}/{total}", range.start, range.end - 1);
    if let Ok(place) = HeaderValue::try_from(place) {
        outgoing.prepared.headers.insert(header::CONTENT_RANGE, place);
    }
    outgoing.prepared.body = Body::Bytes(content);
    send(&outgoing).await
}

/// Completes an upload all of whose ranges have arrived, if the session waits for that.
pub(super) async fn complete(
    client: &Shared,
    session: &UploadSession,
    timeout: Option<Duration>,
) -> Result<Box<RawResponse>, Error> {
    send(&outgoing(client, session, timeout, COMPLETE)?).await
}

/// Asks which ranges are missing.
pub(crate) async fn status(
    client: &Shared,
    session: &UploadSession,
    timeout: Option<Duration>,
) -> Result<UploadSession, Error> {
    let response = send(&outgoing(client, session, timeout, STATUS)?).await?;
    let mut session = session.clone();
    session.update(decode::<SessionState>(response)?, None);
    Ok(session)
}

/// Ends the session, and discards what has arrived.
pub(crate) fn cancel(client: &Shared, session: &UploadSession) -> ResponseFuture<()> {
    ResponseFuture::new(CANCEL, outgoing(client, session, None, CANCEL).map_or_else(Sending::failed, Sending::new))
}

/// The metadata of a last response whose content is of no interest.
pub(super) const fn nothing_metadata() -> &'static ActionMetadata {
    const { &ActionMetadata { response: ResponseKind::Nothing, ..*RANGE } }
}

/// Checks the URL of a session that the service has just made.
pub(super) fn check(client: &Shared, session: &UploadSession, response: &RawResponse) -> Result<(), Error> {
    match client.base.preauthorized(session.url()) {
        Ok(_) => Ok(()),
        Err(reason) => Err(unexpected(response, format!("the `uploadUrl` {reason}"))),
    }
}

/// The error for a success that does not say what it should.
pub(super) fn unexpected(response: &RawResponse, reason: impl Into<String>) -> Error {
    Box::new(DecodeError::new(response.clone(), reason)).into()
}

/// Reads what the service says about the session after a range. `None` if the upload is complete: the body is then that of
/// the file, and has no such property.
pub(super) fn state_after_range(response: &RawResponse) -> Option<SessionState> {
    let state: SessionState = serde_json::from_slice(&response.body).unwrap_or_default();
    let expects_more = state.next_expected_ranges.as_ref().is_some_and(|ranges| !ranges.is_empty());
    (response.status == StatusCode::ACCEPTED || expects_more).then_some(state)
}

fn outgoing(
    client: &Shared,
    session: &UploadSession,
    timeout: Option<Duration>,
    metadata: &'static ActionMetadata,
) -> Result<Outgoing, Error> {
    let url = client
        .base
        .preauthorized(session.url())
        .map_err(|reason| BuildError::field(metadata.name, "uploadUrl", reason))?;
    let version = metadata.default_version();
    let prepared = Prepared {
        metadata,
        version,
        url,
        headers: HeaderMap::new(),
        body: Body::Nothing,
        secrets: SentSecrets::default(),
    };
    Ok(Outgoing::new(client.clone(), Box::new(prepared), timeout, false))
}
