//! Sends the requests of a batch until each of its items has ended.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{HeaderValue, StatusCode};

use super::{
    answer::failed_dependency,
    plan::{Group, Node, plan},
    request,
};
use crate::{
    client::shared::Shared,
    error::{Error, build::BuildError},
    exchange::{
        authorize::{check, token},
        classify::classify,
        response::RawResponse,
    },
    metadata::action_metadata::{ActionMetadata, ApiVersion},
    retry::attempts::Retries,
    trace::TARGET,
};

/// How an item ended: in a success, or in an error.
pub(super) type Outcome = Result<Box<RawResponse>, Error>;

/// One item as it was added.
pub(super) struct Item {
    pub(super) metadata: &'static ActionMetadata,
    pub(super) version: ApiVersion,
    /// Its part of the request, or why there is none.
    pub(super) written: Result<request::Item, Error>,
    /// The items that it depends on: each once, all of them added before.
    pub(super) after: Vec<usize>,
}

/// One item on its way.
pub(super) struct Running {
    pub(super) metadata: &'static ActionMetadata,
    version: ApiVersion,
    pub(super) written: request::Item,
    after: Vec<usize>,
    /// When it was sent first.
    pub(super) started: Option<Instant>,
    /// How often it was answered with something that is repeated.
    repeats: Retries,
    state: State,
}

enum State {
    /// It has yet to be sent, or sent again.
    Waiting(Option<Refused>),
    Ended(Outcome),
}

/// An answer after which an item is sent again.
struct Refused {
    error: Error,
    at: Instant,
    wait: Duration,
}

/// A batch on its way.
pub(super) struct Run {
    pub(super) client: Shared,
    pub(super) timeout: Option<Duration>,
    pub(super) client_request_id: Option<HeaderValue>,
    pub(super) items: Vec<Running>,
    /// Whether any request was answered.
    pub(super) answered: bool,
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
            .map(|Item { metadata, version, written, after }| {
                let (written, state) = match written {
                    Ok(written) => (written, State::Waiting(None)),
                    Err(error) => (request::Item::default(), State::Ended(Err(error))),
                };
                Running { metadata, version, written, after, started: None, repeats: Retries::default(), state }
            })
            .collect();
        Self { client, timeout, client_request_id, items, answered: false }
    }

    /// Sends what is to be sent, and again what is to be sent again; gives how each item ended.
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

    /// Ends the items for which the token is clearly not enough, where the client is to look at that.
    async fn preflight(&mut self) -> Result<(), Error> {
        let waiting: Vec<usize> = (0..self.items.len()).filter(|&item| self.is_waiting(item)).collect();
        if !self.client.preflight || waiting.is_empty() {
            return Ok(());
        }
        let authorization = token(&self.client, self.timeout.unwrap_or(self.client.timeout)).await?;
        for item in waiting {
            if let Err(error) = check(&self.client, self.items[item].metadata, &authorization) {
                self.end(item, Err(error.into()));
            }
        }
        Ok(())
    }

    /// Waits until every item that is sent again may be.
    async fn wait(&self) {
        let now = self.client.clock.now();
        let waits = self.items.iter().filter_map(|item| match &item.state {
            State::Waiting(Some(Refused { at, wait, .. })) => {
                Some(wait.saturating_sub(now.saturating_duration_since(*at)))
            }
            _ => None,
        });
        if let Some(wait) = waits.max() {
            tracing::debug!(target: TARGET, wait = ?wait, "items of a batch are repeated after a wait");
            self.client.clock.sleep(wait).await;
        }
    }

    /// The requests for all items that have yet to end, which hold their places among all items.
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

    /// The items of a request that can be sent now. Those that depend on one that failed end here; those that depend on
    /// one that is sent again wait for it.
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

    /// Ends an item that was answered, or notes that it is sent again.
    pub(super) fn settle(&mut self, item: usize, outcome: Outcome) {
        let error = match outcome {
            Err(error) => error,
            success => return self.end(item, success),
        };
        let now = self.client.clock.now();
        let is_blocked = error.status() == Some(StatusCode::FAILED_DEPENDENCY)
            && self.items[item].after.iter().any(|&before| self.is_waiting(before));
        if is_blocked {
            return;
        }
        let Running { metadata, started, repeats, state, .. } = &mut self.items[item];
        let elapsed = started.map_or(Duration::ZERO, |started| now.saturating_duration_since(started));
        match repeats.wait_after(&error, &self.client.retry, metadata.idempotent, elapsed) {
            None => self.end(item, Err(error)),
            Some(wait) => *state = State::Waiting(Some(Refused { error, at: now, wait })),
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

    /// Ends all items after a request that failed as a whole, and in which these were sent.
    fn give_up(mut self, error: Error, sent: &[usize]) -> Result<Vec<Outcome>, Error> {
        if !self.answered {
            return Err(error);
        }
        let error = Arc::new(error);
        for item in 0..self.items.len() {
            let Running { metadata, state, .. } = &mut self.items[item];
            let State::Waiting(refused) = state else {
                continue;
            };
            let was_sent = sent.contains(&item);
            let outcome = match refused.take() {
                // It was refused, and then not sent again.
                Some(refused) if !was_sent => refused.error,
                _ => error.for_item(metadata, was_sent),
            };
            self.end(item, Err(outcome));
        }
        Ok(self.finish())
    }

    fn finish(self) -> Vec<Outcome> {
        let outcome = |item: Running| match item.state {
            State::Ended(outcome) => outcome,
            // All items have ended when there is nothing left to plan, or the batch is given up.
            State::Waiting(_) => Err(BuildError::action(item.metadata.name, "it was not sent").into()),
        };
        self.items.into_iter().map(outcome).collect()
    }

    fn is_waiting(&self, item: usize) -> bool {
        matches!(self.items[item].state, State::Waiting(_))
    }
}
