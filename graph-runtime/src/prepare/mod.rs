//! Builds the request of an action, without I/O.

pub(crate) mod body;
pub(crate) mod encoder;
pub(crate) mod header;
pub(crate) mod json;
mod path;
pub(crate) mod prepared;
pub(crate) mod preview;
pub(crate) mod request;
pub(crate) mod value;
