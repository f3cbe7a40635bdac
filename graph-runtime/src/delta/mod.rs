//! Changes since an earlier request: [`Changes`].

pub(crate) mod change;
pub(crate) mod changes;
pub(crate) mod link;

pub use change::{Change, Removed, RemovedReason, Reset};
pub use changes::Changes;
pub use link::DeltaLink;
