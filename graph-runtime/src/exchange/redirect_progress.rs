//! How far redirects were followed, for the errors of an attempt.

use std::sync::{Mutex, PoisonError};

use crate::error::redirect::Redirects;

/// How far the redirects of the current attempt were followed.
#[derive(Debug, Default)]
pub(crate) struct Progress(Mutex<Redirects>);

impl Progress {
    /// Returns the redirects of the current attempt so far.
    pub(crate) fn get(&self) -> Redirects {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Starts another attempt.
    pub(crate) fn reset(&self) {
        self.set(Redirects::default());
    }

    /// Replaces them.
    pub(super) fn set(&self, redirects: Redirects) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = redirects;
    }
}
