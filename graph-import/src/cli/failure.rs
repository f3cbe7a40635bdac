//! Failures: one line on standard error, and the exit code.

use std::{fmt, io};

use graph_import::input::{LoadError, ReadError, fetch::FetchError};

/// The exit code if something is to report: findings of `check`, a search without a result.
pub(crate) const FOUND: u8 = 1;

/// The exit code if the program could not do what it was asked for.
pub(crate) const FAILED: u8 = 2;

/// Why the program could not do what it was asked for.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    closed_pipe: bool,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), closed_pipe: false }
    }

    /// Whether nobody reads the output any more.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { message: format!("the output cannot be written: {error}"), closed_pipe }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        Self::new(error.to_string())
    }
}
