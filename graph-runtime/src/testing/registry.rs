//! The expectations and requests of a mock, and how it responds.

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
    batch,
    condition::Condition,
    dispatch::{dispatch, is_authorized, unauthorized},
    graph_error::throttled,
    mock_response::MockResponse,
    received::Request,
    route::{self, Parameters},
};
use crate::{loopback::panic_message, metadata::action_metadata::ActionMetadata};

/// The response to a request, and those to the requests of links in it.
pub(super) struct Responses {
    pub(super) first: MockResponse,
    pub(super) links: Vec<Link>,
}

/// A link in a response, and the responses to its requests.
pub(super) struct Link {
    /// Its path and query.
    target: String,
    /// Whether its requests have no token.
    is_public: bool,
    serve: Arc<dyn Fn(&Request) -> MockResponse + Send + Sync>,
}

impl Link {
    pub(super) fn new(target: String, serve: impl Fn(&Request) -> MockResponse + Send + Sync + 'static) -> Self {
        Self { target, is_public: false, serve: Arc::new(serve) }
    }

    /// A link that is itself an authorization.
    pub(super) fn public(target: String, serve: impl Fn(&Request) -> MockResponse + Send + Sync + 'static) -> Self {
        Self { is_public: true, ..Self::new(target, serve) }
    }
}

impl From<MockResponse> for Responses {
    fn from(first: MockResponse) -> Self {
        Self { first, links: Vec::new() }
    }
}

pub(super) type Respond = Box<dyn Fn(&Arc<Request>, &Arc<Parameters>) -> Responses + Send + Sync>;

/// The expected number of calls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) least: u64,
    pub(super) most: Option<u64>,
}

impl Times {
    /// Returns whether no call is expected.
    pub(super) const fn is_never(self) -> bool {
        matches!(self.most, Some(0))
    }
}

/// Responses with 429 that precede the response.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Throttle {
    pub(super) times: u64,
    pub(super) retry_after: Option<Duration>,
}

/// A registered expectation.
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

    /// Returns the number of calls.
    pub(super) fn met(&self) -> u64 {
        self.met.load(Ordering::Relaxed)
    }

    /// Returns the number of throttled requests.
    pub(super) fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.met() >= self.times.least
    }

    pub(super) fn is_used_up(&self) -> bool {
        self.times.most.is_some_and(|most| self.met() >= most)
    }

    /// Returns the values of the path parameters, if the path is the action's.
    pub(super) fn parse(&self, request: &Request) -> Option<Arc<Parameters>> {
        request.version?;
        route::parse(self.metadata.path, &request.path).map(Arc::new)
    }

    pub(super) fn has_method_of(&self, request: &Request) -> bool {
        request.method == self.metadata.method.as_str()
    }

    /// Returns how a request with the action's method and path fails to match, one line for each difference.
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

    /// Responds to a request that matches.
    pub(super) fn respond(&self, request: &Arc<Request>, parameters: &Arc<Parameters>) -> Result<Responses, String> {
        if self.throttled() < self.throttle.times {
            self.throttled.fetch_add(1, Ordering::Relaxed);
            return Ok(MockResponse::from(throttled(self.throttle.retry_after)).into());
        }
        self.met.fetch_add(1, Ordering::Relaxed);
        catch_unwind(AssertUnwindSafe(|| (self.respond)(request, parameters)))
            .map_err(|panic| format!("the closure for the response panicked: {}", panic_message(&*panic)))
    }
}

/// The outcome of a request.
#[derive(Clone)]
pub(super) enum Outcome {
    /// It matched an expectation for this action.
    Matched(&'static ActionMetadata),
    /// It was a batch, whose items have outcomes of their own.
    Batch,
    /// It did not have the mock's token.
    Unauthorized,
    /// It matched no expectation.
    Unexpected(Arc<Unexpected>),
}

/// A request that was not expected.
pub(super) struct Unexpected {
    /// The path as a report shows it.
    pub(super) path: String,
    /// The closest expectation, and why the request does not match it.
    pub(super) closest: Option<(Arc<Registered>, Vec<String>)>,
}

/// The state of a mock.
#[derive(Default)]
struct State {
    expectations: Vec<Arc<Registered>>,
    requests: Vec<(Arc<Request>, Outcome)>,
    /// The links in responses, by path and query, each with the action of the response.
    links: HashMap<String, (&'static ActionMetadata, Arc<Link>)>,
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

    /// Records a request, and returns the response.
    ///
    /// The state is not locked while the closures of a test run, so that they can use the mock. The caller passes one
    /// request after the other.
    pub(super) fn respond(&self, request: &Arc<Request>) -> MockResponse {
        let link = self.lock().links.get(&request.target()).cloned();
        let is_public = link.as_ref().is_some_and(|(_, link)| link.is_public);
        let (outcome, Responses { first, links }) = match link {
            _ if !is_public && !is_authorized(request) => unauthorized(request),
            Some((metadata, link)) => (Outcome::Matched(metadata), (link.serve)(request).into()),
            None if batch::is_batch(request) && !self.expects_batches() => {
                self.lock().requests.push((Arc::clone(request), Outcome::Batch));
                return batch::respond(request, |item| self.respond(item));
            }
            None => dispatch(&self.expectations(), request),
        };
        let mut state = self.lock();
        if let Outcome::Matched(metadata) = outcome {
            state.links.extend(links.into_iter().map(|link| (link.target.clone(), (metadata, Arc::new(link)))));
        }
        state.requests.push((Arc::clone(request), outcome));
        first
    }

    /// Returns whether a test expects whole batch requests, as an action of its own.
    fn expects_batches(&self) -> bool {
        self.expectations().iter().any(|expectation| expectation.metadata.path.as_str() == batch::PATH)
    }
}
