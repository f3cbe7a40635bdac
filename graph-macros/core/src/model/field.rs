//! The fields and their roles in the request.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, LitStr, PathArguments, Type, ext::IdentExt};

use super::{
    generics::Unbounded,
    nested_types::durations,
    role::{Role, SecretPart},
    unmarked::Unmarked,
};
use crate::{
    names::{RenameRule, lower_camel_case},
    parse::{Attribute, FieldInput, GraphAttributes, SerdeAttributes},
    path::Template,
    suggest::nearest,
};

/// A field and its role in the request.
pub struct Field {
    /// The name.
    pub ident: Ident,
    /// The name without `r#`.
    pub name: String,
    /// The type, with the struct's name in place of `Self`.
    pub ty: Type,
    /// Where the type begins, which rustc underlines if the type does not fit.
    pub ty_span: Span,
    /// Whether the field must be set.
    pub presence: Presence,
    /// The role in the request.
    pub role: Role,
    /// The type, if it is one that cannot be sent without an attribute that is missing.
    pub unmarked: Option<Unmarked>,
    /// The attributes `#[graph(…)]`.
    pub graph: GraphAttributes,
    /// The attributes `#[serde(…)]`.
    pub serde: SerdeAttributes,
    /// The doc comments.
    pub docs: Vec<Attribute>,
    /// The attribute `#[deprecated]`.
    pub deprecated: Option<Attribute>,
    /// The type parameter that is the type of the value, if it has no bound, which is reported. rustc need not report it
    /// again, so the field is not sent.
    pub unbounded: Option<Ident>,
}

/// Whether a field must be set.
#[derive(Clone)]
pub enum Presence {
    /// It must.
    Required,
    /// It has a default, which is sent.
    Defaulted,
    /// It is an `Option<T>` with this `T`.
    Optional(Type),
    /// It is a `Patch<T>` with this `T`.
    Patch(Type),
}

impl Field {
    pub(super) fn new(
        input: FieldInput,
        rename_all: Option<RenameRule>,
        template: &Template,
        action: Option<&TokenStream>,
    ) -> Self {
        let name = input.ident.unraw().to_string();
        let mut role = role(&input, &name, rename_all, template);
        let unmarked = match role {
            Role::Parameter(_) => None,
            _ => Unmarked::of(&input.ty, &input.graph),
        };
        let is_query_options = role == Role::QueryOptions || unmarked == Some(Unmarked::QueryOptions);
        if unmarked.is_some() {
            role = Role::Unknown;
        }
        let ty = without_self(input.ty, action);
        let presence = match Presence::of(&ty) {
            Presence::Required if is_query_options => Presence::Defaulted,
            presence => presence,
        };
        let FieldInput { ident, ty_span, docs, deprecated, graph, serde, .. } = input;
        Self { ident, name, ty, ty_span, presence, role, unmarked, graph, serde, docs, deprecated, unbounded: None }
    }

    pub(super) fn find_unbounded(&mut self, unbounded: &Unbounded) {
        if self.serde.with.is_none() && self.role.place().is_some() {
            self.unbounded = unbounded.find(self.value_type()).cloned();
        }
    }

    /// Returns whether the builder requires the field.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }

    /// Returns the type of the value: `T` for an `Option<T>` or `Patch<T>`.
    #[must_use]
    pub const fn value_type(&self) -> &Type {
        match &self.presence {
            Presence::Required | Presence::Defaulted => &self.ty,
            Presence::Optional(value) | Presence::Patch(value) => value,
        }
    }

    /// Returns whether the value is a list, of which each element is written into the path or the query.
    #[must_use]
    pub fn is_list(&self) -> bool {
        is_list(self.value_type())
    }

    /// Returns whether the field is marked as secret.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.graph.secret.is_some()
    }

    /// Returns the part of the request that is secret, if the field is marked as secret or has the type `Secret<T>`.
    #[must_use]
    pub fn secret_part(&self) -> Option<SecretPart<'_>> {
        let has_secret_type = one_argument(self.value_type()).is_some_and(|(name, _)| name == "Secret");
        if self.is_secret() || has_secret_type { self.role.secret_part() } else { None }
    }

    /// Returns whether serde writes the field as JSON, without a function of its own.
    #[must_use]
    pub fn is_plain_json(&self) -> bool {
        self.role.is_json() && self.serde.with.is_none()
    }

    /// Returns the types in the field's type of which generated code has to ask whether they are the runtime's
    /// `Duration`.
    #[must_use]
    pub fn durations(&self) -> Vec<&Type> {
        if self.is_plain_json() { durations(&self.ty) } else { Vec::new() }
    }

    /// Returns the name of the method that clears the field, if it is a `Patch`.
    #[must_use]
    pub fn clearing_method(&self) -> Option<String> {
        match self.presence {
            Presence::Patch(_) => Some(format!("clear_{}", self.name.trim_start_matches('_'))),
            Presence::Required | Presence::Defaulted | Presence::Optional(_) => None,
        }
    }
}

fn role(input: &FieldInput, name: &str, rename_all: Option<RenameRule>, template: &Template) -> Role {
    let FieldInput { graph, serde, .. } = input;
    let given = graph.name.as_ref().or(serde.rename.as_ref()).map(LitStr::value);
    if template.placeholders.iter().any(|placeholder| placeholder.name == name) {
        Role::Parameter(name.to_owned())
    } else if graph.is_broken || graph.path.is_some() {
        Role::Unknown
    } else if let Some((_, query)) = &graph.query {
        let query = query.as_ref().map(LitStr::value).or(given);
        Role::Query(query.unwrap_or_else(|| lower_camel_case(name)))
    } else if let Some(header) = &graph.header {
        Role::Header(header.value())
    } else if graph.query_options.is_some() {
        Role::QueryOptions
    } else if let Some(media_type) = &graph.raw_body {
        Role::RawBody(media_type.value())
    } else if graph.body.is_some() {
        Role::Body
    } else if serde.skip {
        Role::NotSent
    } else {
        let property =
            given.unwrap_or_else(|| rename_all.map_or_else(|| lower_camel_case(name), |rule| rule.apply(name)));
        if serde.flatten { Role::Flattened(property) } else { Role::Property(property) }
    }
}

/// Finds, for each placeholder without a field, the field that is most likely meant for it, so that one wrong name is
/// one mistake: a field with a similar name or, if there is no body that it could belong to, any field.
pub(super) fn guess_misnamed_parameters(fields: &mut [Field], template: &Template, has_body: bool) {
    let names = template.placeholders.iter().map(|placeholder| &placeholder.name);
    let missing: Vec<_> = names.filter(|name| fields.iter().all(|field| field.name != **name)).collect();
    let is_candidate = |field: &Field| field.role.is_property() && field.graph.name.is_none();
    for similar in [true, false] {
        for &parameter in &missing {
            if fields.iter().any(|field| field.role == Role::Misnamed(parameter.clone())) {
                continue;
            }
            let candidates: Vec<_> =
                fields.iter().filter(|field| is_candidate(field)).map(|field| field.name.clone()).collect();
            let meant = if similar {
                nearest(parameter, candidates.iter().map(String::as_str)).first().map(|name| (*name).to_owned())
            } else if has_body {
                None
            } else {
                candidates.first().cloned()
            };
            if let Some(field) = fields.iter_mut().find(|field| Some(&field.name) == meant.as_ref()) {
                field.role = Role::Misnamed(parameter.clone());
            }
        }
    }
}

impl Presence {
    /// Decides by the name of the type, because a macro does not know what it refers to.
    pub(super) fn of(ty: &Type) -> Self {
        match one_argument(ty) {
            Some((name, value)) if name == "Option" => Self::Optional(value.clone()),
            Some((name, value)) if name == "Patch" => Self::Patch(value.clone()),
            _ => Self::Required,
        }
    }
}

/// Returns the `Name` and `T` of `path::to::Name<T>`.
#[must_use]
pub fn one_argument(ty: &Type) -> Option<(&Ident, &Type)> {
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
        Some(GenericArgument::Type(argument)) if arguments.args.len() == 1 => Some((&segment.ident, argument)),
        _ => None,
    }
}

/// Decides by the name of the type, because a macro does not know what it refers to.
fn is_list(ty: &Type) -> bool {
    match ty {
        Type::Slice(_) | Type::Array(_) => true,
        Type::Reference(reference) => is_list(&reference.elem),
        Type::Group(group) => is_list(&group.elem),
        Type::Paren(paren) => is_list(&paren.elem),
        _ => one_argument(ty).is_some_and(|(name, _)| name == "Vec"),
    }
}

/// Returns the type with the action in place of `Self`, which would be the builder there; `None` if `Self` is not used.
pub(super) fn without_self(ty: Type, action: Option<&TokenStream>) -> Type {
    let Some(action) = action else { return ty };
    syn::parse2(replace_self(ty.to_token_stream(), action)).unwrap_or(ty)
}

/// Replaces `Self` with other tokens.
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

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn option_and_patch_are_recognized_by_their_last_segment() {
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

    #[test]
    fn vectors_slices_and_arrays_are_lists() {
        let lists: [Type; 5] = [
            parse_quote!(Vec<T>),
            parse_quote!(::std::vec::Vec<&'a str>),
            parse_quote!(&'a [u8]),
            parse_quote!([Uuid; 2]),
            parse_quote!(&'a Vec<T>),
        ];
        assert!(lists.iter().all(is_list));
        let others: [Type; 4] =
            [parse_quote!(String), parse_quote!(Option<Vec<T>>), parse_quote!(&'a str), parse_quote!(Vec<T, A>)];
        assert!(!others.iter().any(is_list));
    }

    #[test]
    fn self_becomes_the_action() {
        let action = quote::quote!(Act<'a>);
        let replaced = |ty: Type| without_self(ty, Some(&action)).to_token_stream().to_string();
        let expected = |ty: Type| ty.to_token_stream().to_string();
        assert_eq!(
            replaced(parse_quote!(Vec<(u8, <Self as Named>::Name)>)),
            expected(parse_quote!(Vec<(u8, <Act<'a> as Named>::Name)>))
        );
        assert_eq!(replaced(parse_quote!(Vec<Selfie>)), expected(parse_quote!(Vec<Selfie>)));
    }
}
