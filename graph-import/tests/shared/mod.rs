//! What several test files of this package use.

pub(crate) mod comparison;
