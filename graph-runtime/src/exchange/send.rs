//! A prepared request is sent, with as many attempts as it takes, and its response read.

use std::{pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use http::StatusCode;
use tracing::Instrument;

use crate::{
    client::hook::AttemptOutcome,
    error::{Error, transport::TimeoutError},
    exchange::{
        attempt::exchange,
        authorize::{AttemptContext, authorized},
        classify::refusal,
        outgoing::Outgoing,
        read::{raw, read},
        response::RawResponse,
        trace,
    },
    prepare::body::Body,
    retry::attempts::retry,
    upload::{body::UploadBody, transfer::Transfer},
};

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
            retry(&client.retry, &*client.clock, started, prepared.metadata.idempotent, is_spent, attempt).await;
        trace::ended(&span, outcome.as_ref().map(head), &*client.clock, started);
        outcome
    }
    .instrument(span.clone())
    .await
}

/// Makes one attempt, and reads its answer whole.
async fn attempt_whole(outgoing: &Outgoing, number: u32) -> Result<Box<RawResponse>, Error> {
    authorized(outgoing, async |context| {
        let attempt = async {
            if let Body::Stream(body) = &outgoing.prepared.body {
                // Boxed, so that the future of every other call is smaller.
                return Box::pin(attempt_stream(outgoing, number, &context, body)).await;
            }
            answer(outgoing, number, &context, Some(context.timeout), None).await
        };
        observed(outgoing, number, attempt, |response| response.status).await
    })
    .await
}

/// Makes one attempt with a body that is read while it is sent, and has its time from piece to piece.
async fn attempt_stream(
    outgoing: &Outgoing,
    number: u32,
    context: &AttemptContext,
    body: &UploadBody,
) -> Result<Box<RawResponse>, Error> {
    let limit = context.timeout;
    let transfer = Transfer::open(body, outgoing.attempt(), limit).await?;
    let answer = answer(outgoing, number, context, None, Some(&transfer));
    transfer.drive(outgoing.attempt(), limit, whole(outgoing, &transfer, answer)).await
}

/// Sends the request of an attempt, and reads its answer whole.
async fn answer(
    outgoing: &Outgoing,
    number: u32,
    context: &AttemptContext,
    timeout: Option<Duration>,
    transfer: Option<&Transfer>,
) -> Result<Box<RawResponse>, Error> {
    let mut response = exchange(outgoing, number, context, timeout, transfer).await?;
    let response = read(outgoing, &mut response).await?;
    if response.status.is_success() { Ok(response) } else { Err(refusal(*response, outgoing.client.clock.date())) }
}

/// Makes one attempt, and reads its answer as far as the body of a success.
async fn attempt_head(outgoing: &Outgoing, number: u32) -> Result<Opened, Error> {
    authorized(outgoing, async |context| {
        let attempt = open_attempt(outgoing, number, &context);
        observed(outgoing, number, attempt, |opened| opened.head.status).await
    })
    .await
}

async fn open_attempt(outgoing: &Outgoing, number: u32, context: &AttemptContext) -> Result<Opened, Error> {
    let limit = context.timeout;
    let transfer = transfer(outgoing, limit).await?;
    let head = exchange(outgoing, number, context, None, transfer.as_ref());
    let mut response = in_time(outgoing, transfer.as_ref(), limit, head).await?;
    if response.status().is_success() {
        if let Some(transfer) = &transfer {
            transfer.drive(outgoing.attempt(), limit, transfer.completed(outgoing.attempt())).await?;
        }
        return Ok(Opened { head: raw(outgoing, &mut response, Bytes::new()), rest: response });
    }
    let refused = in_time(outgoing, transfer.as_ref(), limit, read(outgoing, &mut response)).await?;
    Err(refusal(*refused, outgoing.client.clock.date()))
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
    let outcome = attempt.await;
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

/// Opens the body of an attempt, where it is read while it is sent.
async fn transfer(outgoing: &Outgoing, limit: Duration) -> Result<Option<Transfer>, Error> {
    match &outgoing.prepared.body {
        Body::Nothing | Body::Bytes(_) => Ok(None),
        Body::Stream(body) => Transfer::open(body, outgoing.attempt(), limit).await.map(Some),
    }
}

/// A success counts when the whole body was sent.
async fn whole<T>(
    outgoing: &Outgoing,
    transfer: &Transfer,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let answer = answer.await?;
    transfer.completed(outgoing.attempt()).await?;
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
        Some(transfer) => transfer.drive(outgoing.attempt(), limit, part).await,
        None => tokio::time::timeout(limit, part)
            .await
            .map_err(|elapsed| TimeoutError::elapsed(outgoing.attempt(), elapsed))?,
    }
}
