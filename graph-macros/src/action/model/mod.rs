//! Second step: what the declaration means, after defaults.
//!
//! A piece that was wrong is reported already, and stands here as its default, so that the rest can be made of it.

mod field;
mod permissions;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{
    Attribute, Generics, LitStr, Path, Token, Type, TypeTuple, Visibility, ext::IdentExt, punctuated::Punctuated,
    token::Paren,
};

use self::field::{guess_misnamed_parameters, without_self};
pub(crate) use self::{
    field::{Field, Presence, Role, one_argument, replace_self},
    permissions::{AccessModel, NameModel, PermissionsModel},
};
use super::parse::{Declaration, Method, Words, literal, path::Template};

/// An action.
pub(crate) struct Action {
    words: Words,
    /// Whether `Self` stands somewhere in the declaration, be it in its documentation.
    pub(crate) names_self: bool,
    /// The struct to emit again.
    pub(crate) emitted: TokenStream,
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

/// The methods of every builder.
pub(crate) const BUILDER_METHODS: [&str; 4] = ["build", "send", "pages", "items"];

impl Action {
    pub(crate) fn from_declaration(declaration: Declaration) -> Self {
        let Declaration { arguments, item, mut words, names_self } = declaration;
        let text = arguments.path.as_ref().map(literal::value).unwrap_or_default();
        let template = if arguments.path.is_some() { Template::parse(&text) } else { Template::default() };
        let (_, type_generics, _) = item.generics.split_for_impl();
        let ident = &item.ident;
        let action = names_self.then(|| quote!(#ident #type_generics));
        for serde in item.fields.iter().map(|field| &field.serde) {
            serde.skip_if.iter().chain(&serde.with).for_each(|path| words.add_path(path));
        }
        let mut fields: Vec<_> =
            item.fields.into_iter().map(|field| Field::new(field, &template, action.as_ref())).collect();
        let returns = arguments.returns.map(|ty| without_self(ty, action.as_ref()));
        let has_body = arguments.method.is_none_or(Method::has_body);
        guess_misnamed_parameters(&mut fields, &template, has_body);
        let mut versions: Vec<_> =
            arguments.versions.iter().filter_map(|literal| Version::named(&literal::value(literal))).collect();
        if versions.is_empty() {
            versions.push(Version::V1_0);
        }
        Self {
            words,
            names_self,
            emitted: item.emitted,
            ident: item.ident,
            visibility: item.visibility,
            generics: item.generics,
            attributes: item.attributes,
            derived_debug: item.derived_debug,
            runtime: arguments.runtime.unwrap_or_else(default_runtime),
            method_is_known: arguments.method.is_some(),
            method: arguments.method.unwrap_or(Method::Post),
            path: PathModel { literal: arguments.path, text, template },
            versions,
            version_literals: arguments.versions,
            permissions: arguments.permissions.map(PermissionsModel::new).unwrap_or_default(),
            returns: returns.unwrap_or_else(nothing),
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

    /// Whether a success answers nothing, as far as can be told from how the type is written.
    pub(crate) fn returns_nothing(&self) -> bool {
        matches!(&self.returns, Type::Tuple(tuple) if tuple.elems.is_empty())
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

    /// Whether a name, which has to begin with a capital, means nothing in the declaration.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.words.contain(name)
    }

    /// The name of the builder.
    pub(crate) fn builder(&self) -> Ident {
        format_ident!("{}Builder", self.ident.unraw(), span = self.ident.span())
    }
}

/// `::graph_runtime`.
fn default_runtime() -> Path {
    let name = Ident::new("graph_runtime", Span::call_site());
    Path { leading_colon: Some(Token![::](Span::call_site())), ..Path::from(name) }
}

/// `()`.
fn nothing() -> Type {
    Type::Tuple(TypeTuple { attrs: Vec::new(), paren_token: Paren::default(), elems: Punctuated::new() })
}
