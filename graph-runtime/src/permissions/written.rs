//! Permissions as the macro writes them: one string literal, which costs the compiler of a declaration next to nothing,
//! and is read when it is asked for.
//!
//! `|` separates alternatives, `&` the permissions of one, and a space what is known of a permission: its name, its two
//! ids, its two privilege levels, and `y` or `n` for whether an administrator has to consent. `-` stands for what is not
//! published. A permission that is not in the catalogue is its name alone.

use std::fmt;

/// The parts of a text; an empty text has none.
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
