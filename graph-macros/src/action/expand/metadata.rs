//! What the metadata are read from: constants.

use proc_macro2::TokenStream;
use quote::quote;

use super::Names;
use crate::action::{
    model::{AccessModel, Action, Field, NameModel, Presence, Role, Version, one_argument},
    parse::literal::value,
};

pub(super) fn expand(action: &Action, names: &Names<'_>) -> TokenStream {
    let private = &names.private;
    let (at_work, permissions) = permissions(action, names);
    let declaration = declaration(action, &at_work);
    let response = (!action.returns_nothing()).then(|| {
        let returns = &action.returns;
        quote! {
            const RESPONSE: #private::ResponseKind = {
                use #private::JsonKind as _;
                <#private::Kind<#returns>>::KIND
            };
        }
    });
    let raw_body = action.raw_body().map(|media_type| quote!(.raw_body(#media_type)));
    let idempotent = action.idempotent.map(|idempotent| quote!(.idempotent(#idempotent)));
    let odata_type = action.odata_type.as_ref().map(|name| quote!(.odata_type(#name)));
    let details: Vec<_> =
        [permissions, raw_body, idempotent, odata_type, secrets(action, names)].into_iter().flatten().collect();
    let details =
        (!details.is_empty()).then(|| quote!(const DETAILS: #private::Details = #private::Details::NONE #(#details)*;));
    // A constant that is one literal is the cheapest for the compiler to check, since nothing has to be evaluated.
    quote! {
        const DECLARATION: __Literal = #declaration;
        #response
        #details
    }
}

/// What is literal in the declaration, as the runtime reads it: a line with the lengths of the others, and these.
fn declaration(action: &Action, at_work: &str) -> String {
    let name = syn::ext::IdentExt::unraw(&action.ident).to_string();
    let method = action.method.as_str();
    let versions = match action.versions[..] {
        [Version::V1_0] => "v1.0",
        [Version::Beta] => "beta",
        [Version::V1_0, ..] => "v1.0|beta",
        _ => "beta|v1.0",
    };
    let body = if action.raw_body().is_none() && action.has_json_body() { " json" } else { "" };
    let words = method.len() + 1 + versions.len() + body.len();
    let path = &action.path.text;
    let docs = action.docs.as_ref().map(value).unwrap_or_default();
    format!(
        "{} {words} {} {} {}\n{name}\n{method} {versions}{body}\n{path}\n{at_work}\n{docs}",
        name.len(),
        path.len(),
        at_work.len(),
        docs.len(),
    )
}

/// What of a request must not be shown, where there is something.
fn secrets(action: &Action, names: &Names<'_>) -> Option<TokenStream> {
    let private = &names.private;
    let part = |field: &Field| match &field.role {
        Role::Parameter => {
            let name = &field.name;
            Some(quote!(Parameter(#name)))
        }
        Role::Query(name) => Some(quote!(Query(#name))),
        Role::QueryOptions => Some(quote!(QueryOptions)),
        Role::Header(name) => Some(quote!(Header(#name))),
        // Which properties it brings is not known.
        Role::Property(_) if field.serde.flatten => Some(quote!(Body)),
        Role::Property(name) => Some(quote!(Property(#name))),
        Role::Body | Role::RawBody(_) => Some(quote!(Body)),
        Role::Misnamed(_) | Role::Nothing => None,
    };
    let parts: Vec<_> = action.fields.iter().filter(|field| is_secret(field)).filter_map(part).collect();
    (!parts.is_empty()).then(|| quote!(.secrets(&[#(#private::SecretPart::#parts),*])))
}

/// Whether a field is marked as a secret, or is a `Secret` by its type as it is written.
fn is_secret(field: &Field) -> bool {
    let (Presence::Optional(ty) | Presence::Patch(ty)) = &field.presence else {
        return field.secret || one_argument(&field.ty).is_some_and(|(name, _)| name == "Secret");
    };
    field.secret || one_argument(ty).is_some_and(|(name, _)| name == "Secret")
}

/// What callers at work have to be granted where no other caller has to be named, and otherwise the call that names all.
fn permissions(action: &Action, names: &Names<'_>) -> (String, Option<TokenStream>) {
    let private = &names.private;
    let access @ [delegated, ..] = &action.permissions.access;
    match access {
        [AccessModel::NotNeeded, AccessModel::NotNeeded, AccessModel::NotNeeded] => (String::new(), None),
        [AccessModel::AnyOf(_), AccessModel::NotSupported, AccessModel::AnyOf(_)]
            if action.permissions.written.iter().any(|(callers, _)| callers.len() > 1) =>
        {
            (text(delegated).unwrap_or_default(), None)
        }
        _ => {
            let access = access.iter().map(|access| match (access, text(access)) {
                (AccessModel::NotNeeded, _) => quote!(#private::Access::NotNeeded),
                (_, Some(alternatives)) => quote!(#private::Access::any_of(#alternatives)),
                _ => quote!(#private::Access::NotSupported),
            });
            (String::new(), Some(quote!(.permissions(#(#access),*))))
        }
    }
}

/// Alternatives as the runtime reads them: separated by `|`, the permissions of one by `&`.
fn text(access: &AccessModel) -> Option<String> {
    let AccessModel::AnyOf(alternatives) = access else { return None };
    let alternatives =
        alternatives.iter().map(|together| together.iter().map(permission).collect::<Vec<_>>().join("&"));
    Some(alternatives.collect::<Vec<_>>().join("|"))
}

/// What is known of a permission: name, ids, levels, consent; the name alone where nothing is.
fn permission(permission: &NameModel) -> String {
    let name = &permission.text;
    let Some(entry) = permission.entry else { return name.clone() };
    let id = |id: &'static str| if id.is_empty() { "-" } else { id };
    let level = |level: u8| if level == 0 { '-' } else { char::from(b'0' + level) };
    format!(
        "{name} {} {} {}{} {}",
        id(entry.delegated_id),
        id(entry.application_id),
        level(entry.delegated_level),
        level(entry.application_level),
        if entry.admin_consent { 'y' } else { 'n' },
    )
}
