//! Parsers of external input, for the fuzz targets of this workspace. Not part of the public API.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use url::Url;

use crate::{
    auth::challenge,
    cloud::base_url::BaseUrl,
    error::{Error, redirect::Redirects},
    exchange::{classify::classify, decode::decode, echo::KnownSecrets, response::RawResponse},
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    odata::page::Page,
    permissions::access::{Access, Permissions},
    retry::{attempts::Retries, policy::RetryPolicy},
};
pub use crate::{
    batch::fuzzing::batch,
    prepare::fuzzing::{encoded_path, parameters},
};

/// Returns an action that needs permissions and has this kind of response.
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

/// Returns a response to an [`action`] that returns JSON.
pub(crate) fn response(status: u16, headers: HeaderMap, body: &[u8]) -> Box<RawResponse> {
    const METADATA: &ActionMetadata = &action(ResponseKind::Json);
    Box::new(RawResponse {
        metadata: METADATA,
        client_request_id: "sent".into(),
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
        headers,
        body: body.to_vec().into(),
        redirects: Redirects::default(),
        max_memory: usize::MAX,
        secrets: KnownSecrets::default(),
    })
}

fn headers(name: &HeaderName, values: &[&[u8]]) -> HeaderMap {
    let values = values.iter().filter_map(|value| HeaderValue::from_bytes(value).ok());
    values.map(|value| (name.clone(), value)).collect()
}

/// Returns the error for a response with this status and body, or `None` if the status is a success.
#[must_use]
pub fn api_error(status: u16, body: &[u8]) -> Option<Error> {
    classify(response(status, HeaderMap::new(), body), SystemTime::UNIX_EPOCH).err()
}

/// Decodes a success with this body as a page of objects with an `id`, and returns the error, if any.
#[must_use]
pub fn decode_error(body: &[u8]) -> Option<Error> {
    #[derive(serde::Deserialize)]
    struct Item {
        #[serde(rename = "id")]
        _id: String,
        #[serde(rename = "count", default)]
        _count: Option<u8>,
    }

    const METADATA: &ActionMetadata = &action(ResponseKind::Page);
    decode::<Page<Item>>(Box::new(RawResponse { metadata: METADATA, ..*response(200, HeaderMap::new(), body) })).err()
}

/// Returns the wait that these values of `Retry-After` ask for, and the time for which a client with this policy waits
/// after a response with them and the status 429.
#[must_use]
pub fn retry_after(
    values: &[&[u8]],
    date: Option<&[u8]>,
    now: SystemTime,
    policy: &RetryPolicy,
) -> (Option<Duration>, Option<Duration>) {
    let mut headers = headers(&header::RETRY_AFTER, values);
    headers.extend(date.and_then(|date| HeaderValue::from_bytes(date).ok()).map(|date| (header::DATE, date)));
    match classify(response(429, headers, b""), now) {
        Ok(_) => (None, None),
        Err(error) => (error.retry_after(), Retries::default().wait_after(&error, policy, true, Duration::ZERO)),
    }
}

/// Returns the URL to which a client for `base` follows a link with its token, or `None` if it does not follow the
/// link.
#[must_use]
pub fn link(base: &str, link: &str) -> Option<String> {
    BaseUrl::parse(base).ok()?.follow(link).ok().map(String::from)
}

/// Returns the URL to which a client for `base` follows a redirect, and whether it sends its token there.
#[must_use]
pub fn redirect(base: &str, from: &str, location: &str) -> Option<(String, bool)> {
    let base = BaseUrl::parse(base).ok()?;
    let to = base.redirect(&Url::parse(from).ok()?, location).ok()?;
    let is_own = base.is_own_link(&to);
    Some((to.into(), is_own))
}

/// Returns the claims in these values of `WWW-Authenticate`.
#[must_use]
pub fn challenge(values: &[&[u8]]) -> Option<String> {
    challenge::claims(&headers(&header::WWW_AUTHENTICATE, values))
}
