//! A call that is sent again if its response turns out to be incomplete.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Instant,
};

use crate::{
    error::Error,
    exchange::{outgoing::Outgoing, response::RawResponse, send::send},
    metadata::action_metadata::ResponseKind,
    retry::attempts::Retries,
    trace,
};

type Outcome = Result<Box<RawResponse>, Error>;

/// The response to a call, and what is needed to send it again.
type Sent = (Outcome, Option<Again>);

/// A future that resolves to the response to a call.
///
/// Only whoever decodes the response notices that its JSON ends early, and calls [`again`](Self::again).
pub(crate) struct Sending {
    future: Pin<Box<dyn Future<Output = Sent> + Send>>,
    again: Option<Again>,
}

/// A call that may be sent again.
struct Again {
    outgoing: Outgoing,
    started: Instant,
}

impl Sending {
    /// Makes a call, with retries, as soon as it is polled.
    pub(crate) fn new(outgoing: Outgoing) -> Self {
        Self { future: Box::pin(first(outgoing)), again: None }
    }

    /// A call that fails with this error.
    pub(crate) fn failed(error: Error) -> Self {
        Self { future: Box::pin(std::future::ready((Err(error), None))), again: None }
    }

    /// If `error` says that the JSON of the response ended early, sends the call once more, provided that it is
    /// idempotent and the policy and the budget of the client allow it. Returns whether it does, in which case the future
    /// has to be polled again.
    pub(crate) fn again(&mut self, error: &Error) -> bool {
        let is_incomplete = matches!(error, Error::Decode(error) if error.ends_early());
        let Some(Again { mut outgoing, started }) = self.again.take_if(|_| is_incomplete) else {
            return false;
        };
        let client = outgoing.client.clone();
        let elapsed = client.clock.now().saturating_duration_since(started);
        let idempotent = outgoing.prepared.metadata.idempotent;
        let Some(wait) = Retries::default().wait_after(error, &client.retry, idempotent, elapsed) else {
            return false;
        };
        if outgoing.prepared.body.is_spent() {
            return false;
        }
        let Some(waiting) = client.budget.take(error) else {
            return false;
        };
        let cost = waiting.spend();
        trace::retrying(outgoing.earlier_attempts, wait, error);
        outgoing.earlier_attempts += 1;
        self.future = Box::pin(async move {
            client.clock.sleep(wait).await;
            let outcome = send(&outgoing).await;
            if outcome.is_ok() {
                client.budget.reward(Some(cost));
            }
            (outcome, None)
        });
        true
    }
}

async fn first(outgoing: Outgoing) -> Sent {
    let started = outgoing.client.clock.now();
    let outcome = send(&outgoing).await;
    let metadata = outgoing.prepared.metadata;
    let is_json = matches!(metadata.response, ResponseKind::Json | ResponseKind::Page | ResponseKind::Value);
    let may_be_sent_again = outcome.is_ok() && metadata.idempotent && is_json;
    (outcome, may_be_sent_again.then_some(Again { outgoing, started }))
}

impl Future for Sending {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let (outcome, again) = ready!(self.future.as_mut().poll(context));
        self.again = again;
        Poll::Ready(outcome)
    }
}
