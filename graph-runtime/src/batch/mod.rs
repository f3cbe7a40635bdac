//! Several actions in one request: JSON batches.
//!
//! [`GraphClient::batch`](crate::GraphClient::batch) starts a [`Batch`]; its [`BatchResponse`] has the response to each
//! item. See [combine multiple HTTP requests using JSON batching](https://learn.microsoft.com/graph/json-batching).

// items ──► plan (at most 20, one version, order) ──► request ──► exchange ──► response ──► each item: classify, retry?
//
// What Microsoft's page says, and what Graph is seen to do beyond it:
//
// - A request has at most 20 items, of the version in its own path, with relative URLs.
// - Its items are either all independent or one chain; see `plan`.
// - An item that writes needs a body and a media type, if only `{}`, or Graph rejects the whole request; see `request`.
// - A body that is not JSON is base64; see `content`.
// - The responses come in any order, and possibly on several pages; see `answer`.

mod answer;
pub(crate) mod builder;
mod content;
mod exchange;
#[cfg(feature = "__fuzzing")]
pub(crate) mod fuzzing;
mod plan;
mod request;
pub(crate) mod response;
mod run;

pub use builder::{Batch, BatchItem};
pub use response::{BatchHandle, BatchResponse};
