//! Access tokens and their permissions.

use std::sync::{Mutex, PoisonError};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use graph_runtime::Secret;
use http::{HeaderMap, header};
use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{facts::Operation, response::ErrorResponse};

/// How long an access token is valid, according to its claims; the tenant itself accepts it until it stops.
const LIFETIME: Duration = Duration::hours(24);

/// The access tokens issued so far.
#[derive(Default)]
pub(super) struct Access {
    callers: Mutex<Vec<Caller>>,
}

/// An application and the permissions granted to it.
#[derive(Clone)]
pub(super) struct Caller {
    token: String,
    has_expired: bool,
    permissions: Vec<String>,
}

impl Access {
    /// Issues a token for an application with these permissions: a JWT with a random signature.
    pub(super) fn issue(&self, permissions: impl IntoIterator<Item = String>) -> Secret<String> {
        let permissions: Vec<String> = permissions.into_iter().collect();
        let header = json!({"typ": "JWT", "alg": "none"});
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let claims = json!({
            "aud": "https://graph.microsoft.com",
            "iat": now,
            "nbf": now,
            "exp": now + LIFETIME.whole_seconds(),
            "app_displayname": "sandbox",
            "idtyp": "app",
            "roles": permissions,
        });
        let encode = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signature = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        let token = format!("{}.{}.{}", encode(header), encode(claims), URL_SAFE_NO_PAD.encode(signature));
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        callers.push(Caller { token: token.clone(), has_expired: false, permissions });
        Secret::new(token)
    }

    /// Lets every token that was issued so far expire.
    pub(super) fn expire(&self) {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        callers.iter_mut().for_each(|caller| caller.has_expired = true);
    }

    /// Returns the caller, by the token of the request.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<Caller, ErrorResponse> {
        let authorization =
            headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = match authorization.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            _ => "",
        };
        if token.is_empty() {
            return Err(ErrorResponse::unauthorized("Access token is empty."));
        }
        let callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let caller = callers.iter().find(|caller| caller.token == token);
        match caller {
            None => Err(ErrorResponse::unauthorized("Access token validation failure.")),
            Some(caller) if caller.has_expired => {
                Err(ErrorResponse::unauthorized("Lifetime validation failed, the token is expired."))
            }
            Some(caller) => Ok(caller.clone()),
        }
    }
}

impl Caller {
    /// Checks that the caller has one of the permissions that the operation requires.
    pub(super) fn require(&self, operation: &Operation) -> Result<(), ErrorResponse> {
        let has = |permission: &&str| self.permissions.iter().any(|granted| granted == permission);
        if operation.any_of.iter().any(has) { Ok(()) } else { Err(ErrorResponse::forbidden()) }
    }
}
