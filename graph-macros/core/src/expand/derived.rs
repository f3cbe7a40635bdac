//! How an enum of derived types is written and read.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{GenericParam, Generics, LifetimeParam, WherePredicate, parse_quote};

use super::bounds::uses;
use crate::{
    model::{DerivedType, Variant},
    parse::derived,
};

pub(super) fn implementations(derived_type: &DerivedType) -> TokenStream {
    let derives = |name| !derived(&derived_type.item.attributes, &[name]).is_empty();
    let write = (!derives("Serialize")).then(|| serialize(derived_type));
    let read = (!derives("Deserialize")).then(|| deserialize(derived_type));
    quote!(#write #read)
}

fn serialize(derived_type: &DerivedType) -> TokenStream {
    let ident = &derived_type.item.ident;
    let generics = bind(derived_type, &quote!(__graph::serde::Serialize));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let arms = derived_type.variants.iter().map(|variant| {
        let name = &variant.ident;
        if variant.value_type().is_none() {
            return quote!(Self::#name { .. } => __graph::serde::Serializer::serialize_unit(__serializer));
        }
        match &variant.graph.odata_type {
            Some(odata_type) => {
                quote!(Self::#name(__value) => __graph::write_variant(#odata_type, __value, __serializer))
            }
            None => quote!(Self::#name(__value) => __graph::serde::Serialize::serialize(__value, __serializer)),
        }
    });
    let arms: Vec<_> = arms.collect();
    let body = if arms.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#arms,)* }) };
    quote! {
        #[automatically_derived]
        impl #impl_generics __graph::serde::Serialize for #ident #type_generics #where_clause {
            fn serialize<__S: __graph::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #body
            }
        }
    }
}

fn deserialize(derived_type: &DerivedType) -> TokenStream {
    let ident = &derived_type.item.ident;
    let (_, type_generics, _) = derived_type.generics.split_for_impl();
    let mut generics = bind(derived_type, &quote!(__graph::Entity<'__de>));
    let mut lifetime: LifetimeParam = parse_quote!('__de);
    lifetime.bounds.extend(derived_type.generics.lifetimes().map(|param| param.lifetime.clone()));
    generics.params.insert(0, GenericParam::Lifetime(lifetime));
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let is_valid = |variant: &&Variant| variant.value_type().is_some();
    let typed = derived_type.variants.iter().filter(is_valid).filter_map(|variant| {
        let odata_type = variant.graph.odata_type.as_ref()?;
        Some((odata_type, &variant.ident))
    });
    let (types, names): (Vec<_>, Vec<_>) = typed.unzip();
    let indices = (0..types.len()).map(Literal::usize_unsuffixed);
    let other = derived_type.variants.iter().filter(is_valid).find(|variant| variant.graph.other.is_some());
    let other = match other {
        Some(Variant { ident, .. }) => quote!(__reader.variant(Self::#ident)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics __graph::Entity<'__de> for #ident #type_generics #where_clause {
            fn read<__A: __graph::serde::de::MapAccess<'__de>>(
                __reader: &mut __graph::Reader<'__de, __A>,
            ) -> ::core::option::Option<Self> {
                match __reader.derived_type(&[#(#types),*]) {
                    #(#indices => __reader.variant(Self::#names),)*
                    _ => #other,
                }
            }
        }

        #[automatically_derived]
        impl #impl_generics __graph::serde::Deserialize<'__de> for #ident #type_generics #where_clause {
            fn deserialize<__D: __graph::serde::Deserializer<'__de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                __graph::read_object(__deserializer)
            }
        }
    }
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
