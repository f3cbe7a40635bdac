//! What a call gives: a future of the response, and the response with its status, headers and ids.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::{HeaderMap, StatusCode};

use crate::{
    action::ActionResponse,
    error::Error,
    exchange::{decode::decode, response::RawResponse, send::RawFuture},
    metadata::action_metadata::ActionMetadata,
};

/// The answer to a call, later.
///
/// It owns all that it needs, so it can be spawned or kept. Nothing is sent before it is polled, and dropping it cancels
/// the call; a request that is already on its way may still be acted upon.
#[must_use = "nothing is sent until the future is awaited"]
pub struct ResponseFuture<R> {
    metadata: &'static ActionMetadata,
    answer: RawFuture,
    decode: fn(Box<RawResponse>) -> Result<R, Error>,
}

impl<R: ActionResponse> ResponseFuture<R> {
    pub(crate) fn new(metadata: &'static ActionMetadata, answer: RawFuture) -> Self {
        Self { metadata, answer, decode }
    }
}

impl<R: ActionResponse> ResponseFuture<DetailedResponse<R>> {
    pub(super) fn detailed(metadata: &'static ActionMetadata, answer: RawFuture) -> Self {
        Self { metadata, answer, decode: DetailedResponse::decode }
    }
}

impl<R> Future for ResponseFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.answer.as_mut().poll(context));
        Poll::Ready(response.and_then(self.decode))
    }
}

impl<R> fmt::Debug for ResponseFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").field("action", &self.metadata.name).finish_non_exhaustive()
    }
}

/// What an action returned, with the answer that it came in: what [`Call::send_detailed`](crate::client::Call::send_detailed) gives.
///
/// Of the headers, `Debug` does not show those that may carry a token: addresses, cookies and challenges.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DetailedResponse<T> {
    /// What the action returned.
    pub value: T,
    /// The HTTP status, which is a success.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    client_request_id: Arc<str>,
}

impl<T> DetailedResponse<T> {
    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("request-id")?.to_str().ok()
    }

    /// The client's id of the call, the same over all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }
}

impl<T: ActionResponse> DetailedResponse<T> {
    pub(crate) fn decode(response: Box<RawResponse>) -> Result<Self, Error> {
        let (status, headers) = (response.status, response.headers.clone());
        let client_request_id = response.client_request_id.clone();
        Ok(Self { value: decode(response)?, status, headers, client_request_id })
    }
}
