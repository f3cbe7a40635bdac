//! Second step: what the declaration means, after defaults.
//!
//! A piece that was wrong is reported already, and stands here as its default, so that the rest can be made of it.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, GenericArgument, Generics, LitStr, Path, PathArguments, Type, Visibility, ext::IdentExt, parse_quote,
};

use super::{
    catalogue::{self, Entry},
    parse::{
        AccessInput, CallerKind, Declaration, FieldAttributes, FieldInput, Method, PermissionsInput, SerdeAttributes,
        path::Template,
    },
    suggest::nearest,
};

/// An action.
pub(crate) struct Action {
    /// The struct to emit again.
    pub(crate) emitted: syn::DeriveInput,
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) generics: Generics,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) derived_debug: Option<Path>,
    /// Where `graph_runtime` lives.
    pub(crate) runtime: Path,
    pub(crate) method: Method,
    /// False where it was left out or wrong; `method` is a guess then.
    pub(crate) method_is_known: bool,
    pub(crate) path: PathModel,
    pub(crate) versions: Vec<Version>,
    pub(crate) version_literals: Vec<LitStr>,
    pub(crate) permissions: PermissionsModel,
    pub(crate) returns: Type,
    pub(crate) odata_type: Option<LitStr>,
    pub(crate) docs: Option<LitStr>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct PathModel {
    /// As it was written, if it was.
    pub(crate) literal: Option<LitStr>,
    pub(crate) text: String,
    pub(crate) template: Template,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1_0,
    Beta,
}

impl Version {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "v1.0" => Some(Self::V1_0),
            "beta" => Some(Self::Beta),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::V1_0 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

/// What each kind of caller needs.
#[derive(Default)]
pub(crate) struct PermissionsModel {
    /// For delegated, personal and application callers, in this order.
    pub(crate) access: [AccessModel; 3],
    /// The callers that each group of names was written for; what was written for two is checked for both.
    pub(crate) written: Vec<(Vec<CallerKind>, Vec<Vec<NameModel>>)>,
    /// `perms(…)` names no kind of caller.
    pub(crate) empty: Option<Span>,
}

#[derive(Default, Clone)]
pub(crate) enum AccessModel {
    #[default]
    NotSupported,
    NotNeeded,
    AnyOf(Vec<Vec<NameModel>>),
}

#[derive(Clone)]
pub(crate) struct NameModel {
    pub(crate) literal: LitStr,
    pub(crate) unchecked: bool,
    /// What the catalogue has under this name.
    pub(crate) entry: Option<Entry>,
}

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
    pub(crate) docs: Vec<Attribute>,
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

/// The methods of every builder.
pub(crate) const BUILDER_METHODS: [&str; 4] = ["build", "send", "pages", "items"];

impl Action {
    pub(crate) fn from_declaration(declaration: Declaration) -> Self {
        let Declaration { arguments, item } = declaration;
        let text = arguments.path.as_ref().map(LitStr::value).unwrap_or_default();
        let template = if arguments.path.is_some() { Template::parse(&text) } else { Template::default() };
        let (_, type_generics, _) = item.generics.split_for_impl();
        let ident = &item.ident;
        let action = quote!(#ident #type_generics);
        let mut fields: Vec<_> = item.fields.into_iter().map(|field| Field::new(field, &template, &action)).collect();
        let returns = arguments.returns.map(|ty| without_self(ty, &action));
        let has_body = arguments.method.is_none_or(Method::has_body);
        guess_misnamed_parameters(&mut fields, &template, has_body);
        let mut versions: Vec<_> =
            arguments.versions.iter().filter_map(|literal| Version::named(&literal.value())).collect();
        if versions.is_empty() {
            versions.push(Version::V1_0);
        }
        Self {
            emitted: item.emitted,
            ident: item.ident,
            visibility: item.visibility,
            generics: item.generics,
            attributes: item.attributes,
            derived_debug: item.derived_debug,
            runtime: arguments.runtime.unwrap_or_else(|| parse_quote!(::graph_runtime)),
            method_is_known: arguments.method.is_some(),
            method: arguments.method.unwrap_or(Method::Post),
            path: PathModel { literal: arguments.path, text, template },
            versions,
            version_literals: arguments.versions,
            permissions: arguments.permissions.map(PermissionsModel::new).unwrap_or_default(),
            returns: returns.unwrap_or_else(|| parse_quote!(())),
            odata_type: arguments.odata_type,
            docs: arguments.docs,
            idempotent: arguments.idempotent.map(|literal| literal.value),
            fields,
        }
    }

    /// The fields that the builder has to be given, with their place among all fields.
    pub(crate) fn required(&self) -> impl Iterator<Item = (usize, &Field)> {
        self.fields.iter().enumerate().filter(|(_, field)| matches!(field.presence, Presence::Required))
    }

    /// The media type of a body of bytes.
    pub(crate) fn raw_body(&self) -> Option<&str> {
        self.fields.iter().find_map(|field| match &field.role {
            Role::RawBody(media_type) => Some(media_type.as_str()),
            _ => None,
        })
    }

    /// Whether a JSON body is sent.
    pub(crate) fn has_json_body(&self) -> bool {
        let is_body = |field: &Field| matches!(field.role, Role::Property(_) | Role::Body);
        self.method.has_body() && (self.odata_type.is_some() || self.fields.iter().any(is_body))
    }

    /// Whether the builder has a setter for the field; one that would collide with another method is reported.
    pub(crate) fn has_setter(&self, field: &Field) -> bool {
        !BUILDER_METHODS.contains(&field.name.as_str()) && self.cleared_by(field).is_none()
    }

    /// The field that is cleared by a method with the name of this field's setter.
    pub(crate) fn cleared_by(&self, field: &Field) -> Option<&Field> {
        self.fields
            .iter()
            .find(|other| matches!(other.presence, Presence::Patch(_)) && other.clearing_method() == field.name)
    }

    /// The name of the builder.
    pub(crate) fn builder(&self) -> Ident {
        format_ident!("{}Builder", self.ident.unraw(), span = self.ident.span())
    }
}

impl Field {
    fn new(input: FieldInput, template: &Template, action: &TokenStream) -> Self {
        let FieldInput { ident, ty, attributes, graph, serde, rename_all } = input;
        let ty = without_self(ty, action);
        let name = ident.unraw().to_string();
        let in_path = template.parameters.iter().any(|parameter| parameter.name == name);
        let wire_name = |default: &dyn Fn() -> String| match (&graph.name, &serde.rename) {
            (Some(name), _) | (None, Some(name)) => name.value(),
            (None, None) => default(),
        };
        let role = if in_path {
            Role::Parameter
        } else if graph.is_broken || graph.path.is_some() {
            Role::Nothing
        } else if let Some((_, query)) = &graph.query {
            Role::Query(query.as_ref().map_or_else(|| wire_name(&|| lower_camel_case(&name)), LitStr::value))
        } else if let Some(header) = &graph.header {
            Role::Header(header.value())
        } else if graph.query_options.is_some() {
            Role::QueryOptions
        } else if let Some(media_type) = &graph.raw_body {
            Role::RawBody(media_type.value())
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
            docs: attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect(),
            deprecated: attributes.iter().find(|attribute| attribute.path().is_ident("deprecated")).cloned(),
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
fn without_self(ty: Type, action: &TokenStream) -> Type {
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
fn guess_misnamed_parameters(fields: &mut [Field], template: &Template, has_body: bool) {
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

impl PermissionsModel {
    fn new(input: PermissionsInput) -> Self {
        let mut model = Self::default();
        match input {
            PermissionsInput::Same(AccessInput::None) => {
                model.access = [AccessModel::NotNeeded, AccessModel::NotNeeded, AccessModel::NotNeeded];
            }
            PermissionsInput::Same(access) => {
                let access = AccessModel::new(access);
                model.note(vec![CallerKind::Delegated, CallerKind::Application], &access);
                model.access = [access.clone(), AccessModel::NotSupported, access];
            }
            PermissionsInput::ByCaller { empty, callers } => {
                model.empty = empty;
                for (caller, access) in callers {
                    let access = AccessModel::new(access);
                    model.note(vec![caller], &access);
                    model.access[caller as usize] = access;
                }
            }
        }
        model
    }

    fn note(&mut self, callers: Vec<CallerKind>, access: &AccessModel) {
        if let AccessModel::AnyOf(alternatives) = access {
            self.written.push((callers, alternatives.clone()));
        }
    }
}

impl AccessModel {
    /// For one kind of caller, where `none` means that the call is not supported.
    fn new(input: AccessInput) -> Self {
        match input {
            AccessInput::None => Self::NotSupported,
            AccessInput::AnyOf(alternatives) => Self::AnyOf(
                alternatives
                    .into_iter()
                    .map(|alternative| {
                        let named = |name: super::parse::PermissionName| NameModel {
                            entry: catalogue::find(&name.literal.value()),
                            literal: name.literal,
                            unchecked: name.unchecked,
                        };
                        alternative.names.into_iter().map(named).collect()
                    })
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
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
