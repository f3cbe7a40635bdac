//! Lists in the path and the query.

use std::fmt::{self, Write};

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::{Encoder, query::NOT_IN_QUERY};
use crate::{
    error::build::BuildError,
    metadata::path_template::{ParameterPosition, PathParameter},
    prepare::{path, value::TextValue},
    secret::REDACTED,
};

/// What is encoded in a query of an element of a list, in addition: the comma that ends it.
const NOT_IN_ELEMENT: &AsciiSet = &NOT_IN_QUERY.add(b',');

/// Methods for generated code, for lists and string literals.
impl Encoder {
    /// Marks the next query parameter as an OData string literal, or as a list of them.
    pub fn quoted(&mut self) -> &mut Self {
        self.next_is_quoted = true;
        self
    }

    /// Writes the path up to and including its next parameter, which is a list.
    pub fn parameter_list<T: TextValue>(&mut self, values: &[T]) {
        self.path_list(values.len(), &|index| &values[index]);
    }

    /// Writes a query parameter that is a list. An empty list is not sent, unless it is the value of an alias in the
    /// path: `@ids`.
    pub fn query_list<T: TextValue>(&mut self, name: &'static str, values: &[T]) {
        self.query_elements(name, values.len(), &|index| &values[index]);
    }

    /// Writes a query parameter that is a list if there is a value.
    pub fn query_list_option<T: TextValue, L: AsRef<[T]>>(&mut self, name: &'static str, values: &Option<L>) {
        match values {
            Some(values) => self.query_list(name, values.as_ref()),
            None => self.skip_query(),
        }
    }
}

/// An element of a list, by its index.
type Element<'v> = dyn Fn(usize) -> &'v (dyn TextValue + 'v) + 'v;

impl Encoder {
    fn path_list(&mut self, length: usize, element: &Element<'_>) {
        let redact = self.redacts_any(length, element);
        let Some((literal, Some(parameter))) = self.template.next() else {
            return;
        };
        self.url.push_str(literal);
        if length == 0 {
            return self.empty_path_list(parameter);
        }
        let before = self.url.len();
        let separator = if parameter.position == ParameterPosition::QuotedList { "','" } else { "," };
        for index in 0..length {
            if index > 0 {
                self.url.push_str(separator);
            }
            let value = element(index);
            if let Err(invalid) = path::write(&mut self.url, parameter.position, &|out| value.write_text(out)) {
                return self.fail(invalid.into_error(self.metadata.name, parameter));
            }
        }
        if redact {
            self.url.truncate(before);
            self.url.push_str(REDACTED);
        }
    }

    /// Writes `[]`: without an element, there are no quotes.
    fn empty_path_list(&mut self, parameter: PathParameter) {
        if parameter.position == ParameterPosition::QuotedList {
            self.url.pop();
            self.template.skip_quote();
        }
    }

    fn query_elements(&mut self, name: &'static str, length: usize, element: &Element<'_>) {
        let (redact, quoted) = (self.redacts_any(length, element), std::mem::take(&mut self.next_is_quoted));
        let is_alias = name.starts_with('@');
        if length == 0 && !is_alias {
            return;
        }
        self.name(name);
        if redact {
            return self.query.push_str(REDACTED);
        }
        self.query.push_str(if is_alias { "%5B" } else { "" });
        for index in 0..length {
            if index > 0 {
                self.query.push(',');
            }
            if write_element(&mut self.query, element(index), quoted).is_err() {
                return self.fail(BuildError::display(self.metadata.name, name));
            }
        }
        self.query.push_str(if is_alias { "%5D" } else { "" });
    }

    /// Whether the next list is written as `[redacted]`. Resets the mark that it is secret.
    fn redacts_any(&mut self, length: usize, element: &Element<'_>) -> bool {
        let secret = std::mem::take(&mut self.next_is_secret);
        let secret = secret || (0..length).any(|index| element(index).is_secret());
        if secret {
            (0..length).for_each(|index| self.note(element(index)));
        }
        self.is_redacted(secret)
    }
}

/// Writes one element of a list, as an OData string literal if it is quoted.
fn write_element(query: &mut String, value: &dyn TextValue, quoted: bool) -> fmt::Result {
    if quoted { write_literal(query, value) } else { value.write_text(&mut Encoded { query, encoded: NOT_IN_ELEMENT }) }
}

/// Writes a value as an OData string literal.
pub(super) fn write_literal(query: &mut String, value: &dyn TextValue) -> fmt::Result {
    query.push_str("%27");
    value.write_text(&mut Literal(query))?;
    query.push_str("%27");
    Ok(())
}

/// Percent-encodes for the query what is written to it.
pub(super) struct Encoded<'q> {
    pub(super) query: &'q mut String,
    pub(super) encoded: &'static AsciiSet,
}

impl Write for Encoded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.query.extend(utf8_percent_encode(text, self.encoded));
        Ok(())
    }
}

/// The same inside a string literal, in which quotes are doubled.
struct Literal<'q>(&'q mut String);

impl Write for Literal<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for (i, piece) in text.split('\'').enumerate() {
            if i > 0 {
                self.0.push_str("%27%27");
            }
            self.0.extend(utf8_percent_encode(piece, NOT_IN_ELEMENT));
        }
        Ok(())
    }
}
