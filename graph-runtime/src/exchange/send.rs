//! Sends a prepared request, with retries, and reads its response.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::StatusCode;
use tokio::runtime::Handle;
use tracing::Instrument;

use crate::{
    client::hook::AttemptOutcome,
    error::{Error, build::BuildError, transport::TimeoutError},
    exchange::{
        attempt::exchange,
        authorize::{AttemptContext, authorized},
        classify::api_error,
        outgoing::Outgoing,
        places::{Places, places},
        read::{raw_response, read},
        response::RawResponse,
        trace,
    },
    prepare::body::Body,
    retry::attempts::retry,
    upload::{body::UploadBody, transfer::Transfer},
};

/// A response whose body has not been read yet.
pub(crate) struct Opened {
    /// The status and headers, with an empty body.
    pub(crate) head: Box<RawResponse>,
    pub(crate) rest: reqwest::Response,
    /// What the call occupies of the client's limits until its body was read.
    pub(crate) places: Places,
}

/// Makes a call, with retries, and reads the whole response.
pub(crate) async fn send(outgoing: &Outgoing) -> Result<Box<RawResponse>, Error> {
    traced(outgoing, |number, started| attempt_whole(outgoing, number, started), |response| response).await
}

/// Makes a call, with retries, but does not read the body of a success.
///
/// The time-out applies to the head, and then to each chunk of the body.
pub(crate) async fn open(outgoing: Arc<Outgoing>) -> Result<Opened, Error> {
    traced(&outgoing, |number, started| attempt_head(&outgoing, number, started), |opened| &opened.head).await
}

/// Makes the attempts of a call inside its trace span.
async fn traced<T, F: Future<Output = Result<T, Error>>>(
    outgoing: &Outgoing,
    attempt: impl Fn(u32, Instant) -> F,
    head: fn(&T) -> &RawResponse,
) -> Result<T, Error> {
    check_runtime(outgoing.prepared.metadata.name)?;
    let span = trace::call(outgoing);
    async {
        let Outgoing { client, prepared, .. } = outgoing;
        let started = client.clock.now();
        let attempt = |number: u32| {
            let number = number.saturating_add(outgoing.earlier_attempts);
            trace::attempt(&span, number);
            attempt(number, started)
        };
        let is_spent = || prepared.body.is_spent();
        let outcome = retry(
            &client.retry,
            &client.budget,
            &*client.clock,
            started,
            prepared.metadata.idempotent,
            is_spent,
            attempt,
        )
        .await;
        trace::ended(&span, outgoing, outcome.as_ref().map(head), started);
        outcome
    }
    .instrument(span.clone())
    .await
}

/// Checks that there is a Tokio runtime, without which connections and timers panic.
pub(crate) fn check_runtime(action: &'static str) -> Result<(), Error> {
    if Handle::try_current().is_ok() {
        return Ok(());
    }
    let reason = "it is polled outside a Tokio runtime, which calls need: use one such as that of `#[tokio::main]`";
    Err(BuildError::action(action, reason).into())
}

/// Makes one attempt and reads the whole response.
async fn attempt_whole(outgoing: &Outgoing, number: u32, started: Instant) -> Result<Box<RawResponse>, Error> {
    authorized(outgoing, async |context| {
        let _places = places(outgoing, started).await?;
        let attempt = async {
            if let Body::Stream(body) = &outgoing.prepared.body {
                // Boxed, so that the future of a call without a stream stays small.
                return Box::pin(attempt_stream(outgoing, number, &context, body)).await;
            }
            respond(outgoing, number, &context, Some(context.timeout), None).await
        };
        observed(outgoing, number, attempt, |response| response.status).await
    })
    .await
}

/// Makes one attempt with a body that is read while it is sent. The time-out starts again with each chunk of the body.
async fn attempt_stream(
    outgoing: &Outgoing,
    number: u32,
    context: &AttemptContext,
    body: &UploadBody,
) -> Result<Box<RawResponse>, Error> {
    let limit = context.timeout;
    let transfer = Transfer::open(body, outgoing.attempt(), limit).await?;
    let response = respond(outgoing, number, context, None, Some(&transfer));
    transfer.drive(outgoing.attempt(), limit, after_body(outgoing, &transfer, response)).await
}

/// Sends the request of an attempt and reads the whole response.
async fn respond(
    outgoing: &Outgoing,
    number: u32,
    context: &AttemptContext,
    timeout: Option<Duration>,
    transfer: Option<&Transfer>,
) -> Result<Box<RawResponse>, Error> {
    let mut response = exchange(outgoing, number, context, timeout, transfer).await?;
    let response = read(outgoing, &mut response).await?;
    if response.status.is_success() {
        return Ok(response);
    }
    Err(api_error(*response, outgoing.client.clock.date()))
}

/// Makes one attempt and reads the head of a success, or a whole error response.
async fn attempt_head(outgoing: &Outgoing, number: u32, started: Instant) -> Result<Opened, Error> {
    authorized(outgoing, async |context| {
        let places = places(outgoing, started).await?;
        let attempt = open_attempt(outgoing, number, &context);
        let opened = observed(outgoing, number, attempt, |opened| opened.head.status).await?;
        Ok(Opened { places, ..opened })
    })
    .await
}

async fn open_attempt(outgoing: &Outgoing, number: u32, context: &AttemptContext) -> Result<Opened, Error> {
    let limit = context.timeout;
    let transfer = transfer(outgoing, limit).await?;
    let head = exchange(outgoing, number, context, None, transfer.as_ref());
    let mut response = within(outgoing, transfer.as_ref(), limit, head).await?;
    if response.status().is_success() {
        if let Some(transfer) = &transfer {
            transfer.drive(outgoing.attempt(), limit, transfer.completed(outgoing.attempt())).await?;
        }
        return Ok(Opened {
            head: raw_response(outgoing, &mut response, Bytes::new()),
            rest: response,
            places: Places::new(),
        });
    }
    let response = within(outgoing, transfer.as_ref(), limit, read(outgoing, &mut response)).await?;
    Err(api_error(*response, outgoing.client.clock.date()))
}

/// Makes an attempt, and calls the client's hooks with its outcome.
async fn observed<T>(
    outgoing: &Outgoing,
    number: u32,
    attempt: impl Future<Output = Result<T, Error>>,
    status: fn(&T) -> StatusCode,
) -> Result<T, Error> {
    let Outgoing { client, prepared, .. } = outgoing;
    let started = client.clock.now();
    let outcome = attempt.await.map_err(|error| error.with_redirects(&outgoing.redirects.get()));
    for hook in &client.hooks {
        hook.after(&AttemptOutcome {
            action: prepared.metadata,
            number,
            client_request_id: &outgoing.client_request_id,
            elapsed: client.clock.now().saturating_duration_since(started),
            outcome: outcome.as_ref().map(status),
        });
    }
    outcome
}

/// Opens the body of an attempt if it is a stream.
async fn transfer(outgoing: &Outgoing, limit: Duration) -> Result<Option<Transfer>, Error> {
    match &outgoing.prepared.body {
        Body::Nothing | Body::Bytes(_) => Ok(None),
        Body::Stream(body) => Transfer::open(body, outgoing.attempt(), limit).await.map(Some),
    }
}

/// Waits for the response and then until the whole request body was sent. Only then is a success valid.
async fn after_body<T>(
    outgoing: &Outgoing,
    transfer: &Transfer,
    response: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let response = response.await?;
    transfer.completed(outgoing.attempt()).await?;
    Ok(response)
}

/// Runs a part of an attempt with the time-out `limit`, which starts again with each chunk of a request body that is a
/// stream.
async fn within<T>(
    outgoing: &Outgoing,
    transfer: Option<&Transfer>,
    limit: Duration,
    part: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match transfer {
        Some(transfer) => transfer.drive(outgoing.attempt(), limit, part).await,
        None => tokio::time::timeout(limit, part)
            .await
            .map_err(|elapsed| TimeoutError::elapsed(outgoing.attempt(), elapsed))?,
    }
}
