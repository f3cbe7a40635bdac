//! Requests that came.

use std::{fmt, marker::PhantomData, sync::Arc};

use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{route::Parameters, shown};
use crate::{
    action::GraphAction,
    metadata::action_metadata::{ActionMetadata, ApiVersion},
};

/// A request as it came, whatever action it is of.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) method: http::Method,
    /// The version, and the path below it as it was sent; where there is no version, the whole path.
    pub(super) version: Option<ApiVersion>,
    pub(super) path: String,
    /// The query as it was sent.
    pub(super) raw_query: Option<String>,
    /// The query, decoded.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The body, where it is JSON.
    pub(super) json: Option<Value>,
}

impl Request {
    pub(super) fn new(request: &wiremock::Request) -> Self {
        let path = request.url.path();
        let versioned = path.strip_prefix('/').and_then(|rest| {
            let (version, _) = rest.split_once('/')?;
            Some((version.parse().ok()?, &rest[version.len()..]))
        });
        Self {
            method: request.method.clone(),
            version: versioned.map(|(version, _)| version),
            path: versioned.map_or(path, |(_, path)| path).to_owned(),
            raw_query: request.url.query().map(str::to_owned),
            query: request.url.query_pairs().into_owned().collect(),
            headers: request.headers.clone(),
            body: Bytes::copy_from_slice(&request.body),
            json: serde_json::from_slice(&request.body).ok(),
        }
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The version and the path below it, as they were sent.
    pub(super) fn versioned_path(&self) -> String {
        self.version_and(&self.path)
    }

    /// The path and query, as they were sent.
    pub(super) fn target(&self) -> String {
        let path = self.versioned_path();
        match &self.raw_query {
            Some(query) => format!("{path}?{query}"),
            None => path,
        }
    }

    /// The version and a path below it.
    pub(super) fn version_and(&self, path: &str) -> String {
        self.version.map_or_else(|| path.to_owned(), |version| format!("/{version}{path}"))
    }

    /// The path, decoded to be read by a person.
    pub(super) fn readable_path(&self) -> String {
        percent_decode_str(&self.versioned_path()).decode_utf8_lossy().into_owned()
    }
}

/// A request that came for the action `A`: what [`GraphMock::received`](super::GraphMock::received) gives, and what the
/// conditions and answers of an expectation are given.
///
/// ```
/// use graph_runtime::{graph_action, testing::GraphMock};
///
/// #[graph_action(
///     POST, "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken",
///     version = "beta",
///     perms = "DeviceManagementServiceConfig.ReadWrite.All",
/// )]
/// struct UploadDepToken {
///     id: String,
///     apple_id: String,
///     #[graph(secret)]
///     dep_token: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let mock = GraphMock::start().await;
/// mock.expect::<UploadDepToken>().respond(());
/// UploadDepToken::builder().id("dep 1/é").apple_id("a").dep_token("8c51").send(&mock.client()).await?;
///
/// let received = mock.received::<UploadDepToken>().remove(0);
/// assert_eq!(received.parameter("id"), Some("dep 1/é"));
/// assert_eq!(received.property("depToken").and_then(|token| token.as_str()), Some("8c51"));
/// assert!(!format!("{received:?}").contains("8c51"), "secret fields are not shown");
/// # Ok(())
/// # }
/// ```
pub struct Received<A> {
    request: Arc<Request>,
    parameters: Arc<Parameters>,
    action: PhantomData<fn() -> A>,
}

impl<A: GraphAction> Received<A> {
    pub(super) const fn new(request: Arc<Request>, parameters: Arc<Parameters>) -> Self {
        Self { request, parameters, action: PhantomData }
    }

    /// The version that was called.
    #[must_use]
    pub fn version(&self) -> ApiVersion {
        self.request.version.unwrap_or(A::METADATA.default_version())
    }

    /// The value of a path parameter, decoded.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The path parameters with their values, decoded, from left to right.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.parameters.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The value of a query parameter such as `$top`, decoded; the first, where there are several of this name.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.request.query(name)
    }

    /// The query parameters, decoded, in the order in which they were sent.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.request.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a header, whatever case its name is in; none where it is not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.header(name)
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// The body as it was sent.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.request.body
    }

    /// The body, where it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<&Value> {
        self.request.json.as_ref()
    }

    /// A value of the JSON body: a property by its name, such as `appleId`, or whatever a JSON pointer such as
    /// `/members/0/id` leads to.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Value> {
        self.request.json.as_ref()?.pointer(&pointer(name))
    }

    /// The body, read as a type of the test's own.
    ///
    /// # Errors
    ///
    /// Where the body is not JSON, or not of this type.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.request.body)
    }
}

/// A property's name, or a JSON pointer, as a JSON pointer.
pub(super) fn pointer(name: &str) -> String {
    if name.is_empty() || name.starts_with('/') {
        name.to_owned()
    } else {
        format!("/{}", name.replace('~', "~0").replace('/', "~1"))
    }
}

impl<A> Clone for Received<A> {
    fn clone(&self) -> Self {
        let Self { request, parameters, action } = self;
        Self { request: Arc::clone(request), parameters: Arc::clone(parameters), action: *action }
    }
}

impl<A: GraphAction> fmt::Debug for Received<A> {
    /// Shows neither the body nor what the action declares as secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let metadata: &ActionMetadata = A::METADATA;
        let query: Vec<_> = self
            .query_pairs()
            .map(|(name, value)| format!("{name}={}", shown::text(value, metadata.hides_query(name))))
            .collect();
        f.debug_struct("Received")
            .field("action", &metadata.name)
            .field("method", &metadata.method)
            .field("path", &self.request.version_and(&metadata.path_of(&self.parameters)))
            .field("query", &query)
            .field("body", &format_args!("[{} bytes]", self.request.body.len()))
            .finish_non_exhaustive()
    }
}
