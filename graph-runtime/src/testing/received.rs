//! Requests that a mock has received.

use std::{fmt, marker::PhantomData, sync::Arc};

use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;

use super::{route::Parameters, shown};
use crate::{
    action::GraphAction,
    metadata::action_metadata::{ActionMetadata, ApiVersion},
};

/// A request, not yet of an action.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) method: http::Method,
    pub(super) version: Option<ApiVersion>,
    /// The path below the version, as sent; the whole path if it has no version.
    pub(super) path: String,
    /// The query as sent.
    pub(super) raw_query: Option<String>,
    /// The query, decoded.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The body, if it is JSON.
    pub(super) json: Option<Value>,
}

impl Request {
    pub(super) fn new(request: http::Request<Bytes>) -> Self {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path();
        let versioned = path.strip_prefix('/').and_then(|rest| {
            let (version, _) = rest.split_once('/')?;
            Some((version.parse().ok()?, &rest[version.len()..]))
        });
        let raw_query = parts.uri.query();
        Self {
            method: parts.method,
            version: versioned.map(|(version, _)| version),
            path: versioned.map_or(path, |(_, path)| path).to_owned(),
            raw_query: raw_query.map(str::to_owned),
            query: form_urlencoded::parse(raw_query.unwrap_or_default().as_bytes()).into_owned().collect(),
            headers: parts.headers,
            json: serde_json::from_slice(&body).ok(),
            body,
        }
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the URL of the mock, as the client knows it.
    pub(super) fn own_url(&self) -> String {
        format!("http://{}", self.header(http::header::HOST.as_str()).unwrap_or_default())
    }

    /// Returns the version and the path below it, as sent.
    pub(super) fn versioned_path(&self) -> String {
        self.version_and(&self.path)
    }

    /// Returns the path and query, as sent.
    pub(super) fn target(&self) -> String {
        let path = self.versioned_path();
        match &self.raw_query {
            Some(query) => format!("{path}?{query}"),
            None => path,
        }
    }

    /// Returns the version and a path below it.
    pub(super) fn version_and(&self, path: &str) -> String {
        self.version.map_or_else(|| path.to_owned(), |version| format!("/{version}{path}"))
    }

    /// Returns the path, decoded for display.
    pub(super) fn readable_path(&self) -> String {
        percent_decode_str(&self.versioned_path()).decode_utf8_lossy().into_owned()
    }
}

/// A request received for the action `A`: returned by [`GraphMock::received`](super::GraphMock::received), and passed to the
/// closures of [`Expectation::with`](super::Expectation::with) and
/// [`Expectation::respond_with`](super::Expectation::respond_with).
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
/// let mock = GraphMock::start();
/// mock.expect::<UploadDepToken>().respond(());
/// UploadDepToken::builder().id("dep 1/é").apple_id("a").dep_token("8c51").send(&mock.client()).await?;
///
/// let received = mock.received::<UploadDepToken>().remove(0);
/// assert_eq!(received.parameter("id"), Some("dep 1/é"));
/// assert_eq!(received.property("depToken").and_then(|token| token.as_str()), Some("8c51"));
/// assert!(!format!("{received:?}").contains("8c51"), "secret fields are redacted");
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

    /// Returns the version that was called.
    #[must_use]
    pub fn version(&self) -> ApiVersion {
        self.request.version.unwrap_or(A::METADATA.default_version())
    }

    /// Returns the value of a path parameter, decoded.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the path parameters and their values, decoded, from left to right.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.parameters.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Returns the value of a query parameter such as `$top`, decoded; the first one if the name is repeated.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.request.query(name)
    }

    /// Returns the query parameters, decoded, in the order in which they were sent.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.request.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the value of a header, by its name in any case; `None` if the value is not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.header(name)
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// Returns the body as sent.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.request.body
    }

    /// Returns the body, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<&Value> {
        self.request.json.as_ref()
    }

    /// Returns a property of the JSON body, by its name, such as `appleId`, or by a JSON pointer, such as `/members/0/id`.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Value> {
        self.request.json.as_ref()?.pointer(&pointer(name))
    }

    /// Deserializes the JSON body.
    ///
    /// # Errors
    ///
    /// If the body is not JSON or does not fit the type.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.request.body)
    }
}

/// Converts the name of a property into a JSON pointer, and leaves a JSON pointer unchanged.
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
    /// Shows neither the body nor the secrets that the action declares.
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
