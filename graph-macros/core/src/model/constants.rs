//! The constants of an action: what every request contains without a field.

use std::fmt::Write as _;

use proc_macro2::Span;
use syn::LitStr;

use super::role::Place;
use crate::parse::{self, Scalar};

/// A name and a value that every request contains.
pub struct Constant {
    /// The part of the request: query, headers or body.
    pub place: Place,
    /// The name.
    pub name: String,
    /// The name as it was written.
    pub literal: LitStr,
    /// The value.
    pub value: Scalar,
    /// Where the value is.
    pub value_span: Span,
}

impl Constant {
    pub(super) fn new(place: Place, constant: parse::Constant) -> Self {
        let parse::Constant { name, value, value_span } = constant;
        Self { place, name: name.value(), literal: name, value, value_span }
    }

    /// Returns the value as it is sent: as JSON for a property, and as text elsewhere.
    #[must_use]
    pub fn sent(&self) -> String {
        match (&self.value, self.place) {
            (Scalar::Text(text), Place::Body) => json_string(text),
            (Scalar::Text(text) | Scalar::Literal(text), _) => text.clone(),
        }
    }

    /// Returns whether this is the header `Prefer`, whose values are joined.
    #[must_use]
    pub fn is_prefer(&self) -> bool {
        self.place == Place::Headers && self.name.eq_ignore_ascii_case("prefer")
    }

    /// Returns whether both names are the same in this part of a request.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        match self.place {
            Place::Headers => self.name.eq_ignore_ascii_case(name),
            Place::Path | Place::Query | Place::Body => self.name == name,
        }
    }
}

fn json_string(text: &str) -> String {
    let mut json = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            // All control characters of ASCII, which include the line feed that would end a line of the declaration.
            '\0'..='\x1f' => {
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_escaped_for_json() {
        assert_eq!(json_string("a \"b\"\\c\n\u{1}é"), r#""a \"b\"\\c\u000a\u0001é""#);
    }
}
