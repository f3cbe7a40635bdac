//! Values as they are written: text into the path, the query or a header, JSON into the body.

use std::fmt::{self, Display, Write};

use serde::Serialize;

use crate::{Secret, secret::REDACTED};

/// A value that can be written as text: into the path, the query or a header.
///
/// Implemented for whatever implements [`Display`], and for a [`Secret`] of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written into a path, query or header",
    label = "does not implement `Display`",
    note = "implement `std::fmt::Display` for it, or give the field a type such as `String`, `&str` or an integer"
)]
pub trait TextValue {
    /// Writes the text.
    ///
    /// # Errors
    ///
    /// As the value's `Display` does.
    fn write_text(&self, out: &mut dyn Write) -> fmt::Result;

    /// Whether the text must not be shown.
    fn is_secret(&self) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T: Display + ?Sized> TextValue for T {
    fn write_text(&self, out: &mut dyn Write) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl<T: Display> TextValue for Secret<T> {
    fn write_text(&self, out: &mut dyn Write) -> fmt::Result {
        write!(out, "{}", self.expose())
    }

    fn is_secret(&self) -> bool {
        true
    }
}

/// A value that can be written as JSON: implemented for whatever implements [`Serialize`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written into a JSON body",
    label = "does not implement `serde::Serialize`",
    note = "derive `serde::Serialize` for it, or mark the field as `#[graph(query)]` or `#[graph(header = \"…\")]` if it is no part of the body"
)]
pub trait JsonValue {
    /// Appends the JSON.
    ///
    /// # Errors
    ///
    /// As the value's `Serialize` does.
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> JsonValue for T {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(out, self)
    }
}

/// What a preview shows for a value.
pub(super) fn text_of(value: &dyn TextValue, redact: bool) -> Result<String, fmt::Error> {
    if redact {
        return Ok(REDACTED.to_owned());
    }
    let mut text = String::new();
    value.write_text(&mut text)?;
    Ok(text)
}
