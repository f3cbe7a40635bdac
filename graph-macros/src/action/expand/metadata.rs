//! The metadata: constants, and references to constants.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Names;
use crate::action::{
    model::{AccessModel, Action, Field, NameModel, Presence, Role, Version, one_argument},
    parse::Method,
};

pub(super) fn expand(action: &Action, names: &Names<'_>) -> TokenStream {
    let Names { private, action: ident, .. } = names;
    let name = syn::ext::IdentExt::unraw(*ident).to_string();
    let method = format_ident!(
        "{}",
        match action.method {
            Method::Get => "Get",
            Method::Post => "Post",
            Method::Patch => "Patch",
            Method::Put => "Put",
            Method::Delete => "Delete",
        }
    );
    let path = &action.path.text;
    let versions = match action.versions[..] {
        [Version::V1_0] => quote!(#private::V1_0),
        [Version::Beta] => quote!(#private::BETA),
        [Version::V1_0, ..] => quote!(#private::V1_0_AND_BETA),
        _ => quote!(#private::BETA_AND_V1_0),
    };
    let permissions = permissions(action, names);
    let body = match action.raw_body() {
        Some(media_type) => quote!(Raw(#media_type)),
        None if action.has_json_body() => quote!(Json),
        None => quote!(Nothing),
    };
    let response = if action.returns_nothing() {
        quote!(#private::ResponseKind::Nothing)
    } else {
        let returns = &action.returns;
        quote!({
            use #private::JsonKind as _;
            <#private::Kind<#returns>>::KIND
        })
    };
    let idempotent = action.idempotent.map(|idempotent| quote!(.idempotent(#idempotent)));
    let odata_type = action.odata_type.as_ref().map(|name| quote!(.odata_type(#name)));
    let docs = action.docs.as_ref().map(|url| quote!(.docs(#url)));
    let secrets = secrets(action, names);
    quote! {
        const METADATA: &'static #private::ActionMetadata = &#private::ActionMetadata::declare(
            #name,
            #private::Method::#method,
            #path,
            #versions,
            #permissions,
            #private::BodyKind::#body,
            #response,
        )#idempotent #odata_type #docs #secrets;
    }
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

fn permissions(action: &Action, names: &Names<'_>) -> TokenStream {
    let private = &names.private;
    let access @ [delegated, ..] = &action.permissions.access;
    match access {
        [AccessModel::NotNeeded, AccessModel::NotNeeded, AccessModel::NotNeeded] => {
            quote!(#private::Permissions::NOT_NEEDED)
        }
        [AccessModel::AnyOf(_), AccessModel::NotSupported, AccessModel::AnyOf(_)]
            if action.permissions.written.iter().any(|(callers, _)| callers.len() > 1) =>
        {
            let both = text(delegated);
            quote!(#private::Permissions::at_work(#both))
        }
        _ => {
            let access = access.iter().map(|access| match (access, text(access)) {
                (AccessModel::NotNeeded, _) => quote!(#private::Access::NotNeeded),
                (_, Some(alternatives)) => quote!(#private::Access::any_of(#alternatives)),
                _ => quote!(#private::Access::NotSupported),
            });
            quote!(#private::Permissions::declare(#(#access),*))
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
