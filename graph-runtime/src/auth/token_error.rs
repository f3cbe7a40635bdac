//! The error for a missing access token.

use std::{fmt, sync::Arc};

use crate::error::line::joined;

/// The error returned if no access token could be obtained. Nothing was sent.
///
/// It is also the source of an [`ApiError`](crate::ApiError) with status 401 if the provider failed to return a fresh
/// token after the service had rejected the first one.
///
/// `Display` writes the message as one line, of at most 2,000 characters. A provider must not include a token in the message or in the source.
///
/// All calls that wait for the same token request return clones of the same error. The source is shared, not copied.
#[derive(Debug, Clone)]
pub struct TokenError {
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl TokenError {
    /// Creates an error with a short reason, such as `the sign-in service is not reachable`.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// Sets the underlying error, which [`source`](std::error::Error::source) returns.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into().into());
        self
    }

    /// Returns the reason, as it was passed to [`new`](TokenError::new).
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no access token: {}", joined(&self.message))
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_writes_all_lines_as_one() {
        let error = TokenError::new("the sign-in service\nis not reachable").with_source("why");
        assert_eq!(error.to_string(), "no access token: the sign-in service is not reachable");
        assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("why"));
        assert_eq!(error.reason(), "the sign-in service\nis not reachable");
    }
}
