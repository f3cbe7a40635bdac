//! How the values of an action become a request: one call of the encoder for each field.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{GenericParam, Lifetime, LifetimeParam, Path, spanned::Spanned};

use crate::{
    model::{Action, Field, Presence, Role, replace_self},
    validate::property_types::unfit_field,
};

pub(super) fn encode(action: &Action) -> TokenStream {
    // The parameters in the order of the path, then the other fields.
    let names = action.template.placeholders.iter().map(|placeholder| &placeholder.name);
    let parameters = names.filter_map(|name| action.fields.iter().find(|field| field.name == *name));
    let others = action.fields.iter().filter(|field| !matches!(field.role, Role::Parameter(_)));
    let mut adapters = Vec::new();
    let calls: TokenStream = parameters.chain(others).filter_map(|field| call(action, field, &mut adapters)).collect();
    if calls.is_empty() {
        return quote!(
            fn encode(&self, _: &mut __graph::Encoder) {}
        );
    }
    quote! {
        fn encode(&self, __encoder: &mut __graph::Encoder) {
            #(#adapters)*
            #calls
        }
    }
}

/// Returns the call that writes one field, unless a mistake in its type is reported. If rustc finds that the type does not
/// fit, it underlines the type.
fn call(action: &Action, field: &Field, adapters: &mut Vec<TokenStream>) -> Option<TokenStream> {
    if unfit_field(field).is_some() {
        return None;
    }
    let (method, name) = method(field)?;
    let name = name.into_iter();
    let omitted = name.clone();
    let omit = || {
        let name = omitted.clone();
        quote!(__encoder.omit(#(#name),*);)
    };
    // Resolved at the call site, so that `self` is the parameter of this function, and located at the type.
    let span = Span::call_site().located_at(field.ty_span);
    let mut ident = field.ident.clone();
    ident.set_span(span);
    let secret = field.is_secret().then(|| quote_spanned!(span=> .secret()));
    let quoted = field.graph.quoted.filter(|_| matches!(field.role, Role::Query(_)));
    let quoted = quoted.map(|_| quote_spanned!(span=> .quoted()));
    let durations = field.durations().into_iter().map(|ty| {
        let span = Span::call_site().located_at(ty.span());
        quote_spanned!(span=> __graph::require_duration::<#ty>();)
    });
    let durations: TokenStream = durations.collect();
    let statement = match &field.serde.with {
        Some(with) if matches!(field.role, Role::Property(_)) => {
            let adapter = format_ident!("__With{}", adapters.len());
            adapters.push(adapter_of(action, &adapter, &field.ident, with));
            let call = quote_spanned!(span=> __encoder #secret.property(#(#name,)* &#adapter(self)););
            let value = quote_spanned!(span=> &self.#ident);
            match &field.presence {
                Presence::Required | Presence::Defaulted => call,
                Presence::Optional(_) => {
                    let omit = omit();
                    quote!(if ::core::option::Option::is_some(#value) { #call } else { #omit })
                }
                Presence::Patch(_) => {
                    let omit = omit();
                    quote!(if !__graph::Patch::is_keep(#value) { #call } else { #omit })
                }
            }
        }
        _ => {
            let method = Ident::new(method, span);
            quote_spanned!(span=> #durations __encoder #secret #quoted.#method(#(#name,)* &self.#ident);)
        }
    };
    Some(match &field.serde.skip_if {
        Some(skip) if field.role.is_property() => {
            let omit = omit();
            quote!(if !#skip(&self.#ident) { #statement } else { #omit })
        }
        _ => statement,
    })
}

/// Returns the encoder's method for a field, and the name that it takes before the value. `None` if the field is not
/// sent or a mistake is reported, which rustc need not find again.
fn method(field: &Field) -> Option<(&'static str, Option<&str>)> {
    let is_list = field.is_list();
    if field.unbounded.is_some() {
        return None;
    }
    let method = |required, optional| match field.presence {
        Presence::Required | Presence::Defaulted => Some(required),
        Presence::Optional(_) => optional,
        Presence::Patch(_) => None,
    };
    Some(match &field.role {
        Role::Parameter(_) if is_list => (method("parameter_list", None)?, None),
        Role::Parameter(_) => (method("parameter", None)?, None),
        Role::Query(name) if is_list => (method("query_list", Some("query_list_option"))?, Some(name)),
        Role::Query(name) => (method("query", Some("query_option"))?, Some(name)),
        Role::Header(name) => (method("header", Some("header_option"))?, Some(name)),
        Role::QueryOptions => (method("query_options", Some("query_options"))?, None),
        Role::Body => (method("body", Some("body_option"))?, None),
        Role::RawBody(_) => (method("raw_body", Some("raw_body_option"))?, None),
        Role::Flattened(name) => ("flatten", Some(name)),
        Role::Property(name) => (method("property", Some("property_option")).unwrap_or("property_patch"), Some(name)),
        Role::Misnamed(_) | Role::NotSent | Role::Unknown => return None,
    })
}

/// Returns a type that serializes one field with the function in `#[serde(serialize_with = "…")]`. It holds the whole
/// action, so that all generic parameters of the action are used.
fn adapter_of(action: &Action, adapter: &Ident, field: &Ident, with: &Path) -> TokenStream {
    let ident = &action.item.ident;
    let (_, type_generics, where_clause) = action.generics.split_for_impl();
    let mut generics = action.generics.clone();
    let lifetime = Lifetime::new("'__action", Span::mixed_site());
    generics.params.insert(0, GenericParam::Lifetime(LifetimeParam::new(lifetime.clone())));
    let (impl_generics, adapter_generics, _) = generics.split_for_impl();
    // Inside the adapter, `Self` would be the adapter.
    let with = replace_self(with.to_token_stream(), &quote!(<#ident #type_generics>));
    let params = &generics.params;
    quote! {
        struct #adapter<#params>(&#lifetime #ident #type_generics) #where_clause;

        impl #impl_generics __graph::serde::Serialize for #adapter #adapter_generics #where_clause {
            fn serialize<__S: __graph::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #with(&self.0.#field, __serializer)
            }
        }
    }
}
