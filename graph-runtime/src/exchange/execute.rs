//! Executes a request, and decompresses its response.

#[cfg(feature = "gzip")]
use futures_util::TryFutureExt;
#[cfg(feature = "gzip")]
use http::{HeaderValue, header};

use crate::client::shared::Inner;

/// Sends a request, and returns its response as soon as the head is available. With the feature `gzip`, the body may be
/// compressed by the service, and is decompressed while it is read.
#[cfg(feature = "gzip")]
pub(super) fn execute(
    client: &Inner,
    mut request: reqwest::Request,
) -> impl Future<Output = reqwest::Result<reqwest::Response>> {
    let headers = request.headers_mut();
    // The range is one of the uncompressed content.
    if !headers.contains_key(header::RANGE) {
        headers.entry(header::ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
    }
    client.http.execute(request).map_ok(super::gzip::decompressed)
}

/// Sends a request, and returns its response as soon as the head is available.
#[cfg(not(feature = "gzip"))]
pub(super) fn execute(
    client: &Inner,
    request: reqwest::Request,
) -> impl Future<Output = reqwest::Result<reqwest::Response>> {
    client.http.execute(request)
}
