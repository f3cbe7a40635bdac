//! `Debug` for an action with a secret field.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{ext::IdentExt, parse_quote, spanned::Spanned};

use crate::model::{Action, Field};

pub(super) fn implementation(action: &Action) -> Option<TokenStream> {
    // A derived one is reported; a second one would add an error of rustc.
    if !action.fields.iter().any(Field::is_secret) || action.item.derived_debug().is_some() {
        return None;
    }
    let ident = &action.item.ident;
    let mut generics = action.generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.push(parse_quote!(::core::fmt::Debug));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let name = ident.unraw().to_string();
    let fields = action.fields.iter().map(|field| {
        let name = &field.name;
        if field.is_secret() {
            quote!(.field(#name, &::core::format_args!("[redacted]")))
        } else {
            // A type without `Debug` is underlined.
            let span = Span::call_site().located_at(field.ty.span());
            let mut ident = field.ident.clone();
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
