//! Where something is in the source of a crate.

use std::{fmt, sync::Arc};

use proc_macro2::{Span, TokenStream};

/// A place in a file: lines and columns from 1, as editors count them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, relative to the crate's folder, with `/`.
    pub file: Arc<str>,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Place {
    /// Returns the place where a span of this file begins.
    pub(super) fn of(file: &Arc<str>, span: Span) -> Self {
        let start = span.start();
        Self { file: file.clone(), line: start.line.max(1), column: start.column + 1 }
    }
}

/// Lines of a file, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Lines {
    /// Returns the lines on which these tokens are.
    pub(super) fn of(tokens: TokenStream) -> Self {
        let mut lines = Self { first: usize::MAX, last: 0 };
        for token in tokens {
            let span = token.span();
            lines.first = lines.first.min(span.start().line);
            lines.last = lines.last.max(span.end().line);
        }
        lines
    }

    pub(super) fn contain(self, line: usize) -> bool {
        (self.first..=self.last).contains(&line)
    }
}
