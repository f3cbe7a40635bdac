//! Calls of operations that are not declared.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, header};
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    future::{DetailedResponse, ResponseFuture},
    options::Options,
    untyped_path::{filled, has_valid_placeholders},
};
use crate::{
    client::shared::Shared,
    error::{Error, build::BuildError},
    exchange::{outgoing::Outgoing, sending::Sending},
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    permissions::access::Permissions,
    prepare::{
        body::Body,
        encoder::{MAX_URL, query::NOT_IN_QUERY},
        json,
        prepared::Prepared,
        preview::Preview,
    },
    secret::sent::{Noting, SentSecrets},
    upload::body::UploadBody,
};

/// A call of an operation that is not declared, with its method, path and body. Created by
/// [`GraphClient::request`](crate::GraphClient::request).
///
/// The call is sent like any other, with a token, retries, time-outs and tracing. However, the client knows neither its
/// permissions nor its secrets nor the type of its response. Prefer a declaration, except for one-off calls.
///
/// ```no_run
/// use graph_runtime::{ApiVersion, GraphClient, metadata::Method};
/// use serde_json::{Value, json};
///
/// # async fn call(graph: &GraphClient) -> Result<(), graph_runtime::Error> {
/// let devices = graph.request(Method::Get, "/deviceManagement/managedDevices").query("$top", "5").send_json::<Value>().await?;
/// println!("{}", devices.value["value"]);
///
/// let note = json!({ "notes": "In repair" });
/// graph
///     .request(Method::Patch, "/deviceManagement/managedDevices/<id>")
///     .parameter("id", "7")
///     .version(ApiVersion::Beta)
///     .json(&note)
///     .send()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until `.send()`"]
pub struct UntypedRequest<'a> {
    client: &'a Shared,
    method: Method,
    path: String,
    parameters: Vec<(String, String)>,
    query: String,
    body: Body,
    content_type: Option<HeaderValue>,
    secrets: SentSecrets,
    options: Options,
}

impl<'a> UntypedRequest<'a> {
    pub(crate) fn new(client: &'a Shared, method: Method, path: &str) -> Self {
        let mut options = Options::default();
        if let Err(reason) = check(path) {
            options.reject(format!("`path` {reason}"));
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self {
            client,
            method,
            path: path.to_owned(),
            parameters: Vec::new(),
            query: query.to_owned(),
            body: Body::Nothing,
            content_type: None,
            secrets: SentSecrets::default(),
            options,
        }
    }

    /// Sets the version to call. The default is [`ApiVersion::V1_0`].
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.options.version = Some(version);
        self
    }

    /// Sets the value of a placeholder `<name>` of the path. It is encoded for its position as in a
    /// [declaration](macro@crate::graph_action), and replaces an earlier one.
    ///
    /// The request results in [`Error::Build`] if a placeholder has no value, a value has no placeholder, or a value would
    /// address a different resource, such as an empty one.
    pub fn parameter(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        let name = name.into();
        self.parameters.retain(|(earlier, _)| *earlier != name);
        self.parameters.push((name, value.to_string()));
        self
    }

    /// Adds a query parameter. Both name and value are percent-encoded.
    pub fn query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name.as_ref(), NOT_IN_QUERY));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(value.as_ref(), NOT_IN_QUERY));
        self
    }

    /// Sets the body to a value as JSON. If the value cannot be serialized, the call returns [`Error::Build`].
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        let mut body = Vec::new();
        let noting = Noting::start();
        let written = json::write(value, &mut body);
        self.secrets = noting.finish();
        match written {
            Ok(()) => {
                self.body = Body::Bytes(body.into());
                self.content_type = Some(HeaderValue::from_static("application/json"));
            }
            Err(_) => self.options.reject("`body` cannot be serialized to JSON".to_owned()),
        }
        self
    }

    /// Sets the body (bytes, text, or an [`UploadBody`]) and its media type. If the media type is not a valid header
    /// value, the call returns [`Error::Build`].
    pub fn body(mut self, media_type: impl AsRef<str>, body: impl Into<UploadBody>) -> Self {
        match HeaderValue::from_str(media_type.as_ref()) {
            Ok(media_type) => self.content_type = Some(media_type),
            Err(_) => self.options.reject("`media_type` is not a valid header value".to_owned()),
        }
        self.body = body.into().into();
        self
    }

    /// Sets a header; see [`Call::header`](super::Call::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Changes the resource only if it still has this entity tag; see [`Call::if_match`](super::Call::if_match).
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.header("if-match", etag)
    }

    /// Sets the time-out for each attempt. The default is the client's. See [`Call::timeout`](super::Call::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the ID of the call. The default is a new UUID. See
    /// [`Call::client_request_id`](super::Call::client_request_id).
    pub fn client_request_id(mut self, id: impl AsRef<str>) -> Self {
        self.options.client_request_id(id.as_ref());
        self
    }

    /// Returns a preview of the request without sending it. **The body is not redacted**, because the client does not
    /// know which of its values are secret.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Build`] if the path, the body or an option is invalid.
    pub fn preview(self) -> Result<Preview, Error> {
        self.prepared(ResponseKind::Json).map(Preview::from)
    }

    /// Sends the request, and returns the response body unchanged, with status, headers and IDs.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant: [`Error::Build`] if the path, the body or an option is invalid.
    pub fn send(self) -> ResponseFuture<DetailedResponse<Bytes>> {
        self.start(ResponseKind::Bytes)
    }

    /// Sends the request, and returns the response body deserialized from JSON, with status, headers and IDs.
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant: [`Error::Decode`] if the body cannot be deserialized to this
    /// type.
    pub fn send_json<T: DeserializeOwned + Send + 'static>(self) -> ResponseFuture<DetailedResponse<T>> {
        self.start(ResponseKind::Json)
    }

    fn start<T: DeserializeOwned + Send + 'static>(
        self,
        response: ResponseKind,
    ) -> ResponseFuture<DetailedResponse<T>> {
        let metadata = metadata(self.method, response);
        let (client, timeout) = (self.client.clone(), self.options.timeout);
        ResponseFuture::detailed(
            metadata,
            match self.prepared(response) {
                Ok(prepared) => Sending::new(Outgoing::new(client, prepared, timeout, false)),
                Err(error) => Sending::failed(error),
            },
        )
    }

    fn prepared(self, response: ResponseKind) -> Result<Box<Prepared>, Error> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let Self { client, method, path, parameters, query, body, content_type, secrets, options } = self;
        let metadata = metadata(method, response);
        if let Some(reason) = options.error {
            return Err(BuildError::action(metadata.name, reason).into());
        }
        let path = filled(&path, &parameters).map_err(|reason| BuildError::action(metadata.name, reason))?;
        let version = options.version.unwrap_or(ApiVersion::V1_0);
        let base = &client.base;
        let mut target = format!("{}/{version}{path}", base.path());
        if !query.is_empty() {
            target.push('?');
            target.push_str(&query);
        }
        let mut prepared = Prepared {
            metadata,
            version,
            url: base
                .with_path(&target)
                .map_err(|error| BuildError::action(metadata.name, format!("`path` is invalid: {error}")))?,
            headers: [(header::ACCEPT, JSON)].into_iter().collect(),
            body,
            secrets,
        };
        if let Some(content_type) = content_type {
            prepared.headers.insert(header::CONTENT_TYPE, content_type);
        }
        options.apply(&mut prepared)?;
        let length = prepared.url.as_str().len();
        if length > MAX_URL {
            let reason = format!("the URL has {length} bytes; the limit is {MAX_URL}");
            return Err(BuildError::action(metadata.name, reason).into());
        }
        Ok(Box::new(prepared))
    }
}

/// Checks that the path is valid. Returns the reason as the predicate of a sentence about the path.
fn check(path: &str) -> Result<(), &'static str> {
    if path.contains("://") {
        return Err("must not be a full URL: write the part after the version, such as `/me/messages`");
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let Some(below) = path.strip_prefix('/') else {
        return Err("must start with `/`");
    };
    let is_unsendable = |character: char| character.is_control() || matches!(character, '\\' | '#');
    if path.contains(is_unsendable) || query.contains(is_unsendable) {
        return Err("must not contain a control character, `\\` or `#`");
    }
    if !has_valid_placeholders(path) {
        return Err("must contain `<` and `>` only in placeholders such as `<id>`");
    }
    let mut segments = below.split('/');
    if segments.clone().next().is_some_and(|first| matches!(first, "v1.0" | "beta")) {
        return Err("must not contain the version: set it with `.version(…)`");
    }
    let is_invalid = |segment: &str| {
        let decoded = percent_decode_str(segment).collect::<Vec<_>>();
        decoded.is_empty() || decoded == b"." || decoded == b".."
    };
    if segments.any(is_invalid) {
        return Err("must not contain an empty segment, `.` or `..`: it would address a different resource");
    }
    Ok(())
}

/// Returns the metadata of untyped requests with this method and kind of response.
fn metadata(method: Method, response: ResponseKind) -> &'static ActionMetadata {
    const fn of(method: Method, response: ResponseKind) -> ActionMetadata {
        const VERSIONS: &[ApiVersion] = &[ApiVersion::V1_0, ApiVersion::Beta];
        let (name, path) = ("UntypedRequest", "/<path..>");
        ActionMetadata::declare(name, method, path, VERSIONS, Permissions::NOT_NEEDED, BodyKind::Json, response)
    }
    macro_rules! table {
        ($($method:ident),*) => {
            match (method, response) {
                $(
                    (Method::$method, ResponseKind::Bytes) => const { &of(Method::$method, ResponseKind::Bytes) },
                    (Method::$method, _) => const { &of(Method::$method, ResponseKind::Json) },
                )*
            }
        };
    }
    table!(Get, Post, Patch, Put, Delete)
}

impl fmt::Debug for UntypedRequest<'_> {
    /// Writes only the method, because the path, the query and the body may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedRequest").field("method", &self.method).finish_non_exhaustive()
    }
}
