//! Last step: the model is written down as code. Nothing is decided or checked here.
//!
//! Generated code names nothing but `::graph_runtime` and `::core`, by their full paths, so that it means the same
//! wherever the declaration stands. What it does stands in the runtime, in functions that are compiled once.

mod builder;
mod collect;
mod debug;
mod docs;
mod metadata;
mod names;
mod request;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Type};

use self::names::Names;
use super::model::Action;

/// Everything that a declaration brings, the struct first.
pub(crate) fn action(action: &Action) -> TokenStream {
    documented(action, action.emitted.clone()).into_iter().chain(beside(action)).collect()
}

/// A struct with what its declaration adds to its documentation, after what the author says; in parts.
pub(crate) fn documented(action: &Action, item: TokenStream) -> [TokenStream; 3] {
    let mut tokens = item.into_iter().peekable();
    let mut own = Vec::new();
    while let Some(sign) = tokens.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#')) {
        own.extend([sign].into_iter().chain(tokens.next()));
    }
    [own.into_iter().collect(), docs::attributes(action), tokens.collect()]
}

/// Everything that a declaration brings beside the struct, in parts.
pub(crate) fn beside(action: &Action) -> [TokenStream; 3] {
    let names = Names::new(action);
    let cfgs = attributes(action, "cfg");
    let (builder_type, builder_impls) = builder::expand(action, &names);
    let request = request::expand(action, &names);
    let metadata = metadata::expand(action, &names);
    let debug = debug::expand(action);
    let collected = collect::expand(action, &names);
    let Names { private, imported, graph_action, action: ident, .. } = &names;
    let allow = allowed_lints(action);
    let own = own_allowances(action);
    let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
    let returns = &action.returns;
    let members = block([metadata, quote!(type Response = #returns;), request]);
    let implementation = quote! {
        use #private::#imported::*;
        #[automatically_derived]
        impl #impl_generics #graph_action for #ident #type_generics #where_clause #members
    };
    let contents = block([implementation].into_iter().chain(builder_impls).chain(debug).chain(collected));
    [quote!(#(#cfgs)* #(#own)*), builder_type, quote!(#(#cfgs)* #allow const _: () = #contents;)]
}

/// What stands in braces.
///
/// It is put together at once: interpolated one by one, all parts but the last are copied for each that follows, and the
/// compiler is asked each time.
fn block(parts: impl IntoIterator<Item = TokenStream>) -> Group {
    braced(parts.into_iter().collect())
}

fn braced(stream: TokenStream) -> Group {
    Group::new(Delimiter::Brace, stream)
}

fn parenthesized(stream: TokenStream) -> Group {
    Group::new(Delimiter::Parenthesis, stream)
}

/// The item as it was, for one that no action can be made of.
pub(crate) fn unsupported(item: TokenStream) -> TokenStream {
    item
}

/// What the author allows on the struct, which its builder needs too.
fn own_allowances(action: &Action) -> Vec<TokenStream> {
    let of_lints = ["allow", "expect"].map(|name| attributes(action, name));
    let lists = of_lints.into_iter().flatten().filter_map(|attribute| attribute.meta.require_list().ok());
    lists.map(|list| &list.tokens).map(|lints| quote!(#[allow(#lints)])).collect()
}

/// The lints that a declaration would bring on by what is not its author's.
fn allowed_lints(action: &Action) -> Option<TokenStream> {
    let deprecated =
        action.fields.iter().any(|field| field.deprecated.is_some()) || !attributes(action, "deprecated").is_empty();
    let unused = !matches!(action.visibility, syn::Visibility::Public(_));
    let mut lints = Vec::new();
    if deprecated {
        lints.push(quote!(deprecated));
    }
    if unused {
        lints.push(quote!(dead_code));
    }
    let own = own_allowances(action);
    let lints = (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]));
    (lints.is_some() || !own.is_empty()).then(|| quote!(#lints #(#own)*))
}

fn attributes<'a>(action: &'a Action, name: &str) -> Vec<&'a Attribute> {
    action.attributes.iter().filter(|attribute| attribute.path().is_ident(name)).collect()
}

/// A type as documentation shows it.
fn shown(ty: &Type) -> String {
    let mut shown = ty.to_token_stream().to_string();
    for (spaced, plain) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("[ ", "["),
        (" ]", "]"),
        ("( ", "("),
        (" )", ")"),
    ] {
        shown = shown.replace(spaced, plain);
    }
    shown
}
