//! Several actions in one request: JSON batches.
//!
//! ```text
//! items ──► plan (≤ 20, one version, order) ──► request ──► send ──► answer ──► each item: classify, again? ──► take
//! ```
//!
//! Reading Microsoft's page, and what Graph is seen to do beyond it:
//!
//! - A request holds at most 20 items, of the version in its own path, with relative URLs.
//! - Its items are either all independent or one chain; see [`plan`].
//! - An item that writes needs a body and a media type, if only `{}`, or Graph refuses the whole request; see [`request`].
//! - A body that is not JSON is base64; see [`content`].
//! - The answers come in any order, and possibly on several pages; see [`answer`].

mod answer;
pub(crate) mod builder;
mod content;
mod exchange;
#[cfg(feature = "testing")]
pub(crate) mod fuzzing;
mod plan;
mod request;
pub(crate) mod response;
mod run;

pub use builder::{Batch, BatchItem};
pub use response::{BatchResponse, Handle};
