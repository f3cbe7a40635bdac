//! Executes a request, and decompresses its response.

#[cfg(feature = "gzip")]
use http::{HeaderValue, header};

use crate::client::shared::Inner;

/// Sends a request, and returns its response as soon as the head is available. With the feature `gzip`, the body may be
/// compressed by the service, and is decompressed while it is read.
#[cfg_attr(not(feature = "gzip"), allow(unused_mut))]
pub(super) async fn execute(client: &Inner, mut request: reqwest::Request) -> reqwest::Result<reqwest::Response> {
    #[cfg(feature = "gzip")]
    {
        let headers = request.headers_mut();
        // The range is one of the uncompressed content.
        if !headers.contains_key(header::RANGE) {
            headers.entry(header::ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        }
    }
    let response = client.http.execute(request).await?;
    #[cfg(feature = "gzip")]
    let response = super::gzip::decompressed(response);
    Ok(response)
}
