//! The attributes `#[graph(…)]` of a field or variant of a type.

use proc_macro2::{Ident, Span};
use syn::{
    LitStr, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    token,
};

use super::super::{
    Attribute,
    list::{Seen, parse_list},
};
use crate::{
    errors::Errors,
    suggest::{did_you_mean, one_of},
};

/// The field attributes of a type.
pub(crate) const PROPERTY_ATTRIBUTES: [&str; 5] = ["name", "read_only", "secret", "always", "additional"];

/// The field attributes that only actions have.
const ACTION_ATTRIBUTES: [&str; 6] = ["path", "query", "query_options", "header", "body", "raw_body"];

/// What `#[graph(…)]` says about a field of a type, with the place where it says so.
#[derive(Default)]
pub struct PropertyAttributes {
    /// `name = "ItemIds"`.
    pub name: Option<LitStr>,
    /// `read_only`.
    pub read_only: Option<Span>,
    /// `secret`.
    pub secret: Option<Span>,
    /// `always`.
    pub always: Option<Span>,
    /// `additional`.
    pub additional: Option<Span>,
    seen: Seen,
}

impl PropertyAttributes {
    pub(super) fn parse(&mut self, attribute: &Attribute, errors: &mut Errors) {
        let Some(list) = attribute.list() else {
            let message = format!("expected parentheses: `#[graph(…)]` takes {}", one_of(&PROPERTY_ATTRIBUTES));
            return errors.at(attribute, message);
        };
        let parser = |input: ParseStream<'_>| {
            parse_list(input, errors, |input, _| self.element(input));
            Ok(())
        };
        if let Err(error) = parser.parse2(list.clone()) {
            errors.push(error);
        }
    }

    fn element(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format!("expected a field attribute: {}", one_of(&PROPERTY_ATTRIBUTES))));
        }
        let word = input.call(Ident::parse_any)?;
        let text = word.to_string();
        let Some(name) = PROPERTY_ATTRIBUTES.into_iter().find(|name| *name == text) else {
            return Err(syn::Error::new(word.span(), explain_unknown(&text)));
        };
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse::<LitStr>().map_err(|error| syn::Error::new(error.span(), form(name)))?)
        } else if input.peek(token::Paren) {
            return Err(input.error(form(name)));
        } else {
            None
        };
        self.seen.once(name, word.span(), format_args!("field attribute `{name}`"))?;
        let span = Some(word.span());
        match (name, value) {
            ("name", Some(value)) => self.name = Some(value),
            ("read_only", None) => self.read_only = span,
            ("secret", None) => self.secret = span,
            ("always", None) => self.always = span,
            ("additional", None) => self.additional = span,
            _ => return Err(syn::Error::new(word.span(), form(name))),
        }
        Ok(())
    }
}

fn explain_unknown(name: &str) -> String {
    if ACTION_ATTRIBUTES.contains(&name) {
        return format!(
            "`{name}` is a field attribute of `#[graph_action]`; every field of a `#[graph_type]` is a property, so remove \
             it"
        );
    }
    let hint = match name {
        "rename" => String::from("; did you mean `name`?"),
        "skip_serializing" | "readonly" | "computed" => String::from("; did you mean `read_only`?"),
        "flatten" | "other" | "rest" => String::from("; did you mean `additional`?"),
        _ => did_you_mean(name, PROPERTY_ATTRIBUTES),
    };
    format!("unknown field attribute `{name}`; expected {}{hint}", one_of(&PROPERTY_ATTRIBUTES))
}

/// Returns how a field attribute is written.
fn form(name: &str) -> String {
    match name {
        "name" => String::from("`name` requires a value: write `#[graph(name = \"ItemIds\")]`"),
        _ => format!("`{name}` takes no value: write `#[graph({name})]`"),
    }
}

/// What `#[graph(…)]` says about a variant.
#[derive(Default)]
pub struct VariantAttributes {
    /// `"#microsoft.graph.depIOSEnrollmentProfile"`.
    pub odata_type: Option<LitStr>,
    /// `other`.
    pub other: Option<Span>,
    /// Whether an attribute has a mistake.
    pub is_broken: bool,
}

pub(crate) const VARIANT_FORM: &str =
    "write `#[graph(\"#microsoft.graph.vppToken\")]`, or `#[graph(other)]` at the variant for all other types";

impl VariantAttributes {
    pub(super) fn parse(&mut self, attribute: &Attribute, errors: &mut Errors) {
        let Some(list) = attribute.list().filter(|list| !list.is_empty()) else {
            self.is_broken = true;
            return errors.at(attribute, VARIANT_FORM);
        };
        let parser = |input: ParseStream<'_>| {
            self.is_broken |= !parse_list(input, errors, |input, _| self.element(input));
            Ok(())
        };
        if let Err(error) = parser.parse2(list.clone()) {
            self.is_broken = true;
            errors.push(error);
        }
    }

    fn element(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let given = self.odata_type.is_some() || self.other.is_some();
        let span = input.span();
        if input.peek(LitStr) {
            self.odata_type = Some(input.parse()?);
        } else {
            let word = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), VARIANT_FORM))?;
            if word != "other" {
                let message = format!("unknown variant attribute `{word}`; {VARIANT_FORM}");
                return Err(syn::Error::new(word.span(), message));
            }
            self.other = Some(word.span());
        }
        if given {
            return Err(syn::Error::new(span, "a variant has one type, or is the one for all other types; remove one"));
        }
        Ok(())
    }
}
