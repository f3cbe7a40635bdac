//! Errors of reading CSDL.

use crate::description::Source;

/// Why a document is not read.
///
/// The message is one line: the file, the line in it, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}, line {line}: {message}")]
pub struct ReadError {
    /// The file's name, as its [`Source`] has it.
    pub name: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what was expected.
    pub message: String,
}

/// An error before the file's name is known.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn of(self, source: &Source) -> ReadError {
        ReadError { name: source.name.clone(), line: self.line, message: one_line(&self.message) }
    }
}

/// Replaces what would break the line: a name in the input can hold anything.
fn one_line(message: &str) -> String {
    message.chars().take(600).map(|char| if char.is_control() { ' ' } else { char }).collect()
}
