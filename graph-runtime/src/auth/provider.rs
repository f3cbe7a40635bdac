//! The trait for sources of access tokens.

use std::{pin::Pin, sync::Arc};

use super::{access_token::AccessToken, token_error::TokenError};

/// Provides the client with access tokens.
///
/// The client caches the token and shares it among all calls, so a provider does not need a cache of its own:
///
/// - The client requests a token when a call is made and the cache has no valid token. It also refreshes a token early:
///   in the last five minutes before the token expires, or in the last quarter of the lifetime of a token that is valid
///   for less than twenty minutes. The first call in that period requests the new token. Meanwhile, other calls use the
///   old token. All calls also use the old token if the provider fails, or takes longer than half of the call's
///   time-out or half of the time that the token is still valid; after a failure, the client tries again after 30
///   seconds. A token whose expiry is unknown is used until the service rejects it.
/// - If a token has already expired when it is received, the clock of this computer may be wrong. The client uses the
///   token, and requests another one at the next call. If that one has expired too, it is used until the service
///   rejects it, and refreshed every five minutes.
/// - If the service rejects a token with 401, the call requests another token: with the claims of the service's
///   challenge, or without claims if the cached token may have been revoked. If the new token differs from the rejected
///   one, the call is retried once. This retry does not count towards the [`RetryPolicy`](crate::retry::RetryPolicy)
///   and is made for any action, because a call that is rejected with 401 was not processed.
/// - There is at most one token request at a time, no matter how many calls wait for it. All of them share its outcome,
///   and each of them polls the provider's future, so that it makes progress as long as one of them is polled. The
///   future is polled only while a call waits for it. It may be polled on another thread or runtime than before.
/// - A call that is canceled, or whose [time-out](crate::client::GraphClientBuilder::timeout) is over, does not end the
///   request. The next call goes on with it, so that a provider that takes longer than the time-out of a call still
///   provides its token. A request that takes longer than a minute, or than the time-out of the call that started it if
///   that is longer, is given up, and its future is dropped.
/// - If a provider fails or panics, or takes longer than the time-out, the waiting calls return
///   [`Error::Token`](crate::Error::Token). The next call requests a token again. After three failures in a row, calls
///   return the last error without a request, for 1 second, then for 2, 4, 8 and 16 seconds, and then for 30 seconds
///   after each failure.
///
/// ```
/// use graph_runtime::{GraphClient, auth::{AccessToken, TokenError, TokenFuture, TokenProvider, TokenRequest}};
///
/// struct FromEnvironment;
///
/// impl TokenProvider for FromEnvironment {
///     fn token(&self, _: TokenRequest) -> TokenFuture<'_> {
///         Box::pin(async {
///             std::env::var("GRAPH_TOKEN").map(AccessToken::from).map_err(|error| {
///                 TokenError::new("could not read the environment variable GRAPH_TOKEN").with_source(error)
///             })
///         })
///     }
/// }
///
/// let graph = GraphClient::builder().token_provider(FromEnvironment).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// To use a closure as a provider, see [`GraphClientBuilder::token_fn`](crate::client::GraphClientBuilder::token_fn).
///
/// See also [Authentication and authorization basics](https://learn.microsoft.com/graph/auth/auth-concepts).
pub trait TokenProvider: Send + Sync + 'static {
    /// Obtains a token for the scopes and claims of `request`.
    ///
    /// # Errors
    ///
    /// The future returns a [`TokenError`] if there is no such token. Its message and source must not contain a token.
    fn token(&self, request: TokenRequest) -> TokenFuture<'_>;
}

impl<T: TokenProvider + ?Sized> TokenProvider for Arc<T> {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        (**self).token(request)
    }
}

/// The future returned by [`TokenProvider::token`].
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

/// The scopes and claims that a [`TokenProvider`] has to obtain a token for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scopes to request, such as `https://graph.microsoft.com/.default`.
    pub scopes: Vec<String>,
    /// The claims of the service's challenge, as JSON; `None` if there was no challenge.
    ///
    /// The service would reject a token without these claims again. A provider sends them as the parameter `claims` of
    /// its token request, and does not return a token from a cache of its own.
    pub claims: Option<String>,
}

impl TokenRequest {
    /// Creates a request for a token with these scopes.
    #[must_use]
    pub fn new(scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), claims: None }
    }

    /// Sets the claims of a challenge, as JSON.
    #[must_use]
    pub fn with_claims(mut self, claims: impl Into<String>) -> Self {
        self.claims = Some(claims.into());
        self
    }
}
