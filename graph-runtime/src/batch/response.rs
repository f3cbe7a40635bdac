//! The responses to the items of a batch, for the caller.

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

/// A handle to one item of a [`Batch`](super::Batch), with the type of its response. Returned by
/// [`Batch::add`](super::Batch::add).
///
/// Pass it to [`BatchResponse::take`] to get the response. The [`BatchResponse`] must be that of the same batch;
/// otherwise, [`take`](BatchResponse::take) returns [`Error::Build`].
#[must_use = "the handle is needed to get the response to the item"]
pub struct BatchHandle<R> {
    pub(super) batch: u64,
    pub(super) index: usize,
    pub(super) response: PhantomData<fn() -> R>,
}

impl<R> BatchHandle<R> {
    /// Consumes the handle and returns the batch and the index of the item.
    fn into_parts(self) -> (u64, usize) {
        (self.batch, self.index)
    }
}

impl<R> fmt::Debug for BatchHandle<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchHandle").field("batch", &self.batch).field("index", &self.index).finish()
    }
}

/// The responses to a batch, one for each item. Returned by [`Batch::send`](super::Batch::send).
///
/// If an item failed, the other items are not affected. [`take`](BatchResponse::take) returns the same error for the
/// item that a call of its own would return.
#[must_use = "errors of items are reported when their responses are taken"]
pub struct BatchResponse {
    pub(super) batch: u64,
    /// `None` for an item whose response was taken.
    pub(super) outcomes: Vec<Option<Outcome>>,
}

impl BatchResponse {
    /// Takes the response to an item.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] of any variant:
    ///
    /// - [`Error::Api`] if the response to the item is an error response. The error has the status, headers and body of
    ///   the item. The status is 424 if an item that it depends on failed.
    /// - [`Error::Decode`] if the response cannot be decoded, or the batch response does not contain it.
    /// - [`Error::Permission`] if the client has [`preflight`](crate::client::GraphClientBuilder::preflight) enabled
    ///   and the token clearly lacks a permission that the item needs. The item was not sent.
    /// - [`Error::Build`] if a value of the item cannot be sent, or the handle belongs to another batch.
    /// - Any variant if the request that contained the item failed, or the item was not sent because an earlier request
    ///   of the batch failed.
    pub fn take<R: ActionResponse>(&mut self, handle: BatchHandle<R>) -> Result<R, Error> {
        self.outcome(handle).and_then(|response| read(response, decode))
    }

    /// Takes the response to an item, with its status, headers and IDs.
    ///
    /// If the item has no `request-id` or `Date`, those of the batch response are used.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`take`](BatchResponse::take).
    pub fn take_detailed<R: ActionResponse>(&mut self, handle: BatchHandle<R>) -> Result<DetailedResponse<R>, Error> {
        self.outcome(handle).and_then(|response| read(response, DetailedResponse::decode))
    }

    /// Returns the status of the response to an item, or `None` if there is no response or the handle belongs to
    /// another batch.
    #[must_use]
    pub fn status<R>(&self, handle: &BatchHandle<R>) -> Option<StatusCode> {
        match self.outcomes.get(handle.index).filter(|_| handle.batch == self.batch)?.as_ref()? {
            Ok(response) => Some(response.status),
            Err(error) => error.status(),
        }
    }

    fn outcome<R>(&mut self, handle: BatchHandle<R>) -> Result<Box<RawResponse>, Error> {
        let (batch, index) = handle.into_parts();
        let outcomes = self.outcomes.get_mut(index).filter(|_| batch == self.batch);
        outcomes
            .and_then(Option::take)
            .unwrap_or_else(|| Err(BuildError::action("Batch", "the handle belongs to another batch").into()))
    }
}

/// Decodes a success. If the action returns text and the text cannot be parsed, decodes it from base64 and tries again,
/// because Graph sends text in both forms.
fn read<T>(response: Box<RawResponse>, decode: fn(Box<RawResponse>) -> Result<T, Error>) -> Result<T, Error> {
    if response.metadata.response != ResponseKind::Text {
        return decode(response);
    }
    let decoded = std::str::from_utf8(&response.body).ok().and_then(from_base64);
    let in_base64 = decoded.map(|body| Box::new(RawResponse { body, ..(*response).clone() }));
    decode(response).or_else(|error| in_base64.and_then(|response| decode(response).ok()).ok_or(error))
}

impl fmt::Debug for BatchResponse {
    /// Writes the outcome of each item, but no response bodies, because they may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.outcomes.iter().map(|outcome| match outcome {
            None => "taken".to_owned(),
            Some(Ok(response)) => format!("{}: {}", response.metadata.name, response.status.as_u16()),
            Some(Err(error)) => error.to_string(),
        });
        f.debug_list().entries(items).finish()
    }
}
