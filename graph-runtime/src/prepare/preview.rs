//! A request as a person may see it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::Prepared;
use crate::{Method, secret::REDACTED};

/// A request as a person may see it, with secrets shown as `[redacted]`: what
/// [`Call::preview`](crate::Call::preview) gives for dry runs and logs.
///
/// Its `Display` writes the request as HTTP does: method and URL, headers, an empty line, the body.
#[derive(Debug, Clone)]
pub struct Preview {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Option<Bytes>,
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

    /// The body, if there is one and it is text.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref().and_then(|body| std::str::from_utf8(body).ok())
    }
}

impl From<Prepared> for Preview {
    fn from(prepared: Prepared) -> Self {
        let Prepared { metadata, url, headers, body, .. } = prepared;
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
            (None, _) => Ok(()),
            (Some(_), Some(text)) => write!(f, "\n{text}"),
            (Some(bytes), None) => write!(f, "\n[{} bytes]", bytes.len()),
        }
    }
}

fn visible(value: &HeaderValue) -> &str {
    if value.is_sensitive() { REDACTED } else { value.to_str().unwrap_or("[not text]") }
}
