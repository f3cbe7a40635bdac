//! `Debug` for an action or type with a field whose value must not be shown.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Generics, ext::IdentExt, parse_quote};

use crate::model::{Action, Field, ObjectType};

/// A field that `Debug` shows.
struct Shown<'a> {
    ident: &'a Ident,
    name: &'a str,
    ty_span: Span,
    is_secret: bool,
}

pub(super) fn of_action(action: &Action) -> Option<TokenStream> {
    // A derived one is reported; a second one would add an error of rustc.
    if !action.fields.iter().any(Field::is_secret) || action.item.derived_debug().is_some() {
        return None;
    }
    let fields = action.fields.iter().map(|field| Shown {
        ident: &field.ident,
        name: &field.name,
        ty_span: field.ty_span,
        is_secret: field.is_secret(),
    });
    Some(implementation(&action.item.ident, &action.generics, fields))
}

pub(super) fn of_object(object: &ObjectType) -> Option<TokenStream> {
    if object.hidden().is_none() || object.item.derived_debug().is_some() {
        return None;
    }
    let fields = object.properties.iter().map(|property| Shown {
        ident: &property.ident,
        name: &property.name,
        ty_span: property.ty_span,
        is_secret: property.is_secret(),
    });
    Some(implementation(&object.item.ident, &object.generics, fields))
}

fn implementation<'a>(ident: &Ident, generics: &Generics, fields: impl Iterator<Item = Shown<'a>>) -> TokenStream {
    let mut generics = generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.push(parse_quote!(::core::fmt::Debug));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let name = ident.unraw().to_string();
    let fields = fields.map(|field| {
        let name = field.name;
        if field.is_secret {
            quote!(.field(#name, &::core::format_args!("[redacted]")))
        } else {
            // A type without `Debug` is underlined.
            let span = Span::call_site().located_at(field.ty_span);
            let mut ident = field.ident.clone();
            ident.set_span(span);
            let value = quote_spanned!(span=> &self.#ident);
            quote!(.field(#name, #value))
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #ident #type_generics #where_clause {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.debug_struct(#name)#(#fields)*.finish()
            }
        }
    }
}
