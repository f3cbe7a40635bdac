//! The one place where mistakes are collected.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Collects every mistake in a declaration. Has to be turned into tokens: dropping it unread is a bug, and panics.
#[derive(Debug)]
pub(crate) struct Errors(Option<Vec<syn::Error>>);

impl Errors {
    pub(crate) fn new() -> Self {
        Self(Some(Vec::new()))
    }

    /// Reports a mistake, underlining `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a mistake, underlining one place.
    pub(crate) fn at_span(&mut self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Takes over what a parser reports.
    pub(crate) fn push(&mut self, error: syn::Error) {
        if let Some(errors) = &mut self.0 {
            errors.push(error);
        }
    }

    /// Leaves the mistakes unreported, since the same declaration is read again.
    pub(crate) fn leave_to_derive(mut self) {
        self.0 = None;
    }

    /// One `compile_error!` for each mistake, in the order of their places.
    pub(crate) fn into_tokens(mut self) -> TokenStream {
        let mut errors = self.0.take().unwrap_or_default();
        errors.sort_by_key(|error| (error.span().start().line, error.span().start().column));
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        // A panic while panicking would hide the first one.
        assert!(self.0.is_none() || std::thread::panicking(), "mistakes were collected and not reported");
    }
}

/// Where the first of two stands, for the message about the second.
pub(crate) fn line_of(span: Span) -> String {
    match span.start().line {
        0 => String::from("before"),
        line => format!("in line {line}"),
    }
}
