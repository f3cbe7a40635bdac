//! The attributes `#[graph(…)]` of a field: names, some of which have a string.

use proc_macro2::{Ident, Span};
use syn::{LitStr, Token, ext::IdentExt, parse::ParseStream, token};

use super::{
    Attribute,
    list::{Seen, parse_tokens},
};
use crate::{errors::Errors, suggest::one_of};

/// The field attributes of an action.
pub(super) const OF_ACTIONS: [&str; 10] =
    ["path", "query", "quoted", "query_options", "header", "body", "raw_body", "secret", "redirected", "name"];

/// The field attributes of a type.
pub(super) const OF_TYPES: [&str; 5] = ["name", "read_only", "secret", "always", "additional"];

/// The field attributes of actions, or of types.
pub(super) struct Vocabulary {
    pub(super) names: &'static [&'static str],
    /// Explains a name that is none of these.
    pub(super) explain_unknown: fn(&str) -> String,
    /// Returns how one of them is written.
    pub(super) form: fn(&str) -> String,
}

impl Vocabulary {
    /// Parses the elements of an attribute. `set` takes each, and returns whether it has a value if and only if it needs
    /// one. Returns whether there was no mistake.
    pub(super) fn parse(
        &self,
        attribute: &Attribute,
        seen: &mut Seen,
        errors: &mut Errors,
        mut set: impl FnMut(&'static str, Span, Option<LitStr>) -> bool,
    ) -> bool {
        let Some(list) = attribute.list() else {
            let names = one_of(self.names);
            errors.at(attribute, format!("expected parentheses: `#[graph(…)]` takes {names}"));
            return false;
        };
        parse_tokens(list.clone(), errors, |input, _| {
            let (name, span, value) = self.element(input)?;
            seen.once(name, span, format_args!("field attribute `{name}`"))?;
            if set(name, span, value) { Ok(()) } else { Err(syn::Error::new(span, (self.form)(name))) }
        })
    }

    fn element(&self, input: ParseStream<'_>) -> syn::Result<(&'static str, Span, Option<LitStr>)> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format!("expected a field attribute: {}", one_of(self.names))));
        }
        let word = input.call(Ident::parse_any)?;
        let text = word.to_string();
        let Some(name) = self.names.iter().find(|name| **name == text) else {
            return Err(syn::Error::new(word.span(), (self.explain_unknown)(&text)));
        };
        let mut value = None;
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            value = Some(input.parse().map_err(|error| syn::Error::new(error.span(), (self.form)(name)))?);
        }
        let ends = input.is_empty() || input.peek(Token![,]);
        if input.peek(token::Paren) || (value.is_some() && !ends) {
            return Err(input.error((self.form)(name)));
        }
        Ok((*name, word.span(), value))
    }
}
