//! Redirects, which are followed if the action or the caller asks for it.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, header};
use tokio::time::Instant;
use url::{Position, Url};

use crate::{
    error::{
        Error,
        decode::DecodeError,
        redirect::{NotFollowed, Redirects},
    },
    exchange::{
        authorize::{AttemptContext, time_left},
        execute::execute,
        outgoing::Outgoing,
        read::raw_response,
        send_error::send_error,
    },
    metadata::action_metadata::Method,
    prepare::prepared::accept,
};

/// The maximum number of consecutive redirects.
const MAX_REDIRECTS: usize = 10;

/// Follows the redirects of a GET request. Returns the first response that is not a redirect, or that leads to a URL
/// that is not requested; [`Outgoing::redirects`] has the reason.
///
/// `headers` are those of the first request, without the token. `timeout` applies to all redirects together, counted
/// from when the attempt `started`.
pub(crate) async fn follow(
    outgoing: &Outgoing,
    mut response: reqwest::Response,
    headers: HeaderMap,
    context: &AttemptContext,
    timeout: Option<Duration>,
    started: Instant,
) -> Result<reqwest::Response, Error> {
    let Outgoing { client, prepared, .. } = outgoing;
    let mut requested = vec![prepared.url.clone()];
    let mut redirects = outgoing.redirects.get();
    while matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        let to = match target(outgoing, &requested, &response) {
            Ok(to) => to,
            Err(reason) => {
                redirects.end = Some(reason);
                outgoing.redirects.set(redirects);
                return Ok(response);
            }
        };
        // After a redirect to another host, the token is not sent anymore, even if that host redirects back.
        if redirects.host.is_some() || !client.base.is_own_link(&to) {
            redirects.host = Some(host_of(&to));
            outgoing.redirects.set(redirects.clone());
        }
        let left = timeout.map(|limit| time_left(limit, started));
        let mut request = client.request(Method::Get, to.clone(), left);
        *request.headers_mut() = if redirects.host.is_some() {
            headers_for_another_host(outgoing, &headers)
        } else {
            let mut headers = headers.clone();
            headers.extend(context.header().map(|value| (header::AUTHORIZATION, value)));
            headers
        };
        response = execute(client, request).await.map_err(|error| send_error(outgoing, error))?;
        requested.push(to);
        note_followed(outgoing, &response);
        redirects = outgoing.redirects.get();
    }
    Ok(response)
}

/// Notes which other host a response is from if the HTTP client has followed redirects itself, which one that the
/// application provides may do.
pub(super) fn note_followed(outgoing: &Outgoing, response: &reqwest::Response) {
    let Outgoing { client, redirects, .. } = outgoing;
    if client.http_follows && !client.base.is_own_link(response.url()) {
        redirects.set(Redirects { host: Some(host_of(response.url())), end: None });
    }
}

/// Checks that the HTTP client has not followed a redirect of a change, which it does with a GET request. Its success is
/// not one of the change.
pub(super) fn check_change(outgoing: &Outgoing, response: &mut reqwest::Response) -> Result<(), Error> {
    let Outgoing { client, prepared, .. } = outgoing;
    let without_fragment = |url: &Url| url[..Position::AfterQuery].to_owned();
    let is_suspect = client.http_follows && prepared.metadata.method != Method::Get && response.status().is_success();
    if !is_suspect || without_fragment(response.url()) == without_fragment(&prepared.url) {
        return Ok(());
    }
    let reason = "the HTTP client of the application followed a redirect, and the response is that of a GET request";
    Err(Box::new(DecodeError::new(*raw_response(outgoing, response, Bytes::new()), reason)).into())
}

fn host_of(url: &Url) -> Arc<str> {
    Arc::from(url.host_str().unwrap_or_default())
}

/// Returns the target of a redirect, or the reason why it must not be requested.
fn target(outgoing: &Outgoing, requested: &[Url], response: &reqwest::Response) -> Result<Url, NotFollowed> {
    let location = response.headers().get(header::LOCATION).ok_or(NotFollowed::NoLocation)?;
    let location = location.to_str().map_err(|_| NotFollowed::InvalidLocation)?;
    // Not the last URL that was requested, if the HTTP client has followed redirects itself.
    let mut to = outgoing.client.base.redirect(response.url(), location)?;
    to.set_fragment(None);
    if requested.contains(&to) {
        return Err(NotFollowed::Circle);
    }
    if requested.len() > MAX_REDIRECTS {
        return Err(NotFollowed::TooMany(MAX_REDIRECTS));
    }
    Ok(to)
}

/// Returns the headers that another host receives: `User-Agent`, `Accept`, and those that the action declares as
/// `redirected`, unless they are secret.
fn headers_for_another_host(outgoing: &Outgoing, headers: &HeaderMap) -> HeaderMap {
    let metadata = outgoing.prepared.metadata;
    let mut sent = HeaderMap::new();
    sent.insert(header::ACCEPT, accept(metadata.response));
    sent.insert(header::USER_AGENT, outgoing.client.user_agent.clone());
    for name in metadata.redirected_headers() {
        let value = headers.get(name).filter(|value| !value.is_sensitive());
        if let (Some(value), Ok(name)) = (value, HeaderName::from_bytes(name.as_bytes())) {
            sent.insert(name, value.clone());
        }
    }
    sent
}
