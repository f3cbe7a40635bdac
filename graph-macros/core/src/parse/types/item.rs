//! The enum that carries the attribute.

use proc_macro2::{Group, Ident, TokenStream};
use quote::ToTokens;
use syn::{
    Expr, Generics, Token, Type, Visibility, braced,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
    token,
};

use super::super::{Attribute, item::ItemField};
use crate::errors::Errors;

/// An enum.
pub struct EnumItem {
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// The visibility.
    pub visibility: Visibility,
    enum_token: Token![enum],
    /// The name.
    pub ident: Ident,
    /// The generic parameters, with the where clause.
    pub generics: Generics,
    braces: token::Brace,
    variants: Punctuated<ItemVariant, Token![,]>,
}

pub(super) struct ItemVariant {
    pub(super) attributes: Vec<Attribute>,
    pub(super) ident: Ident,
    /// The types of its fields; `None` if they have names.
    pub(super) types: Option<Vec<Type>>,
    /// What follows the name.
    rest: TokenStream,
}

impl EnumItem {
    pub(super) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        match parse_item.parse2(tokens) {
            Ok(item) => Some(item),
            Err(error) if error.to_string().contains("syn's features") => {
                errors.at_span(error.span(), "a variant holds one type and has no discriminant; remove it");
                None
            }
            Err(error) => {
                errors.push(error);
                None
            }
        }
    }

    pub(super) fn variants(&self) -> impl Iterator<Item = &ItemVariant> {
        self.variants.iter()
    }

    /// Returns whether a variant has an attribute `cfg` or `cfg_attr`.
    #[must_use]
    pub fn has_conditional_variants(&self) -> bool {
        let attributes = self.variants.iter().flat_map(|variant| &variant.attributes);
        attributes.into_iter().any(|attribute| attribute.is("cfg") || attribute.is("cfg_attr"))
    }

    /// Returns the enum without its attributes, and without these attributes of its variants.
    pub(crate) fn definition<'a>(&'a self, without: &'a [&str]) -> impl ToTokens + 'a {
        Definition { item: self, without }
    }
}

fn parse_item(input: ParseStream<'_>) -> syn::Result<EnumItem> {
    let content;
    let attributes = Attribute::parse_all(input)?;
    let visibility = input.parse()?;
    let enum_token = input.parse()?;
    let ident = input.parse()?;
    let mut generics: Generics = input.parse()?;
    generics.where_clause = input.parse()?;
    let braces = braced!(content in input);
    let variants = content.parse_terminated(ItemVariant::parse, Token![,])?;
    Ok(EnumItem { attributes, visibility, enum_token, ident, generics, braces, variants })
}

impl Parse for ItemVariant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = Attribute::parse_all(input)?;
        let ident = input.parse()?;
        let mut rest = TokenStream::new();
        let types = if input.peek(token::Paren) {
            let fields: Group = input.parse()?;
            let types = Punctuated::<FieldType, Token![,]>::parse_terminated.parse2(fields.stream())?;
            fields.to_tokens(&mut rest);
            Some(types.into_iter().map(|field| field.0).collect())
        } else if input.peek(token::Brace) {
            let fields: Group = input.parse()?;
            Punctuated::<ItemField, Token![,]>::parse_terminated.parse2(fields.stream())?;
            fields.to_tokens(&mut rest);
            None
        } else {
            Some(Vec::new())
        };
        // The discriminant, which only an enumeration can have.
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?.to_tokens(&mut rest);
            input.parse::<Expr>()?.to_tokens(&mut rest);
        }
        Ok(Self { attributes, ident, types, rest })
    }
}

/// The type of a field without a name, after its attributes and visibility.
struct FieldType(Type);

impl Parse for FieldType {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Attribute::parse_all(input)?;
        input.parse::<Visibility>()?;
        input.parse().map(Self)
    }
}

/// An enum without its attributes, and without these attributes of its variants.
struct Definition<'a> {
    item: &'a EnumItem,
    without: &'a [&'a str],
}

impl ToTokens for Definition<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let EnumItem { visibility, enum_token, ident, generics, braces, variants, .. } = self.item;
        visibility.to_tokens(tokens);
        enum_token.to_tokens(tokens);
        ident.to_tokens(tokens);
        generics.to_tokens(tokens);
        generics.where_clause.to_tokens(tokens);
        braces.surround(tokens, |tokens| {
            for pair in variants.pairs() {
                let ItemVariant { attributes, ident, rest, .. } = pair.value();
                let is_left = |attribute: &&Attribute| !attribute.is_one_of(self.without);
                attributes.iter().filter(is_left).for_each(|attribute| attribute.to_tokens(tokens));
                ident.to_tokens(tokens);
                rest.to_tokens(tokens);
                pair.punct().to_tokens(tokens);
            }
        });
    }
}
