//! A long-running operation and its progress.

use std::{any::TypeId, fmt, time::Duration};

use http::{StatusCode, header};
use serde::de::{IntoDeserializer, value};

use super::{
    error::OperationError,
    link::OperationLink,
    requests::{STATUS, absolute, result, started, status},
    state::{Phase, State},
};
use crate::{
    action::ActionResponse,
    client::shared::Shared,
    error::{Error, build::BuildError, decode::DecodeError},
    exchange::{decode::decode, outgoing::Outgoing, response::RawResponse, send::send},
    retry::retry_after,
};

/// The waits between two requests for the status, if the service names none: from the first one, doubled up to the second.
const WAITS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];

/// A long-running operation, which the service has accepted with 202 and a link to its status. Created by
/// [`Call::start_operation`](crate::client::Call::start_operation), or from a stored link by
/// [`GraphClient::operation`](crate::GraphClient::operation).
///
/// [`wait`](Operation::wait) asks for the status until the operation has ended, and returns its result.
/// [`step`](Operation::step) does one step of this, so that a program can show the progress. The waits are those that the
/// service names with `Retry-After`; without one, the first is a second, and each doubles up to 30 seconds.
///
/// The link is that of the header `Operation-Location`, or else `Location`. To the client's own origin, the requests have the
/// token; to another host, such as the monitor of a drive, they are sent without it, and only over HTTPS.
///
/// ```no_run
/// use graph_runtime::{GraphClient, graph_action, operation::OperationError};
///
/// #[graph_action(POST, "/teams", perms(delegated = "Team.Create", application = "Team.Create"))]
/// struct CreateTeam {
///     display_name: String,
/// }
///
/// # async fn create(graph: &GraphClient, team: &CreateTeam) -> Result<(), OperationError> {
/// let mut operation = graph.call(team).start_operation().await?;
/// while !operation.step().await? {
///     println!("{:?}, {:?} %", operation.status(), operation.percent());
/// }
/// let team: serde_json::Value = operation.wait().await?;
/// # let _ = team;
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation is not waited for until `.wait()`"]
pub struct Operation {
    client: Shared,
    link: Option<OperationLink>,
    state: State,
    /// The last response: that of the action, or with the status.
    response: Option<Box<RawResponse>>,
    interval: Option<Duration>,
    /// The wait before the next request.
    wait: Duration,
    /// The wait before the one after it, if the service names none.
    backoff: Duration,
}

impl Operation {
    /// Starts the operation.
    pub(crate) async fn start(outgoing: Outgoing) -> Result<Self, Error> {
        let response = send(&outgoing).await?;
        let (client, links) = (outgoing.client.clone(), started(&response));
        let unexpected = |reason: String| Error::from(Box::new(DecodeError::new((*response).clone(), reason)));
        let version = outgoing.prepared.version;
        let link = match links.operation {
            Some(link) => Some(
                absolute(&client, version, &link)
                    .map_err(|reason| unexpected(format!("the link of the operation {reason}")))?,
            ),
            None if response.status == StatusCode::ACCEPTED => {
                return Err(unexpected("the operation has neither `Operation-Location` nor `Location`".to_owned()));
            }
            None => None,
        };
        let mut operation = Self::of(client, link.map(OperationLink::new));
        operation.state.result = links.result;
        if operation.link.is_none() {
            operation.state.phase = Phase::Succeeded;
        }
        operation.wait = operation.wait_after(&response);
        operation.response = Some(response);
        Ok(operation)
    }

    pub(crate) fn resumed(client: Shared, link: OperationLink) -> Self {
        Self::of(client, Some(link))
    }

    fn of(client: Shared, link: Option<OperationLink>) -> Self {
        let (wait, backoff) = (Duration::ZERO, WAITS[0]);
        Self { client, link, state: State::default(), response: None, interval: None, wait, backoff }
    }

    /// Sets the wait before each request for the status for which the service names none.
    pub fn interval(mut self, wait: Duration) -> Self {
        if self.response.as_ref().is_some_and(|response| self.named(response).is_none()) {
            self.wait = wait;
        }
        self.interval = Some(wait);
        self
    }

    /// Returns the link, to store it; `None` if the operation had ended when the service responded to the action.
    #[must_use]
    pub fn link(&self) -> Option<&OperationLink> {
        self.link.as_ref()
    }

    /// Returns the last status, as the service wrote it, such as `inProgress`; `None` if it has not sent one.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.state.status.as_deref()
    }

    /// Returns the progress in percent, or `None` if the service has not sent it.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        self.state.percent
    }

    /// Waits as long as the service has asked for, and asks for the status once. Returns `true` if the operation has ended.
    ///
    /// # Errors
    ///
    /// Returns [`OperationError::Failed`] if the operation has failed, and [`OperationError::Request`] if a request failed. The
    /// next call then asks again.
    pub async fn step(&mut self) -> Result<bool, OperationError> {
        let Some(link) = self.link.clone().filter(|_| self.state.phase == Phase::Running) else {
            return self.ended();
        };
        self.client.clock.sleep(self.wait).await;
        match status(&self.client, link.as_str()).await {
            Ok(response) => {
                let result = self.state.result.take();
                self.state = State::read(response.status, &response.body);
                self.state.result = self.state.result.take().or(result);
                self.wait = self.wait_after(&response);
                self.response = Some(response);
            }
            Err(error) => match see_other(&error) {
                Some(result) => {
                    self.state = State { phase: Phase::Succeeded, result: Some(result), ..State::default() };
                }
                None => return Err(error.into()),
            },
        }
        self.ended()
    }

    /// Waits until the operation has ended, and returns its result: what the link names that the operation has for it, or
    /// else what the service responded at the end. Of type `()`, the result is not requested.
    ///
    /// The service decides how long this takes; limit it with `tokio::time::timeout`. The operation goes on if nobody waits,
    /// and its [link](Operation::link) continues the wait.
    ///
    /// # Errors
    ///
    /// Returns [`OperationError::Failed`] if the operation has failed, and [`OperationError::Request`] if a request failed, or
    /// the result is not of this type.
    pub async fn wait<T: ActionResponse>(&mut self) -> Result<T, OperationError> {
        while !self.step().await? {}
        if is_nothing::<T>() {
            return nothing().ok_or_else(|| not_built("it has no result").into());
        }
        let response = match &self.state.result {
            Some(link) => result(&self.client, link).await?,
            None => self.last()?,
        };
        Ok(decode(as_json(response))?)
    }

    /// Waits until the operation has ended, and returns what the service responded at the end, such as the operation itself
    /// with its last status.
    ///
    /// # Errors
    ///
    /// The same as of [`wait`](Operation::wait).
    pub async fn wait_for_status<T: ActionResponse>(&mut self) -> Result<T, OperationError> {
        while !self.step().await? {}
        Ok(decode(as_json(self.last()?))?)
    }

    fn ended(&self) -> Result<bool, OperationError> {
        match &self.state.phase {
            Phase::Running => Ok(false),
            Phase::Succeeded => Ok(true),
            Phase::Failed(failure) => Err(Box::new(failure.clone()).into()),
        }
    }

    /// Returns how long to wait before the next request.
    fn wait_after(&mut self, response: &RawResponse) -> Duration {
        self.named(response).or(self.interval).unwrap_or_else(|| {
            let wait = self.backoff;
            self.backoff = wait.saturating_mul(2).min(WAITS[1]);
            wait
        })
    }

    /// Returns the wait that a response asks for.
    fn named(&self, response: &RawResponse) -> Option<Duration> {
        retry_after::read(&response.headers, self.client.clock.date())
    }

    fn last(&self) -> Result<Box<RawResponse>, Error> {
        self.response.clone().ok_or_else(|| not_built("the service has not responded with its status"))
    }
}

fn not_built(reason: &str) -> Error {
    BuildError::action(STATUS.name, reason).into()
}

/// Whether a result of this type is not of interest.
fn is_nothing<T: 'static>() -> bool {
    TypeId::of::<T>() == TypeId::of::<()>()
}

fn nothing<T: ActionResponse>() -> Option<T> {
    T::read(IntoDeserializer::<value::Error>::into_deserializer(())).ok()
}

/// Has the body read as JSON, whatever the action returns that started the operation.
fn as_json(mut response: Box<RawResponse>) -> Box<RawResponse> {
    response.metadata = STATUS;
    response
}

/// Returns where a redirect to the result leads.
fn see_other(error: &Error) -> Option<String> {
    let Error::Api(error) = error else { return None };
    let is_redirect = matches!(error.status(), StatusCode::SEE_OTHER | StatusCode::FOUND);
    let location = error.headers().get(header::LOCATION).filter(|_| is_redirect)?;
    location.to_str().ok().map(str::to_owned)
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("status", &self.state.status)
            .field("percent", &self.state.percent)
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}
