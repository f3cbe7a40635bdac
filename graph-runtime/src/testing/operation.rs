//! Long-running operations of a mock.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Expectation, MockResponse,
    registry::{Link, Responses},
};
use crate::{action::GraphAction, prepare::json};

/// The course of a long-running operation. See [`respond_operation`](Expectation::respond_operation).
///
/// ```
/// use graph_runtime::{graph_action, testing::{GraphMock, MockOperation}};
///
/// #[graph_action(POST, "/teams", perms(delegated = "Team.Create", application = "Team.Create"))]
/// struct CreateTeam {
///     display_name: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = GraphMock::start();
/// let operation = MockOperation::succeeding(serde_json::json!({ "id": "7" })).running([0.0, 50.0]);
/// mock.expect::<CreateTeam>().respond_operation(operation);
///
/// let graph = mock.client();
/// let create = CreateTeam { display_name: "Sales".into() };
/// let team: serde_json::Value = graph.call(&create).start_operation().await?.wait().await?;
/// assert_eq!(team["id"], "7");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is passed to an expectation"]
pub struct MockOperation {
    /// The progress in percent, of each status before the end.
    running: Vec<f64>,
    end: End,
    retry_after: Option<Duration>,
    header: &'static str,
}

#[derive(Debug, Clone)]
enum End {
    /// With the result, which has a link of its own unless it is `null`.
    Succeeded(Value),
    /// With this code and message.
    Failed(String, String),
}

impl MockOperation {
    /// Creates an operation that succeeds at once, with a result at the link that its last status names. With `()`, it has
    /// no result.
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized.
    #[track_caller]
    pub fn succeeding(result: impl Serialize) -> Self {
        match json::to_value(&result) {
            Ok(result) => Self::ending(End::Succeeded(result)),
            Err(error) => panic!("cannot serialize the result of the operation: {error}"),
        }
    }

    /// Creates an operation that fails at once, with this code and message.
    pub fn failing(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::ending(End::Failed(code.into(), message.into()))
    }

    fn ending(end: End) -> Self {
        Self { running: Vec::new(), end, retry_after: Some(Duration::ZERO), header: "Location" }
    }

    /// Sets the progress, in percent, of the statuses before the operation ends. One request for the status gets each.
    pub fn running(mut self, percent: impl IntoIterator<Item = f64>) -> Self {
        self.running = percent.into_iter().collect();
        self
    }

    /// Sets the `Retry-After` of the 202 and of each status before the end. The default is zero, so that a test does not
    /// wait; `None` omits it.
    pub const fn retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }

    /// Puts the link to the status into `Operation-Location`. By default, it is in `Location`.
    pub const fn with_operation_location(mut self) -> Self {
        self.header = "Operation-Location";
        self
    }

    /// Returns the status for the request with this number, from 0.
    fn status(&self, number: usize, result: &str) -> MockResponse {
        let body = match (self.running.get(number), &self.end) {
            (Some(percent), _) => {
                let body = json!({ "status": "inProgress", "percentageComplete": percent });
                return self.waiting(MockResponse::json(200, &body));
            }
            (None, End::Succeeded(Value::Null)) => json!({ "status": "succeeded" }),
            (None, End::Succeeded(_)) => json!({ "status": "succeeded", "resourceLocation": result }),
            (None, End::Failed(code, message)) => {
                json!({ "status": "failed", "error": { "code": code, "message": message } })
            }
        };
        MockResponse::json(200, &body)
    }

    fn waiting(&self, response: MockResponse) -> MockResponse {
        match self.retry_after {
            Some(wait) => response.header("Retry-After", &wait.as_secs_f64().to_string()),
            None => response,
        }
    }
}

/// Long-running operations.
impl<A: GraphAction> Expectation<A> {
    /// Responds with 202 and a link to the status of an operation, on the mock, which takes this course.
    ///
    /// The requests for the status and the result need not be expected, and do not count as calls.
    pub fn respond_operation(self, operation: MockOperation) {
        /// Distinguishes the operations of one call from those of another.
        static OPERATIONS: AtomicU64 = AtomicU64::new(1);

        let delay = self.delay;
        let operation = Arc::new(operation);
        self.register(Box::new(move |request, _| {
            let number = OPERATIONS.fetch_add(1, Ordering::Relaxed);
            let target = format!("/v1.0/graph-mock/operations/{number}");
            let result = format!("{target}/result");
            let (location, result_url) = (request.own_url() + &target, request.own_url() + &result);
            let first = MockResponse::empty(202).header(operation.header, &location);
            let first = operation.waiting(first).after_at_least(delay);
            let mut links = Vec::new();
            if let End::Succeeded(value) = &operation.end {
                let response = MockResponse::json(200, value);
                links.push(Link::new(result, move |_| response.clone()));
            }
            let (operation, asked) = (Arc::clone(&operation), AtomicUsize::new(0));
            let status = move |_: &_| operation.status(asked.fetch_add(1, Ordering::Relaxed), &result_url);
            links.push(Link::new(target, status));
            Responses { first, links }
        }));
    }
}
