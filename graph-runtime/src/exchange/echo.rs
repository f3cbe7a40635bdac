//! Removes the secrets of a request from what a response repeats of them.

use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use http::{HeaderMap, HeaderValue};

use super::echo_match::{SecretText, redacted};
use crate::{
    auth::authorization::Authorization,
    secret::{
        REDACTED,
        sent::{MIN_LENGTH, SentSecrets},
    },
};

/// The maximum length of a secret whose base64 is looked for, in bytes. A service repeats none that is longer.
const MAX_ENCODED: usize = 256 * 1024;

/// The secrets of a request, which an error must not show even if the service repeats them: the token, and the values of
/// secret fields.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownSecrets {
    token: Option<Authorization>,
    sent: SentSecrets,
}

impl KnownSecrets {
    pub(crate) fn new(token: Option<Authorization>, sent: SentSecrets) -> Self {
        Self { token, sent }
    }

    /// Returns the token of the request, or `None` if it was sent without one.
    pub(crate) fn token(&self) -> Option<&Authorization> {
        self.token.as_ref()
    }

    /// Replaces the secrets in a text.
    pub(crate) fn redact(&self, text: &mut String) {
        if let Cow::Owned(redacted) = self.redacted(text.as_bytes()) {
            *text = String::from_utf8_lossy(&redacted).into_owned();
        }
    }

    /// Replaces the secrets in the values of headers.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if let Cow::Owned(text) = self.redacted(value.as_bytes()) {
                let is_sensitive = value.is_sensitive();
                *value = HeaderValue::from_bytes(&text).unwrap_or(const { HeaderValue::from_static(REDACTED) });
                value.set_sensitive(is_sensitive);
            }
        }
    }

    /// Returns the text with `[redacted]` in place of each secret, of its base64, and of a beginning of either that is long
    /// enough to be recognized.
    pub(crate) fn redacted<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let token = self.token.as_ref().map(|token| token.text().as_bytes()).filter(|token| token.len() >= MIN_LENGTH);
        let plain: Vec<&[u8]> = token.into_iter().chain(self.sent.iter()).collect();
        if plain.is_empty() || text.len() < MIN_LENGTH {
            return Cow::Borrowed(text);
        }
        let encoded: Vec<String> = plain
            .iter()
            .filter(|secret| secret.len() <= MAX_ENCODED)
            .map(|secret| BASE64_STANDARD_NO_PAD.encode(secret))
            .collect();
        let secrets: Vec<_> =
            plain.into_iter().chain(encoded.iter().map(String::as_bytes)).filter_map(SecretText::new).collect();
        redacted(text, &secrets)
    }
}
