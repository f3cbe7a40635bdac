//! What a test expects.

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
    Received,
    condition::{Condition, Text},
    exact,
    json::Expected,
    received::pointer,
    registry::{Registered, Registry, Respond, Throttle, Times},
};
use crate::{action::GraphAction, metadata::action_metadata::ApiVersion};

/// What a test expects of one action, begun by [`GraphMock::expect`](super::GraphMock::expect).
///
/// First conditions: a request fits if it has the action's method and path and fulfils them all. Then how often, at least
/// once unless it is said otherwise. Last, what is answered, which puts the expectation in place:
/// [`respond`](Expectation::respond) and the others, or [`never`](Expectation::never).
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
/// let mock = GraphMock::start().await;
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
#[must_use = "an expectation is in place once it says what is answered, or `.never()`"]
pub struct Expectation<A> {
    registry: Arc<Registry>,
    location: &'static Location<'static>,
    conditions: Vec<Condition>,
    version: Option<ApiVersion>,
    /// The version has to be the one that is called by default, unless there is another.
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

    /// The request has to be exactly what this action would send: path, query, headers, body, nothing more of query and
    /// body, and in the version that is called unless the caller asks for another.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::GraphMock};
    /// # #[graph_action(POST, "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken", version = "beta",
    /// #     perms = "DeviceManagementServiceConfig.ReadWrite.All")]
    /// # struct UploadDepToken { id: String, apple_id: String, #[graph(secret)] dep_token: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), graph_runtime::Error> {
    /// let mock = GraphMock::start().await;
    /// let upload = UploadDepToken { id: "7".into(), apple_id: "it@contoso.com".into(), dep_token: "8c51".into() };
    /// mock.expect::<UploadDepToken>().matching(&upload).once().respond(());
    /// # mock.client().send(&upload).await?;
    /// // … let the application upload the token
    /// mock.verify();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A body that is a stream is not read for this: its length is compared, where it is stated. What it has to hold is
    /// said with an action whose [`UploadBody`](crate::upload::UploadBody) is in memory, or with
    /// [`raw_body`](Expectation::raw_body).
    ///
    /// # Panics
    ///
    /// Where the action cannot be sent.
    #[track_caller]
    pub fn matching(mut self, action: &A) -> Self {
        self.conditions.extend(exact::conditions(action));
        self.is_exact = true;
        self
    }

    /// A path parameter has this value, compared decoded.
    ///
    /// # Panics
    ///
    /// Where the action has no path parameter of this name.
    #[track_caller]
    pub fn parameter(self, name: &str, value: impl Display) -> Self {
        let metadata = A::METADATA;
        let Some(parameter) = metadata.path.parameters().find(|parameter| parameter.name == name) else {
            panic!("{} has no path parameter `{name}`: its path is {}", metadata.name, metadata.path);
        };
        let secret = metadata.hides_parameter(name);
        self.condition(Condition::Parameter(parameter.name, Text { value: value.to_string(), secret }))
    }

    /// A query parameter such as `$top` has this value, compared decoded.
    pub fn query(self, name: impl Into<String>, value: impl Display) -> Self {
        let name = name.into();
        let secret = A::METADATA.hides_query(&name);
        self.condition(Condition::Query(name, Text { value: value.to_string(), secret }))
    }

    /// A header has this value.
    ///
    /// # Panics
    ///
    /// Where the name is none of a header.
    #[track_caller]
    pub fn header(self, name: &str, value: impl Display) -> Self {
        let secret = A::METADATA.hides_header(name);
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
            panic!("{name:?} is no name of a header");
        };
        self.condition(Condition::Header(name, Text { value: value.to_string(), secret }))
    }

    /// This version is called. Otherwise, any that the action declares.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.version = Some(version);
        self
    }

    /// The JSON body is this value, with nothing more and nothing less. It has the action's `@odata.type`, if it declares
    /// one.
    ///
    /// # Panics
    ///
    /// Where the value cannot be written as JSON.
    #[track_caller]
    pub fn body(self, value: impl Serialize) -> Self {
        self.json("", &value, false)
    }

    /// The JSON body has at least this: its objects may have more properties, at every depth; its lists have as many items.
    ///
    /// # Panics
    ///
    /// Where the value cannot be written as JSON.
    #[track_caller]
    pub fn body_containing(self, value: impl Serialize) -> Self {
        self.json("", &value, true)
    }

    /// A value of the JSON body: that of a property by its name, such as `appleId`, or of whatever a JSON pointer such as
    /// `/members/0/id` leads to.
    ///
    /// # Panics
    ///
    /// Where the value cannot be written as JSON.
    #[track_caller]
    pub fn property(self, name: &str, value: impl Serialize) -> Self {
        self.json(&pointer(name), &value, false)
    }

    /// The body is these bytes, however they were sent: from memory, from a file, or as a stream. A report shows how many
    /// there are, and not which.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::GraphMock, upload::UploadBody};
    /// # #[graph_action(PUT, "/drives/<drive>/items/<item>/content", perms = "Files.ReadWrite.All")]
    /// # struct ReplaceContent { drive: String, item: String,
    /// #     #[graph(raw_body = "application/octet-stream")] content: UploadBody }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = GraphMock::start().await;
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

    /// A condition of the test's own, with what a report says of it.
    ///
    /// ```
    /// # use graph_runtime::{graph_action, testing::GraphMock};
    /// # #[graph_action(GET, "/users/<id>", perms = "User.Read.All", returns = serde_json::Value)]
    /// # struct GetUser { id: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let mock = GraphMock::start().await;
    /// mock.expect::<GetUser>()
    ///     .with("the user is one of Contoso's", |request| {
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
            Err(error) => panic!("what is expected of {} cannot be written as JSON: {error}", A::METADATA.name),
        }
    }

    fn condition(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}

/// How often, and how fast.
impl<A: GraphAction> Expectation<A> {
    /// It is called once; a further request is not expected.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// It is called so many times; further requests are not expected.
    pub fn times(self, times: u64) -> Self {
        self.at_least(times).at_most(times)
    }

    /// It is called so many times, or more.
    pub const fn at_least(mut self, times: u64) -> Self {
        self.at_least = Some(times);
        self
    }

    /// It is called so many times, or less; unless [`at_least`](Expectation::at_least) says more, not at all is as good.
    /// Further requests are not expected.
    pub const fn at_most(mut self, times: u64) -> Self {
        self.at_most = Some(times);
        self
    }

    /// Throttles before it answers: so many requests that fit are answered with 429, with `Retry-After` or without it,
    /// and do not count as calls.
    ///
    /// The client of [`GraphMock::client`](super::GraphMock::client) honours `Retry-After` as any other does: a test
    /// that must not wait gives `Duration::ZERO`, or none.
    pub const fn throttle(mut self, times: u64, retry_after: Option<Duration>) -> Self {
        self.throttle = Throttle { times, retry_after };
        self
    }

    /// Waits before it answers.
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// It is never called: a request that fits is not expected, and puts the expectation in place without an answer.
    pub fn never(self) {
        self.times(0).register(Box::new(|_, _| super::Answer::empty(501).into()));
    }

    /// Puts the expectation in place.
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
