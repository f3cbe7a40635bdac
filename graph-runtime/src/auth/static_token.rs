//! A provider that always returns the same token.

use super::{
    access_token::AccessToken,
    provider::{TokenFuture, TokenProvider, TokenRequest},
};

/// A [`TokenProvider`] that always returns the same token, obtained elsewhere.
///
/// [`GraphClientBuilder::token`](crate::client::GraphClientBuilder::token) uses it. If the service rejects the token
/// with 401, there is no other token to try, and the call returns that error response.
///
/// ```
/// use graph_runtime::{GraphClient, auth::StaticToken};
///
/// let graph = GraphClient::builder().token_provider(StaticToken::new("eyJ0…")).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Creates a provider that returns `token`.
    #[must_use]
    pub fn new(token: impl Into<AccessToken>) -> Self {
        Self(token.into())
    }
}

impl TokenProvider for StaticToken {
    fn token(&self, _: TokenRequest) -> TokenFuture<'_> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_token() {
        assert!(!format!("{:?}", StaticToken::new("eyJ0")).contains("eyJ0"));
    }
}
