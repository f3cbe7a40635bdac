//! The error of a long-running operation.

use std::fmt;

use crate::error::{Error, line::one_line};

/// The error returned while waiting for a long-running operation.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum OperationError {
    /// The operation itself has failed.
    #[error(transparent)]
    Failed(#[from] Box<OperationFailure>),
    /// A request failed: the one that starts the operation, asks for its status, or gets its result. Unless the operation
    /// does not exist anymore, the caller can continue to wait for it.
    #[error(transparent)]
    Request(#[from] Error),
}

/// What the service says of an operation that has failed.
///
/// `Display` writes one short line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationFailure {
    /// The status, such as `failed`.
    pub status: String,
    /// The error code, or `None` if the service did not send one.
    pub code: Option<String>,
    /// The error message, or `None` if the service did not send one.
    pub message: Option<String>,
}

impl fmt::Display for OperationFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the operation ended with the status {}", one_line(&self.status))?;
        for text in [&self.code, &self.message].into_iter().flatten() {
            write!(f, ": {}", one_line(text))?;
        }
        Ok(())
    }
}

impl std::error::Error for OperationFailure {}
