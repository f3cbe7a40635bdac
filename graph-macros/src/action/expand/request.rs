//! How an action's values are written into a request: one call for each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{GenericParam, Lifetime, LifetimeParam, Path, Type, TypePath, spanned::Spanned};

use super::Names;
use crate::action::model::{Action, Field, Presence, Role, replace_self};

pub(super) fn expand(action: &Action, names: &Names<'_>) -> TokenStream {
    let encoder = &names.encoder;
    let parameters = action
        .path
        .template
        .parameters
        .iter()
        .filter_map(|parameter| action.fields.iter().find(|field| field.name == parameter.name));
    let others = action.fields.iter().filter(|field| field.role != Role::Parameter);
    let mut adapters = Vec::new();
    // Put together at once: to extend a stream is dear.
    let calls: TokenStream =
        parameters.chain(others).filter_map(|field| call(action, field, names, &mut adapters)).collect();
    if calls.is_empty() {
        return quote!(fn encode(&self, _: &mut #encoder) {});
    }
    quote! {
        fn encode(&self, __encoder: &mut #encoder) {
            #(#adapters)*
            #calls
        }
    }
}

/// The call that writes one field, underlined at the field's type where that does not fit.
fn call(action: &Action, field: &Field, names: &Names<'_>, adapters: &mut Vec<TokenStream>) -> Option<TokenStream> {
    let (method, name) = method(field)?;
    // Resolved where the macro stands, so that `self` is this function's own, and located at the type.
    let span = Span::call_site().located_at(span_of(&field.ty));
    let mut ident = field.ident.clone();
    ident.set_span(span);
    let secret = field.secret.then(|| quote_spanned!(span=> .secret()));
    let statement = match &field.serde.with {
        Some(with) if is_plain_property(field) => {
            let adapter = format_ident!("__With{}", adapters.len());
            adapters.push(adapter_of(action, &adapter, &field.ident, with, names));
            let call = quote_spanned!(span=> __encoder #secret.property(#name, &#adapter(self)););
            let value = quote_spanned!(span=> &self.#ident);
            match &field.presence {
                Presence::Required | Presence::Defaulted => call,
                Presence::Optional(_) => quote!(if ::core::option::Option::is_some(#value) { #call }),
                Presence::Patch(_) => quote!(if !__Patch::is_keep(#value) { #call }),
            }
        }
        _ => {
            let (method, name) = (Ident::new(method, span), name.into_iter());
            quote_spanned!(span=> __encoder #secret.#method(#(#name,)* &self.#ident);)
        }
    };
    Some(match &field.serde.skip_if {
        Some(skip) if matches!(field.role, Role::Property(_)) => quote!(if !#skip(&self.#ident) { #statement }),
        _ => statement,
    })
}

/// Where a type begins. To write it down for that, as syn does, costs more.
fn span_of(ty: &Type) -> Span {
    match ty {
        Type::Path(TypePath { qself: None, path: Path { leading_colon: None, segments }, .. })
            if !segments.is_empty() =>
        {
            segments[0].ident.span()
        }
        _ => ty.span(),
    }
}

/// The encoder's method for a field, and the name that it takes before the value; none for a field that is not sent, or
/// of which a mistake is reported, so that rustc need not find out on its own.
fn method(field: &Field) -> Option<(&'static str, Option<&str>)> {
    Some(match (&field.role, &field.presence) {
        (Role::Misnamed(_) | Role::Nothing, _)
        | (Role::Parameter, Presence::Optional(_) | Presence::Patch(_))
        | (Role::Query(_) | Role::Header(_) | Role::QueryOptions | Role::Body | Role::RawBody(_), Presence::Patch(_)) =>
        {
            return None;
        }
        (Role::Parameter, _) => ("parameter", None),
        (Role::Query(name), Presence::Optional(_)) => ("query_option", Some(name)),
        (Role::Query(name), _) => ("query", Some(name)),
        (Role::Header(name), Presence::Optional(_)) => ("header_option", Some(name)),
        (Role::Header(name), _) => ("header", Some(name)),
        (Role::QueryOptions, _) => ("query_options", None),
        (Role::RawBody(_), Presence::Optional(_)) => ("raw_body_option", None),
        (Role::RawBody(_), _) => ("raw_body", None),
        (Role::Body, Presence::Optional(_)) => ("body_option", None),
        (Role::Body, _) => ("body", None),
        (Role::Property(name), _) if field.serde.flatten => ("flatten", Some(name)),
        (Role::Property(name), Presence::Optional(_)) => ("property_option", Some(name)),
        (Role::Property(name), Presence::Patch(_)) => ("property_patch", Some(name)),
        (Role::Property(name), _) => ("property", Some(name)),
    })
}

/// Whether a field is one property, and not several.
fn is_plain_property(field: &Field) -> bool {
    matches!(field.role, Role::Property(_)) && !field.serde.flatten
}

/// A type that serializes one field with the function that `#[serde(serialize_with = "…")]` names. It holds the whole
/// action, so that whatever the action is generic over is used.
fn adapter_of(action: &Action, adapter: &Ident, field: &Ident, with: &Path, names: &Names<'_>) -> TokenStream {
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
