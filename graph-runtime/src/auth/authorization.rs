//! A token that the client sends, with what is derived from it.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use http::HeaderValue;

use super::{access_token::AccessToken, token_error::TokenError};
use crate::{permissions::granted::GrantedPermissions, secret::REDACTED};

/// A token, with what is derived from it once and used for many calls.
pub(super) struct IssuedToken {
    pub(super) token: AccessToken,
    header: HeaderValue,
    /// The claims that the token was requested with.
    claims: Option<Arc<str>>,
    /// The permissions that the token lists, read on first use.
    granted: OnceLock<Option<GrantedPermissions>>,
}

impl IssuedToken {
    /// Checks that the token can be sent.
    pub(super) fn new(token: AccessToken, claims: Option<Arc<str>>) -> Result<Self, TokenError> {
        let header = token.to_header()?;
        Ok(Self { token, header, claims, granted: OnceLock::new() })
    }

    pub(super) fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// Whether both have the same text.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.header == other.header
    }
}

/// The authorization of one request.
#[derive(Clone)]
pub(crate) struct Authorization {
    pub(super) issued: Arc<IssuedToken>,
    /// Whether the token was requested for this attempt. Another token would not be fresher.
    is_new: bool,
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl Authorization {
    /// A token that was in the cache.
    pub(super) fn cached(issued: Arc<IssuedToken>) -> Self {
        Self { issued, is_new: false }
    }

    /// A token that the call waited for.
    pub(super) fn new(issued: Arc<IssuedToken>) -> Self {
        Self { issued, is_new: true }
    }

    /// Returns the value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.issued.header.clone()
    }

    /// Returns the text of the token.
    pub(crate) fn text(&self) -> &str {
        self.issued.token.secret().expose()
    }

    pub(crate) fn is_new(&self) -> bool {
        self.is_new
    }

    /// Returns the permissions that the token lists.
    pub(crate) fn granted(&self) -> Option<&GrantedPermissions> {
        self.issued.granted.get_or_init(|| self.issued.token.granted()).as_ref()
    }
}
