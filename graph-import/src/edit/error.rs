//! Why a file is not changed.

use std::{io, path::PathBuf};

/// Why a file is not changed. The message is one line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// It cannot be read.
    #[error("{}: cannot be read: {source}", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no Rust.
    #[error("{}:{line}: not valid Rust: {message}", .file.display())]
    Parse {
        /// The file.
        file: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// It has been changed by someone else in the meantime.
    #[error("{}: has changed since it was read; run the command again", .file.display())]
    Changed {
        /// The file.
        file: PathBuf,
    },
    /// It cannot be written.
    #[error("{}: cannot be written: {source}", .file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
}
