//! The text in which the macro encodes permissions.
//!
//! It is a single string literal, which costs the compiler almost nothing, and is parsed only when it is used. `|`
//! separates alternatives, and `&` separates the permissions of an alternative. A permission consists of columns
//! separated by spaces: its name, its two IDs, its two privilege levels, and `y` or `n` for whether an administrator
//! has to consent. `-` stands for an unpublished value. A permission that is not in the catalog consists only of its
//! name.

use std::fmt;

/// An iterator over the parts of a text. An empty text has no parts.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    rest: Option<&'static str>,
    separator: char,
}

impl Parts {
    pub(super) fn new(text: &'static str, separator: char) -> Self {
        Self { rest: (!text.is_empty()).then_some(text), separator }
    }
}

impl Iterator for Parts {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        let rest = self.rest?;
        let (part, rest) = rest.split_once(self.separator).map_or((rest, None), |(part, rest)| (part, Some(rest)));
        self.rest = rest;
        Some(part)
    }
}

/// Writes items with a separator between them.
pub(super) fn write_joined<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    separator: &str,
    items: impl Iterator<Item = T>,
) -> fmt::Result {
    for (place, item) in items.enumerate() {
        if place > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}
