//! A call of an operation that is not declared.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, header};
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    future::{DetailedResponse, ResponseFuture},
    options::Options,
};
use crate::{
    client::shared::Shared,
    error::{Error, build::BuildError},
    exchange::{outgoing::Outgoing, send},
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    permissions::access::Permissions,
    prepare::{
        body::Body,
        encoder::{MAX_URL, NOT_IN_QUERY},
        prepared::Prepared,
        preview::Preview,
    },
    upload::body::UploadBody,
};

/// A call of an operation that is not declared: method, path and body as they are sent. Created by
/// [`GraphClient::request`](crate::GraphClient::request).
///
/// It is sent like any other call, with token, retries, time-outs and tracing; but nothing is known of its permissions,
/// of its secrets or of its response. Prefer a declaration for a call that stays.
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
/// graph.request(Method::Patch, "/deviceManagement/managedDevices/7").version(ApiVersion::Beta).json(&note).send().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until `.send()`"]
pub struct UntypedRequest<'a> {
    client: &'a Shared,
    method: Method,
    path: String,
    query: String,
    body: Body,
    content_type: Option<HeaderValue>,
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
            query: query.to_owned(),
            body: Body::Nothing,
            content_type: None,
            options,
        }
    }

    /// Sets the version to call; [`ApiVersion::V1_0`] by default.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.options.version = Some(version);
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

    /// Sets the body to a value as JSON. A value that cannot be written as JSON is [`Error::Build`].
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => {
                self.body = Body::Bytes(json.into());
                self.content_type = Some(HeaderValue::from_static("application/json"));
            }
            Err(_) => self.options.reject("`body` cannot be written as JSON".to_owned()),
        }
        self
    }

    /// Sets the body, with its media type: bytes, a text, or an [`UploadBody`]. A media type that cannot be sent in a
    /// header is [`Error::Build`].
    pub fn body(mut self, media_type: impl AsRef<str>, body: impl Into<UploadBody>) -> Self {
        match HeaderValue::from_str(media_type.as_ref()) {
            Ok(media_type) => self.content_type = Some(media_type),
            Err(_) => self.options.reject("`media_type` is not a header value".to_owned()),
        }
        self.body = body.into().into();
        self
    }

    /// Sets a header; see [`Call::header`](super::Call::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets how long each attempt may take, instead of the client's; see [`Call::timeout`](super::Call::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the id of the call, instead of a new UUID; see [`Call::client_request_id`](super::Call::client_request_id).
    pub fn client_request_id(mut self, id: impl Into<String>) -> Self {
        self.options.client_request_id(&id.into());
        self
    }

    /// Returns the request as it would be sent, without sending it. **The body is shown as it is**: nothing is known of
    /// the secrets in it.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Build`] if the path or an option cannot be sent.
    pub fn preview(self) -> Result<Preview, Error> {
        self.prepared(ResponseKind::Json).map(Preview::from)
    }

    /// Sends the request, and returns the body of the response as it is, with status, headers and ids.
    ///
    /// # Errors
    ///
    /// The future returns any variant of [`Error`]; [`Error::Build`] if the path or an option cannot be sent.
    pub fn send(self) -> ResponseFuture<DetailedResponse<Bytes>> {
        self.start(ResponseKind::Bytes)
    }

    /// Sends the request, and reads the response as JSON.
    ///
    /// # Errors
    ///
    /// The future returns any variant of [`Error`]; [`Error::Decode`] if the response is not JSON of this type.
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
                Ok(prepared) => Box::pin(send::send(Outgoing::new(client, prepared, timeout, false))),
                Err(error) => Box::pin(std::future::ready(Err(error))),
            },
        )
    }

    fn prepared(self, response: ResponseKind) -> Result<Box<Prepared>, Error> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let Self { client, method, path, query, body, content_type, options } = self;
        let metadata = metadata(method, response);
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
                .map_err(|error| BuildError::action(metadata.name, format!("`path` is not valid: {error}")))?,
            headers: [(header::ACCEPT, JSON)].into_iter().collect(),
            body,
        };
        if let Some(content_type) = content_type {
            prepared.headers.insert(header::CONTENT_TYPE, content_type);
        }
        options.apply(&mut prepared)?;
        let length = prepared.url.as_str().len();
        if length > MAX_URL {
            let reason = format!("its URL has {length} bytes; the limit is {MAX_URL}");
            return Err(BuildError::action(metadata.name, reason).into());
        }
        Ok(Box::new(prepared))
    }
}

/// Checks that a path addresses what it says, below the version.
fn check(path: &str) -> Result<(), &'static str> {
    if path.contains("://") {
        return Err("must not be a whole URL: write what follows the version, such as `/me/messages`");
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let Some(below) = path.strip_prefix('/') else {
        return Err("must start with `/`");
    };
    let is_unsendable = |character: char| character.is_control() || matches!(character, '\\' | '#');
    if path.contains(is_unsendable) || query.contains(is_unsendable) {
        return Err("must not contain a control character, `\\` or `#`");
    }
    let mut segments = below.split('/');
    if segments.clone().next().is_some_and(|first| matches!(first, "v1.0" | "beta")) {
        return Err("must not contain the version: set it with `.version(…)`");
    }
    let is_another = |segment: &str| {
        let decoded = percent_decode_str(segment).collect::<Vec<_>>();
        decoded.is_empty() || decoded == b"." || decoded == b".."
    };
    if segments.any(is_another) {
        return Err("must not contain an empty segment, `.` or `..`: it would address a different resource");
    }
    Ok(())
}

/// The metadata of all untyped requests of one method.
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
    /// Shows the method alone: path, query and body may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntypedRequest").field("method", &self.method).finish_non_exhaustive()
    }
}
