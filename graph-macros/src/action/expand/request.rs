//! How an action's values are written into a request: one call for each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{GenericParam, Lifetime, LifetimeParam, spanned::Spanned};

use super::Names;
use crate::action::model::{Action, Field, Presence, Role, replace_self};

pub(super) fn expand(action: &Action, names: &Names<'_>) -> TokenStream {
    let private = &names.private;
    let parameters = action
        .path
        .template
        .parameters
        .iter()
        .filter_map(|parameter| action.fields.iter().find(|field| field.name == parameter.name));
    let others = action.fields.iter().filter(|field| field.role != Role::Parameter);
    let mut adapters = Vec::new();
    let calls: Vec<_> =
        parameters.chain(others).filter_map(|field| call(action, field, names, &mut adapters)).collect();
    if calls.is_empty() {
        return quote!(fn encode(&self, _: &mut #private::Encoder) {});
    }
    quote! {
        fn encode(&self, __encoder: &mut #private::Encoder) {
            #(#adapters)*
            #(#calls)*
        }
    }
}

/// The call that writes one field, underlined at the field's type where that does not fit.
fn call(action: &Action, field: &Field, names: &Names<'_>, adapters: &mut Vec<TokenStream>) -> Option<TokenStream> {
    // Resolved where the macro stands, so that `self` is this function's own, and located at the type.
    let span = Span::call_site().located_at(field.ty.span());
    let mut ident = field.ident.clone();
    ident.set_span(span);
    let secret = field.secret.then(|| quote_spanned!(span=> .secret()));
    let value = quote_spanned!(span=> &self.#ident);
    let call = match (&field.role, &field.presence) {
        // Reported, so that rustc need not find out on its own.
        (Role::Parameter, Presence::Optional(_) | Presence::Patch(_))
        | (Role::Query(_) | Role::Header(_) | Role::QueryOptions | Role::Body | Role::RawBody(_), Presence::Patch(_))
        | (Role::Misnamed(_) | Role::Nothing, _) => return None,
        (Role::Parameter, Presence::Required | Presence::Defaulted) => {
            quote_spanned!(span=> __encoder #secret.parameter(#value))
        }
        (Role::Query(name), Presence::Optional(_)) => {
            quote_spanned!(span=> __encoder #secret.query_option(#name, #value))
        }
        (Role::Query(name), _) => quote_spanned!(span=> __encoder #secret.query(#name, #value)),
        (Role::Header(name), Presence::Optional(_)) => {
            quote_spanned!(span=> __encoder #secret.header_option(#name, #value))
        }
        (Role::Header(name), _) => quote_spanned!(span=> __encoder #secret.header(#name, #value)),
        (Role::QueryOptions, _) => quote_spanned!(span=> __encoder #secret.query_options(#value)),
        (Role::RawBody(_), Presence::Optional(_)) => quote_spanned!(span=> __encoder #secret.raw_body_option(#value)),
        (Role::RawBody(_), _) => quote_spanned!(span=> __encoder #secret.raw_body(#value)),
        (Role::Body, Presence::Optional(_)) => quote_spanned!(span=> __encoder #secret.body_option(#value)),
        (Role::Body, _) => quote_spanned!(span=> __encoder #secret.body(#value)),
        (Role::Property(name), presence) => property(action, field, name, presence, names, adapters, span),
    };
    let statement = quote_spanned!(span=> #call;);
    Some(match &field.serde.skip_if {
        Some(skip) if matches!(field.role, Role::Property(_)) => quote!(if !#skip(&self.#ident) { #statement }),
        _ => statement,
    })
}

fn property(
    action: &Action,
    field: &Field,
    name: &str,
    presence: &Presence,
    names: &Names<'_>,
    adapters: &mut Vec<TokenStream>,
    span: Span,
) -> TokenStream {
    let private = &names.private;
    let mut ident = field.ident.clone();
    ident.set_span(span);
    let secret = field.secret.then(|| quote_spanned!(span=> .secret()));
    let value = quote_spanned!(span=> &self.#ident);
    if field.serde.flatten {
        return quote_spanned!(span=> __encoder #secret.flatten(#name, #value));
    }
    if let Some(with) = &field.serde.with {
        let adapter = format_ident!("__With{}", adapters.len());
        adapters.push(adapter_of(action, &adapter, &field.ident, with, names));
        let call = quote_spanned!(span=> __encoder #secret.property(#name, &#adapter(self)));
        return match presence {
            Presence::Required | Presence::Defaulted => call,
            Presence::Optional(_) => quote!(if ::core::option::Option::is_some(#value) { #call }),
            Presence::Patch(_) => quote!(if !#private::Patch::is_keep(#value) { #call }),
        };
    }
    match presence {
        Presence::Required | Presence::Defaulted => quote_spanned!(span=> __encoder #secret.property(#name, #value)),
        Presence::Optional(_) => quote_spanned!(span=> __encoder #secret.property_option(#name, #value)),
        Presence::Patch(_) => quote_spanned!(span=> __encoder #secret.property_patch(#name, #value)),
    }
}

/// A type that serializes one field with the function that `#[serde(serialize_with = "…")]` names. It holds the whole
/// action, so that whatever the action is generic over is used.
fn adapter_of(action: &Action, adapter: &Ident, field: &Ident, with: &syn::Path, names: &Names<'_>) -> TokenStream {
    let Names { private, action: ident, .. } = names;
    let (_, type_generics, where_clause) = action.generics.split_for_impl();
    let mut generics = action.generics.clone();
    for param in &mut generics.params {
        match param {
            GenericParam::Type(param) => param.default = None,
            GenericParam::Const(param) => param.default = None,
            GenericParam::Lifetime(_) => {}
        }
    }
    let lifetime = Lifetime::new("'__action", Span::mixed_site());
    generics.params.insert(0, GenericParam::Lifetime(LifetimeParam::new(lifetime.clone())));
    let (impl_generics, adapter_generics, _) = generics.split_for_impl();
    // Inside the adapter, `Self` would be the adapter.
    let with = replace_self(with.to_token_stream(), &quote!(<#ident #type_generics>));
    let definition = &generics.params;
    quote! {
        struct #adapter<#definition>(&#lifetime #ident #type_generics) #where_clause;
        impl #impl_generics #private::serde::Serialize for #adapter #adapter_generics #where_clause {
            fn serialize<__S: #private::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #with(&self.0.#field, __serializer)
            }
        }
    }
}
