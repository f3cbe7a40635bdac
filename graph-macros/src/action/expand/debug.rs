//! `Debug`, where a field is secret.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, parse_quote, spanned::Spanned};

use crate::action::model::Action;

pub(super) fn expand(action: &Action) -> Option<TokenStream> {
    // A derived one is reported; two would bring rustc's own error on top.
    if action.derived_debug.is_some() || !action.fields.iter().any(|field| field.secret) {
        return None;
    }
    let ident = &action.ident;
    let mut generics = action.generics.clone();
    for param in &mut generics.params {
        if let GenericParam::Type(param) = param {
            param.bounds.push(parse_quote!(::core::fmt::Debug));
        }
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let name = syn::ext::IdentExt::unraw(ident).to_string();
    let fields = action.fields.iter().map(|field| {
        let (ident, name) = (&field.ident, &field.name);
        if field.secret {
            quote!(.field(#name, &::core::format_args!("[redacted]")))
        } else {
            let span = Span::call_site().located_at(field.ty.span());
            let mut ident = ident.clone();
            ident.set_span(span);
            let value = quote_spanned!(span=> &self.#ident);
            quote!(.field(#name, #value))
        }
    });
    Some(quote! {
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #ident #type_generics #where_clause {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.debug_struct(#name)#(#fields)*.finish()
            }
        }
    })
}
