//! What the types mean that a declaration is written with.

use std::collections::BTreeMap;

use syn::{GenericArgument, GenericParam, Path, PathArguments, Type, ext::IdentExt};

use super::{
    Declaration, DeclarationId, Declared,
    resolve::{Resolved, Scopes, shown},
    scope::ModuleId,
};
use graph_macros_core::model::GraphType;

/// The meaning of a type: what it can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RustType {
    /// `()`.
    Unit,
    /// `bool`.
    Boolean,
    /// A string of any kind.
    Text,
    /// An integer.
    Integer {
        /// Whether it can be negative.
        signed: bool,
        /// Its size.
        bits: u8,
    },
    /// A floating-point number.
    Float {
        /// Its size.
        bits: u8,
    },
    /// The runtime's `Base64`.
    Base64,
    /// `Bytes`, the whole body of a response.
    Bytes,
    /// The runtime's `Date`.
    Date,
    /// The runtime's `TimeOfDay`.
    TimeOfDay,
    /// The runtime's `Duration`.
    Duration,
    /// The runtime's `DateTimeOffset`.
    DateTimeOffset,
    /// `uuid::Uuid`.
    Uuid,
    /// Any JSON.
    Json,
    /// Any JSON object.
    Map,
    /// `Option<T>`.
    Optional(Box<RustType>),
    /// `Patch<T>`.
    Patch(Box<RustType>),
    /// `Secret<T>`.
    Secret(Box<RustType>),
    /// A list.
    List(Box<RustType>),
    /// The runtime's `Flags<T>`.
    Flags(Box<RustType>),
    /// `Page<T>`.
    Page(Box<RustType>),
    /// `ODataValue<T>`.
    Value(Box<RustType>),
    /// `PlainText<T>`.
    PlainText(Box<RustType>),
    /// A declaration of the crate.
    Declared(DeclarationId),
    /// A type that is not known.
    Unknown,
}

impl RustType {
    /// Returns the type without what says only how a value is kept: `T` for `Secret<T>`.
    #[must_use]
    pub fn without_secret(&self) -> &Self {
        match self {
            Self::Secret(inner) => inner.without_secret(),
            other => other,
        }
    }

    /// Returns the type of a value that is there: `T` for `Option<T>`, `Patch<T>` and `Secret<T>`.
    #[must_use]
    pub fn present(&self) -> &Self {
        match self {
            Self::Secret(inner) | Self::Optional(inner) | Self::Patch(inner) => inner.present(),
            other => other,
        }
    }

    /// Returns whether the type has a value for null.
    #[must_use]
    pub fn holds_null(&self) -> bool {
        match self {
            Self::Optional(_) | Self::Patch(_) | Self::Json | Self::Unit | Self::Unknown => true,
            Self::Secret(inner) => inner.holds_null(),
            _ => false,
        }
    }

    /// Returns whether a secret is in it.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        match self {
            Self::Secret(_) => true,
            Self::Optional(inner) | Self::Patch(inner) | Self::List(inner) => inner.has_secret(),
            _ => false,
        }
    }
}

/// How deep a type may be nested, also by aliases.
const DEEPEST: usize = 64;

type Parameters = BTreeMap<String, RustType>;

/// Returns whether the runtime has a type or macro of this name, after its own name.
pub(super) fn is_runtime_name(names: &[String]) -> bool {
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    matches!(names.as_slice(), ["graph_action" | "graph_type" | "graph_enum" | "QueryOptions"])
        || runtime(&names, || RustType::Unknown).is_some()
}

impl Scopes {
    /// Returns what a type means in a declaration.
    pub(super) fn meaning(&self, declaration: &Declaration, ty: &Type) -> RustType {
        let generics = match &declaration.declared {
            Declared::Action(action) => Some(&action.generics),
            Declared::Type(GraphType::Object(object)) => Some(&object.generics),
            Declared::Type(GraphType::Derived(derived)) => Some(&derived.generics),
            Declared::Enumeration(_) => None,
        };
        let params = generics.into_iter().flat_map(|generics| &generics.params);
        let parameters = params
            .filter_map(|param| match param {
                GenericParam::Type(param) => Some((param.ident.unraw().to_string(), RustType::Unknown)),
                _ => None,
            })
            .collect();
        self.mean(declaration.module, ty, &parameters, DEEPEST)
    }

    fn mean(&self, module: ModuleId, ty: &Type, parameters: &Parameters, left: usize) -> RustType {
        let Some(left) = left.checked_sub(1) else { return RustType::Unknown };
        let mean = |ty: &Type| self.mean(module, ty, parameters, left);
        match ty {
            Type::Reference(reference) => mean(&reference.elem),
            Type::Group(group) => mean(&group.elem),
            Type::Paren(paren) => mean(&paren.elem),
            Type::Slice(slice) => RustType::List(Box::new(mean(&slice.elem))),
            Type::Array(array) => RustType::List(Box::new(mean(&array.elem))),
            Type::Tuple(tuple) if tuple.elems.is_empty() => RustType::Unit,
            Type::Path(path) if path.qself.is_none() => self.mean_path(module, &path.path, parameters, left),
            _ => RustType::Unknown,
        }
    }

    fn mean_path(&self, module: ModuleId, path: &Path, parameters: &Parameters, left: usize) -> RustType {
        if let Some(parameter) = path.get_ident().and_then(|ident| parameters.get(&ident.unraw().to_string())) {
            return parameter.clone();
        }
        let arguments = type_arguments(path);
        let mean = |ty: &Type| self.mean(module, ty, parameters, left);
        match self.resolve_path(module, path) {
            Resolved::Declaration(id) => RustType::Declared(id),
            Resolved::Alias(at, generics, ty) => {
                let names = generics.type_params().map(|param| param.ident.unraw().to_string());
                let arguments = arguments.iter().map(|ty| mean(ty)).chain(std::iter::repeat(RustType::Unknown));
                self.mean(at, ty, &names.zip(arguments).collect(), left)
            }
            Resolved::External(names) => {
                let argument = || arguments.first().map_or(RustType::Unknown, |ty| mean(ty));
                self.external(&names, argument, || arguments.last().map_or(RustType::Unknown, |ty| mean(ty)))
            }
            Resolved::Other => RustType::Unknown,
        }
    }

    fn external(&self, names: &[String], argument: impl Fn() -> RustType, last: impl Fn() -> RustType) -> RustType {
        if let Some(rest) = self.in_runtime(names) {
            let rest: Vec<_> = rest.iter().map(String::as_str).collect();
            return match rest.as_slice() {
                ["time" | "reqwest", ..] => RustType::Unknown,
                rest => runtime(rest, argument).unwrap_or(RustType::Unknown),
            };
        }
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["std" | "core" | "alloc", .., name] | [name] => standard(name, argument, last),
            ["bytes", "Bytes"] => RustType::Bytes,
            ["uuid", "Uuid"] => RustType::Uuid,
            ["serde_json", "Value"] => RustType::Json,
            ["serde_json", "Map"] => RustType::Map,
            _ => RustType::Unknown,
        }
    }
}

/// Returns what a type of the runtime means, by what follows the runtime's name.
fn runtime(names: &[&str], argument: impl Fn() -> RustType) -> Option<RustType> {
    let (["odata" | "secret" | "paging", name] | [name]) = names else { return None };
    let of = |make: fn(Box<RustType>) -> RustType| make(Box::new(argument()));
    Some(match *name {
        "Base64" => RustType::Base64,
        "Bytes" => RustType::Bytes,
        "Date" => RustType::Date,
        "TimeOfDay" => RustType::TimeOfDay,
        "Duration" => RustType::Duration,
        "DateTimeOffset" => RustType::DateTimeOffset,
        "AdditionalProperties" => RustType::Map,
        "Patch" => of(RustType::Patch),
        "Secret" => of(RustType::Secret),
        "Flags" => of(RustType::Flags),
        "Page" => of(RustType::Page),
        "ODataValue" => of(RustType::Value),
        "PlainText" => of(RustType::PlainText),
        _ => return None,
    })
}

/// Returns what a type of the standard library means.
fn standard(name: &str, argument: impl Fn() -> RustType, last: impl Fn() -> RustType) -> RustType {
    let integer = |signed, bits| RustType::Integer { signed, bits };
    match name {
        "bool" => RustType::Boolean,
        "str" | "String" => RustType::Text,
        "i8" => integer(true, 8),
        "i16" => integer(true, 16),
        "i32" | "NonZeroI32" => integer(true, 32),
        "i64" | "isize" | "NonZeroI64" => integer(true, 64),
        "i128" => integer(true, 128),
        "u8" => integer(false, 8),
        "u16" => integer(false, 16),
        "u32" | "NonZeroU32" => integer(false, 32),
        "u64" | "usize" | "NonZeroU64" => integer(false, 64),
        "u128" => integer(false, 128),
        "f32" => RustType::Float { bits: 32 },
        "f64" => RustType::Float { bits: 64 },
        "Option" => RustType::Optional(Box::new(argument())),
        "Vec" | "VecDeque" | "BTreeSet" | "HashSet" => RustType::List(Box::new(argument())),
        "Box" | "Rc" | "Arc" => argument(),
        "Cow" => last(),
        "BTreeMap" | "HashMap" => RustType::Map,
        _ => RustType::Unknown,
    }
}

/// Returns the types among the arguments of a path's last segment.
fn type_arguments(path: &Path) -> Vec<&Type> {
    let Some(PathArguments::AngleBracketed(arguments)) = path.segments.last().map(|segment| &segment.arguments) else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

/// Returns how a type is written.
#[must_use]
pub fn written(ty: &Type) -> String {
    shown(ty)
}
