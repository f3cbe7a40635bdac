//! Redirects, where a caller asks for them to be followed.

use std::time::Duration;

use http::{HeaderMap, header};
use tokio::time::Instant;
use url::Url;

use crate::{
    error::Error,
    exchange::{
        authorize::{AttemptContext, left},
        lost::lost,
        outgoing::Outgoing,
    },
};

/// How many redirects are followed one after the other.
const MAX_REDIRECTS: usize = 10;

/// Follows the redirects of a GET, as far as they may be followed; gives the first answer that is none, or that leads
/// where nothing may be sent. What is left of the time-out since the attempt `started` is for all of them.
pub(crate) async fn follow(
    outgoing: &Outgoing,
    mut answer: reqwest::Response,
    context: &AttemptContext,
    timeout: Option<Duration>,
    started: Instant,
) -> Result<reqwest::Response, Error> {
    let mut from = outgoing.prepared.url.clone();
    let mut is_own = true;
    for _ in 0..MAX_REDIRECTS {
        let Some(to) = target(outgoing, &from, &answer) else {
            return Ok(answer);
        };
        let mut request = outgoing.client.request(
            crate::metadata::action_metadata::Method::Get,
            to.clone(),
            timeout.map(|limit| left(limit, started)),
        );
        // Another host does not choose which requests are made with the token.
        is_own &= outgoing.client.base.is_own(&to);
        *request.headers_mut() = headers(outgoing, is_own);
        if is_own {
            request.headers_mut().extend(context.header().map(|value| (header::AUTHORIZATION, value)));
        }
        answer = outgoing.client.http.execute(request).await.map_err(|error| lost(outgoing, error))?;
        from = to;
    }
    Ok(answer)
}

/// Where the answer leads, if it leads anywhere that a request may be sent to.
fn target(outgoing: &Outgoing, from: &Url, answer: &reqwest::Response) -> Option<Url> {
    let is_redirect = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    if !is_redirect || outgoing.prepared.metadata.method != crate::metadata::action_metadata::Method::Get {
        return None;
    }
    outgoing.client.base.redirect(from, answer.headers().get(header::LOCATION)?.to_str().ok()?)
}

/// What is sent along: the action's headers to the client's own host, and no more than the application's name and what it
/// understands to any other.
fn headers(outgoing: &Outgoing, is_own: bool) -> HeaderMap {
    let mut headers = outgoing.headers();
    if !is_own {
        let accept = headers.remove(header::ACCEPT);
        headers.clear();
        headers.extend(accept.map(|accept| (header::ACCEPT, accept)));
    }
    headers.entry(header::USER_AGENT).or_insert_with(|| outgoing.client.user_agent.clone());
    headers
}
