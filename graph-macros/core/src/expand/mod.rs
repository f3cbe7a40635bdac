//! The last step: the model becomes code. Nothing is decided or checked here.
//!
//! Generated code names only `::graph_runtime` and `::core`, by full paths, so that it means the same wherever the
//! declaration is: the names of the runtime through the alias `__graph`. What does not depend on the author's types is
//! in the runtime, in functions that are compiled once.

mod bounds;
mod builder;
mod collect;
mod debug;
mod derived;
mod disorder;
mod docs;
mod entity;
mod metadata;
mod object;
mod request;
mod without_runtime;

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::quote;
use syn::Visibility;

pub(crate) use self::disorder::warning;
use crate::{
    Options,
    model::{Action, GraphType},
    parse::Attribute,
};

/// Generates everything that a declaration stands for, starting with the struct.
#[must_use]
pub fn action(action: &Action, options: Options) -> TokenStream {
    [documented(action, action.item.own_attributes())].into_iter().chain(companions(action, options)).collect()
}

/// Returns the struct without these attributes, with the generated documentation after the author's.
pub(crate) fn documented(action: &Action, without: &[&str]) -> TokenStream {
    let item = &action.item;
    let attributes = item.attributes.iter().filter(|attribute| !without.iter().any(|name| attribute.is(name)));
    let docs = docs::text(action);
    let definition = item.definition(without);
    quote!(#(#attributes)* #[doc = #docs] #definition)
}

/// Generates everything except the struct, in parts.
///
/// If a generic parameter is used in no field, rustc reports that for the struct. There is nothing else then, in which it
/// would report it again.
pub(crate) fn companions(action: &Action, options: Options) -> [TokenStream; 3] {
    if action.has_unused_parameter() {
        return Default::default();
    }
    if action.runtime.is_missing() {
        return [without_runtime::companions(action), TokenStream::new(), TokenStream::new()];
    }
    let cfgs: Vec<_> = action.attributes("cfg").collect();
    let builder = builder::Builder::new(action);
    let builder_type = builder.definition();
    let own_lints = own_lints(action);
    let lints = lints(action);
    let runtime = &action.runtime;
    let ident = &action.item.ident;
    let (impl_generics, type_generics, where_clause) = action.generics.split_for_impl();
    let returns = &action.returns;
    let members = block([metadata::constants(action), quote!(type Response = #returns;), request::encode(action)]);
    // For the constant `RESPONSE`. If the runtime is not there, the first import is the only one that rustc reports.
    let imports = (!action.returns_nothing()).then(|| {
        quote!(
            use __graph::JsonKind as _;
        )
    });
    let implementation = quote! {
        use #runtime::__private as __graph;
        #imports

        #[automatically_derived]
        impl #impl_generics __graph::GraphAction for #ident #type_generics #where_clause #members
    };
    let contents = block(
        [implementation]
            .into_iter()
            .chain(builder.implementations())
            .chain(debug::of_action(action))
            .chain(options.collect.then(|| collect::submission(action)).flatten()),
    );
    [quote!(#(#cfgs)* #own_lints), builder_type, quote!(#(#cfgs)* #lints #own_lints const _: () = #contents;)]
}

/// Generates everything that a declaration with `#[graph_type]` stands for, starting with the type.
///
/// If it has mistakes, the implementations are empty: they only make the type usable, so that no errors follow.
#[must_use]
pub fn graph_type(graph_type: &GraphType, is_valid: bool) -> TokenStream {
    let mut output = type_item(graph_type, graph_type.own_attributes());
    output.extend(type_implementations(graph_type, is_valid));
    output
}

/// Returns the type without these attributes.
pub(crate) fn type_item(graph_type: &GraphType, without: &[&str]) -> TokenStream {
    let attributes = graph_type.attributes();
    let attributes = attributes.iter().filter(|attribute| !without.iter().any(|name| attribute.is(name)));
    match graph_type {
        GraphType::Object(object) => {
            let definition = object.item.definition(without);
            quote!(#(#attributes)* #definition)
        }
        GraphType::Derived(derived) => {
            let definition = derived.item.definition(without);
            quote!(#(#attributes)* #definition)
        }
    }
}

/// Generates everything except the type.
pub(crate) fn type_implementations(graph_type: &GraphType, is_valid: bool) -> TokenStream {
    let runtime = graph_type.runtime();
    if runtime.is_missing() {
        return without_runtime::type_implementations(graph_type);
    }
    let (implementations, fields_are_deprecated) = match graph_type {
        GraphType::Object(object) => {
            (object::implementations(object, is_valid), object.properties.iter().any(|property| property.is_deprecated))
        }
        GraphType::Derived(derived) => {
            (derived::implementations(derived, is_valid), derived.variants.iter().any(|variant| variant.is_deprecated))
        }
    };
    let attributes = graph_type.attributes();
    let named = |name: &str| attributes.iter().filter(|attribute| attribute.is(name)).collect::<Vec<_>>();
    let cfgs = named("cfg");
    let is_deprecated = fields_are_deprecated || !named("deprecated").is_empty();
    let lints = is_deprecated.then(|| quote!(#[allow(deprecated)]));
    let contents = block([quote!(use #runtime::__private as __graph;), implementations]);
    quote!(#(#cfgs)* #lints const _: () = #contents;)
}

/// Returns the parts in braces.
///
/// They are put together at once: interpolated into a template one by one, all parts but the last are copied for each
/// that follows.
fn block(parts: impl IntoIterator<Item = TokenStream>) -> Group {
    Group::new(Delimiter::Brace, parts.into_iter().collect())
}

/// Returns attributes that allow for the builder what the author allows for the struct.
fn own_lints(action: &Action) -> TokenStream {
    let lists = action.attributes("allow").chain(action.attributes("expect")).filter_map(Attribute::list);
    quote!(#(#[allow(#lists)])*)
}

/// Returns an attribute that allows the lints that only generated code triggers.
fn lints(action: &Action) -> Option<TokenStream> {
    let is_deprecated = action.attributes("deprecated").next().is_some()
        || action.fields.iter().any(|field| field.deprecated.is_some());
    let is_public = matches!(action.item.visibility, Visibility::Public(_));
    match (is_deprecated, is_public) {
        (false, true) => None,
        (true, true) => Some(quote!(#[allow(deprecated)])),
        (false, false) => Some(quote!(#[allow(dead_code)])),
        (true, false) => Some(quote!(#[allow(deprecated, dead_code)])),
    }
}
