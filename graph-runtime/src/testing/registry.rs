//! What is expected, what came, and what is answered.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, Location, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{
    answer::Answer,
    condition::{Condition, panic_message},
    dispatch::{dispatch, is_authorized, unauthorized},
    graph_error::throttled,
    received::Request,
    route::{self, Parameters},
};
use crate::metadata::action_metadata::ActionMetadata;

/// What is answered to a request, and what to the requests for its further pages, by their path and query.
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) links: Vec<(String, Answer)>,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, links: Vec::new() }
    }
}

pub(super) type Respond = Box<dyn Fn(&Arc<Request>, &Arc<Parameters>) -> Reply + Send + Sync>;

/// How often something is expected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) least: u64,
    pub(super) most: Option<u64>,
}

impl Times {
    /// Whether it is expected not to come at all.
    pub(super) const fn is_never(self) -> bool {
        matches!(self.most, Some(0))
    }
}

/// Answers with 429 that come before the answer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Throttle {
    pub(super) times: u64,
    pub(super) retry_after: Option<Duration>,
}

/// An expectation, whatever action it is of.
pub(super) struct Registered {
    pub(super) metadata: &'static ActionMetadata,
    pub(super) location: &'static Location<'static>,
    pub(super) conditions: Vec<Condition>,
    pub(super) times: Times,
    pub(super) throttle: Throttle,
    pub(super) respond: Respond,
    met: AtomicU64,
    throttled: AtomicU64,
}

impl Registered {
    pub(super) fn new(
        metadata: &'static ActionMetadata,
        location: &'static Location<'static>,
        conditions: Vec<Condition>,
        times: Times,
        throttle: Throttle,
        respond: Respond,
    ) -> Self {
        let (met, throttled) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { metadata, location, conditions, times, throttle, respond, met, throttled }
    }

    /// How often it was answered.
    pub(super) fn met(&self) -> u64 {
        self.met.load(Ordering::Relaxed)
    }

    /// How often it was throttled.
    pub(super) fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.met() >= self.times.least
    }

    pub(super) fn is_used_up(&self) -> bool {
        self.times.most.is_some_and(|most| self.met() >= most)
    }

    /// The values of the path parameters, where the path is the action's.
    pub(super) fn parse(&self, request: &Request) -> Option<Arc<Parameters>> {
        request.version?;
        route::parse(self.metadata.path, &request.path).map(Arc::new)
    }

    pub(super) fn has_method_of(&self, request: &Request) -> bool {
        request.method == self.metadata.method.as_str()
    }

    /// Why a request with the action's method and path is not the expected one.
    pub(super) fn unmet(&self, request: &Arc<Request>, parameters: &Arc<Parameters>) -> Vec<String> {
        let mut reasons = Vec::new();
        if let Some(version) = request.version.filter(|version| !self.metadata.exists_in(*version)) {
            reasons.push(format!("version: the action does not exist in {version}"));
        }
        for condition in &self.conditions {
            reasons.extend(condition.unmet(self.metadata, request, parameters));
        }
        reasons
    }

    /// Answers a request that is the expected one.
    pub(super) fn reply(&self, request: &Arc<Request>, parameters: &Arc<Parameters>) -> Result<Reply, String> {
        if self.throttled() < self.throttle.times {
            self.throttled.fetch_add(1, Ordering::Relaxed);
            return Ok(Answer::from(throttled(self.throttle.retry_after)).into());
        }
        self.met.fetch_add(1, Ordering::Relaxed);
        catch_unwind(AssertUnwindSafe(|| (self.respond)(request, parameters)))
            .map_err(|panic| format!("its answer panicked: {}", panic_message(&*panic)))
    }
}

/// What became of a request.
#[derive(Clone)]
pub(super) enum Outcome {
    /// It was of this action, and answered so.
    Answered(&'static ActionMetadata),
    /// It had no token, or another one.
    Unauthorized,
    /// Nothing was expected of its kind.
    Unexpected(Arc<Unexpected>),
}

/// Why a request was not expected.
pub(super) struct Unexpected {
    /// The path as it may be shown.
    pub(super) path: String,
    /// The expectation that comes nearest, and why it is not met.
    pub(super) nearest: Option<(Arc<Registered>, Vec<String>)>,
}

/// What a mock knows.
#[derive(Default)]
pub(super) struct State {
    expectations: Vec<Arc<Registered>>,
    requests: Vec<(Arc<Request>, Outcome)>,
    /// Pages that may be asked for, by their path and query, with the action that they are of.
    links: HashMap<String, (&'static ActionMetadata, Answer)>,
}

#[derive(Default)]
pub(super) struct Registry(Mutex<State>);

impl Registry {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn register(&self, expectation: Registered) {
        self.lock().expectations.push(Arc::new(expectation));
    }

    pub(super) fn expectations(&self) -> Vec<Arc<Registered>> {
        self.lock().expectations.clone()
    }

    pub(super) fn requests(&self) -> Vec<(Arc<Request>, Outcome)> {
        self.lock().requests.clone()
    }

    /// Records a request, and says what to answer. The server asks for one request after the other, so that the
    /// conditions and answers of a test may look at the mock.
    pub(super) fn answer(&self, request: &Arc<Request>) -> Answer {
        let link = self.lock().links.get(&request.target()).cloned();
        let (outcome, Reply { answer, links }) = match link {
            _ if !is_authorized(request) => unauthorized(request),
            Some((metadata, answer)) => (Outcome::Answered(metadata), answer.into()),
            None => dispatch(&self.expectations(), request),
        };
        let mut state = self.lock();
        if let Outcome::Answered(metadata) = outcome {
            state.links.extend(links.into_iter().map(|(target, answer)| (target, (metadata, answer))));
        }
        state.requests.push((Arc::clone(request), outcome));
        answer
    }
}
