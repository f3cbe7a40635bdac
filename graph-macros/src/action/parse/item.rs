//! The struct that carries the attribute.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{
    Attribute, Generics, Ident, Meta, Token, Visibility, braced,
    parse::{ParseStream, Parser},
    token,
};

use super::{
    attributes::{Attributes, without},
    fields::{FieldInput, WrittenField, container_rename},
};
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
        let Written { attributes, visibility, ident, generics, fields } = match Written::parse.parse2(tokens.clone()) {
            Ok(Ok(written)) => written,
            Ok(Err(Unsupported(keyword, message))) => {
                errors.at(keyword, format!("{message}; {SUPPORTED}"));
                return None;
            }
            Err(error) => {
                report_unreadable(tokens, error, errors);
                return None;
            }
        };
        let serde_is_derived = derives_serde(&attributes);
        let rename_all = container_rename(&attributes, errors);
        // Where serde is derived, too, its attributes are read by both.
        let own: &[&str] = if serde_is_derived { &["graph"] } else { &["graph", "serde"] };
        let is_own = |attribute: &Attribute| own.iter().any(|own| attribute.path().is_ident(own));
        let has_own = attributes.iter().chain(fields.iter().flat_map(|field| &field.attributes)).any(is_own);
        // The tokens as they came cost nothing to emit again; what a macro has put together may be in one invisible group.
        let is_plain = || !tokens.clone().into_iter().any(|token| is_invisible(&token));
        let emitted = if !has_own && is_plain() { tokens } else { without_own(own, tokens) };
        Some(Self {
            emitted,
            derived_debug: derived_debug(&attributes),
            fields: fields.into_iter().filter_map(|field| FieldInput::read(field, rename_all, errors)).collect(),
            attributes,
            visibility,
            ident,
            generics,
        })
    }
}

/// A struct, of which nothing is understood yet. That costs much less than to have syn read all of it.
struct Written {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    ident: Ident,
    generics: Generics,
    fields: Vec<WrittenField>,
}

/// Where an item says that it is none of which an action can be made, and how that is said.
struct Unsupported(TokenTree, &'static str);

impl Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Result<Self, Unsupported>> {
        let Attributes { others: attributes, .. } = Attributes::parse(input)?;
        let visibility = input.parse()?;
        let lookahead = input.lookahead1();
        if !lookahead.peek(Token![struct]) {
            let message = if lookahead.peek(Token![enum]) {
                "`graph_action` declares a struct, not an enum"
            } else if lookahead.peek(Token![union]) {
                "`graph_action` declares a struct, not a union"
            } else {
                return Err(lookahead.error());
            };
            return Self::unsupported(input, message);
        }
        input.parse::<Token![struct]>()?;
        let ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        let mut lookahead = input.lookahead1();
        if lookahead.peek(Token![where]) {
            generics.where_clause = Some(input.parse()?);
            lookahead = input.lookahead1();
        } else if lookahead.peek(token::Paren) {
            return Self::unsupported(input, "the fields need names, which say what they are in the request");
        }
        let mut fields = Vec::new();
        if lookahead.peek(token::Brace) {
            let content;
            braced!(content in input);
            while !content.is_empty() {
                fields.push(content.call(WrittenField::parse)?);
                if !content.is_empty() {
                    content.parse::<Token![,]>()?;
                }
            }
        } else if lookahead.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        } else {
            return Err(lookahead.error());
        }
        Ok(Ok(Self { attributes, visibility, ident, generics, fields }))
    }

    /// Leaves the rest as it is.
    fn unsupported(input: ParseStream<'_>, message: &'static str) -> syn::Result<Result<Self, Unsupported>> {
        let here = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(Err(Unsupported(here, message)))
    }
}

/// The struct without the attributes of these names on it and its fields, and without invisible groups around its parts.
fn without_own(names: &[&str], tokens: TokenStream) -> TokenStream {
    let in_braces = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let mut fields = Group::new(Delimiter::Brace, without(names, group.stream()));
            fields.set_span(group.span());
            TokenTree::Group(fields)
        }
        token => token,
    };
    without(names, visible(tokens)).into_iter().map(in_braces).collect()
}

fn visible(tokens: TokenStream) -> TokenStream {
    let parts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => visible(group.stream()),
        token => token.into(),
    });
    parts.collect()
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
