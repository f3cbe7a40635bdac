//! Request bodies that are sent in chunks: files and streams as an [`UploadBody`].

pub(crate) mod body;
mod file;
pub(crate) mod source;
#[cfg(test)]
mod tests;
pub(crate) mod transfer;

pub use crate::prepare::value::RawBody;
pub use body::UploadBody;
