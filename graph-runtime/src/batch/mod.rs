//! Several actions in one request: JSON batches.
//!
//! [`GraphClient::batch`](crate::GraphClient::batch) starts a [`Batch`]; its [`BatchResponse`] has the response to each
//! item. See [Combine multiple HTTP requests using JSON batching](https://learn.microsoft.com/graph/json-batching).

// items ──► plan (at most 20, one version, order) ──► request ──► exchange ──► response ──► each item: classify, retry?
//
// Rules of Graph, as documented by Microsoft or observed:
//
// - A request has at most 20 items, of the version in its own path, with relative URLs.
// - Its items are either all independent or one chain; see `plan`.
// - An item that writes needs a body and a media type, even if only `{}`; otherwise, Graph rejects the whole request.
//   See `request`.
// - A body that is not JSON is encoded as base64; see `content`.
// - The responses come in any order, and possibly on several pages; see `responses`.

pub(crate) mod builder;
pub(crate) mod content;
mod exchange;
#[cfg(feature = "__fuzzing")]
pub(crate) mod fuzzing;
mod page;
mod plan;
mod renewal;
mod request;
pub(crate) mod response;
mod responses;
mod run;

pub use builder::{Batch, BatchItem};
pub use response::{BatchHandle, BatchResponse};
