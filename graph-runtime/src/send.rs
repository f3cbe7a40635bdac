//! Third station: a prepared request is sent, and its answer read.

use std::{
    error::Error as _,
    pin::Pin,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tokio::time::Instant;
use tracing::Instrument;
use url::Url;

use crate::{
    ActionMetadata, Method, ResponseKind, UploadBody,
    authorize::{Pass, authorized},
    classify::refusal,
    client::Shared,
    error::{Attempted, BuildError, DecodeError, Error, TimeoutError, TransportError},
    prepare::{Body, Prepared},
    redirect, request_id,
    retry::repeat,
    sensitive, trace,
    upload::Transfer,
};

/// The client's id of a call, which the service repeats and logs.
pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
/// The service's id of a request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
/// The number of a repeat.
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// How many headers are added to a request: those of an attempt, and those of the connection.
pub(crate) const ADDED_HEADERS: usize = 6;

/// How much is read of the body of an error, which is short where the service itself wrote it.
const MAX_ERROR_BODY: usize = 256 * 1024;

/// How much room is made for the body of an answer before any of it is there, in bytes.
const MAX_ANNOUNCED: usize = 64 * 1024;

/// A request on its way, with what is the same for all its attempts.
pub(crate) struct Outgoing {
    pub(crate) client: Shared,
    pub(crate) prepared: Box<Prepared>,
    /// How long each attempt may take.
    pub(crate) timeout: Duration,
    pub(crate) client_request_id: Arc<str>,
    /// Whether a redirect is followed.
    pub(crate) follows_redirects: bool,
    /// A fresh token was asked for after a refusal with 401, which is done once a call.
    pub(crate) has_fresh_token: AtomicBool,
}

impl Outgoing {
    /// A request with a fresh id, unless it has one already, and with the client's time-out, unless it has one of its own.
    pub(crate) fn new(
        client: Shared,
        prepared: Box<Prepared>,
        timeout: Option<Duration>,
        follows_redirects: bool,
    ) -> Self {
        let given = prepared.headers.get(CLIENT_REQUEST_ID).and_then(|id| id.to_str().ok());
        let client_request_id = given.map_or_else(request_id::fresh, Arc::from);
        let timeout = timeout.unwrap_or(client.timeout);
        Self {
            client,
            prepared,
            timeout,
            client_request_id,
            follows_redirects,
            has_fresh_token: AtomicBool::new(false),
        }
    }

    /// The headers that all attempts have, in a map with room for so many more.
    pub(crate) fn headers(&self, room: usize) -> HeaderMap {
        let mut headers = self.prepared.headers(1 + room);
        if !self.prepared.headers.contains_key(CLIENT_REQUEST_ID)
            && let Ok(id) = HeaderValue::from_str(&self.client_request_id)
        {
            headers.append(CLIENT_REQUEST_ID, id);
        }
        headers
    }

    /// The request for another page of the same collection, with an id of its own.
    pub(crate) fn for_page(&self, url: Url) -> Self {
        let mut prepared = self.prepared.clone();
        prepared.url = url;
        Self::new(self.client.clone(), prepared, Some(self.timeout), self.follows_redirects)
    }
}

/// An answer, whatever it says.
#[derive(Debug, Clone)]
pub(crate) struct RawResponse {
    pub(crate) metadata: &'static ActionMetadata,
    pub(crate) client_request_id: Arc<str>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl RawResponse {
    /// The service's id of the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get(REQUEST_ID)?.to_str().ok()
    }
}

#[cfg(test)]
impl RawResponse {
    /// An answer to a test's own action, which is a POST that returns JSON.
    pub(crate) fn of_test(status: u16, headers: &[(&'static str, &str)], body: &'static [u8]) -> Box<Self> {
        const METADATA: &ActionMetadata = &ActionMetadata::declare(
            "TestAction",
            Method::Post,
            "/tests/<id>",
            &[crate::ApiVersion::V1_0],
            crate::Permissions::NOT_NEEDED,
            crate::BodyKind::Json,
            ResponseKind::Json,
        );
        let parse = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        };
        Box::new(Self {
            metadata: METADATA,
            client_request_id: "sent".into(),
            status: StatusCode::from_u16(status).expect("a status"),
            headers: headers.iter().map(parse).collect(),
            body: Bytes::from_static(body),
        })
    }
}

/// The answer to a call, later.
pub(crate) type RawFuture = Pin<Box<dyn Future<Output = Result<Box<RawResponse>, Error>> + Send>>;

/// An answer of which the head is read, and the body is not.
pub(crate) struct Opened {
    /// The head; its body is empty.
    pub(crate) head: Box<RawResponse>,
    pub(crate) rest: reqwest::Response,
}

/// Makes a call, with as many attempts as it takes, and reads its answer whole.
pub(crate) async fn send(outgoing: Outgoing) -> Result<Box<RawResponse>, Error> {
    traced(&outgoing, |number| attempt_whole(&outgoing, number), |response| response).await
}

/// Makes a call, with as many attempts as it takes, and leaves the body of a success unread.
///
/// The time-out counts for the head alone, and then for each part of the body.
pub(crate) async fn open(outgoing: Arc<Outgoing>) -> Result<Opened, Error> {
    traced(&outgoing, |number| attempt_head(&outgoing, number), |opened| &opened.head).await
}

/// Makes the attempts of a call, in its span.
async fn traced<T, F: Future<Output = Result<T, Error>>>(
    outgoing: &Outgoing,
    attempt: impl Fn(u32) -> F,
    head: fn(&T) -> &RawResponse,
) -> Result<T, Error> {
    let span = trace::call(outgoing);
    async {
        let Outgoing { client, prepared, .. } = outgoing;
        let started = client.clock.now();
        let attempt = |number| {
            trace::attempt(&span, number);
            attempt(number)
        };
        let is_spent = || prepared.body.is_spent();
        let outcome =
            repeat(&client.retry, &*client.clock, started, prepared.metadata.idempotent, is_spent, attempt).await;
        trace::ended(&span, outcome.as_ref().map(head), &*client.clock, started);
        outcome
    }
    .instrument(span.clone())
    .await
}

/// Makes one attempt, and reads its answer whole.
async fn attempt_whole(outgoing: &Outgoing, number: u32) -> Result<Box<RawResponse>, Error> {
    authorized(outgoing, async |pass| {
        if let Body::Stream(body) = &outgoing.prepared.body {
            // Its room is not that of every call.
            return Box::pin(attempt_stream(outgoing, number, &pass, body)).await;
        }
        answer(outgoing, number, &pass, Some(pass.timeout), None).await
    })
    .await
}

/// Makes one attempt with a body that is read while it is sent, and has its time from piece to piece.
async fn attempt_stream(
    outgoing: &Outgoing,
    number: u32,
    pass: &Pass,
    body: &UploadBody,
) -> Result<Box<RawResponse>, Error> {
    let limit = pass.timeout;
    let transfer = Transfer::open(body, outgoing, limit).await?;
    let answer = answer(outgoing, number, pass, None, Some(&transfer));
    transfer.drive(outgoing, limit, whole(outgoing, &transfer, answer)).await
}

/// Sends the request of an attempt, and reads its answer whole.
async fn answer(
    outgoing: &Outgoing,
    number: u32,
    pass: &Pass,
    timeout: Option<Duration>,
    transfer: Option<&Transfer>,
) -> Result<Box<RawResponse>, Error> {
    // With `?`, the response would be moved once more.
    let mut response = match exchange(outgoing, number, pass, timeout, transfer).await {
        Ok(response) => response,
        Err(error) => return Err(error),
    };
    let response = read(outgoing, &mut response).await?;
    if response.status.is_success() { Ok(response) } else { Err(refusal(*response, outgoing.client.clock.date())) }
}

/// Makes one attempt, and reads its answer as far as the body of a success.
async fn attempt_head(outgoing: &Outgoing, number: u32) -> Result<Opened, Error> {
    authorized(outgoing, async |pass| {
        let limit = pass.timeout;
        let transfer = transfer(outgoing, limit).await?;
        let head = exchange(outgoing, number, &pass, None, transfer.as_ref());
        let mut response = in_time(outgoing, transfer.as_ref(), limit, head).await?;
        if response.status().is_success() {
            if let Some(transfer) = &transfer {
                transfer.drive(outgoing, limit, transfer.completed(outgoing)).await?;
            }
            return Ok(Opened { head: raw(outgoing, &mut response, Bytes::new()), rest: response });
        }
        let refused = in_time(outgoing, transfer.as_ref(), limit, read(outgoing, &mut response)).await?;
        Err(refusal(*refused, outgoing.client.clock.date()))
    })
    .await
}

/// Opens the body of an attempt, where it is read while it is sent.
async fn transfer(outgoing: &Outgoing, limit: Duration) -> Result<Option<Transfer>, Error> {
    match &outgoing.prepared.body {
        Body::Nothing | Body::Bytes(_) => Ok(None),
        Body::Stream(body) => Transfer::open(body, outgoing, limit).await.map(Some),
    }
}

/// A success counts when the whole body was sent.
async fn whole<T>(
    outgoing: &Outgoing,
    transfer: &Transfer,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let answer = answer.await?;
    transfer.completed(outgoing).await?;
    Ok(answer)
}

/// Makes a part of an attempt, which may take so long, or so long after each piece of the body.
async fn in_time<T>(
    outgoing: &Outgoing,
    transfer: Option<&Transfer>,
    limit: Duration,
    part: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match transfer {
        Some(transfer) => transfer.drive(outgoing, limit, part).await,
        None => tokio::time::timeout(limit, part)
            .await
            .map_err(|elapsed| TimeoutError::elapsed(&attempted(outgoing, true), elapsed))?,
    }
}

/// Makes one attempt, as far as the head of the answer.
async fn exchange(
    outgoing: &Outgoing,
    number: u32,
    pass: &Pass,
    timeout: Option<Duration>,
    transfer: Option<&Transfer>,
) -> Result<reqwest::Response, Error> {
    let Outgoing { client, prepared, .. } = outgoing;
    let mut headers = outgoing.headers(client.headers.len() + ADDED_HEADERS);
    if !prepared.headers.contains_key(header::USER_AGENT) {
        headers.append(header::USER_AGENT, client.user_agent.clone());
    }
    for (name, value) in &client.headers {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    let is_empty = transfer.map_or(prepared.body.is_empty(), Transfer::is_empty);
    if is_empty && expects_body(prepared.metadata.method) {
        // Left out otherwise, and there are servers that answer with 411.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if number > 0 {
        headers.insert(RETRY_ATTEMPT, HeaderValue::from(number));
    }
    if let Some(value) = pass.header() {
        headers.append(header::AUTHORIZATION, value);
    }
    let mut request = client.request(prepared.metadata.method, prepared.url.clone(), timeout);
    *request.headers_mut() = headers;
    *request.body_mut() = match transfer {
        Some(transfer) => Some(reqwest::Body::wrap(transfer.wire())),
        None => prepared.body.clone().into(),
    };
    let redirects_from = outgoing.follows_redirects.then(Instant::now);
    // With `map_err` and `?`, the response would be moved twice more.
    let answer = match client.http.execute(request).await {
        Ok(answer) => answer,
        Err(error) => return Err(lost(outgoing, error)),
    };
    match redirects_from {
        // They share the time of the attempt.
        Some(started) => Box::pin(redirect::follow(outgoing, answer, pass, timeout, started)).await,
        None => Ok(answer),
    }
}

/// Whether a server expects a request of this method to have a body, if only an empty one.
pub(crate) const fn expects_body(method: Method) -> bool {
    matches!(method, Method::Post | Method::Patch | Method::Put)
}

/// Reads an answer, up to the limits.
async fn read(outgoing: &Outgoing, response: &mut reqwest::Response) -> Result<Box<RawResponse>, Error> {
    let metadata = outgoing.prepared.metadata;
    let success = response.status().is_success();
    let client = &outgoing.client;
    let limit = if success { client.max_response_bytes } else { client.max_response_bytes.min(MAX_ERROR_BODY) };
    let (body, end) = read_body(response, limit).await;
    let raw = raw(outgoing, response, body.into());
    match end {
        End::Complete => Ok(raw),
        // The status says what there is to know; the body says more of it, or nothing that is used.
        _ if !success || metadata.response == ResponseKind::Nothing => Ok(raw),
        End::Broken(error) => Err(unread(outgoing, *raw, error)),
        End::TooLong => {
            let reason = format!("the body is longer than {limit} bytes, the client's `max_response_bytes`");
            Err(Box::new(DecodeError::new(*raw, reason)).into())
        }
    }
}

pub(crate) fn raw(outgoing: &Outgoing, response: &mut reqwest::Response, body: Bytes) -> Box<RawResponse> {
    sensitive::mark(response.headers_mut());
    // It is handed on from station to station.
    Box::new(RawResponse {
        metadata: outgoing.prepared.metadata,
        client_request_id: outgoing.client_request_id.clone(),
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    })
}

/// How the reading of a body ended.
enum End {
    Complete,
    TooLong,
    Broken(reqwest::Error),
}

async fn read_body(response: &mut reqwest::Response, limit: usize) -> (Vec<u8>, End) {
    // What is announced is believed as far as it costs nothing.
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut body = Vec::with_capacity(announced.min(limit).min(MAX_ANNOUNCED));
    loop {
        match response.chunk().await {
            Ok(None) => return (body, End::Complete),
            Err(error) => return (body, End::Broken(error)),
            Ok(Some(chunk)) => {
                let room = limit - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return (body, End::TooLong);
                }
            }
        }
    }
}

/// Says why a body was not read to its end: it is not compressed as it claims to be, or the connection broke.
///
/// The errors of connections are hyper's own, and their kinds of input and output are among those errors' causes; what
/// decompresses says by itself that its input is wrong.
pub(crate) fn unread(outgoing: &Outgoing, raw: RawResponse, error: reqwest::Error) -> Error {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let cause = causes.find(|cause| !cause.is::<reqwest::Error>());
    if cause.is_some_and(<dyn std::error::Error>::is::<std::io::Error>) {
        return Box::new(DecodeError::new(raw, "the body cannot be decompressed")).into();
    }
    lost(outgoing, error)
}

/// Says how an attempt was lost, and whether the service may have got it.
pub(crate) fn lost(outgoing: &Outgoing, error: reqwest::Error) -> Error {
    if error.is_builder() {
        return BuildError::action(outgoing.prepared.metadata.name, "its URL cannot be sent").into();
    }
    let attempted = attempted(outgoing, !was_never_written(&error));
    if error.is_timeout() {
        TimeoutError::new(&attempted, error).into()
    } else {
        TransportError::new(&attempted, error).into()
    }
}

pub(crate) fn attempted(outgoing: &Outgoing, may_have_been_sent: bool) -> Attempted<'_> {
    Attempted {
        action: outgoing.prepared.metadata.name,
        host: outgoing.prepared.url.host_str().unwrap_or_default(),
        client_request_id: &outgoing.client_request_id,
        may_have_been_sent,
    }
}

/// Whether it is certain that not a byte of the request was written: no connection was made, or it broke before the
/// request's turn came.
///
/// The second kind can be told by its text alone, which hyper-util gives it in exactly this case. Should the text change,
/// the request counts as one that may have been sent, which is the safe side.
fn was_never_written(error: &reqwest::Error) -> bool {
    const UNSTARTED: &str = "client error (Canceled)";
    error.is_connect()
        || std::iter::successors(error.source(), |&cause| cause.source()).any(|cause| cause.to_string() == UNSTARTED)
}
