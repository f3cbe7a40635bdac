//! The preview of a request.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{body::Body, prepared::Prepared};
use crate::{metadata::action_metadata::Method, secret::REDACTED};

/// A request with its secrets replaced by `[redacted]`, for dry runs and logs. Returned by
/// [`Call::preview`](crate::client::Call::preview).
///
/// `Display` writes the request in the format of HTTP: method and URL, headers, an empty line, the body. A body that is
/// not text, or is a stream, is replaced by a description: `[12 bytes]`, `[stream of 12345 bytes]`.
#[derive(Debug, Clone)]
pub struct Preview {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Body,
}

impl Preview {
    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns the full URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns an iterator over the headers of the request. The client adds its own headers when it sends the request.
    pub fn headers(&self) -> impl Iterator<Item = (&HeaderName, &str)> {
        self.headers.iter().map(|(name, value)| (name, visible(value)))
    }

    /// Returns the body, or `None` if there is none, it is not text or it is a stream, which is not read.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        match &self.body {
            Body::Bytes(body) => std::str::from_utf8(body).ok(),
            Body::Nothing | Body::Stream(_) => None,
        }
    }
}

impl From<Box<Prepared>> for Preview {
    fn from(prepared: Box<Prepared>) -> Self {
        let headers = prepared.headers();
        let Prepared { metadata, url, body, .. } = *prepared;
        Self { method: metadata.method, url: url.into(), headers, body }
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.url)?;
        for (name, value) in self.headers() {
            writeln!(f, "{name}: {value}")?;
        }
        match (&self.body, self.body()) {
            (Body::Nothing, _) => Ok(()),
            (Body::Bytes(_), Some(text)) => write!(f, "\n{text}"),
            (Body::Bytes(bytes), None) => write!(f, "\n[{} bytes]", bytes.len()),
            (Body::Stream(body), _) => write!(f, "\n{body}"),
        }
    }
}

fn visible(value: &HeaderValue) -> &str {
    if value.is_sensitive() { REDACTED } else { value.to_str().unwrap_or("[not text]") }
}
