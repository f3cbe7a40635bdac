//! Where access tokens come from.

use std::{fmt, pin::Pin, sync::Arc, time::SystemTime};

use http::HeaderValue;

use crate::{Secret, error::one_line};

/// Gives the client its access tokens.
///
/// The client asks before each attempt of a call, so a provider keeps the token that it has for as long as it is good.
///
/// ```
/// use graph_runtime::{AccessToken, GraphClient, TokenError, TokenFuture, TokenProvider, TokenRequest};
///
/// struct FromEnvironment;
///
/// impl TokenProvider for FromEnvironment {
///     fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
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
/// See [get access tokens to call Microsoft Graph](https://learn.microsoft.com/graph/auth/auth-concepts).
pub trait TokenProvider: Send + Sync + 'static {
    /// Gets a token that is good for `request`.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a>;
}

impl<T: TokenProvider + ?Sized> TokenProvider for Arc<T> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        (**self).token(request)
    }
}

/// What a [`TokenProvider`] answers with: a token, later.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

/// What a token has to be good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The scopes to ask for, such as `https://graph.microsoft.com/.default`.
    pub scopes: &'a [&'a str],
    /// Claims that the service has asked for in a challenge, as JSON; a token without them would be refused again.
    pub claims: Option<&'a str>,
}

impl<'a> TokenRequest<'a> {
    /// A request for a token with these scopes.
    #[must_use]
    pub const fn new(scopes: &'a [&'a str]) -> Self {
        Self { scopes, claims: None }
    }

    /// The same, for a token that answers a claims challenge.
    #[must_use]
    pub const fn claims(mut self, claims: &'a str) -> Self {
        self.claims = Some(claims);
        self
    }
}

/// An access token, and until when it is good. Never shown.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use graph_runtime::AccessToken;
///
/// let token = AccessToken::from("eyJ0…").expires_on(SystemTime::now() + Duration::from_secs(3599));
/// assert!(!format!("{token:?}").contains("eyJ0"));
/// ```
#[derive(Clone)]
pub struct AccessToken {
    text: Secret<String>,
    expires_on: Option<SystemTime>,
}

impl AccessToken {
    /// A token of which it is not known when it expires: the text alone, without `Bearer`.
    ///
    /// The text is checked when it is used: an empty one, or one that holds anything but visible ASCII characters, is a
    /// [`TokenError`].
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Secret::new(text.into()), expires_on: None }
    }

    /// The same token, known to expire at this time.
    #[must_use]
    pub const fn expires_on(mut self, time: SystemTime) -> Self {
        self.expires_on = Some(time);
        self
    }

    /// The text of the token.
    #[must_use]
    pub const fn secret(&self) -> &Secret<String> {
        &self.text
    }

    /// When the token expires, where that is known.
    #[must_use]
    pub const fn expiry(&self) -> Option<SystemTime> {
        self.expires_on
    }

    /// The value of the `Authorization` header.
    pub(crate) fn to_header(&self) -> Result<HeaderValue, TokenError> {
        let text = self.text.expose();
        if text.is_empty() {
            return Err(TokenError::new("the token is empty"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::new(
                "the token holds a character that no token has, such as a space or a line break; \
                 it is given without `Bearer` before it",
            ));
        }
        let mut value = HeaderValue::try_from(format!("Bearer {text}"))
            .map_err(|_| TokenError::new("the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl From<String> for AccessToken {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for AccessToken {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("text", &self.text).field("expires_on", &self.expires_on).finish()
    }
}

/// A token that was got elsewhere and is always the same: what
/// [`GraphClientBuilder::token`](crate::GraphClientBuilder::token) uses.
///
/// ```
/// use graph_runtime::{GraphClient, StaticToken};
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
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// There was no access token. Nothing was sent.
///
/// Its `Display` is one short line. A provider takes care that neither the message nor the source holds a token.
#[derive(Debug)]
pub struct TokenError {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
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
        self.source = Some(source.into());
        self
    }

    /// Why there is no token.
    pub(crate) fn message(&self) -> &str {
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
    fn a_token_becomes_a_sensitive_header() {
        let header = AccessToken::from("eyJ0.e30.c2ln").to_header().expect("a token");
        assert_eq!(header.to_str().expect("text"), "Bearer eyJ0.e30.c2ln");
        assert!(header.is_sensitive());
        assert!(!format!("{header:?}").contains("eyJ0"));
    }

    #[test]
    fn what_no_token_holds_is_refused_without_repeating_it() {
        for text in ["", " ", "Bearer eyJ0", "eyJ0\r\nX-Admin: 1", "eyJ0\n", "eyJ0\0", "eyJ0\u{7f}", "eyJ0é", "\teyJ0"]
        {
            let error = AccessToken::from(text).to_header().expect_err(text);
            assert!(!format!("{error} {error:?}").contains("eyJ0"), "{error:?}");
        }
    }

    #[test]
    fn neither_token_nor_provider_shows_the_text() {
        let token = AccessToken::from("eyJ0").expires_on(SystemTime::UNIX_EPOCH);
        assert!(!format!("{token:?} {:?}", StaticToken::new(token.clone())).contains("eyJ0"));
    }

    #[test]
    fn an_error_is_one_line() {
        let error = TokenError::new("the sign-in service\nis not there").with_source("why");
        assert_eq!(error.to_string(), "no access token: the sign-in service");
        assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("why"));
    }
}
