//! A request as a person may see it.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{body::Body, prepared::Prepared};
use crate::{metadata::action_metadata::Method, secret::REDACTED};

/// A request as a person may see it, with secrets shown as `[redacted]`: what
/// [`Call::preview`](crate::client::Call::preview) gives for dry runs and logs.
///
/// Its `Display` writes the request as HTTP does: method and URL, headers, an empty line, the body. In place of a body that
/// is no text or a stream, it says what it is: `[12 bytes]`, `[stream of 12345 bytes]`.
#[derive(Debug, Clone)]
pub struct Preview {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Body,
}

impl Preview {
    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// The whole URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers that belong to the request; the client adds its own when it sends.
    pub fn headers(&self) -> impl Iterator<Item = (&HeaderName, &str)> {
        self.headers.iter().map(|(name, value)| (name, visible(value)))
    }

    /// The body, if there is one and it is text. One that is a stream is not read.
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
