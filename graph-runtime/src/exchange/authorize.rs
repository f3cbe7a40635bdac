//! Adds a token to an attempt, and retries the attempt with a fresh token if the service rejects the first one.

use std::{sync::atomic::Ordering, time::Duration};

use http::{HeaderValue, StatusCode};
use tokio::time::Instant;

use crate::{
    auth::{authorization::Authorization, challenge, token_error::TokenError},
    client::shared::Shared,
    error::{Error, api_error::ApiError, permission::PermissionError},
    exchange::outgoing::Outgoing,
    metadata::action_metadata::ActionMetadata,
    trace::TARGET,
};

/// The token and the remaining time of an attempt.
#[derive(Clone)]
pub(crate) struct AttemptContext {
    /// The token; `None` if the request goes to another host.
    authorization: Option<Authorization>,
    /// The time left for the rest of the attempt.
    pub(crate) timeout: Duration,
}

impl AttemptContext {
    /// Returns the value of the `Authorization` header, or `None` if no token is sent.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        self.authorization.as_ref().map(Authorization::header)
    }
}

/// Returns what is left of `limit` since `started`. Time-outs use the time of tokio, not the client's clock.
pub(crate) fn time_left(limit: Duration, started: Instant) -> Duration {
    limit.saturating_sub(started.elapsed())
}

/// Makes an attempt with a token. If the service rejects the token, makes another one with a fresh token, once per
/// call.
///
/// Obtaining the token is part of the attempt and of its time-out.
pub(crate) async fn authorized<T, F: Future<Output = Result<T, Error>>>(
    outgoing: &Outgoing,
    attempt: impl Fn(AttemptContext) -> F,
) -> Result<T, Error> {
    let context = match cached_context(outgoing) {
        Some(context) => context,
        // Boxed, so that the future of the common case stays small.
        None => Box::pin(new_context(outgoing)).await?,
    };
    if let Some(authorization) = &context.authorization {
        check_permissions(&outgoing.client, outgoing.prepared.metadata, authorization)?;
    }
    outgoing.note_token(context.authorization.clone());
    let error = match attempt(context.clone()).await {
        Err(Error::Api(error)) => error,
        outcome => return outcome,
    };
    match &context.authorization {
        // Another host received no token, and its challenge does not concern the client's.
        Some(rejected) if error.status() == StatusCode::UNAUTHORIZED && error.redirect_host().is_none() => {
            Box::pin(retry_with_fresh_token(outgoing, attempt, error, rejected)).await
        }
        _ => Err(with_token_permissions(error, &context)),
    }
}

/// Returns the context of an attempt, or `None` if a token has to be requested first.
fn cached_context(outgoing: &Outgoing) -> Option<AttemptContext> {
    let Outgoing { client, prepared, timeout, .. } = outgoing;
    let has_token = client.base.is_own(&prepared.url) && !prepared.metadata.is_preauthorized;
    let authorization = if has_token { Some(client.tokens.as_ref()?.cached(&*client.clock)?) } else { None };
    Some(AttemptContext { authorization, timeout: *timeout })
}

/// Obtains a token that is not cached yet or has to be refreshed.
async fn new_context(outgoing: &Outgoing) -> Result<AttemptContext, Error> {
    let started = Instant::now();
    let authorization = token(&outgoing.client, outgoing.timeout).await?;
    Ok(AttemptContext { authorization: Some(authorization), timeout: time_left(outgoing.timeout, started) })
}

/// Makes another attempt with a fresh token, if there is one.
async fn retry_with_fresh_token<T, F: Future<Output = Result<T, Error>>>(
    outgoing: &Outgoing,
    attempt: impl Fn(AttemptContext) -> F,
    error: Box<ApiError>,
    rejected: &Authorization,
) -> Result<T, Error> {
    let started = Instant::now();
    let authorization = match fresh_token(outgoing, &error, rejected).await {
        Ok(Some(authorization)) => authorization,
        Ok(None) => return Err(error.into()),
        Err(token_error) => return Err(error.with_token_error(token_error).into()),
    };
    // Checked after the token request, so that the next call has the fresh token.
    if outgoing.prepared.body.is_spent() {
        return Err(error.with_spent_body().into());
    }
    check_permissions(&outgoing.client, outgoing.prepared.metadata, &authorization)?;
    tracing::info!(target: TARGET, %error, "retrying with a fresh token");
    let context = AttemptContext { authorization: Some(authorization), timeout: time_left(outgoing.timeout, started) };
    outgoing.note_token(context.authorization.clone());
    match attempt(context.clone()).await {
        Err(Error::Api(error)) => Err(with_token_permissions(error, &context)),
        outcome => outcome,
    }
}

/// Returns a token from the client's cache or provider.
pub(crate) async fn token(client: &Shared, limit: Duration) -> Result<Authorization, TokenError> {
    match &client.tokens {
        Some(tokens) => tokens.get(&*client.clock, limit).await,
        None => Err(TokenError::new("the client has neither a token nor a token provider")),
    }
}

/// If the client has `preflight` enabled, returns an error if the token clearly lacks a permission that the action
/// needs.
pub(crate) fn check_permissions(
    client: &Shared,
    metadata: &'static ActionMetadata,
    authorization: &Authorization,
) -> Result<(), Box<PermissionError>> {
    if !client.preflight {
        return Ok(());
    }
    authorization.granted().map_or(Ok(()), |granted| PermissionError::check(metadata, granted))
}

/// Returns a token for retrying a call after a 401, or `None` if there is no other token or the call was already
/// retried.
async fn fresh_token(
    outgoing: &Outgoing,
    error: &ApiError,
    rejected: &Authorization,
) -> Result<Option<Authorization>, TokenError> {
    let claims = challenge::claims(error.headers());
    let may_be_stale = claims.is_some() || !rejected.is_new();
    let client = &outgoing.client;
    let (true, Some(tokens)) = (may_be_stale, &client.tokens) else {
        return Ok(None);
    };
    if outgoing.requested_fresh_token.swap(true, Ordering::Relaxed) {
        return Ok(None);
    }
    tokens.renew(rejected, claims.as_deref(), &*client.clock, outgoing.timeout).await
}

/// Adds the permissions of the token to an error with status 403.
fn with_token_permissions(mut error: Box<ApiError>, context: &AttemptContext) -> Error {
    if let (StatusCode::FORBIDDEN, Some(authorization), None) =
        (error.status(), &context.authorization, error.redirect_host())
    {
        error = error.with_granted(authorization.granted().cloned());
    }
    error.into()
}

#[cfg(test)]
mod tests {
    use std::{sync::Mutex, time::SystemTime};

    use tokio::time::advance;

    use super::*;
    use crate::{
        auth::access_token::AccessToken, client::GraphClient, exchange::classify::api_error,
        exchange::response::RawResponse, prepare::prepared::Prepared,
    };

    fn outgoing(client: &GraphClient, url: &str) -> Outgoing {
        let prepared = Prepared {
            metadata: RawResponse::for_test(200, &[], b"").metadata,
            version: crate::metadata::action_metadata::ApiVersion::V1_0,
            url: url.parse().expect("a URL"),
            headers: http::HeaderMap::new(),
            body: crate::prepare::body::Body::Nothing,
            secrets: crate::secret::sent::SentSecrets::default(),
        };
        Outgoing::new(client.shared().clone(), Box::new(prepared), Some(Duration::from_secs(10)), false)
    }

    #[tokio::test]
    async fn the_token_is_sent_only_to_the_scheme_host_and_port_of_the_client() {
        let client = GraphClient::builder().token("eyJ0").build().expect("a client");
        for (url, expected) in [
            ("https://graph.microsoft.com/v1.0/users?$skiptoken=1", Some("Bearer eyJ0")),
            ("https://graph.microsoft.com:443/beta", Some("Bearer eyJ0")),
            ("http://graph.microsoft.com/v1.0/users", None),
            ("https://graph.microsoft.com:8443/v1.0/users", None),
            ("https://graph.microsoft.com.example.com/v1.0/users", None),
            ("https://graph.microsoft.com@example.com/v1.0/users", None),
            ("https://contoso.sharepoint.com/upload?tempauth=1", None),
        ] {
            let attempt = async |context: AttemptContext| Ok(context.header());
            let sent = authorized(&outgoing(&client, url), attempt).await.expect("a token");
            assert_eq!(sent.as_ref().map(|value| value.to_str().expect("text")), expected, "{url}");
            assert!(sent.is_none_or(|value| value.is_sensitive()));
        }
    }

    #[test]
    fn an_authorization_header_of_an_action_is_not_sent() {
        let client = GraphClient::builder().token("eyJ0").build().expect("a client");
        let mut outgoing = outgoing(&client, "https://graph.microsoft.com/v1.0/users");
        for name in [http::header::AUTHORIZATION, http::header::IF_MATCH] {
            outgoing.prepared.headers.insert(name, HeaderValue::from_static("Bearer other"));
        }
        let headers = outgoing.headers();
        assert!(!headers.contains_key(http::header::AUTHORIZATION) && headers.contains_key(http::header::IF_MATCH));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_for_obtaining_a_token_counts_towards_the_time_out() {
        let number = Mutex::new(0);
        let client = GraphClient::builder().token_fn(move |_| {
            let mut number = number.lock().expect("not poisoned");
            *number += 1;
            let number = *number;
            async move {
                advance(Duration::from_secs(3 * number)).await;
                Ok(AccessToken::new(number.to_string()))
            }
        });
        let client = client.build().expect("a client");
        let seen = Mutex::new(Vec::new());
        let attempt = async |context: AttemptContext| {
            seen.lock().expect("not poisoned").push(context.timeout.as_secs());
            advance(Duration::from_secs(5)).await;
            let challenge = ("www-authenticate", "Bearer claims=\"e30=\"");
            Err::<(), _>(api_error(*RawResponse::for_test(401, &[challenge], b""), SystemTime::UNIX_EPOCH))
        };
        let outgoing = outgoing(&client, "https://graph.microsoft.com/v1.0/users");
        authorized(&outgoing, attempt).await.expect_err("401");
        assert_eq!(*seen.lock().expect("not poisoned"), [7, 4], "the retry has a time-out of its own");
    }
}
