//! The headers.

use http::{HeaderName, HeaderValue};

use super::Encoder;
use crate::{
    error::build::BuildError,
    prepare::{
        prefer::set_header,
        value::{TextValue, text_of},
    },
};

/// Methods for generated code, for headers.
impl Encoder {
    /// Writes a request header.
    pub fn header(&mut self, name: &'static str, value: &dyn TextValue) {
        let is_secret = self.next_is_secret || value.is_secret();
        let redact = self.redacts(value);
        let Ok(text) = text_of(value, redact) else {
            return self.fail(BuildError::display(self.metadata.name, name));
        };
        if text.trim().is_empty() {
            return self.reject(name, "must not be empty: a server may treat a header without a value as missing");
        }
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::try_from(text)) {
            (Ok(name), Ok(mut value)) if value.to_str().is_ok() => {
                value.set_sensitive(is_secret);
                set_header(&mut self.headers, name, value);
            }
            _ => self.reject(name, "must consist of visible ASCII characters, spaces and tabs"),
        }
    }

    /// Writes a request header if there is a value.
    pub fn header_option<T: TextValue>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.header(name, value),
            None => self.next_is_secret = false,
        }
    }
}

impl Encoder {
    /// Sets the headers that every request of the action contains.
    pub(super) fn constant_headers(&mut self) {
        for (name, value) in self.metadata.constants.headers() {
            // The macro allows only valid names and values.
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                set_header(&mut self.headers, name, value);
            }
        }
    }
}
