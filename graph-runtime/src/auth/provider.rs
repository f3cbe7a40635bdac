//! The trait by which the client gets its access tokens.

use std::{pin::Pin, sync::Arc};

use super::{access_token::AccessToken, token_error::TokenError};

/// Gives the client its access tokens.
///
/// The client keeps the token and shares it among all calls, so a provider need not keep one itself:
///
/// - It is asked when a call is made and there is no token yet, or none that is still good; and by the first call in the
///   last five minutes of a token, or in the last quarter of one that lives for less than twenty minutes. Calls go on
///   with the old token meanwhile, and also where the provider fails or takes longer than half the call's time-out; it is
///   then asked again after 30 seconds. A token of which it is not known when it expires is kept until it is refused.
/// - It is asked once more, by each call, where the service refuses the token with 401: with the claims that the service
///   asks for, or else for a token that may have been revoked. The call is then repeated once, if the token is another one.
///   That is no repeat in the sense of the [`RetryPolicy`](crate::retry::RetryPolicy), and happens whatever the action is, since a
///   call refused with 401 was not acted upon.
/// - There is one request at a time, however many calls wait for it. If it fails, it fails for all of them; if the call
///   that made it is cancelled, the next one asks again.
/// - A provider that takes longer than the call's [time-out](crate::client::GraphClientBuilder::timeout), or that panics, is
///   [`Error::Token`](crate::Error::Token) for the calls that wait, and the next call asks again.
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
///                 TokenError::new("the variable GRAPH_TOKEN cannot be read").with_source(error)
///             })
///         })
///     }
/// }
///
/// let graph = GraphClient::builder().token_provider(FromEnvironment).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// A closure is a provider too, with [`GraphClientBuilder::token_fn`](crate::client::GraphClientBuilder::token_fn). See
/// [get access tokens to call Microsoft Graph](https://learn.microsoft.com/graph/auth/auth-concepts).
pub trait TokenProvider: Send + Sync + 'static {
    /// Gets a token that is good for `request`.
    fn token(&self, request: TokenRequest) -> TokenFuture<'_>;
}

impl<T: TokenProvider + ?Sized> TokenProvider for Arc<T> {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        (**self).token(request)
    }
}

/// What a [`TokenProvider`] answers with: a token, later.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

/// What a token has to be good for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scopes to ask for, such as `https://graph.microsoft.com/.default`.
    pub scopes: Vec<String>,
    /// Claims that the service has asked for in a challenge, as JSON; a token without them would be refused again. A
    /// provider sends them as the parameter `claims` of its request, and does not answer from a store of its own.
    pub claims: Option<String>,
}

impl TokenRequest {
    /// A request for a token with these scopes.
    #[must_use]
    pub fn new(scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), claims: None }
    }

    /// The same, for a token that answers a claims challenge.
    #[must_use]
    pub fn claims(mut self, claims: impl Into<String>) -> Self {
        self.claims = Some(claims.into());
        self
    }
}
