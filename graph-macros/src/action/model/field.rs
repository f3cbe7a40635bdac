//! The fields, with what each is in the request.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, GenericArgument, PathArguments, Type, ext::IdentExt};

use crate::action::{
    parse::{Doc, FieldAttributes, FieldInput, SerdeAttributes, literal, path::Template},
    suggest::nearest,
};

/// A field and what it is in the request.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The name without `r#`.
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    pub(crate) role: Role,
    pub(crate) secret: bool,
    pub(crate) graph: FieldAttributes,
    pub(crate) serde: SerdeAttributes,
    pub(crate) docs: Vec<Doc>,
    pub(crate) deprecated: Option<Attribute>,
}

/// Whether a field has to be set.
#[derive(Clone)]
pub(crate) enum Presence {
    Required,
    /// Has a default, and is not left out.
    Defaulted,
    /// `Option<T>`, with its `T`.
    Optional(Type),
    /// `Patch<T>`, with its `T`.
    Patch(Type),
}

/// What a field is in the request, with its name there.
///
/// `Misnamed` is one that is meant for a placeholder, but has another name; that is reported with the placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    Parameter,
    Query(String),
    Header(String),
    QueryOptions,
    Property(String),
    Body,
    /// Bytes of this media type.
    RawBody(String),
    Misnamed(String),
    /// Not sent, or not known since something about it is reported.
    Nothing,
}

impl Field {
    pub(super) fn new(input: FieldInput, template: &Template, action: Option<&TokenStream>) -> Self {
        let FieldInput { ident, ty, docs, deprecated, graph, serde, rename_all } = input;
        let ty = without_self(ty, action);
        let name = ident.unraw().to_string();
        let in_path = template.parameters.iter().any(|parameter| parameter.name == name);
        let wire_name = |default: &dyn Fn() -> String| match (&graph.name, &serde.rename) {
            (Some(name), _) | (None, Some(name)) => literal::value(name),
            (None, None) => default(),
        };
        let role = if in_path {
            Role::Parameter
        } else if graph.is_broken || graph.path.is_some() {
            Role::Nothing
        } else if let Some((_, query)) = &graph.query {
            Role::Query(query.as_ref().map_or_else(|| wire_name(&|| lower_camel_case(&name)), literal::value))
        } else if let Some(header) = &graph.header {
            Role::Header(literal::value(header))
        } else if graph.query_options.is_some() {
            Role::QueryOptions
        } else if let Some(media_type) = &graph.raw_body {
            Role::RawBody(literal::value(media_type))
        } else if graph.body.is_some() {
            Role::Body
        } else if serde.skip {
            Role::Nothing
        } else {
            Role::Property(wire_name(&|| rename_all.map_or_else(|| lower_camel_case(&name), |rule| rule.apply(&name))))
        };
        Self {
            presence: match Presence::of(&ty) {
                // Without options is as good as with none of them.
                Presence::Required if role == Role::QueryOptions => Presence::Defaulted,
                presence => presence,
            },
            role,
            secret: graph.secret.is_some(),
            docs,
            deprecated,
            ident,
            name,
            ty,
            graph,
            serde,
        }
    }
}

impl Field {
    /// The name of the method that clears it.
    pub(crate) fn clearing_method(&self) -> String {
        format!("clear_{}", self.name.trim_start_matches('_'))
    }
}

/// The type with the action's name for `Self`, which means another type in the builder.
pub(super) fn without_self(ty: Type, action: Option<&TokenStream>) -> Type {
    let Some(action) = action else { return ty };
    let tokens = ty.to_token_stream();
    if !names_self(tokens.clone()) {
        return ty;
    }
    syn::parse2(replace_self(tokens, action)).unwrap_or(ty)
}

fn names_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => names_self(group.stream()),
        _ => false,
    })
}

/// The tokens with these for `Self`.
pub(crate) fn replace_self(tokens: TokenStream, by: &TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => by.clone(),
            TokenTree::Group(group) => {
                let mut replaced = Group::new(group.delimiter(), replace_self(group.stream(), by));
                replaced.set_span(group.span());
                TokenTree::Group(replaced).into()
            }
            other => other.into(),
        })
        .collect()
}

/// Finds, for each placeholder without a field, the field that is meant for it, so that one wrong name is one mistake:
/// a field of a similar name, or, where there is no body that it could belong to, any that is left.
pub(super) fn guess_misnamed_parameters(fields: &mut [Field], template: &Template, has_body: bool) {
    let orphans =
        template.parameters.iter().filter(|parameter| fields.iter().all(|field| field.name != parameter.name));
    let orphans: Vec<_> = orphans.map(|parameter| parameter.name.clone()).collect();
    let is_free = |field: &Field| matches!(field.role, Role::Property(_)) && field.graph.name.is_none();
    for similar in [true, false] {
        for orphan in &orphans {
            if fields.iter().any(|field| field.role == Role::Misnamed(orphan.clone())) {
                continue;
            }
            let names: Vec<_> = fields.iter().filter(|field| is_free(field)).map(|field| field.name.clone()).collect();
            let meant = if similar {
                nearest(orphan, names.iter().map(String::as_str)).first().map(|name| (*name).to_owned())
            } else if has_body {
                None
            } else {
                names.first().cloned()
            };
            if let Some(field) = fields.iter_mut().find(|field| Some(&field.name) == meant.as_ref()) {
                field.role = Role::Misnamed(orphan.clone());
            }
        }
    }
}

impl Presence {
    /// Goes by the type as it is written, since a macro sees no other.
    fn of(ty: &Type) -> Self {
        match one_argument(ty) {
            Some((name, inner)) if name == "Option" => Self::Optional(inner.clone()),
            Some((name, inner)) if name == "Patch" => Self::Patch(inner.clone()),
            _ => Self::Required,
        }
    }
}

/// `Name<T>`, however `Name` is qualified.
pub(crate) fn one_argument(ty: &Type) -> Option<(&Ident, &Type)> {
    let path = match ty {
        Type::Path(path) if path.qself.is_none() => &path.path,
        Type::Group(group) => return one_argument(&group.elem),
        Type::Paren(paren) => return one_argument(&paren.elem),
        _ => return None,
    };
    let segment = path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some((&segment.ident, inner)),
        _ => None,
    }
}

/// `dep_token` as `depToken`.
fn lower_camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for word in name.split('_').filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if !camel.is_empty() => camel.extend(first.to_uppercase()),
            Some(first) => camel.extend(first.to_lowercase()),
            None => {}
        }
        camel.push_str(chars.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn properties_are_in_lower_camel_case() {
        for (name, expected) in [
            ("dep_token", "depToken"),
            ("id", "id"),
            ("token_validity_in_seconds", "tokenValidityInSeconds"),
            ("_private", "private"),
            ("sha_256", "sha256"),
            ("a__b", "aB"),
        ] {
            assert_eq!(lower_camel_case(name), expected);
        }
    }

    #[test]
    fn option_and_patch_are_known_however_they_are_qualified() {
        let presence = |ty: Type| match Presence::of(&ty) {
            Presence::Required | Presence::Defaulted => "required",
            Presence::Optional(_) => "optional",
            Presence::Patch(_) => "patch",
        };
        assert_eq!(presence(parse_quote!(Option<String>)), "optional");
        assert_eq!(presence(parse_quote!(::core::option::Option<&'a str>)), "optional");
        assert_eq!(presence(parse_quote!(graph_runtime::Patch<Vec<u8>>)), "patch");
        assert_eq!(presence(parse_quote!(String)), "required");
        assert_eq!(presence(parse_quote!(Vec<Option<u8>>)), "required");
        assert_eq!(presence(parse_quote!([u8; 4])), "required");
    }
}
