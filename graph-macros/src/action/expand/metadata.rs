//! The metadata: constants, and references to constants.

use proc_macro2::{Literal, TokenStream};
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
    let versions = action.versions.iter().map(|version| match version {
        Version::V1_0 => quote!(#private::ApiVersion::V1_0),
        Version::Beta => quote!(#private::ApiVersion::Beta),
    });
    let permissions = permissions(action, names);
    let body = match action.raw_body() {
        Some(media_type) => quote!(Raw(#media_type)),
        None if action.has_json_body() => quote!(Json),
        None => quote!(Nothing),
    };
    let returns = &action.returns;
    let idempotent = action.idempotent.map(|idempotent| quote!(.idempotent(#idempotent)));
    let odata_type = action.odata_type.as_ref().map(|name| quote!(.odata_type(#name)));
    let docs = action.docs.as_ref().map(|url| quote!(.docs(#url)));
    let secrets = secrets(action, names);
    quote! {
        const METADATA: &'static #private::ActionMetadata = &#private::ActionMetadata::declare(
            #name,
            #private::Method::#method,
            #path,
            &[#(#versions),*],
            #permissions,
            #private::BodyKind::#body,
            <#private::Kind<#returns>>::KIND,
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
    let [delegated, personal, application] = &action.permissions.access;
    if let [AccessModel::NotNeeded, AccessModel::NotNeeded, AccessModel::NotNeeded] = &action.permissions.access {
        return quote!(#private::Permissions::NOT_NEEDED);
    }
    let personal = access(personal, names);
    let is_same = action.permissions.written.iter().any(|(callers, _)| callers.len() > 1);
    let delegated = access(delegated, names);
    if is_same {
        return quote! {{
            const SAME: #private::Access = #delegated;
            #private::Permissions::declare(SAME, #personal, SAME)
        }};
    }
    let application = access(application, names);
    quote!(#private::Permissions::declare(#delegated, #personal, #application))
}

fn access(access: &AccessModel, names: &Names<'_>) -> TokenStream {
    let private = &names.private;
    let alternatives = match access {
        AccessModel::NotSupported => return quote!(#private::Access::NotSupported),
        AccessModel::NotNeeded => return quote!(#private::Access::NotNeeded),
        AccessModel::AnyOf(alternatives) => alternatives,
    };
    let alternatives = alternatives.iter().map(|alternative| {
        let permissions = alternative.iter().map(|name| permission(name, names));
        quote!(&[#(#permissions),*])
    });
    quote!(#private::Access::AnyOf(&[#(#alternatives),*]))
}

fn permission(permission: &NameModel, names: &Names<'_>) -> TokenStream {
    let private = &names.private;
    let name = permission.literal.value();
    let Some(entry) = permission.entry else { return quote!(#private::Permission::unpublished(#name)) };
    let (delegated, application) = (entry.delegated_id, entry.application_id);
    let levels = [entry.delegated_level, entry.application_level].map(Literal::u8_unsuffixed);
    let admin_consent = entry.admin_consent;
    quote!(#private::Permission::declare(#name, #delegated, #application, [#(#levels),*], #admin_consent))
}
