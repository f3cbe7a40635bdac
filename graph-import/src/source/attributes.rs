//! The attributes of items: conditions, paths of modules, and the macros of the runtime.

use proc_macro2::TokenStream;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Path, Token, parse::Parser, punctuated::Punctuated};

/// Returns whether an item is there only in tests: `#[cfg(test)]`, `#[cfg(all(test, …))]`, `#[test]`.
pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::Path(path) => path.segments.last().is_some_and(|segment| segment.ident == "test"),
        Meta::List(list) if list.path.is_ident("cfg") => metas(list.tokens.clone()).iter().any(requires_test),
        _ => false,
    })
}

fn requires_test(meta: &Meta) -> bool {
    match meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => metas(list.tokens.clone()).iter().any(requires_test),
        _ => false,
    }
}

/// Returns the files that `#[path = "…"]` names, also under a condition: the unconditional one first.
pub(super) fn paths(attributes: &[Attribute]) -> Vec<String> {
    let mut metas: Vec<_> = attributes.iter().flat_map(unconditional).collect();
    metas.sort_by_key(|(is_conditional, _)| *is_conditional);
    metas
        .into_iter()
        .filter_map(|(_, meta)| match meta {
            Meta::NameValue(pair) if pair.path.is_ident("path") => match pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// The use of an attribute macro.
pub(super) struct Use {
    /// The macro.
    pub(super) path: Path,
    /// What is in its parentheses.
    pub(super) arguments: TokenStream,
    /// The index of the attribute that it is, or in which it is conditional.
    pub(super) index: usize,
}

/// Returns all attributes that have the form of an attribute macro, also those under a condition.
pub(super) fn uses(attributes: &[Attribute]) -> Vec<Use> {
    let mut uses = Vec::new();
    for (index, attribute) in attributes.iter().enumerate() {
        for (_, meta) in unconditional(attribute) {
            let use_of = |path, arguments| Use { path, arguments, index };
            match meta {
                Meta::Path(path) => uses.push(use_of(path, TokenStream::new())),
                Meta::List(list) => uses.push(use_of(list.path, list.tokens)),
                Meta::NameValue(_) => {}
            }
        }
    }
    uses
}

/// Returns the attributes that say something about a field, as if each condition held.
pub(super) fn as_if_all_hold(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().flat_map(expanded).collect()
}

fn expanded(attribute: &Attribute) -> Vec<Attribute> {
    if !attribute.path().is_ident("cfg_attr") {
        return vec![attribute.clone()];
    }
    let metas = unconditional(attribute).into_iter().map(|(_, meta)| meta);
    let metas = metas.filter(|meta| ["graph", "serde", "deprecated"].iter().any(|name| meta.path().is_ident(name)));
    metas.map(|meta| Attribute { meta, ..attribute.clone() }).collect()
}

/// Returns the meaning of an attribute, with whether it has a condition: all of those in a `cfg_attr`.
fn unconditional(attribute: &Attribute) -> Vec<(bool, Meta)> {
    let mut found = Vec::new();
    collect(attribute.meta.clone(), false, &mut found, 0);
    found
}

fn collect(meta: Meta, is_conditional: bool, found: &mut Vec<(bool, Meta)>, depth: usize) {
    const NESTED: usize = 16;
    match meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") && depth < NESTED => {
            for meta in metas(list.tokens).into_iter().skip(1) {
                collect(meta, true, found, depth + 1);
            }
        }
        other => found.push((is_conditional, other)),
    }
}

fn metas(tokens: TokenStream) -> Vec<Meta> {
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    parser.parse2(tokens).map(|metas| metas.into_iter().collect()).unwrap_or_default()
}
