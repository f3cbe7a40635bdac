//! The access token.

use std::{fmt, time::SystemTime};

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::token_error::TokenError;
use crate::{permissions::granted::GrantedPermissions, secret::Secret};

/// An access token and, if known, the time at which it expires.
///
/// `Debug` shows `[redacted]` in place of the token. The text is overwritten in memory when the token is dropped, and so
/// is the header that the client makes of it; the copies in the buffers of a connection are not.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use graph_runtime::auth::AccessToken;
///
/// let token = AccessToken::from("eyJ0…").with_expiry(SystemTime::now() + Duration::from_secs(3599));
/// assert!(!format!("{token:?}").contains("eyJ0"));
/// ```
#[derive(Clone)]
pub struct AccessToken {
    text: Secret<String>,
    expires_on: Option<SystemTime>,
}

impl AccessToken {
    /// Creates a token from its text, without the prefix `Bearer`. Its expiry is unknown.
    ///
    /// The text is checked when the token is used. An empty text, or one with characters other than visible ASCII
    /// characters, results in a [`TokenError`].
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Secret::new(text.into()), expires_on: None }
    }

    /// Sets the time at which the token expires.
    #[must_use]
    pub const fn with_expiry(mut self, time: SystemTime) -> Self {
        self.expires_on = Some(time);
        self
    }

    /// Returns the text of the token.
    #[must_use]
    pub const fn secret(&self) -> &Secret<String> {
        &self.text
    }

    /// Returns the time at which the token expires, or `None` if it is unknown.
    #[must_use]
    pub const fn expiry(&self) -> Option<SystemTime> {
        self.expires_on
    }

    /// Returns the permissions that the token lists, for display to a person, or `None` if the token cannot be read.
    ///
    /// See [`GrantedPermissions::from_token`].
    #[must_use]
    pub fn granted(&self) -> Option<GrantedPermissions> {
        GrantedPermissions::from_token(self.text.expose())
    }

    /// Returns the value of the `Authorization` header, marked as sensitive.
    pub(crate) fn to_header(&self) -> Result<HeaderValue, TokenError> {
        let text = self.text.expose();
        if text.is_empty() {
            return Err(TokenError::new("the token is empty"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::new(
                "the token contains a character that is not allowed in a token, such as a space or a line break; \
                 pass it without the prefix `Bearer`",
            ));
        }
        let header = Zeroizing::new(["Bearer ", text].concat().into_bytes());
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(header))
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

impl From<&String> for AccessToken {
    fn from(text: &String) -> Self {
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
    fn an_invalid_token_is_rejected_by_an_error_that_does_not_contain_it() {
        for text in ["", " ", "Bearer eyJ0", "eyJ0\r\nX-Admin: 1", "eyJ0\n", "eyJ0\0", "eyJ0\u{7f}", "eyJ0é", "\teyJ0"]
        {
            let error = AccessToken::from(text).to_header().expect_err(text);
            assert!(!format!("{error} {error:?}").contains("eyJ0"), "{error:?}");
        }
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let token = AccessToken::from("eyJ0").with_expiry(SystemTime::UNIX_EPOCH);
        assert!(!format!("{token:?}").contains("eyJ0"));
    }
}
