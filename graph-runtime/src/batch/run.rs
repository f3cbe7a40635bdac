//! Sends the requests of a batch until each of its items has ended.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{HeaderValue, StatusCode};

use super::{
    plan::{Group, Node, plan},
    request,
    responses::failed_dependency,
};
use crate::{
    client::shared::Shared,
    error::{Error, build::BuildError},
    exchange::{
        authorize::{check_permissions, token},
        classify::classify,
        response::RawResponse,
    },
    metadata::action_metadata::{ActionMetadata, ApiVersion},
    retry::attempts::Retries,
    secret::sent::SentSecrets,
    trace::{self, TARGET},
};

/// The outcome of an item: a success, or an error.
pub(super) type Outcome = Result<Box<RawResponse>, Error>;

/// One item as it was added.
pub(super) struct Item {
    pub(super) metadata: &'static ActionMetadata,
    pub(super) version: ApiVersion,
    /// Its part of the request, or the error of building it.
    pub(super) written: Result<request::Item, Error>,
    pub(super) secrets: SentSecrets,
    /// The items that it depends on. They were added before it, and each occurs once.
    pub(super) after: Vec<usize>,
}

/// One item that is being sent.
pub(super) struct Running {
    pub(super) metadata: &'static ActionMetadata,
    version: ApiVersion,
    pub(super) written: request::Item,
    pub(super) secrets: SentSecrets,
    after: Vec<usize>,
    /// When it was first sent.
    pub(super) started: Option<Instant>,
    retries: Retries,
    /// Whether it was sent again with a fresh token after a 401, which is done once.
    pub(super) was_renewed: bool,
    state: State,
}

enum State {
    /// The item has not been sent yet, or is waiting for a retry.
    Waiting(Option<FailedAttempt>),
    Ended(Outcome),
}

/// A failed attempt after which an item is retried.
struct FailedAttempt {
    error: Error,
    at: Instant,
    wait: Duration,
}

/// A batch that is being sent.
pub(super) struct Run {
    pub(super) client: Shared,
    pub(super) timeout: Option<Duration>,
    pub(super) client_request_id: Option<HeaderValue>,
    pub(super) items: Vec<Running>,
    /// Whether there was a response to any request.
    pub(super) has_response: bool,
    /// What the last retry of items took of the client's retry budget.
    cost: Option<u32>,
}

impl Run {
    pub(super) fn new(
        client: Shared,
        timeout: Option<Duration>,
        client_request_id: Option<HeaderValue>,
        items: Vec<Item>,
    ) -> Self {
        let items = items
            .into_iter()
            .map(|Item { metadata, version, written, secrets, after }| {
                let (written, state) = match written {
                    Ok(written) => (written, State::Waiting(None)),
                    Err(error) => (request::Item::default(), State::Ended(Err(error))),
                };
                let (started, retries) = (None, Retries::default());
                Running { metadata, version, written, secrets, after, started, retries, was_renewed: false, state }
            })
            .collect();
        Self { client, timeout, client_request_id, items, has_response: false, cost: None }
    }

    /// Sends the items, with retries, and returns the outcome of each item.
    pub(super) async fn run(mut self) -> Result<Vec<Outcome>, Error> {
        if let Err(error) = self.preflight().await {
            return self.give_up(error, &[]);
        }
        loop {
            self.wait().await;
            let groups = self.plan();
            if groups.is_empty() {
                return Ok(self.finish());
            }
            for group in groups {
                let items = self.ready(&group);
                if items.is_empty() {
                    continue;
                }
                if let Err(error) = self.exchange(&group, &items).await {
                    return self.give_up(error, &items);
                }
            }
        }
    }

    /// If the client has `preflight` enabled, ends the items that need a permission that the token clearly lacks.
    async fn preflight(&mut self) -> Result<(), Error> {
        let waiting: Vec<usize> = (0..self.items.len()).filter(|&item| self.is_waiting(item)).collect();
        if !self.client.preflight || waiting.is_empty() {
            return Ok(());
        }
        let authorization = token(&self.client, self.timeout.unwrap_or(self.client.timeout)).await?;
        for item in waiting {
            if let Err(error) = check_permissions(&self.client, self.items[item].metadata, &authorization) {
                self.end(item, Err(error.into()));
            }
        }
        Ok(())
    }

    /// Waits until all items that are retried may be sent. If the retry budget of the client is used up, ends them.
    async fn wait(&mut self) {
        let client = Arc::clone(&self.client);
        let now = client.clock.now();
        let waits: Vec<_> = self
            .items
            .iter()
            .filter_map(|item| match &item.state {
                State::Waiting(Some(FailedAttempt { at, wait, error })) => {
                    Some((wait.saturating_sub(now.saturating_duration_since(*at)), error))
                }
                _ => None,
            })
            .collect();
        let count = waits.len();
        let Some((wait, error)) = waits.into_iter().max_by_key(|(wait, _)| *wait) else {
            return;
        };
        let Some(waiting) = client.budget.take(error) else {
            return self.end_retries();
        };
        trace::retrying_items(count, wait, error);
        client.clock.sleep(wait).await;
        self.cost = Some(waiting.spend());
    }

    /// Ends the items that would be retried, because the retry budget of the client is used up.
    fn end_retries(&mut self) {
        for item in 0..self.items.len() {
            if let State::Waiting(failed) = &mut self.items[item].state
                && let Some(failed) = failed.take()
            {
                self.end(item, Err(failed.error.with_spent_budget()));
            }
        }
    }

    /// Plans the requests for all items that have not ended. The groups contain the indexes of the items in
    /// `self.items`.
    fn plan(&self) -> Vec<Group> {
        let waiting: Vec<usize> = (0..self.items.len()).filter(|&item| self.is_waiting(item)).collect();
        let places: HashMap<usize, usize> = waiting.iter().enumerate().map(|(place, &item)| (item, place)).collect();
        let node = |&item: &usize| Node {
            version: self.items[item].version,
            after: self.items[item].after.iter().filter_map(|before| places.get(before).copied()).collect(),
        };
        let nodes: Vec<Node> = waiting.iter().map(node).collect();
        let mut groups = plan(&nodes);
        for place in groups.iter_mut().flat_map(|group| &mut group.items) {
            *place = waiting[*place];
        }
        groups
    }

    /// Returns the items of a request that can be sent now. Ends items that depend on a failed one. Items that depend
    /// on one that is retried have to wait for it.
    fn ready(&mut self, group: &Group) -> Vec<usize> {
        let mut ready: Vec<usize> = Vec::new();
        for &item in &group.items {
            let after = &self.items[item].after;
            let failed = after.iter().find_map(|&before| match &self.items[before].state {
                State::Ended(Err(error)) => Some((self.items[before].metadata.name, error)),
                _ => None,
            });
            if let Some((on, error)) = failed {
                let id = error.client_request_id().unwrap_or_default();
                let response = failed_dependency(self.items[item].metadata, on, id);
                self.end(item, classify(response, self.client.clock.date()));
            } else if after.iter().all(|before| !self.is_waiting(*before) || ready.contains(before)) {
                ready.push(item);
            }
        }
        ready
    }

    /// Has an item sent again in the next round, without a wait.
    pub(super) fn send_again(&mut self, item: usize) {
        self.items[item].state = State::Waiting(None);
    }

    /// Ends an item, or records that it is retried.
    pub(super) fn settle(&mut self, item: usize, outcome: Outcome) {
        let error = match outcome {
            Err(error) => error,
            success => {
                let is_retried = self.items[item].retries.count() > 0;
                if let Some(cost) = self.cost.take_if(|_| is_retried) {
                    self.client.budget.reward(Some(cost));
                }
                return self.end(item, success);
            }
        };
        let now = self.client.clock.now();
        let is_blocked = error.status() == Some(StatusCode::FAILED_DEPENDENCY)
            && self.items[item].after.iter().any(|&before| self.is_waiting(before));
        if is_blocked {
            return;
        }
        let Running { metadata, started, retries, state, .. } = &mut self.items[item];
        let elapsed = started.map_or(Duration::ZERO, |started| now.saturating_duration_since(started));
        match retries.wait_after(&error, &self.client.retry, metadata.idempotent, elapsed) {
            None => self.end(item, Err(error)),
            Some(wait) => *state = State::Waiting(Some(FailedAttempt { error, at: now, wait })),
        }
    }

    fn end(&mut self, item: usize, outcome: Outcome) {
        let Running { metadata, state, .. } = &mut self.items[item];
        let (action, path) = (metadata.name, metadata.path.as_str());
        match &outcome {
            Ok(response) => {
                let status = response.status.as_u16();
                tracing::debug!(target: TARGET, action, path, status, "an item of a batch succeeded");
            }
            Err(error) => tracing::debug!(target: TARGET, action, path, %error, "an item of a batch failed"),
        }
        *state = State::Ended(outcome);
    }

    /// Ends all items after a request failed as a whole. `sent` are the items of that request.
    fn give_up(mut self, error: Error, sent: &[usize]) -> Result<Vec<Outcome>, Error> {
        if !self.has_response {
            return Err(error);
        }
        let error = Arc::new(error);
        for item in 0..self.items.len() {
            let Running { metadata, state, .. } = &mut self.items[item];
            let State::Waiting(failed) = state else {
                continue;
            };
            let was_sent = sent.contains(&item);
            let outcome = match failed.take() {
                // An earlier attempt failed, and the retry was not sent.
                Some(failed) if !was_sent => failed.error,
                _ => error.for_item(metadata, was_sent),
            };
            self.end(item, Err(outcome));
        }
        Ok(self.finish())
    }

    fn finish(self) -> Vec<Outcome> {
        let outcome = |item: Running| match item.state {
            State::Ended(outcome) => outcome,
            // Cannot happen: all items have ended if there is nothing left to plan or the batch was given up.
            State::Waiting(_) => Err(BuildError::action(item.metadata.name, "it was not sent").into()),
        };
        self.items.into_iter().map(outcome).collect()
    }

    fn is_waiting(&self, item: usize) -> bool {
        matches!(self.items[item].state, State::Waiting(_))
    }
}
