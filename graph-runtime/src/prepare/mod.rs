//! Builds the request of an action, without I/O.

pub(crate) mod body;
pub(crate) mod encoder;
#[cfg(feature = "__fuzzing")]
pub(crate) mod fuzzing;
pub(crate) mod header;
pub(crate) mod json;
mod object;
pub(crate) mod path;
pub(crate) mod prefer;
pub(crate) mod prepared;
pub(crate) mod preview;
pub(crate) mod request;
pub(crate) mod value;
