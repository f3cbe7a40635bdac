//! Uploads of large files in ranges, by an upload session.

pub(crate) mod error;
mod next_ranges;
pub(crate) mod requests;
mod run;
pub(crate) mod session;
pub(crate) mod upload;
