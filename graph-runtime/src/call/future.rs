//! The future of a call, and the response with its status, headers and IDs.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::{HeaderMap, StatusCode, header};

use crate::{
    action::ActionResponse,
    error::Error,
    exchange::{
        decode::decode,
        response::{RawResponse, request_id},
        sending::Sending,
    },
    metadata::action_metadata::ActionMetadata,
};

/// A future that resolves to the response to a call.
///
/// It borrows nothing, so it can be stored or spawned. Nothing is sent before it is polled. Dropping it cancels the
/// call, but a request that is being sent may still be processed.
#[must_use = "nothing is sent until the future is awaited"]
pub struct ResponseFuture<R> {
    metadata: &'static ActionMetadata,
    response: Sending,
    decode: fn(Box<RawResponse>) -> Result<R, Error>,
}

impl<R: ActionResponse> ResponseFuture<R> {
    pub(crate) fn new(metadata: &'static ActionMetadata, response: Sending) -> Self {
        Self { metadata, response, decode }
    }
}

impl<R: ActionResponse> ResponseFuture<DetailedResponse<R>> {
    pub(super) fn detailed(metadata: &'static ActionMetadata, response: Sending) -> Self {
        Self { metadata, response, decode: DetailedResponse::decode }
    }
}

impl<R> Future for ResponseFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let response = ready!(Pin::new(&mut self.response).poll(context));
            let outcome = response.and_then(self.decode);
            let is_sent_again = outcome.as_ref().err().is_some_and(|error| self.response.again(error));
            if !is_sent_again {
                return Poll::Ready(outcome);
            }
        }
    }
}

impl<R> fmt::Debug for ResponseFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").field("action", &self.metadata.name).finish_non_exhaustive()
    }
}

/// The value that an action returned, with the status, headers and IDs of the response. Returned by
/// [`Call::send_detailed`](crate::client::Call::send_detailed).
///
/// `Debug` does not show the values of headers that may contain a token: URLs, cookies and challenges.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DetailedResponse<T> {
    /// The value that the action returned.
    pub value: T,
    /// The HTTP status, which is a success.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    client_request_id: Arc<str>,
}

impl<T> DetailedResponse<T> {
    /// Returns the service's ID of the request, which Microsoft Support asks for; `None` if the response had none.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the client's ID of the call, which is the same for all attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// Returns the entity tag of the resource, from the header `ETag`, or `None` if the response has none.
    ///
    /// A change with [`Call::if_match`](crate::client::Call::if_match) succeeds only if the resource still has this tag.
    /// Many resources have their tag in the property `@odata.etag` instead; see
    /// [`AdditionalProperties::etag`](crate::odata::AdditionalProperties::etag).
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }
}

impl<T: ActionResponse> DetailedResponse<T> {
    pub(crate) fn decode(response: Box<RawResponse>) -> Result<Self, Error> {
        let (status, headers) = (response.status, response.headers.clone());
        let client_request_id = response.client_request_id.clone();
        Ok(Self { value: decode(response)?, status, headers, client_request_id })
    }
}
