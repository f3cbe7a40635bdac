//! How an enum of derived types is written and read.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, Generics, LifetimeParam, WherePredicate, parse_quote, spanned::Spanned};

use super::{bounds::uses, entity::Entity};
use crate::{
    model::{DerivedType, Variant},
    parse::derived,
};

pub(super) fn implementations(derived_type: &DerivedType, is_valid: bool) -> TokenStream {
    let mut read_generics = bind(derived_type, &quote!(__graph::Entity<'__de>));
    let mut lifetime: LifetimeParam = parse_quote!('__de);
    lifetime.bounds.extend(derived_type.generics.lifetimes().map(|param| param.lifetime.clone()));
    read_generics.params.insert(0, GenericParam::Lifetime(lifetime));
    let entity = Entity {
        ident: &derived_type.item.ident,
        generics: &derived_type.generics,
        write_generics: bind(derived_type, &quote!(__graph::serde::Serialize)),
        read_generics,
        derived: derived(&derived_type.item.attributes, &["Serialize", "Deserialize"]),
        write: is_valid.then(|| write(derived_type)),
        read: is_valid.then(|| read(derived_type)),
    };
    entity.implementations()
}

fn write(derived_type: &DerivedType) -> TokenStream {
    let arms = derived_type.variants.iter().map(|Variant { ident, graph, .. }| {
        let value = if let Some(odata_type) = &graph.odata_type {
            quote!(__graph::write_variant(#odata_type, __value, __serializer))
        } else {
            quote!(__graph::serde::Serialize::serialize(__value, __serializer))
        };
        quote!(Self::#ident(__value) => #value)
    });
    quote!(match self { #(#arms,)* })
}

fn read(derived_type: &DerivedType) -> TokenStream {
    let known = derived_type.variants.iter().filter_map(|variant| {
        let odata_type = variant.graph.odata_type.as_ref()?;
        Some((odata_type, read_variant(variant)))
    });
    let (types, calls): (Vec<_>, Vec<_>) = known.unzip();
    let indices = (0..types.len()).map(Literal::usize_unsuffixed);
    let other = derived_type.variants.iter().find(|variant| variant.graph.other.is_some()).map(read_variant);
    quote! {
        match __reader.derived_type(&[#(#types),*]) {
            #(#indices => #calls,)*
            _ => #other,
        }
    }
}

/// Returns the call that reads the value of a variant. If its type does not fit, rustc underlines the type.
fn read_variant(variant: &Variant) -> TokenStream {
    let span = variant.value_type().map_or_else(|| variant.ident.span(), Spanned::span);
    let mut ident = variant.ident.clone();
    let span = Span::call_site().located_at(span);
    ident.set_span(span);
    quote_spanned!(span=> __reader.variant(Self::#ident))
}

/// Requires a trait of every type in a variant that depends on a type parameter.
fn bind(derived_type: &DerivedType, bound: &TokenStream) -> Generics {
    let mut generics = derived_type.generics.clone();
    let params: Vec<_> = generics.type_params().map(|param| param.ident.to_string()).collect();
    let types = derived_type.variants.iter().filter_map(Variant::value_type);
    let dependent = types.filter(|ty| !uses(ty, &params).is_empty());
    let predicates: Vec<WherePredicate> = dependent.map(|ty| parse_quote!(#ty: #bound)).collect();
    if !predicates.is_empty() {
        generics.make_where_clause().predicates.extend(predicates);
    }
    generics
}
