//! The struct that carries the attribute.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Generics, Path, Token, Type, Visibility, braced,
    ext::IdentExt,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
    token,
};

use super::{Attribute, attributes::contains_word, elided};
use crate::errors::Errors;

/// The attribute that an item has, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// `#[graph_action]`.
    Action,
    /// `#[graph_type]`.
    Type,
}

impl ItemKind {
    const fn attribute(self) -> &'static str {
        match self {
            Self::Action => "graph_action",
            Self::Type => "graph_type",
        }
    }

    const fn items(self) -> &'static str {
        match self {
            Self::Action => "structs",
            Self::Type => "structs and enums",
        }
    }

    const fn fields(self) -> &'static str {
        match self {
            Self::Action => "request parameters",
            Self::Type => "properties",
        }
    }

    const fn supported(self) -> &'static str {
        match self {
            Self::Action => {
                "write `pub struct Name { pub id: String }`, or `pub struct Name;` for an action without parameters"
            }
            Self::Type => {
                "write `pub struct Name { pub id: Option<String> }`, or `pub enum Name { … }` for derived types"
            }
        }
    }
}

/// A struct with named fields or without fields.
pub struct Item {
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// The visibility.
    pub visibility: Visibility,
    struct_token: Token![struct],
    /// The name.
    pub ident: Ident,
    /// The generic parameters, with the where clause.
    pub generics: Generics,
    body: Body,
}

enum Body {
    Braces(token::Brace, Punctuated<ItemField, Token![,]>),
    Semicolon(Token![;]),
}

pub(super) struct ItemField {
    pub(super) attributes: Vec<Attribute>,
    visibility: Visibility,
    /// The name; also `_`, which rustc reports.
    pub(super) ident: Ident,
    colon_token: Token![:],
    pub(super) ty: Type,
    /// Where the type begins.
    pub(super) ty_span: Span,
    /// The default value, which is unstable.
    default: Option<(Token![=], Expr)>,
}

impl Item {
    /// Parses an item. Reports anything but a struct with named fields or without fields, and returns `None`.
    pub(crate) fn parse(tokens: TokenStream, kind: ItemKind, errors: &mut Errors) -> Option<Self> {
        let parser = |input: ParseStream<'_>| parse_item(input, kind);
        match parser.parse2(tokens.clone()) {
            Ok(Ok(item)) => Some(item),
            Ok(Err(Unsupported { token, message })) => {
                errors.at(token, format!("{message}; {}", kind.supported()));
                None
            }
            Err(error) => {
                report_unparsable(tokens, kind, error, errors);
                None
            }
        }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &ItemField> {
        let fields = match &self.body {
            Body::Braces(_, fields) => Some(fields),
            Body::Semicolon(_) => None,
        };
        fields.into_iter().flatten()
    }

    /// Writes `'static` where the type of a field leaves a lifetime out. Returns the places.
    pub(super) fn name_lifetimes(&mut self) -> Vec<Span> {
        match &mut self.body {
            Body::Braces(_, fields) => {
                fields.iter_mut().flat_map(|field| elided::name_lifetimes(&mut field.ty)).collect()
            }
            Body::Semicolon(_) => Vec::new(),
        }
    }

    /// Returns whether a field has an attribute `cfg` or `cfg_attr`.
    #[must_use]
    pub fn has_conditional_fields(&self) -> bool {
        self.fields()
            .flat_map(|field| &field.attributes)
            .any(|attribute| attribute.is("cfg") || attribute.is("cfg_attr"))
    }

    /// Returns the names of the attributes that belong to the macro.
    #[must_use]
    pub fn own_attributes(&self) -> &'static [&'static str] {
        // If the struct derives serde's traits, serde's attributes are theirs too.
        if self.derives(&["Serialize", "Deserialize"]) { &["graph"] } else { &["graph", "serde"] }
    }

    /// Returns the struct without its attributes, and without these attributes of its fields.
    pub(crate) fn definition<'a>(&'a self, without: &'a [&str]) -> impl ToTokens + 'a {
        Definition { item: self, without }
    }

    /// Returns whether one of these traits is derived, also under a condition.
    fn derives(&self, traits: &[&str]) -> bool {
        let derives = self.attributes.iter().filter(|attribute| attribute.is("derive") || attribute.is("cfg_attr"));
        derives.filter_map(Attribute::list).any(|list| contains_word(list.clone(), traits))
    }

    /// Returns the `Debug` among the derives.
    #[must_use]
    pub fn derived_debug(&self) -> Option<Path> {
        derived(&self.attributes, &["Debug"]).pop()
    }
}

/// Returns those of these traits that are derived.
pub(crate) fn derived(attributes: &[Attribute], traits: &[&str]) -> Vec<Path> {
    let mut found = Vec::new();
    let derives = attributes.iter().filter(|attribute| attribute.is("derive"));
    for list in derives.filter_map(Attribute::list) {
        let parser = syn::meta::parser(|meta| {
            if meta.path.segments.last().is_some_and(|segment| traits.iter().any(|name| segment.ident == name)) {
                found.push(meta.path);
            }
            Ok(())
        });
        // rustc reports a derive that is not a list of paths.
        let _ = parser.parse2(list.clone());
    }
    found
}

/// An item that is valid Rust, but not supported.
struct Unsupported {
    token: TokenTree,
    message: String,
}

fn parse_item(input: ParseStream<'_>, kind: ItemKind) -> syn::Result<Result<Item, Unsupported>> {
    let attributes = Attribute::parse_all(input)?;
    let visibility = input.parse()?;
    for (is_next, item) in [(input.peek(Token![enum]), "enums"), (input.peek(Token![union]), "unions")] {
        if is_next {
            let message = format!("`{}` supports only {}, not {item}", kind.attribute(), kind.items());
            return unsupported(input, message);
        }
    }
    let struct_token = input.parse()?;
    let ident = input.parse()?;
    let mut generics: Generics = input.parse()?;
    if input.peek(token::Paren) {
        return unsupported(input, format!("fields must be named: names become {}", kind.fields()));
    }
    generics.where_clause = input.parse()?;
    let body = if input.peek(Token![;]) {
        Body::Semicolon(input.parse()?)
    } else {
        let content;
        Body::Braces(braced!(content in input), content.parse_terminated(ItemField::parse, Token![,])?)
    };
    Ok(Ok(Item { attributes, visibility, struct_token, ident, generics, body }))
}

/// Skips the rest of the item.
fn unsupported(input: ParseStream<'_>, message: String) -> syn::Result<Result<Item, Unsupported>> {
    let token = input.parse()?;
    input.parse::<TokenStream>()?;
    Ok(Err(Unsupported { token, message }))
}

impl Parse for ItemField {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: Attribute::parse_all(input)?,
            visibility: input.parse()?,
            ident: parse_field_name(input)?,
            colon_token: input.parse()?,
            ty_span: input.span(),
            ty: input.parse()?,
            default: if input.peek(Token![=]) { Some((input.parse()?, input.parse()?)) } else { None },
        })
    }
}

/// Reports an item that is not a struct, an enum or a union, or is not valid Rust. rustc reports the latter itself,
/// when the item is emitted again.
fn report_unparsable(tokens: TokenStream, kind: ItemKind, error: syn::Error, errors: &mut Errors) {
    let keyword = tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident)
            if ["fn", "mod", "trait", "impl", "type", "const", "static"].iter().any(|keyword| ident == keyword) =>
        {
            Some(ident)
        }
        _ => None,
    });
    match keyword {
        Some(keyword) => {
            let (attribute, items, supported) = (kind.attribute(), kind.items(), kind.supported());
            errors.at(&keyword, format!("`{attribute}` supports only {items}, not `{keyword}`; {supported}"));
        }
        None if error.to_string().contains("syn's features") => errors.at_span(
            error.span(),
            "this expression is not supported in the type of a field; move it to a constant and write its name here",
        ),
        None => errors.push(error),
    }
}

/// A struct without its attributes, and without these attributes of its fields.
struct Definition<'a> {
    item: &'a Item,
    without: &'a [&'a str],
}

impl ToTokens for Definition<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Item { visibility, struct_token, ident, generics, body, .. } = self.item;
        visibility.to_tokens(tokens);
        struct_token.to_tokens(tokens);
        ident.to_tokens(tokens);
        generics.to_tokens(tokens);
        generics.where_clause.to_tokens(tokens);
        match body {
            Body::Braces(braces, fields) => braces.surround(tokens, |tokens| {
                for pair in fields.pairs() {
                    pair.value().to_tokens_without(self.without, tokens);
                    pair.punct().to_tokens(tokens);
                }
            }),
            Body::Semicolon(semicolon) => semicolon.to_tokens(tokens),
        }
    }
}

/// The words that are keywords since a later edition than the first.
const NEW_KEYWORDS: [&str; 5] = ["async", "await", "dyn", "gen", "try"];

/// Parses a name of a field, or `_`, which rustc reports. A name that is a keyword only in later editions becomes a raw
/// one, which means the same in every edition, also in generated code.
fn parse_field_name(input: ParseStream<'_>) -> syn::Result<Ident> {
    let is_new = |word: &Ident| NEW_KEYWORDS.iter().any(|keyword| word == keyword);
    match input.cursor().ident() {
        Some((word, _)) if is_new(&word) => {
            input.call(Ident::parse_any)?;
            Ok(Ident::new_raw(&word.to_string(), word.span()))
        }
        _ if input.peek(Token![_]) => input.call(Ident::parse_any),
        _ => input.parse(),
    }
}

impl ItemField {
    fn to_tokens_without(&self, without: &[&str], tokens: &mut TokenStream) {
        let Self { attributes, visibility, ident, colon_token, ty, default, .. } = self;
        let is_left = |attribute: &&Attribute| !attribute.is_one_of(without);
        attributes.iter().filter(is_left).for_each(|attribute| attribute.to_tokens(tokens));
        visibility.to_tokens(tokens);
        ident.to_tokens(tokens);
        colon_token.to_tokens(tokens);
        ty.to_tokens(tokens);
        if let Some((equals, value)) = default {
            equals.to_tokens(tokens);
            value.to_tokens(tokens);
        }
    }
}
