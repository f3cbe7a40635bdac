//! The query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    Encoder,
    lists::{Encoded, write_literal},
};
use crate::{
    error::build::BuildError,
    odata::query_options::QueryOptions,
    prepare::value::{OptionsValue, TextValue},
    secret::{REDACTED, sent::note_text},
};

/// All characters except those that are not encoded in a query: unreserved characters, `$` and `@`, with which names of
/// OData start, and a few others that are common in OData expressions.
pub(crate) const NOT_IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b'@')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b'/')
    .remove(b':');

/// Methods for generated code, for the query.
impl Encoder {
    /// Writes a query parameter.
    pub fn query(&mut self, name: &'static str, value: &dyn TextValue) {
        let (redact, quoted) = (self.redacts(value), std::mem::take(&mut self.next_is_quoted));
        self.name(name);
        if redact {
            return self.query.push_str(REDACTED);
        }
        let written = if quoted {
            write_literal(&mut self.query, value)
        } else {
            value.write_text(&mut Encoded { query: &mut self.query, encoded: NOT_IN_QUERY })
        };
        if written.is_err() {
            self.fail(BuildError::display(self.metadata.name, name));
        }
    }

    /// Writes a query parameter if there is a value.
    pub fn query_option<T: TextValue>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.query(name, value),
            None => self.skip_query(),
        }
    }

    /// Writes the system query options.
    pub fn query_options(&mut self, options: &dyn OptionsValue) {
        let secret = std::mem::take(&mut self.next_is_secret);
        let redact = self.is_redacted(secret);
        for (name, value) in options.as_options().into_iter().flat_map(QueryOptions::pairs) {
            self.name(name);
            if redact {
                self.query.push_str(REDACTED);
            } else {
                if secret {
                    note_text(value.as_bytes());
                }
                self.query.extend(utf8_percent_encode(&value, NOT_IN_QUERY));
            }
        }
    }
}

impl Encoder {
    /// Writes the query parameters that every request contains, apart from those that the caller's options contain.
    pub(super) fn constant_query(&mut self) {
        for (name, value) in self.metadata.constants.query() {
            let encoded = utf8_percent_encode(name, NOT_IN_QUERY).to_string();
            let is_name = |pair: &str| pair.split_once('=').is_some_and(|(name, _)| name == encoded);
            if !self.query.split('&').any(is_name) {
                self.name(name);
                self.query.extend(utf8_percent_encode(value, NOT_IN_QUERY));
            }
        }
    }

    /// Resets the marks of a query parameter that is not sent.
    pub(super) fn skip_query(&mut self) {
        self.next_is_secret = false;
        self.next_is_quoted = false;
    }

    /// Appends `name=` to the query.
    pub(super) fn name(&mut self, name: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name, NOT_IN_QUERY));
        self.query.push('=');
    }
}
