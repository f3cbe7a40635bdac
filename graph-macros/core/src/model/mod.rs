//! The second step: the meaning of a declaration, with defaults.
//!
//! A part with a mistake, which is reported, has its default here, so that the rest can be used.

mod constants;
mod field;
mod generics;
mod nested_types;
mod permissions;
mod role;
mod runtime;
mod types;
mod unmarked;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    GenericParam, Generics, LitBool, LitStr, Type, TypeTuple, ext::IdentExt, punctuated::Punctuated, token::Paren,
};

pub(crate) use self::field::replace_self;
use self::field::{guess_misnamed_parameters, without_self};
pub use self::{
    constants::Constant,
    field::{Field, Presence, one_argument},
    generics::Unbounded,
    nested_types::{durations, nested_types, plain_path},
    permissions::{Access, Permission, Permissions},
    role::{Place, Role, SecretPart},
    runtime::{Dependency, Runtime},
    types::{DerivedType, GraphType, ObjectType, Property, PropertyRole, Shape, Variant},
    unmarked::Unmarked,
};
pub use crate::parse::{Caller, Method, Scalar};
use crate::{
    errors::Errors,
    parse::{Arguments, Attribute, Declaration, FieldInput, Item},
    path::Template,
};

/// An action.
pub struct Action {
    /// The struct.
    pub item: Item,
    /// The generic parameters of the struct, without defaults.
    pub generics: Generics,
    words: Vec<String>,
    /// The path of `graph_runtime`.
    pub runtime: Runtime,
    /// The method; a guess unless [`method_is_known`](Self::method_is_known).
    pub method: Method,
    /// Whether the method was given, without a mistake.
    pub method_is_known: bool,
    /// The path as it was written.
    pub path: Option<LitStr>,
    /// The path.
    pub template: Template,
    /// The versions, the default first.
    pub versions: Vec<Version>,
    /// The versions as they were written.
    pub version_literals: Vec<LitStr>,
    /// The permissions.
    pub permissions: Permissions,
    /// The type of a successful response.
    pub returns: Type,
    /// The value of `@odata.type`.
    pub odata_type: Option<LitStr>,
    /// What every request contains without a field: headers, query parameters, properties, in this order.
    pub constants: Vec<Constant>,
    /// `redirects = …`.
    pub redirects: Option<LitBool>,
    /// The address of Microsoft's documentation.
    pub docs: Option<LitStr>,
    /// Whether the action is idempotent, if it is given.
    pub idempotent: Option<bool>,
    /// The fields.
    pub fields: Vec<Field>,
    /// Where a field leaves a lifetime out, which is `'static` in the model.
    pub elided_lifetimes: Vec<Span>,
    /// Where the type of the response leaves a lifetime out.
    pub borrowed_response: Option<Span>,
    /// The type parameter that is the type of the response, and where, if it has no bound.
    pub unbounded_response: Option<(Ident, Span)>,
}

/// A version of Microsoft Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// `v1.0`.
    V1_0,
    /// `beta`.
    Beta,
}

impl Version {
    /// Finds a version by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "v1.0" => Some(Self::V1_0),
            "beta" => Some(Self::Beta),
            _ => None,
        }
    }

    /// Returns the name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_0 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

/// The methods of every builder, with which no setter may collide.
pub const BUILDER_METHODS: [&str; 5] = ["build", "send", "call", "pages", "items"];

impl Action {
    /// Parses `#[graph_action(arguments)] item`. Returns `None` if the item is not a struct with named fields or
    /// without fields.
    ///
    /// Reports only what prevents parsing; [`validate::check`](crate::validate::check) reports the rest.
    pub fn parse(arguments: TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        Declaration::parse(arguments, item, errors).map(Self::new)
    }

    pub(crate) fn new(declaration: Declaration) -> Self {
        let Declaration { arguments, item, fields, rename_all, elided_lifetimes, borrowed_response } = declaration;
        let template = arguments.path.as_ref().map(|path| Template::parse(&path.value())).unwrap_or_default();
        let generics = without_defaults(item.generics.clone());
        let action = {
            let (ident, (_, type_generics, _)) = (&item.ident, generics.split_for_impl());
            quote!(#ident #type_generics)
        };
        let words = words(&item, &fields, &arguments);
        let runtime_is_given = arguments.gives_runtime();
        let action = words.iter().any(|word| word == "Self").then_some(&action);
        let mut fields: Vec<_> =
            fields.into_iter().map(|field| Field::new(field, rename_all, &template, action)).collect();
        let unbounded = Unbounded::new(&generics);
        for field in &mut fields {
            field.find_unbounded(&unbounded);
        }
        let returns = arguments.returns.map(|ty| without_self(ty, action));
        let unbounded_response =
            returns.as_ref().and_then(|ty| unbounded.find(ty)).map(|param| (param.clone(), param.span()));
        // A mistake that is reported need not be reported by rustc again.
        let has_usable_response = unbounded_response.is_none() && borrowed_response.is_none();
        let returns = returns.filter(|_| has_usable_response).unwrap_or_else(unit);
        let has_body = arguments.method.is_none_or(Method::has_body);
        guess_misnamed_parameters(&mut fields, &template, has_body);
        let mut versions = Vec::new();
        for version in arguments.versions.iter().filter_map(|literal| Version::find(&literal.value())) {
            if !versions.contains(&version) {
                versions.push(version);
            }
        }
        if versions.is_empty() {
            versions.push(Version::V1_0);
        }
        Self {
            words,
            item,
            generics,
            runtime: Runtime::new(arguments.runtime, runtime_is_given),
            method_is_known: arguments.method.is_some(),
            method: arguments.method.unwrap_or(Method::Post),
            path: arguments.path,
            template,
            versions,
            version_literals: arguments.versions,
            permissions: arguments.permissions.map(Permissions::new).unwrap_or_default(),
            returns,
            odata_type: arguments.odata_type,
            constants: [
                (Place::Headers, arguments.headers),
                (Place::Query, arguments.query),
                (Place::Body, arguments.properties),
            ]
            .into_iter()
            .flat_map(|(place, constants)| constants.into_iter().map(move |constant| Constant::new(place, constant)))
            .collect(),
            redirects: arguments.redirects,
            docs: arguments.docs,
            idempotent: arguments.idempotent.map(|literal| literal.value),
            fields,
            elided_lifetimes,
            borrowed_response,
            unbounded_response,
        }
    }

    /// Returns whether the author uses a name that generated code would give another meaning: that of a type, or of a
    /// function that an attribute of serde names.
    #[must_use]
    pub fn uses_name(&self, name: &str) -> bool {
        self.words.iter().any(|word| word.strip_prefix("r#").unwrap_or(word) == name)
    }

    /// Returns whether no field has a generic parameter in its type, which rustc reports.
    #[must_use]
    pub fn has_unused_parameter(&self) -> bool {
        let mut words = Vec::new();
        if self.generics.params.is_empty() {
            return false;
        }
        for field in &self.fields {
            collect_words(field.ty.to_token_stream(), &mut words);
        }
        let is_used = |ident: &Ident| words.iter().any(|word| ident == word);
        self.generics.params.iter().any(|param| match param {
            GenericParam::Type(param) => !is_used(&param.ident),
            GenericParam::Lifetime(param) => !is_used(&param.lifetime.ident),
            GenericParam::Const(_) => false,
        })
    }

    /// Returns the attributes of the struct with this name.
    pub fn attributes<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Attribute> {
        self.item.attributes.iter().filter(move |attribute| attribute.is(name))
    }

    /// Returns the fields that the builder requires.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_required())
    }

    /// Returns whether the type of a successful response is written as `()`.
    #[must_use]
    pub fn returns_nothing(&self) -> bool {
        matches!(&self.returns, Type::Tuple(tuple) if tuple.elems.is_empty())
    }

    /// Returns the constants in a part of the request.
    pub fn constants_in(&self, place: Place) -> impl Iterator<Item = &Constant> {
        self.constants.iter().filter(move |constant| constant.place == place)
    }

    /// Returns whether the call follows redirects.
    #[must_use]
    pub fn follows_redirects(&self) -> bool {
        self.redirects.as_ref().is_some_and(|redirects| redirects.value)
    }

    /// Returns the media type of a raw body.
    #[must_use]
    pub fn raw_body(&self) -> Option<&str> {
        self.fields.iter().find_map(|field| field.role.media_type())
    }

    /// Returns whether a JSON body is sent.
    #[must_use]
    pub fn has_json_body(&self) -> bool {
        let has_field = || self.fields.iter().any(|field| field.role.place() == Some(Place::Body));
        let has_constant = || self.constants_in(Place::Body).next().is_some();
        self.method.has_body()
            && self.raw_body().is_none()
            && (self.odata_type.is_some() || has_constant() || has_field())
    }

    /// Returns whether the builder has a setter for the field. A setter that would collide with another method is
    /// reported.
    #[must_use]
    pub fn has_setter(&self, field: &Field) -> bool {
        !BUILDER_METHODS.contains(&field.name.as_str()) && self.cleared_by(field).is_none()
    }

    /// Returns the field whose clearing method has the name of this field's setter.
    #[must_use]
    pub fn cleared_by(&self, field: &Field) -> Option<&Field> {
        self.fields.iter().find(|other| other.clearing_method().is_some_and(|method| method == field.name))
    }

    /// Returns the name of the builder.
    #[must_use]
    pub fn builder(&self) -> Ident {
        let ident = &self.item.ident;
        format_ident!("{}Builder", ident.unraw(), span = ident.span())
    }
}

/// Returns the words in the types of a declaration, in the paths in its attributes of serde, and in that of the runtime.
fn words(item: &Item, fields: &[FieldInput], arguments: &Arguments) -> Vec<String> {
    let mut words = vec![item.ident.to_string()];
    collect_words(item.generics.to_token_stream(), &mut words);
    collect_words(item.generics.where_clause.to_token_stream(), &mut words);
    collect_words(arguments.returns.to_token_stream(), &mut words);
    collect_words(arguments.runtime.to_token_stream(), &mut words);
    for FieldInput { ty, serde, .. } in fields {
        collect_words(ty.to_token_stream(), &mut words);
        for path in serde.skip_if.iter().chain(&serde.with) {
            collect_words(path.to_token_stream(), &mut words);
        }
    }
    words
}

pub(crate) fn collect_words(tokens: TokenStream, into: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => into.push(ident.to_string()),
            TokenTree::Group(group) => collect_words(group.stream(), into),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn without_defaults(mut generics: Generics) -> Generics {
    for param in &mut generics.params {
        match param {
            GenericParam::Type(param) => param.default = None,
            GenericParam::Const(param) => param.default = None,
            GenericParam::Lifetime(_) => {}
        }
    }
    generics
}

/// Returns `()`.
fn unit() -> Type {
    Type::Tuple(TypeTuple { attrs: Vec::new(), paren_token: Paren(Span::call_site()), elems: Punctuated::new() })
}
