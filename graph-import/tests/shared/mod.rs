//! What several test files of this package use.

#![allow(dead_code, reason = "each of them uses a part")]

pub(crate) mod comparison;
pub(crate) mod corpus;
pub(crate) mod parts;
