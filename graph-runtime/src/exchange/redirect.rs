//! Redirects, which are followed only if the caller asks for it.

use std::time::Duration;

use http::{HeaderMap, header};
use tokio::time::Instant;
use url::Url;

use crate::{
    error::Error,
    exchange::{
        authorize::{AttemptContext, time_left},
        outgoing::Outgoing,
        send_error::send_error,
    },
};

/// The maximum number of consecutive redirects.
const MAX_REDIRECTS: usize = 10;

/// Follows the redirects of a GET request. Returns the first response that is not a redirect, or that redirects to a
/// URL to which nothing may be sent.
///
/// `timeout` applies to all redirects together, counted from when the attempt `started`.
pub(crate) async fn follow(
    outgoing: &Outgoing,
    mut response: reqwest::Response,
    context: &AttemptContext,
    timeout: Option<Duration>,
    started: Instant,
) -> Result<reqwest::Response, Error> {
    let mut from = outgoing.prepared.url.clone();
    let mut is_own = true;
    for _ in 0..MAX_REDIRECTS {
        let Some(to) = target(outgoing, &from, &response) else {
            return Ok(response);
        };
        let mut request = outgoing.client.request(
            crate::metadata::action_metadata::Method::Get,
            to.clone(),
            timeout.map(|limit| time_left(limit, started)),
        );
        // After a redirect to another host, the token is not sent anymore, even if that host redirects back.
        is_own &= outgoing.client.base.is_own(&to);
        *request.headers_mut() = headers(outgoing, is_own);
        if is_own {
            request.headers_mut().extend(context.header().map(|value| (header::AUTHORIZATION, value)));
        }
        response = outgoing.client.http.execute(request).await.map_err(|error| send_error(outgoing, error))?;
        from = to;
    }
    Ok(response)
}

/// Returns the target of a redirect, or `None` if the response is not a redirect or must not be followed.
fn target(outgoing: &Outgoing, from: &Url, response: &reqwest::Response) -> Option<Url> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    if !is_redirect || outgoing.prepared.metadata.method != crate::metadata::action_metadata::Method::Get {
        return None;
    }
    outgoing.client.base.redirect(from, response.headers().get(header::LOCATION)?.to_str().ok()?)
}

/// Returns the headers of a redirected request: all headers of the action for the client's own host, but only
/// `User-Agent` and `Accept` for any other host.
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
