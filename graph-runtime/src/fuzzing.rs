//! What reads the texts of others, for the fuzz targets of this workspace. No part of the public interface.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use url::Url;

pub use crate::batch::fuzzing::batch;
use crate::{
    auth::challenge,
    cloud::BaseUrl,
    error::Error,
    exchange::{classify::classify, decode::decode, response::RawResponse},
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    odata::page::Page,
    permissions::access::{Access, Permissions},
    retry::{attempts::Retries, policy::RetryPolicy},
};

/// An action that needs permissions, and returns what an answer may be read as.
const fn action(response: ResponseKind) -> ActionMetadata {
    const NEEDED: Access = Access::any_of("Things.ReadWrite.All");
    let permissions = Permissions::declare(NEEDED, Access::NotSupported, NEEDED);
    ActionMetadata::declare(
        "GetThing",
        Method::Get,
        "/things/<id>",
        &[ApiVersion::V1_0],
        permissions,
        BodyKind::Nothing,
        response,
    )
}

/// An answer to [`action`].
pub(crate) fn answer(status: u16, headers: HeaderMap, body: &[u8]) -> Box<RawResponse> {
    const METADATA: &ActionMetadata = &action(ResponseKind::Json);
    Box::new(RawResponse {
        metadata: METADATA,
        client_request_id: "sent".into(),
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
        headers,
        body: body.to_vec().into(),
    })
}

fn headers(name: &HeaderName, values: &[&[u8]]) -> HeaderMap {
    let values = values.iter().filter_map(|value| HeaderValue::from_bytes(value).ok());
    values.map(|value| (name.clone(), value)).collect()
}

/// The error that an answer with this status and body ends in; none where the status is a success.
#[must_use]
pub fn refusal(status: u16, body: &[u8]) -> Option<Error> {
    classify(answer(status, HeaderMap::new(), body), SystemTime::UNIX_EPOCH).err()
}

/// The error that a success with this body ends in, where a page of objects with an `id` is due.
#[must_use]
pub fn misread(body: &[u8]) -> Option<Error> {
    #[derive(serde::Deserialize)]
    struct Item {
        #[serde(rename = "id")]
        _id: String,
        #[serde(rename = "count", default)]
        _count: Option<u8>,
    }

    const METADATA: &ActionMetadata = &action(ResponseKind::Page);
    decode::<Page<Item>>(Box::new(RawResponse { metadata: METADATA, ..*answer(200, HeaderMap::new(), body) })).err()
}

/// What these values of `Retry-After` ask for, and what a client with this policy waits after a 429 that has them.
#[must_use]
pub fn retry_after(
    values: &[&[u8]],
    date: Option<&[u8]>,
    now: SystemTime,
    policy: &RetryPolicy,
) -> (Option<Duration>, Option<Duration>) {
    let mut headers = headers(&header::RETRY_AFTER, values);
    headers.extend(date.and_then(|date| HeaderValue::from_bytes(date).ok()).map(|date| (header::DATE, date)));
    match classify(answer(429, headers, b""), now) {
        Ok(_) => (None, None),
        Err(error) => (error.retry_after(), Retries::default().wait_after(&error, policy, true, Duration::ZERO)),
    }
}

/// Where a client for `base` follows a link to, with its token.
#[must_use]
pub fn link(base: &str, link: &str) -> Option<String> {
    BaseUrl::parse(base).ok()?.follow(link).ok().map(String::from)
}

/// Where a client for `base` follows a redirect to, and whether with its token.
#[must_use]
pub fn redirect(base: &str, from: &str, location: &str) -> Option<(String, bool)> {
    let base = BaseUrl::parse(base).ok()?;
    let to = base.redirect(&Url::parse(from).ok()?, location)?;
    let is_own = base.is_own(&to);
    Some((to.into(), is_own))
}

/// The claims that these values of `WWW-Authenticate` ask for.
#[must_use]
pub fn challenge(values: &[&[u8]]) -> Option<String> {
    challenge::claims(&headers(&header::WWW_AUTHENTICATE, values))
}
