//! The constants that the metadata of an action are made from.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{LitStr, ext::IdentExt};

use crate::model::{Access, Action, Caller, Field, Permission, Place, SecretPart};

pub(super) fn constants(action: &Action) -> TokenStream {
    let declaration = declaration(action);
    let (response, secrets) = (response(action), secrets(action));
    quote! {
        const DECLARATION: __graph::Declaration = #declaration;
        #response
        #secrets
    }
}

/// Returns what the declaration says, as the runtime parses it: a line for each part that has a value.
fn declaration(action: &Action) -> String {
    let mut text = String::new();
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            // Only a value with a mistake, which is reported, has several lines.
            let value = value.lines().next().unwrap_or_default();
            text.extend([key, ": ", value, "\n"]);
        }
    };
    line("name", &action.item.ident.unraw().to_string());
    line("method", action.method.as_str());
    line("path", &action.template.text);
    line("versions", &action.versions.iter().map(|version| version.as_str()).collect::<Vec<_>>().join(", "));
    for (caller, access) in Caller::ALL.into_iter().zip(&action.permissions.access) {
        line(caller.as_str(), &permissions(access));
    }
    line("body", action.raw_body().unwrap_or(if action.has_json_body() { "json" } else { "" }));
    let value = |literal: &Option<LitStr>| literal.as_ref().map(LitStr::value).unwrap_or_default();
    line("odata_type", &value(&action.odata_type));
    for constant in &action.constants {
        let key = match constant.place {
            Place::Headers => "header",
            Place::Query => "query",
            Place::Path | Place::Body => "property",
        };
        line(key, &format!("{} {}", constant.name, constant.sent()));
    }
    line("redirects", if action.follows_redirects() { "true" } else { "" });
    line("redirected", &redirected(action));
    line("idempotent", &action.idempotent.map(|idempotent| idempotent.to_string()).unwrap_or_default());
    line("docs", &value(&action.docs));
    text
}

/// Returns the names of the headers that are also sent after a redirect to another host.
fn redirected(action: &Action) -> String {
    let marked = action.fields.iter().filter(|field| field.graph.redirected.is_some());
    let names: Vec<_> = marked.filter_map(|field| field.role.wire_name()).collect();
    names.join(" ")
}

/// Returns the kind of response, which only its type tells.
fn response(action: &Action) -> Option<TokenStream> {
    let returns = &action.returns;
    (!action.returns_nothing()).then(|| {
        quote! {
            const RESPONSE: __graph::ResponseKind = <__graph::Kind<#returns>>::KIND;
        }
    })
}

/// Returns the secret parts of a request, if there are any.
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

/// Returns the permissions of a caller type as the runtime parses them: nothing if it is not supported, `none`, or
/// alternatives separated by `|`, with the permissions of one separated by `&`.
fn permissions(access: &Access) -> String {
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

/// Returns a permission with what the catalog knows about it: IDs, privilege levels, consent.
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
