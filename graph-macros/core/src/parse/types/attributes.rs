//! The attributes `#[graph(…)]` of a field or variant of a type.

use proc_macro2::{Ident, Span};
use syn::{LitStr, ext::IdentExt, parse::ParseStream};

use super::super::{
    Attribute,
    elements::{OF_ACTIONS, OF_TYPES, Vocabulary},
    list::{Seen, parse_tokens},
};
use crate::{
    errors::Errors,
    suggest::{did_you_mean, one_of},
};

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

const VOCABULARY: Vocabulary = Vocabulary { names: &OF_TYPES, explain_unknown, form };

impl PropertyAttributes {
    pub(super) fn parse(&mut self, attribute: &Attribute, errors: &mut Errors) {
        let mut seen = std::mem::take(&mut self.seen);
        VOCABULARY.parse(attribute, &mut seen, errors, |name, span, value| {
            match (name, value) {
                ("name", Some(value)) => self.name = Some(value),
                ("read_only", None) => self.read_only = Some(span),
                ("secret", None) => self.secret = Some(span),
                ("always", None) => self.always = Some(span),
                ("additional", None) => self.additional = Some(span),
                _ => return false,
            }
            true
        });
        self.seen = seen;
    }
}

fn explain_unknown(name: &str) -> String {
    if OF_ACTIONS.contains(&name) {
        return format!(
            "`{name}` is a field attribute of `#[graph_action]`; every field of a `#[graph_type]` is a property, so remove \
             it"
        );
    }
    let hint = match name {
        "rename" => String::from("; did you mean `name`?"),
        "skip_serializing" | "readonly" | "computed" => String::from("; did you mean `read_only`?"),
        "flatten" | "other" | "rest" => String::from("; did you mean `additional`?"),
        _ => did_you_mean(name, OF_TYPES),
    };
    format!("unknown field attribute `{name}`; expected {}{hint}", one_of(&OF_TYPES))
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
        let is_valid = parse_tokens(list.clone(), errors, |input, _| self.element(input));
        self.is_broken |= !is_valid;
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
