//! The struct that carries the attribute.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Ident, Meta, Visibility};

use super::fields::{FieldInput, container_rename};
use crate::action::errors::Errors;

/// The struct as it was written.
pub(crate) struct Item {
    /// The struct to emit again: without the attributes that are this macro's own.
    pub(crate) emitted: TokenStream,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<FieldInput>,
    /// The `Debug` among the derives, if it is there.
    pub(crate) derived_debug: Option<syn::Path>,
}

impl Item {
    /// Reads the item; reports, and gives `None` for, anything but a struct with named fields or none.
    pub(super) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        let mut input: DeriveInput = match syn::parse2(tokens.clone()) {
            Ok(input) => input,
            Err(error) => {
                report_unreadable(tokens, error, errors);
                return None;
            }
        };
        let data = match &mut input.data {
            Data::Struct(data) => data,
            Data::Enum(data) => {
                errors.at(data.enum_token, format!("`graph_action` declares a struct, not an enum; {SUPPORTED}"));
                return None;
            }
            Data::Union(data) => {
                errors.at(data.union_token, format!("`graph_action` declares a struct, not a union; {SUPPORTED}"));
                return None;
            }
        };
        if let Fields::Unnamed(fields) = &data.fields {
            errors.at(fields, format!("the fields need names, which say what they are in the request; {SUPPORTED}"));
            return None;
        }
        let serde_is_derived = derives_serde(&input.attrs);
        let rename_all = container_rename(&input.attrs, errors);
        let mut fields = Vec::new();
        let mut has_own = false;
        let mut take_own = |attributes: &mut Vec<Attribute>, own: &[&str]| {
            let all = attributes.len();
            attributes.retain(|attribute| !own.iter().any(|own| attribute.path().is_ident(own)));
            has_own |= attributes.len() < all;
        };
        // Where serde is derived, too, its attributes are read by both.
        let serde: &[&str] = if serde_is_derived { &[] } else { &["serde"] };
        for field in &mut data.fields {
            fields.extend(FieldInput::parse(field, rename_all, errors));
            take_own(&mut field.attrs, &["graph"]);
            take_own(&mut field.attrs, serde);
        }
        take_own(&mut input.attrs, serde);
        // The tokens as they came cost nothing to emit again; what a macro has put together may be in one invisible group.
        let is_plain = || !tokens.clone().into_iter().any(|token| is_invisible(&token));
        let emitted = if !has_own && is_plain() { tokens } else { input.to_token_stream() };
        Some(Self {
            emitted,
            derived_debug: derived_debug(&input.attrs),
            attributes: input.attrs,
            visibility: input.vis,
            ident: input.ident,
            generics: input.generics,
            fields,
        })
    }
}

fn is_invisible(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::None)
}

const SUPPORTED: &str =
    "write `pub struct Name { pub id: String }`, or `pub struct Name;` for an action without values";

/// An item that is no struct, enum or union, or one that does not parse. rustc reports the latter itself, where the item
/// is emitted again.
fn report_unreadable(tokens: TokenStream, error: syn::Error, errors: &mut Errors) {
    let keyword = tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident)
            if ["fn", "mod", "trait", "impl", "type", "const", "static"].iter().any(|k| ident == k) =>
        {
            Some(ident)
        }
        _ => None,
    });
    match keyword {
        Some(keyword) => errors.at(&keyword, format!("`graph_action` declares a struct, not `{keyword}`; {SUPPORTED}")),
        None if error.to_string().contains("syn's features") => errors.at_span(
            error.span(),
            "an expression in a type has to be plain here, such as the name of a constant: put the block into a `const`",
        ),
        None => errors.push(error),
    }
}

/// Whether serde's derives are there, to which the `#[serde]` attributes belong then too.
fn derives_serde(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| is_derive(attribute)).any(|attribute| {
        let meta = &attribute.meta;
        names_one_of(quote!(#meta), &["Serialize", "Deserialize"])
    })
}

fn is_derive(attribute: &Attribute) -> bool {
    attribute.path().is_ident("derive") || attribute.path().is_ident("cfg_attr")
}

fn names_one_of(tokens: TokenStream, names: &[&str]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.iter().any(|name| ident == name),
        TokenTree::Group(group) => names_one_of(group.stream(), names),
        _ => false,
    })
}

fn derived_debug(attributes: &[Attribute]) -> Option<syn::Path> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        if let Meta::List(list) = &attribute.meta {
            let _ = list.parse_nested_meta(|meta| {
                if meta.path.segments.last().is_some_and(|segment| segment.ident == "Debug") {
                    found = Some(meta.path);
                }
                Ok(())
            });
        }
    }
    found
}
