//! A closure that gives tokens.

use super::{
    access_token::AccessToken,
    provider::{TokenFuture, TokenProvider, TokenRequest},
    token_error::TokenError,
};

/// A closure as a provider: what [`GraphClientBuilder::token_fn`](crate::client::GraphClientBuilder::token_fn) uses.
///
/// The method stands in its place, since a closure is told the type of its argument by a bound on `Fn` alone.
pub(crate) struct TokenFn<F>(pub(crate) F);

impl<F, T> TokenProvider for TokenFn<F>
where
    F: Fn(TokenRequest) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, TokenError>> + Send + 'static,
{
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        Box::pin((self.0)(request))
    }
}
