//! The body of bytes.

use super::Encoder;
use crate::{
    prepare::value::RawBody,
    secret::{REDACTED, sent::note_body},
    upload::body::UploadBody,
};

/// Methods for generated code, for bodies of bytes.
impl Encoder {
    /// Writes the whole body as bytes.
    pub fn raw_body(&mut self, content: &dyn RawBody) {
        let secret = std::mem::take(&mut self.next_is_secret);
        let redact = self.is_redacted(secret);
        let body = if redact { UploadBody::from(REDACTED) } else { content.to_body() };
        if let (true, Some(bytes)) = (secret, body.as_bytes()) {
            note_body(bytes);
        }
        self.raw = Some(body);
    }

    /// Writes the whole body as bytes if there is a value.
    pub fn raw_body_option<T: RawBody>(&mut self, content: &Option<T>) {
        if let Some(content) = content {
            self.raw_body(content);
        } else {
            self.next_is_secret = false;
        }
    }
}
