//! One attempt: sends the request and receives the head of the response.

use std::time::Duration;

use http::{HeaderName, HeaderValue, header};
use tokio::time::Instant;
use url::Position;

use crate::{
    client::hook::AttemptRequest,
    error::Error,
    exchange::{authorize::AttemptContext, execute::execute, outgoing::Outgoing, redirect, send_error::send_error},
    prepare::{body::Body, prefer::add_default},
    upload::{
        body::UploadBody,
        transfer::{Transfer, Wire},
    },
};

/// The number of a retry, from 1.
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// Sends the request of one attempt and returns as soon as the head of the response is available.
///
/// `number` is 0 for the first attempt.
pub(super) async fn exchange(
    outgoing: &Outgoing,
    number: u32,
    context: &AttemptContext,
    timeout: Option<Duration>,
    transfer: Option<&Transfer>,
) -> Result<reqwest::Response, Error> {
    let Outgoing { client, prepared, .. } = outgoing;
    let mut headers = outgoing.headers();
    if !prepared.headers.contains_key(header::USER_AGENT) {
        headers.append(header::USER_AGENT, client.user_agent.clone());
    }
    let is_preauthorized = prepared.metadata.is_preauthorized;
    if !is_preauthorized {
        for (name, value) in &client.headers {
            add_default(&mut headers, name, value);
        }
    }
    let is_empty = transfer.map_or(prepared.body.is_empty(), Transfer::is_empty);
    if is_empty && prepared.metadata.method.expects_body() {
        // Without a body, hyper omits the header, and some servers then respond with 411.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if number > 0 {
        headers.insert(RETRY_ATTEMPT, HeaderValue::from(number));
    }
    for hook in &client.hooks {
        hook.before(&mut AttemptRequest {
            action: prepared.metadata,
            number,
            client_request_id: &outgoing.client_request_id,
            // The rest of a preauthorized URL is as good as a token.
            url: if is_preauthorized { &prepared.url[..Position::BeforePath] } else { prepared.url.as_str() },
            headers: &mut headers,
        })?;
    }
    outgoing.redirects.reset();
    let redirects_from = outgoing.follows_redirects.then(|| (headers.clone(), Instant::now()));
    if let Some(value) = context.header() {
        headers.append(header::AUTHORIZATION, value);
    }
    let mut request = client.request(prepared.metadata.method, prepared.url.clone(), timeout);
    *request.headers_mut() = headers;
    *request.body_mut() = match transfer {
        Some(transfer) => Some(reqwest::Body::wrap(transfer.wire())),
        None if client.http_follows => once(&prepared.body),
        None => prepared.body.clone().into(),
    };
    let mut response = execute(client, request).await.map_err(|error| send_error(outgoing, error))?;
    redirect::note_followed(outgoing, &response);
    redirect::check_change(outgoing, &mut response)?;
    match redirects_from {
        // The redirects share the time-out of the attempt.
        Some((headers, started)) => {
            Box::pin(redirect::follow(outgoing, response, headers, context, timeout, started)).await
        }
        None => Ok(response),
    }
}

/// Returns a body that the HTTP client cannot send again. If it follows redirects itself, it would send the body, with its
/// secrets, to wherever they lead.
fn once(body: &Body) -> Option<reqwest::Body> {
    match body {
        Body::Bytes(bytes) if !bytes.is_empty() => {
            Some(reqwest::Body::wrap(Wire::detached(UploadBody::from(bytes.clone()))))
        }
        body => body.clone().into(),
    }
}
