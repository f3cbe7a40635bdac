//! Comma-separated lists of named elements.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{
    Lit, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::errors::{Errors, line_of};

/// Parses tokens that are such a list. Returns whether there was no mistake.
pub(super) fn parse_tokens(
    tokens: TokenStream,
    errors: &mut Errors,
    element: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> bool {
    let parser = |input: ParseStream<'_>| Ok(parse_list(input, errors, element));
    match parser.parse2(tokens) {
        Ok(is_valid) => is_valid,
        Err(error) => {
            errors.push(error);
            false
        }
    }
}

/// Parses the elements of a list with `element`, up to the end of the input. After a mistake, parsing continues with
/// the next element, so that one mistake does not hide another. Returns whether there was no mistake.
pub(super) fn parse_list(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut element: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> bool {
    let mut is_valid = true;
    while !input.is_empty() {
        if let Err(error) = element(input, errors) {
            is_valid = false;
            errors.push(error);
            skip_to_comma(input);
        }
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            is_valid = false;
            errors.at_span(input.span(), "expected `,`");
            let starts_an_element = input.peek(Ident::peek_any) || input.peek(Lit);
            if !starts_an_element {
                skip_to_comma(input);
                let _ = input.parse::<Token![,]>();
            }
        }
    }
    is_valid
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
}

/// The names of the elements that a list has so far, so that each is given only once.
#[derive(Default)]
pub(super) struct Seen(Vec<(&'static str, Span)>);

impl Seen {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|(seen, _)| *seen == name)
    }

    /// Notes an element.
    pub(super) fn note(&mut self, name: &'static str, span: Span) {
        self.0.push((name, span));
    }

    /// Notes an element, or returns an error about the duplicate, which `what` describes.
    pub(super) fn once(&mut self, name: &'static str, span: Span, what: impl Display) -> syn::Result<()> {
        if let Some((_, first)) = self.0.iter().find(|(seen, _)| *seen == name) {
            return Err(syn::Error::new(span, format!("duplicate {what}; first given {}", line_of(*first))));
        }
        self.note(name, span);
        Ok(())
    }
}
