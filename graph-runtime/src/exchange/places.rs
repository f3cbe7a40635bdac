//! The wait until the limits of a client allow an attempt.

use std::{sync::atomic::Ordering, time::Instant};

use crate::{
    error::{Error, transport::TimeoutError},
    exchange::outgoing::Outgoing,
    limits::limit::{Limit, Place},
    metadata::action_metadata::Method,
    trace::{TARGET, milliseconds},
};

/// What an attempt occupies of the client's limits until its response is complete.
pub(crate) type Places = Vec<Place>;

/// Waits until the client's limits allow an attempt of the call that began at `started`.
pub(super) async fn places(outgoing: &Outgoing, started: Instant) -> Result<Places, Error> {
    if outgoing.client.limits.is_empty() {
        return Ok(Places::new());
    }
    // Boxed, so that the future of a call of a client without limits stays small.
    Box::pin(take_all(outgoing, started)).await
}

async fn take_all(outgoing: &Outgoing, started: Instant) -> Result<Places, Error> {
    let writes = writes(outgoing);
    let mut places = Places::new();
    for limit in outgoing.client.limits.iter().filter(|limit| limit.concerns(writes)) {
        places.push(match limit.try_take(writes) {
            Some(place) => place,
            None => wait(outgoing, started, limit, writes).await?,
        });
    }
    Ok(places)
}

async fn wait(outgoing: &Outgoing, started: Instant, limit: &Limit, writes: usize) -> Result<Place, Error> {
    let clock = &*outgoing.client.clock;
    let begun = clock.now();
    let left = outgoing.client.retry.time_left(begun.saturating_duration_since(started));
    tracing::info!(target: TARGET, %limit, "waiting for a limit of the client");
    let outcome = tokio::time::timeout(left, limit.take(writes)).await;
    let waited = match outcome {
        Ok(_) => clock.now().saturating_duration_since(begun),
        Err(_) => left,
    };
    outgoing.limit_wait_ms.fetch_add(milliseconds(waited), Ordering::Relaxed);
    outcome.map_err(|elapsed| TimeoutError::in_queue(outgoing.attempt(), limit, waited, elapsed).into())
}

/// Returns how many writes the service receives with a request.
fn writes(outgoing: &Outgoing) -> usize {
    let Outgoing { client, prepared, .. } = outgoing;
    if prepared.metadata.is_preauthorized || !client.base.is_own(&prepared.url) {
        return 0;
    }
    outgoing.batch_writes.unwrap_or(usize::from(prepared.metadata.method != Method::Get))
}
