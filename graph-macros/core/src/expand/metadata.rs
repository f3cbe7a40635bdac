//! The constants that the metadata of an action are made from.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{LitStr, ext::IdentExt};

use crate::model::{Access, Action, Field, Method, Permission, SecretPart};

pub(super) fn constants(action: &Action) -> TokenStream {
    [declaration(action)].into_iter().chain(response(action)).chain(secrets(action)).collect()
}

/// What the declaration says, as literals, which are the cheapest for the author's compiler.
fn declaration(action: &Action) -> TokenStream {
    let name = action.item.ident.unraw().to_string();
    let method = action.method.as_str();
    let versions = action.versions.iter().map(|version| version.as_str()).collect::<Vec<_>>().join(", ");
    let [delegated, personal, application] = action.permissions.access.each_ref().map(access);
    let body = match action.raw_body() {
        Some(media_type) => media_type,
        None if action.has_json_body() => "json",
        None => "",
    };
    let text = |literal: &Option<LitStr>| literal.as_ref().map_or_else(|| Literal::string(""), LitStr::token);
    let (path, odata_type, docs) = (text(&action.path), text(&action.odata_type), text(&action.docs));
    let idempotent = action.idempotent.unwrap_or(action.method != Method::Post);
    quote! {
        const DECLARATION: __graph::Declaration = __graph::Declaration {
            name: #name,
            method: #method,
            path: #path,
            versions: #versions,
            delegated: #delegated,
            personal: #personal,
            application: #application,
            body: #body,
            odata_type: #odata_type,
            idempotent: #idempotent,
            docs: #docs,
        };
    }
}

/// The kind of response, which only its type tells.
fn response(action: &Action) -> Option<TokenStream> {
    let returns = &action.returns;
    (!action.returns_nothing()).then(|| {
        quote! {
            const RESPONSE: __graph::ResponseKind = {
                use __graph::JsonKind as _;
                <__graph::Kind<#returns>>::KIND
            };
        }
    })
}

/// The secret parts of a request, if there are any.
fn secrets(action: &Action) -> Option<TokenStream> {
    let parts = action.fields.iter().filter_map(Field::secret_part).map(|part| match part {
        SecretPart::Parameter(name) => quote!(Parameter(#name)),
        SecretPart::Query(name) => quote!(Query(#name)),
        SecretPart::QueryOptions => quote!(QueryOptions),
        SecretPart::Header(name) => quote!(Header(#name)),
        SecretPart::Property(name) => quote!(Property(#name)),
        SecretPart::Body => quote!(Body),
    });
    let parts: Vec<_> = parts.collect();
    (!parts.is_empty())
        .then(|| quote!(const SECRETS: &'static [__graph::SecretPart] = &[#(__graph::SecretPart::#parts),*];))
}

/// The permissions of a caller type as the runtime parses them: empty if it is not supported; `none`; or alternatives
/// separated by `|`, with the permissions of one separated by `&`.
fn access(access: &Access) -> String {
    match access {
        Access::NotSupported => String::new(),
        Access::NotNeeded => String::from("none"),
        Access::AnyOf(alternatives) => {
            let together =
                |alternative: &Vec<Permission>| alternative.iter().map(permission).collect::<Vec<_>>().join("&");
            alternatives.iter().map(together).collect::<Vec<_>>().join("|")
        }
    }
}

/// A permission with what the catalog knows about it: ids, privilege levels, consent.
fn permission(permission: &Permission) -> String {
    let name = &permission.name;
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
