//! A token that was got elsewhere.

use super::{
    access_token::AccessToken,
    provider::{TokenFuture, TokenProvider, TokenRequest},
};

/// A token that was got elsewhere and is always the same: what
/// [`GraphClientBuilder::token`](crate::client::GraphClientBuilder::token) uses.
///
/// Where the service refuses it with 401, there is no other, and the call ends in that refusal.
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
    /// Takes the token.
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
    fn it_does_not_show_the_text() {
        assert!(!format!("{:?}", StaticToken::new("eyJ0")).contains("eyJ0"));
    }
}
