//! Request bodies that are sent in chunks: files and streams as an [`UploadBody`], and uploads of large files in ranges by
//! an [`UploadSession`].

pub(crate) mod body;
mod file;
pub(crate) mod ranges;
pub(crate) mod source;
#[cfg(test)]
mod tests;
pub(crate) mod transfer;

pub use crate::{
    prepare::value::RawBody,
    upload_session::{
        error::{UploadError, UploadErrorKind},
        session::UploadSession,
        upload::{Upload, UploadProgress},
    },
};
pub use body::UploadBody;
