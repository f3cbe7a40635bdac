//! Why a path leads to no operation.

use std::fmt;

use super::{Request, request::shorten};

/// Why a request is no operation of a description, and what is like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolveError {
    /// What was asked for: `GET /users/{id}/mesages`.
    pub asked: String,
    /// Why it is none.
    pub reason: String,
    /// Operations that are like it, the nearest first.
    pub nearest: Vec<String>,
}

impl ResolveError {
    pub(super) fn new(asked: &str, reason: impl AsRef<str>) -> Self {
        Self { asked: shorten(asked), reason: shorten(reason.as_ref()), nearest: Vec::new() }
    }

    pub(super) fn of(request: &Request, reason: impl AsRef<str>) -> Self {
        Self::new(&request.to_string(), reason)
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.asked, self.reason)?;
        for (index, near) in self.nearest.iter().enumerate() {
            let before = match index {
                0 => "; did you mean ",
                _ if index + 1 == self.nearest.len() => " or ",
                _ => ", ",
            };
            write!(f, "{before}`{near}`")?;
        }
        if !self.nearest.is_empty() {
            f.write_str("?")?;
        }
        Ok(())
    }
}

impl std::error::Error for ResolveError {}
