//! The bounds of a type with generic parameters.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Lifetime, LifetimeParam, Type, WherePredicate, parse_quote};

use crate::model::{ObjectType, Property, PropertyRole, one_argument};

/// Whether a type is written or read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Write,
    Read,
}

/// Returns the generic parameters of a type with the bounds that its fields need, and for reading with the lifetime
/// `'__de`: those that serde's derives add.
pub(super) fn with_bounds(object: &ObjectType, direction: Direction) -> Generics {
    let mut generics = object.generics.clone();
    let lifetime = Lifetime::new("'__de", Span::call_site());
    let bound = match direction {
        Direction::Write => quote!(__graph::serde::Serialize),
        Direction::Read => quote!(__graph::serde::Deserialize<#lifetime>),
    };
    let params: Vec<_> = generics.type_params().map(|param| param.ident.to_string()).collect();
    let mut predicates: Vec<WherePredicate> = Vec::new();
    for property in &object.properties {
        if is_converted(property, direction) {
            predicates.extend(uses(&property.ty, &params).into_iter().map(|used| parse_quote!(#used: #bound)));
        } else if direction == Direction::Read && !has_function_default(property) {
            let uses = uses(&property.ty, &params);
            predicates.extend(uses.into_iter().map(|used| parse_quote!(#used: ::core::default::Default)));
        }
    }
    if !predicates.is_empty() {
        generics.make_where_clause().predicates.extend(predicates);
    }
    if direction == Direction::Read {
        let mut param = LifetimeParam::new(lifetime);
        for lifetime in object.properties.iter().flat_map(borrowed) {
            if !param.bounds.iter().any(|known| *known == lifetime) {
                param.bounds.push(lifetime);
            }
        }
        generics.params.insert(0, GenericParam::Lifetime(param));
    }
    generics
}

/// Returns whether the value is converted by serde's traits.
fn is_converted(property: &Property, direction: Direction) -> bool {
    let (takes_part, with) = match direction {
        Direction::Write => (property.is_written(), &property.serde.serialize_with),
        Direction::Read => (property.is_read(), &property.serde.deserialize_with),
    };
    takes_part && with.is_none() && property.role != PropertyRole::Additional
}

fn has_function_default(property: &Property) -> bool {
    property.is_read() || matches!(property.serde.default, Some(Some(_)))
}

/// Returns the type parameters in a type, with their associated types, such as `T` and `T::Item`.
pub(super) fn uses(ty: &Type, params: &[String]) -> Vec<TokenStream> {
    let mut found = Vec::new();
    if params.is_empty() || one_argument(ty).is_some_and(|(name, _)| name == "PhantomData") {
        return found;
    }
    collect_uses(ty.to_token_stream(), params, &mut found);
    found
}

fn collect_uses(tokens: TokenStream, params: &[String], found: &mut Vec<TokenStream>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => collect_uses(group.stream(), params, found),
            TokenTree::Ident(ident) if params.iter().any(|param| ident == param) => {
                let mut used = quote!(#ident);
                let mut is_path = false;
                while let Some(TokenTree::Punct(punct)) = tokens.peek()
                    && punct.as_char() == ':'
                {
                    is_path = true;
                    used.extend(tokens.next());
                }
                if is_path {
                    used.extend(tokens.next());
                }
                found.push(used);
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Returns the lifetimes of what a field borrows from the text that is read: those of references and, with
/// `#[serde(borrow)]`, all others.
fn borrowed(property: &Property) -> Vec<Lifetime> {
    let mut found = Vec::new();
    if property.is_read() {
        collect_lifetimes(property.ty.to_token_stream(), !property.serde.borrow, &mut found);
    }
    found
}

fn collect_lifetimes(tokens: TokenStream, only_of_references: bool, found: &mut Vec<Lifetime>) {
    let mut tokens = tokens.into_iter();
    let mut follows_reference = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                let Some(TokenTree::Ident(name)) = tokens.next() else { continue };
                if name != "_" && (follows_reference || !only_of_references) {
                    found.push(Lifetime::new(&format!("'{name}"), name.span()));
                }
                follows_reference = false;
            }
            TokenTree::Group(group) => collect_lifetimes(group.stream(), only_of_references, found),
            TokenTree::Punct(punct) => follows_reference = punct.as_char() == '&',
            TokenTree::Ident(_) | TokenTree::Literal(_) => follows_reference = false,
        }
    }
}
