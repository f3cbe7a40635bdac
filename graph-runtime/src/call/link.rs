//! Requests of links in responses.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::HeaderMap;

use super::{
    future::{DetailedResponse, ResponseFuture},
    options::Options,
};
use crate::{
    action::ActionResponse,
    client::shared::Shared,
    error::{Error, build::BuildError},
    exchange::{outgoing::Outgoing, sending::Sending},
    metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind},
    permissions::access::Permissions,
    prepare::{body::Body, prepared::Prepared},
    secret::sent::SentSecrets,
};

const fn metadata(response: ResponseKind) -> ActionMetadata {
    let versions = &[ApiVersion::V1_0, ApiVersion::Beta];
    let permissions = Permissions::NOT_NEEDED;
    ActionMetadata::declare("GetLink", Method::Get, "/<link..>", versions, permissions, BodyKind::Nothing, response)
}

const JSON: &ActionMetadata = &metadata(ResponseKind::Json);
const BYTES: &ActionMetadata = &metadata(ResponseKind::Bytes);

/// A GET request of a link that a response contains. Created by [`GraphClient::link`](crate::GraphClient::link).
///
/// ```no_run
/// use graph_runtime::{Error, GraphClient};
///
/// # async fn read(graph: &GraphClient, location: &str) -> Result<(), Error> {
/// let operation: serde_json::Value = graph.link(location).send().await?;
/// # let _ = operation;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until `.send()`"]
pub struct LinkRequest<'a> {
    client: &'a Shared,
    link: String,
    options: Options,
}

impl<'a> LinkRequest<'a> {
    pub(crate) fn new(client: &'a Shared, link: &str) -> Self {
        Self { client, link: link.to_owned(), options: Options::default() }
    }

    /// Sets a header; see [`Call::header`](super::Call::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the time-out for each attempt; see [`Call::timeout`](super::Call::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the ID of the call; see [`Call::client_request_id`](super::Call::client_request_id).
    pub fn client_request_id(mut self, id: impl AsRef<str>) -> Self {
        self.options.client_request_id(id.as_ref());
        self
    }

    /// Sends the request, and returns the response, which is JSON: any type that can be deserialized, such as a type with
    /// [`#[graph_type]`](macro@crate::graph_type) or a [`Page`](crate::Page).
    ///
    /// # Errors
    ///
    /// The future returns an [`Error`] of any variant: [`Error::Build`] if the link must not receive the token.
    pub fn send<T: ActionResponse>(self) -> ResponseFuture<T> {
        ResponseFuture::new(JSON, self.start(JSON))
    }

    /// The same, with the status, headers and IDs of the response.
    ///
    /// # Errors
    ///
    /// The same as of [`send`](LinkRequest::send).
    pub fn send_detailed<T: ActionResponse>(self) -> ResponseFuture<DetailedResponse<T>> {
        ResponseFuture::detailed(JSON, self.start(JSON))
    }

    /// Sends the request, and returns the response of any kind as bytes.
    ///
    /// # Errors
    ///
    /// The same as of [`send`](LinkRequest::send).
    pub fn send_bytes(self) -> ResponseFuture<DetailedResponse<Bytes>> {
        ResponseFuture::detailed(BYTES, self.start(BYTES))
    }

    fn start(self, metadata: &'static ActionMetadata) -> Sending {
        self.outgoing(metadata).map_or_else(Sending::failed, Sending::new)
    }

    fn outgoing(self, metadata: &'static ActionMetadata) -> Result<Outgoing, Error> {
        let Self { client, link, options } = self;
        let version = metadata.default_version();
        let url = client
            .base
            .follow_relative(version.as_str(), &link)
            .map_err(|reason| BuildError::action(metadata.name, format!("the link {reason}")))?;
        let timeout = options.timeout;
        let mut prepared = Prepared {
            metadata,
            version,
            url,
            headers: HeaderMap::new(),
            body: Body::Nothing,
            secrets: SentSecrets::default(),
        };
        options.apply(&mut prepared)?;
        Ok(Outgoing::new(client.clone(), Box::new(prepared), timeout, false))
    }
}

impl fmt::Debug for LinkRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkRequest").finish_non_exhaustive()
    }
}
