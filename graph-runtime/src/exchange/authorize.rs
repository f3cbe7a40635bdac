//! Second station: an attempt is given a token, and where the service refuses that, another one.

use std::{sync::atomic::Ordering, time::Duration};

use http::{HeaderValue, StatusCode};
use tokio::time::Instant;

use crate::{
    auth::{cache::Authorization, challenge, token_error::TokenError},
    client::shared::Shared,
    error::{Error, api_error::ApiError, permission::PermissionError},
    exchange::{outgoing::Outgoing, trace},
    metadata::action_metadata::ActionMetadata,
};

/// What an attempt is made with.
#[derive(Clone)]
pub(crate) struct AttemptContext {
    /// The token; none where the request leads to another host.
    authorization: Option<Authorization>,
    /// How long the rest of the attempt may take.
    pub(crate) timeout: Duration,
}

impl AttemptContext {
    /// The value of the `Authorization` header, if it is to be sent.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        self.authorization.as_ref().map(Authorization::header)
    }
}

/// What is left of `limit` since `started`, by the time that time-outs go by, which is not the client's clock.
pub(crate) fn left(limit: Duration, started: Instant) -> Duration {
    limit.saturating_sub(started.elapsed())
}

/// Makes an attempt with a token. Where the service refuses the token, makes another one with a fresh token, once a call.
///
/// Getting the token is a part of the attempt, and of the time that it may take.
pub(crate) async fn authorized<T, F: Future<Output = Result<T, Error>>>(
    outgoing: &Outgoing,
    attempt: impl Fn(AttemptContext) -> F,
) -> Result<T, Error> {
    let context = match kept(outgoing) {
        Some(context) => context,
        // What is rare has its room when it is needed.
        None => Box::pin(fetched(outgoing)).await?,
    };
    if let Some(authorization) = &context.authorization {
        check(&outgoing.client, outgoing.prepared.metadata, authorization)?;
    }
    let refusal = match attempt(context.clone()).await {
        Err(Error::Api(refusal)) => refusal,
        outcome => return outcome,
    };
    match &context.authorization {
        Some(refused) if refusal.status() == StatusCode::UNAUTHORIZED => {
            Box::pin(again(outgoing, attempt, refusal, refused)).await
        }
        _ => Err(explained(refusal, &context)),
    }
}

/// What an attempt can be made with at once; none where a token is to be got first.
fn kept(outgoing: &Outgoing) -> Option<AttemptContext> {
    let Outgoing { client, prepared, timeout, .. } = outgoing;
    let authorization =
        if client.base.is_own(&prepared.url) { Some(client.tokens.as_ref()?.cached(&*client.clock)?) } else { None };
    Some(AttemptContext { authorization, timeout: *timeout })
}

/// Gets a token that is not there yet, or that has to be refreshed.
async fn fetched(outgoing: &Outgoing) -> Result<AttemptContext, Error> {
    let started = Instant::now();
    let authorization = token(&outgoing.client, outgoing.timeout).await?;
    Ok(AttemptContext { authorization: Some(authorization), timeout: left(outgoing.timeout, started) })
}

/// Makes another attempt with a fresh token, where there is one.
async fn again<T, F: Future<Output = Result<T, Error>>>(
    outgoing: &Outgoing,
    attempt: impl Fn(AttemptContext) -> F,
    refusal: Box<ApiError>,
    refused: &Authorization,
) -> Result<T, Error> {
    let started = Instant::now();
    let authorization = match another(outgoing, &refusal, refused).await {
        Ok(Some(authorization)) => authorization,
        Ok(None) => return Err(refusal.into()),
        Err(reason) => return Err(refusal.without_fresh_token(reason).into()),
    };
    // The fresh token is kept for the next call.
    if outgoing.prepared.body.is_spent() {
        return Err(refusal.with_spent_body().into());
    }
    check(&outgoing.client, outgoing.prepared.metadata, &authorization)?;
    tracing::debug!(target: trace::TARGET, error = %refusal, "repeated with a fresh token");
    let context = AttemptContext { authorization: Some(authorization), timeout: left(outgoing.timeout, started) };
    match attempt(context.clone()).await {
        Err(Error::Api(refusal)) => Err(explained(refusal, &context)),
        outcome => outcome,
    }
}

/// The token of the client.
pub(crate) async fn token(client: &Shared, limit: Duration) -> Result<Authorization, TokenError> {
    match &client.tokens {
        Some(tokens) => tokens.get(&*client.clock, limit).await,
        None => Err(TokenError::new("the client was given neither a token nor a token provider")),
    }
}

/// Holds a call back whose token clearly lacks what the action needs, where the client is to do so.
pub(crate) fn check(
    client: &Shared,
    metadata: &'static ActionMetadata,
    authorization: &Authorization,
) -> Result<(), Box<PermissionError>> {
    if !client.preflight {
        return Ok(());
    }
    authorization.granted().map_or(Ok(()), |granted| PermissionError::check(metadata, granted))
}

/// A token to repeat a call with that was refused with 401; none where there is no other, or the call was repeated
/// already.
async fn another(
    outgoing: &Outgoing,
    refusal: &ApiError,
    refused: &Authorization,
) -> Result<Option<Authorization>, TokenError> {
    let claims = challenge::claims(refusal.headers());
    let may_be_stale = claims.is_some() || !refused.is_new();
    let client = &outgoing.client;
    let (true, Some(tokens)) = (may_be_stale, &client.tokens) else {
        return Ok(None);
    };
    if outgoing.has_fresh_token.swap(true, Ordering::Relaxed) {
        return Ok(None);
    }
    tokens.renew(refused, claims.as_deref(), &*client.clock, outgoing.timeout).await
}

/// Adds to a refusal for want of permissions what the token holds.
fn explained(mut refusal: Box<ApiError>, context: &AttemptContext) -> Error {
    if let (StatusCode::FORBIDDEN, Some(authorization)) = (refusal.status(), &context.authorization) {
        refusal = refusal.granted_by(authorization.granted().cloned());
    }
    refusal.into()
}

#[cfg(test)]
mod tests {
    use std::{sync::Mutex, time::SystemTime};

    use tokio::time::advance;

    use super::*;
    use crate::{
        auth::access_token::AccessToken,
        client::GraphClient,
        exchange::{classify::refusal, response::RawResponse},
        prepare::prepared::Prepared,
    };

    fn outgoing(client: &GraphClient, url: &str) -> Outgoing {
        let prepared = Prepared {
            metadata: RawResponse::of_test(200, &[], b"").metadata,
            version: crate::metadata::action_metadata::ApiVersion::V1_0,
            url: url.parse().expect("a URL"),
            headers: http::HeaderMap::new(),
            body: crate::prepare::body::Body::Nothing,
        };
        Outgoing::new(client.shared().clone(), Box::new(prepared), Some(Duration::from_secs(10)), false)
    }

    #[tokio::test]
    async fn the_token_goes_to_the_clients_own_scheme_host_and_port_alone() {
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
    fn a_token_among_the_headers_of_an_action_is_not_sent() {
        let client = GraphClient::builder().token("eyJ0").build().expect("a client");
        let mut outgoing = outgoing(&client, "https://graph.microsoft.com/v1.0/users");
        for name in [http::header::AUTHORIZATION, http::header::IF_MATCH] {
            outgoing.prepared.headers.insert(name, HeaderValue::from_static("Bearer other"));
        }
        let headers = outgoing.headers();
        assert!(!headers.contains_key(http::header::AUTHORIZATION) && headers.contains_key(http::header::IF_MATCH));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_that_a_token_took_is_not_left_to_the_request() {
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
            Err::<(), _>(refusal(*RawResponse::of_test(401, &[challenge], b""), SystemTime::UNIX_EPOCH))
        };
        let outgoing = outgoing(&client, "https://graph.microsoft.com/v1.0/users");
        authorized(&outgoing, attempt).await.expect_err("401");
        assert_eq!(*seen.lock().expect("not poisoned"), [7, 4], "the repeat has a time of its own");
    }
}
