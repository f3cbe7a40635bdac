//! Expectations.

use std::{
    fmt::{self, Display},
    marker::PhantomData,
    panic::Location,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::HeaderName;
use serde::Serialize;

use super::{
    MockResponse, Received,
    condition::{Condition, Text},
    exact,
    json::Expected,
    received::pointer,
    registry::{Registered, Registry, Respond, Throttle, Times},
};
use crate::{action::GraphAction, metadata::action_metadata::ApiVersion};

/// An expectation for one action, started by [`GraphMock::expect`](super::GraphMock::expect).
///
/// Conditions come first: a request matches if it has the action's method and path and meets all of them. Then the number
/// of calls, which is at least one by default. Last the response, which registers the expectation:
/// [`respond`](Expectation::respond) or another method that begins so, or [`never`](Expectation::never).
///
/// ```
/// use graph_runtime::{Page, graph_action, testing::{GraphError, GraphMock}};
///
/// #[graph_action(GET, "/users", perms = "User.ReadBasic.All", returns = Page<serde_json::Value>)]
/// struct ListUsers {
///     #[graph(query = "$top")]
///     top: Option<u32>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let mock = GraphMock::start();
/// mock.expect::<ListUsers>().query("$top", 5).once().respond([serde_json::json!({"id": "7"})]);
/// mock.expect::<ListUsers>()
///     .with("asks for at most 999", |request| request.query("$top").is_some_and(|top| top.len() > 3))
///     .respond_error(GraphError::new(400, "Request_BadRequest", "Invalid page size specified."));
///
/// let graph = mock.client();
/// assert_eq!(ListUsers { top: Some(5) }.send(&graph).await?.value.len(), 1);
/// let error = ListUsers { top: Some(1000) }.send(&graph).await.expect_err("too many");
/// assert_eq!(error.code(), Some("Request_BadRequest"));
/// # Ok(())
/// # }
/// ```
#[must_use = "an expectation does nothing until its response is set, or `.never()`"]
pub struct Expectation<A> {
    registry: Arc<Registry>,
    location: &'static Location<'static>,
    conditions: Vec<Condition>,
    version: Option<ApiVersion>,
    /// Whether the version has to be the action's default if `version` is `None`.
    is_exact: bool,
    at_least: Option<u64>,
    at_most: Option<u64>,
    throttle: Throttle,
    pub(super) delay: Duration,
    action: PhantomData<fn() -> A>,
}

impl<A: GraphAction> Expectation<A> {
    #[track_caller]
    pub(super) fn new(registry: Arc<Registry>) -> Self {
        Self {
            registry,
            location: Location::caller(),
            conditions: Vec::new(),
            version: None,
            is_exact: false,
            at_least: None,
            at_most: None,
            throttle: Throttle::default(),
            delay: Duration::ZERO,
            action: PhantomData,
        }
    }

    /// Requires exactly the request that this action sends: its path, query, headers and body, no further query parameters
    /// or properties, and the action's default version unless [`version`](Expectation::version) requires another.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::GraphMock};
    /// # #[graph_action(POST, "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken", version = "beta",
    /// #     perms = "DeviceManagementServiceConfig.ReadWrite.All")]
    /// # struct UploadDepToken { id: String, apple_id: String, #[graph(secret)] dep_token: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// let mock = GraphMock::start();
    /// let upload = UploadDepToken { id: "7".into(), apple_id: "it@contoso.com".into(), dep_token: "8c51".into() };
    /// mock.expect::<UploadDepToken>().matching(&upload).once().respond(());
    /// # mock.client().send(&upload).await?;
    /// // … the application uploads the token
    /// mock.verify();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// If the body is a stream, only its length is compared, if known. To compare the content, pass an action whose
    /// [`UploadBody`](crate::upload::UploadBody) is in memory, or use [`raw_body`](Expectation::raw_body).
    ///
    /// # Panics
    ///
    /// If the request cannot be built.
    #[track_caller]
    pub fn matching(mut self, action: &A) -> Self {
        self.conditions.extend(exact::conditions(action));
        self.is_exact = true;
        self
    }

    /// Requires this value of a path parameter, not percent-encoded.
    ///
    /// # Panics
    ///
    /// If the action has no path parameter of this name.
    #[track_caller]
    pub fn parameter(self, name: &str, value: impl Display) -> Self {
        let metadata = A::METADATA;
        let Some(parameter) = metadata.path.parameters().find(|parameter| parameter.name == name) else {
            panic!("{} has no path parameter `{name}`: its path is {}", metadata.name, metadata.path);
        };
        let secret = metadata.hides_parameter(name);
        self.condition(Condition::Parameter(parameter.name, Text { value: value.to_string(), secret }))
    }

    /// Requires this value of a query parameter such as `$top`, not percent-encoded.
    pub fn query(self, name: impl Into<String>, value: impl Display) -> Self {
        let name = name.into();
        let secret = A::METADATA.hides_query(&name);
        self.condition(Condition::Query(name, Text { value: value.to_string(), secret }))
    }

    /// Requires this value of a header.
    ///
    /// # Panics
    ///
    /// If the name is not a valid header name.
    #[track_caller]
    pub fn header(self, name: &str, value: impl Display) -> Self {
        let secret = A::METADATA.hides_header(name);
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
            panic!("{name:?} is not a valid header name");
        };
        self.condition(Condition::Header(name, Text { value: value.to_string(), secret }))
    }

    /// Requires this version. By default, any version that the action declares matches.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.version = Some(version);
        self
    }

    /// Requires this value as the whole JSON body, including the action's `@odata.type` if it declares one.
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized.
    #[track_caller]
    pub fn body(self, value: impl Serialize) -> Self {
        self.json("", &value, false)
    }

    /// Requires this value as the JSON body, but allows further properties in its objects, at every depth.
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized.
    #[track_caller]
    pub fn body_containing(self, value: impl Serialize) -> Self {
        self.json("", &value, true)
    }

    /// Requires this value of a property of the JSON body, given by its name, such as `appleId`, or by a JSON pointer, such
    /// as `/members/0/id`.
    ///
    /// # Panics
    ///
    /// If the value cannot be serialized.
    #[track_caller]
    pub fn property(self, name: &str, value: impl Serialize) -> Self {
        self.json(&pointer(name), &value, false)
    }

    /// Requires these bytes as the body, whether they are sent from memory, from a file or as a stream. Reports show only
    /// their number.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::GraphMock, upload::UploadBody};
    /// # #[graph_action(PUT, "/drives/<drive>/items/<item>/content", perms = "Files.ReadWrite.All")]
    /// # struct ReplaceContent { drive: String, item: String,
    /// #     #[graph(raw_body = "application/octet-stream")] content: UploadBody }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = GraphMock::start();
    /// mock.expect::<ReplaceContent>().raw_body(std::fs::read("Cargo.toml")?).once().respond(());
    ///
    /// let content = UploadBody::file("Cargo.toml").await?;
    /// ReplaceContent::builder().drive("b!t18F8y").item("01NKDM").content(content).send(&mock.client()).await?;
    /// mock.verify();
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_body(self, bytes: impl Into<Bytes>) -> Self {
        self.condition(Condition::Bytes(bytes.into()))
    }

    /// Adds a condition of your own, with the description that reports show.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::GraphMock};
    /// # #[graph_action(GET, "/users/<id>", perms = "User.Read.All", returns = serde_json::Value)]
    /// # struct GetUser { id: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let mock = GraphMock::start();
    /// mock.expect::<GetUser>()
    ///     .with("the user is from Contoso", |request| {
    ///         request.parameter("id").is_some_and(|id| id.ends_with("@contoso.com"))
    ///     })
    ///     .at_most(1)
    ///     .respond(serde_json::json!({"id": "7"}));
    /// # }
    /// ```
    pub fn with(
        self,
        description: impl Into<String>,
        predicate: impl Fn(&Received<A>) -> bool + Send + Sync + 'static,
    ) -> Self {
        let predicate =
            move |request: &_, parameters: &_| predicate(&Received::new(Arc::clone(request), Arc::clone(parameters)));
        self.condition(Condition::Predicate(description.into(), Box::new(predicate)))
    }

    #[track_caller]
    fn json(self, pointer: &str, value: &impl Serialize, partial: bool) -> Self {
        match Expected::of(value) {
            Ok(expected) => self.condition(Condition::Json { pointer: pointer.to_owned(), expected, partial }),
            Err(error) => panic!("cannot serialize the value expected of {}: {error}", A::METADATA.name),
        }
    }

    fn condition(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}

/// Number of calls and timing.
impl<A: GraphAction> Expectation<A> {
    /// Expects exactly one call.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Expects exactly this number of calls.
    pub fn times(self, times: u64) -> Self {
        self.at_least(times).at_most(times)
    }

    /// Expects at least this number of calls.
    pub const fn at_least(mut self, times: u64) -> Self {
        self.at_least = Some(times);
        self
    }

    /// Expects at most this number of calls, and allows none unless [`at_least`](Expectation::at_least) is set.
    pub const fn at_most(mut self, times: u64) -> Self {
        self.at_most = Some(times);
        self
    }

    /// Throttles the first `times` requests that match: they get 429, with or without `Retry-After`, and do not count as
    /// calls.
    ///
    /// The client of [`GraphMock::client`](super::GraphMock::client) waits as long as `Retry-After` says: pass
    /// `Duration::ZERO` or `None` to avoid the wait.
    pub const fn throttle(mut self, times: u64, retry_after: Option<Duration>) -> Self {
        self.throttle = Throttle { times, retry_after };
        self
    }

    /// Delays the response.
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Expects no call, and registers the expectation. A request that matches is reported as unexpected.
    pub fn never(self) {
        self.times(0).register(Box::new(|_, _| MockResponse::empty(501).into()));
    }

    /// Registers the expectation.
    pub(super) fn register(mut self, respond: Respond) {
        let version = self.version.or_else(|| self.is_exact.then(|| A::METADATA.default_version()));
        self.conditions.splice(0..0, version.map(Condition::Version));
        let Self { registry, location, conditions, at_least, at_most, throttle, .. } = self;
        let least = at_least.unwrap_or(u64::from(at_most.is_none()));
        let times = Times { least, most: at_most };
        registry.register(Registered::new(A::METADATA, location, conditions, times, throttle, respond));
    }
}

impl<A: GraphAction> fmt::Debug for Expectation<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conditions: Vec<_> = self.conditions.iter().map(|condition| condition.shown(A::METADATA)).collect();
        f.debug_struct("Expectation")
            .field("action", &A::METADATA.name)
            .field("conditions", &conditions)
            .field("at_least", &self.at_least)
            .field("at_most", &self.at_most)
            .finish_non_exhaustive()
    }
}
