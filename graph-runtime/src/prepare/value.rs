//! The values of a request: text in the path, the query or a header, JSON in the body.

use std::{
    any::type_name,
    borrow::Cow,
    fmt::{self, Display, Write},
    sync::Arc,
};

use bytes::Bytes;
use serde::Serialize;

use super::json;
use crate::{
    odata::{double, query_options::QueryOptions},
    secret::{REDACTED, Secret, is_redacting, sent::note_body},
    upload::body::UploadBody,
};

/// A value that can be written as text into the path, the query or a header.
///
/// Implemented for every type that implements [`Display`], and for a [`Secret`] of one.
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
    /// If the value's `Display` returns an error.
    fn write_text(&self, out: &mut dyn Write) -> fmt::Result;

    /// Returns whether the text must not be shown.
    fn is_secret(&self) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T: Display + ?Sized> TextValue for T {
    fn write_text(&self, out: &mut dyn Write) -> fmt::Result {
        if is_floating_point(type_name::<T>()) { write_number(&self.to_string(), out) } else { write!(out, "{self}") }
    }
}

impl<T: Display> TextValue for Secret<T> {
    fn write_text(&self, out: &mut dyn Write) -> fmt::Result {
        self.expose().write_text(out)
    }

    fn is_secret(&self) -> bool {
        true
    }
}

/// A value that can be written as JSON: implemented for every type that implements [`Serialize`].
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
    /// If the value's `Serialize` returns an error.
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> JsonValue for T {
    fn write_json(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        json::write(self, out)
    }
}

/// The system query options of an action: [`QueryOptions`], which may be left out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a field marked `#[graph(query_options)]`",
    label = "write `QueryOptions` here",
    note = "one single query parameter is marked `#[graph(query)]`, and may have any type that can be displayed"
)]
pub trait OptionsValue {
    /// The options, if there are any.
    fn as_options(&self) -> Option<&QueryOptions>;
}

impl OptionsValue for QueryOptions {
    fn as_options(&self) -> Option<&QueryOptions> {
        Some(self)
    }
}

impl OptionsValue for Option<QueryOptions> {
    fn as_options(&self) -> Option<&QueryOptions> {
        self.as_ref()
    }
}

/// A body that is sent as bytes: whatever can be a field with `#[graph(raw_body = "…")]`.
///
/// [`Bytes`] is sent without being copied, and an [`UploadBody`] without being held whole. A type of your own that makes
/// its bytes when they are sent implements it by one of these:
///
/// ```
/// use graph_runtime::upload::{RawBody, UploadBody};
///
/// /// A report, written as CSV.
/// struct Csv {
///     rows: Vec<[String; 2]>,
/// }
///
/// impl RawBody for Csv {
///     fn to_body(&self) -> UploadBody {
///         self.rows.iter().map(|[key, value]| format!("{key},{value}\r\n")).collect::<String>().into()
///     }
/// }
/// # let _ = Csv { rows: Vec::new() }.to_body();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a body of bytes",
    label = "is not made of bytes",
    note = "give the field the type `Bytes`, `Vec<u8>`, `&[u8]`, `String` or `&str`, or `UploadBody` for content that is not to be held whole"
)]
pub trait RawBody {
    /// The body. It is asked for when a request is built, and read when that is sent.
    fn to_body(&self) -> UploadBody;
}

impl RawBody for Bytes {
    fn to_body(&self) -> UploadBody {
        self.clone().into()
    }
}

impl RawBody for UploadBody {
    fn to_body(&self) -> UploadBody {
        self.clone()
    }
}

macro_rules! copied {
    ($($ty:ty),+) => {$(
        impl RawBody for $ty {
            fn to_body(&self) -> UploadBody {
                let bytes: &[u8] = self.as_ref();
                bytes.into()
            }
        }
    )+};
}

copied!([u8], str, String, Vec<u8>, Box<[u8]>, Arc<[u8]>, Cow<'_, [u8]>);

impl<const N: usize> RawBody for [u8; N] {
    fn to_body(&self) -> UploadBody {
        self.as_slice().into()
    }
}

impl<T: RawBody + ?Sized> RawBody for &T {
    fn to_body(&self) -> UploadBody {
        T::to_body(self)
    }
}

impl<T: RawBody> RawBody for Secret<T> {
    fn to_body(&self) -> UploadBody {
        if is_redacting() {
            return UploadBody::from(REDACTED);
        }
        let body = self.expose().to_body();
        body.as_bytes().map(note_body);
        body
    }
}

/// Whether a type is a floating-point number, or a reference to one. There is one implementation of [`TextValue`] for all
/// types that implement `Display`.
fn is_floating_point(type_name: &str) -> bool {
    matches!(type_name.trim_start_matches('&'), "f64" | "f32")
}

/// Writes what `Display` gives for a floating-point number, with the names of OData for the infinities.
fn write_number(displayed: &str, out: &mut dyn Write) -> fmt::Result {
    out.write_str(displayed.parse().ok().and_then(double::text).unwrap_or(displayed))
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
