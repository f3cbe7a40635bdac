//! Long-running operations: [`Operation`].

pub(crate) mod error;
pub(crate) mod link;
pub(crate) mod progress;
mod requests;
mod state;

pub use error::{OperationError, OperationFailure};
pub use link::OperationLink;
pub use progress::Operation;
