//! What the items of a batch ended in.

use std::{fmt, marker::PhantomData};

use http::StatusCode;

use super::{content::from_base64, run::Outcome};
use crate::{
    action::ActionResponse,
    call::future::DetailedResponse,
    error::{Error, build::BuildError},
    exchange::{decode::decode, response::RawResponse},
    metadata::action_metadata::ResponseKind,
};

/// Which item of a [`Batch`](super::Batch) an answer belongs to, and what it is read as.
///
/// It can be redeemed once, with [`BatchResponse::take`], and only with the answers to its own batch: with those to
/// another, it is [`Error::Build`].
#[must_use = "the answer to the item is taken with its handle"]
pub struct BatchHandle<R> {
    pub(super) batch: u64,
    pub(super) index: usize,
    pub(super) response: PhantomData<fn() -> R>,
}

impl<R> BatchHandle<R> {
    /// The batch and the item, for the one time that they are needed.
    fn redeem(self) -> (u64, usize) {
        (self.batch, self.index)
    }
}

impl<R> fmt::Debug for BatchHandle<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchHandle").field("batch", &self.batch).field("index", &self.index).finish()
    }
}

/// The answers to a batch, one for each item: what [`Batch::send`](super::Batch::send) gives.
///
/// An item that failed does so alone: its error is the one that [`take`](BatchResponse::take) gives for its handle, and
/// says what the error of a call of its own would say.
#[must_use = "an item that failed says so when its answer is taken"]
pub struct BatchResponse {
    pub(super) batch: u64,
    /// None where the answer has been taken.
    pub(super) outcomes: Vec<Option<Outcome>>,
}

impl BatchResponse {
    /// The answer to an item.
    ///
    /// # Errors
    ///
    /// Any variant of [`Error`]:
    ///
    /// - [`Error::Api`], where the service refused the item, with the item's own status, headers and body; also, with the
    ///   status 424, where an item that it depends on failed;
    /// - [`Error::Decode`], where its answer was not understood, or there is none though the batch itself was answered;
    /// - [`Error::Permission`], where the client's [`preflight`](crate::client::GraphClientBuilder::preflight) held the item back;
    /// - [`Error::Build`], where a value of the item cannot be sent, or the handle belongs to another batch;
    /// - another, where the request that was to carry it failed.
    pub fn take<R: ActionResponse>(&mut self, handle: BatchHandle<R>) -> Result<R, Error> {
        self.outcome(handle).and_then(|response| read(response, decode))
    }

    /// The answer to an item, with its status, headers and ids.
    ///
    /// `request-id` and `Date` are those of the batch where the item has none of its own.
    ///
    /// # Errors
    ///
    /// As [`take`](BatchResponse::take).
    pub fn take_detailed<R: ActionResponse>(&mut self, handle: BatchHandle<R>) -> Result<DetailedResponse<R>, Error> {
        self.outcome(handle).and_then(|response| read(response, DetailedResponse::decode))
    }

    /// The status of the answer to an item; none where the service said none, or the handle belongs to another batch.
    #[must_use]
    pub fn status<R>(&self, handle: &BatchHandle<R>) -> Option<StatusCode> {
        match self.outcomes.get(handle.index).filter(|_| handle.batch == self.batch)?.as_ref()? {
            Ok(response) => Some(response.status),
            Err(error) => error.status(),
        }
    }

    fn outcome<R>(&mut self, handle: BatchHandle<R>) -> Result<Box<RawResponse>, Error> {
        let (batch, index) = handle.redeem();
        let outcomes = self.outcomes.get_mut(index).filter(|_| batch == self.batch);
        outcomes
            .and_then(Option::take)
            .unwrap_or_else(|| Err(BuildError::action("Batch", "the handle belongs to another batch").into()))
    }
}

/// Reads a success. Where text is due, and what stands there is none of the kind, it may be base64 of it: Graph is seen
/// to write text in both ways.
fn read<T>(response: Box<RawResponse>, decode: fn(Box<RawResponse>) -> Result<T, Error>) -> Result<T, Error> {
    if response.metadata.response != ResponseKind::Text {
        return decode(response);
    }
    let decoded = std::str::from_utf8(&response.body).ok().and_then(from_base64);
    let in_base64 = decoded.map(|body| Box::new(RawResponse { body, ..(*response).clone() }));
    decode(response).or_else(|error| in_base64.and_then(|response| decode(response).ok()).ok_or(error))
}

impl fmt::Debug for BatchResponse {
    /// Shows how each item ended, not with which answer: there may be secrets in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.outcomes.iter().map(|outcome| match outcome {
            None => "taken".to_owned(),
            Some(Ok(response)) => format!("{}: {}", response.metadata.name, response.status.as_u16()),
            Some(Err(error)) => error.to_string(),
        });
        f.debug_list().entries(items).finish()
    }
}
