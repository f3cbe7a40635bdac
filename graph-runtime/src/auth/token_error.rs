//! There was no access token.

use std::{fmt, sync::Arc};

use crate::error::line::one_line;

/// There was no access token, and so nothing was sent; or, as the source of an [`ApiError`](crate::ApiError) of status 401,
/// no fresh one.
///
/// Its `Display` is one short line. A provider takes care that neither the message nor the source holds a token.
///
/// Cloning is cheap: all calls that wait for the same token end in the same error.
#[derive(Debug, Clone)]
pub struct TokenError {
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl TokenError {
    /// Says in a few words why there is no token.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// Adds the error that this comes from.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into().into());
        self
    }

    /// Why there is no token.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no access token: {}", one_line(&self.message))
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
    fn an_error_is_one_line() {
        let error = TokenError::new("the sign-in service\nis not there").with_source("why");
        assert_eq!(error.to_string(), "no access token: the sign-in service");
        assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("why"));
        assert_eq!(error.reason(), "the sign-in service\nis not there");
    }
}
