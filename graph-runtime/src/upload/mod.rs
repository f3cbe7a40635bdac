//! Bodies that are sent piece by piece.

pub(crate) mod body;
mod file;
pub(crate) mod source;
#[cfg(test)]
mod tests;
pub(crate) mod transfer;

pub use body::UploadBody;
