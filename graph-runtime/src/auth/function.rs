//! A closure as a token provider.

use super::{
    access_token::AccessToken,
    provider::{TokenFuture, TokenProvider, TokenRequest},
    token_error::TokenError,
};

/// A closure as a [`TokenProvider`], used by
/// [`GraphClientBuilder::token_fn`](crate::client::GraphClientBuilder::token_fn).
///
/// `TokenProvider` is not implemented for closures directly: the compiler infers the type of a closure's argument only
/// from a bound on `Fn`, which `token_fn` has.
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
