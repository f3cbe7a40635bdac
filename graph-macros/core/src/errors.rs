//! The mistakes in a declaration, collected so that all of them are reported at once.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Collects every mistake in a declaration.
///
/// # Panics
///
/// Dropping it panics, so that no mistake is lost: turn it into [compile errors](Self::into_compile_errors) or into a
/// [`Vec`](Self::into_vec).
#[derive(Debug)]
pub struct Errors(Option<Vec<syn::Error>>);

impl Errors {
    /// Starts without a mistake.
    #[must_use]
    pub fn new() -> Self {
        Self(Some(Vec::new()))
    }

    /// Reports a mistake and underlines `tokens`.
    pub fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a mistake and underlines `span`.
    pub fn at_span(&mut self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Takes over an error of a parser.
    pub fn push(&mut self, error: syn::Error) {
        if let Some(errors) = &mut self.0 {
            errors.push(error);
        }
    }

    /// Returns whether there is no mistake so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(Vec::is_empty)
    }

    /// Returns the mistakes in the order in which they appear in the source.
    #[must_use]
    pub fn into_vec(mut self) -> Vec<syn::Error> {
        let mut errors = self.0.take().unwrap_or_default();
        errors.sort_by_key(|error| (error.span().start().line, error.span().start().column));
        errors
    }

    /// Returns one `compile_error!` for each mistake, in the order in which they appear in the source.
    #[must_use]
    pub fn into_compile_errors(self) -> TokenStream {
        self.into_vec().iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Default for Errors {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        // A panic while panicking would hide the first one.
        assert!(self.0.is_none() || std::thread::panicking(), "errors were collected and not reported");
    }
}

/// Returns where the first of two is, for the message about the second.
pub(crate) fn line_of(span: Span) -> String {
    match span.start().line {
        0 => String::from("earlier"),
        line => format!("on line {line}"),
    }
}
