//! The meaning of a declaration with `#[graph_type]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Generics, LitStr, Type, ext::IdentExt};

use super::{
    field::one_argument,
    nested_types::{durations, plain_path},
    runtime::Runtime,
    without_defaults,
};
use crate::{
    errors::Errors,
    names::{RenameRule, lower_camel_case},
    parse::{
        Attribute, DerivedInput, EnumItem, Item, PropertyAttributes, PropertyInput, PropertySerde, StructInput,
        TypeDeclaration, VariantAttributes, VariantInput,
    },
};

/// A type of values that requests hold and responses bring.
pub enum GraphType {
    /// A struct: one type, with its properties.
    Object(ObjectType),
    /// An enum: derived types.
    Derived(DerivedType),
}

/// A type with its properties.
pub struct ObjectType {
    /// The struct.
    pub item: Item,
    /// The generic parameters of the struct, without defaults.
    pub generics: Generics,
    /// The path of `graph_runtime`.
    pub runtime: Runtime,
    /// The value of `@odata.type`.
    pub odata_type: Option<LitStr>,
    /// The fields.
    pub properties: Vec<Property>,
}

/// A field and its role in the object.
pub struct Property {
    /// The name of the field.
    pub ident: Ident,
    /// The name without `r#`.
    pub name: String,
    /// The type.
    pub ty: Type,
    /// Where the type begins, which rustc underlines if the type does not fit.
    pub ty_span: Span,
    /// Whether it has the attribute `#[deprecated]`.
    pub is_deprecated: bool,
    /// Whether the property can be absent.
    pub shape: Shape,
    /// The role in the object.
    pub role: PropertyRole,
    /// The attributes `#[graph(…)]`.
    pub graph: PropertyAttributes,
    /// The attributes `#[serde(…)]`.
    pub serde: PropertySerde,
}

/// Whether a property can be absent, which its type decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It is always there.
    Required,
    /// An `Option<T>`: absent if it is `None`.
    Optional,
    /// A `Patch<T>`: absent if it is kept.
    Patch,
    /// A `Vec<T>`: absent if it is empty.
    List,
}

/// What a field is in the object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PropertyRole {
    /// One property.
    Named {
        /// The name that is written.
        written: String,
        /// The name that is read.
        read: String,
    },
    /// Several properties, from a field with `#[serde(flatten)]`.
    Flattened,
    /// All properties without a field.
    Additional,
}

/// Derived types, which `@odata.type` tells apart.
pub struct DerivedType {
    /// The enum.
    pub item: EnumItem,
    /// The generic parameters of the enum, without defaults.
    pub generics: Generics,
    /// The path of `graph_runtime`.
    pub runtime: Runtime,
    /// The type that is given at the enum, which is a mistake.
    pub odata_type: Option<LitStr>,
    /// The variants.
    pub variants: Vec<Variant>,
}

/// One derived type, or all others.
pub struct Variant {
    /// The name of the variant.
    pub ident: Ident,
    /// The types of its fields; `None` if they have names.
    pub types: Option<Vec<Type>>,
    /// Whether it has the attribute `#[deprecated]`.
    pub is_deprecated: bool,
    /// The attributes `#[graph(…)]`.
    pub graph: VariantAttributes,
    /// The attributes `#[serde(…)]`, which are a mistake.
    pub serde: Vec<Attribute>,
}

impl GraphType {
    /// Parses `#[graph_type(arguments)] item`. Returns `None` if the item is neither an enum nor a struct with named
    /// fields or without fields.
    ///
    /// Reports only what prevents parsing; [`validate::check_type`](crate::validate::check_type) reports the rest.
    pub fn parse(arguments: TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        Some(match TypeDeclaration::parse(arguments, item, errors)? {
            TypeDeclaration::Struct(input) => Self::Object(ObjectType::new(input)),
            TypeDeclaration::Enum(input) => Self::Derived(DerivedType::new(input)),
        })
    }

    /// Returns whether a field or variant has an attribute `cfg` or `cfg_attr`.
    #[must_use]
    pub fn is_conditional(&self) -> bool {
        match self {
            Self::Object(object) => object.item.has_conditional_fields(),
            Self::Derived(derived) => derived.item.has_conditional_variants(),
        }
    }

    /// Returns the path of `graph_runtime`.
    #[must_use]
    pub fn runtime(&self) -> &Runtime {
        match self {
            Self::Object(object) => &object.runtime,
            Self::Derived(derived) => &derived.runtime,
        }
    }

    pub(crate) fn runtime_mut(&mut self) -> &mut Runtime {
        match self {
            Self::Object(object) => &mut object.runtime,
            Self::Derived(derived) => &mut derived.runtime,
        }
    }

    /// Returns the attributes of the struct or enum.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        match self {
            Self::Object(object) => &object.item.attributes,
            Self::Derived(derived) => &derived.item.attributes,
        }
    }

    /// Returns the names of the attributes that belong to the macro.
    #[must_use]
    pub fn own_attributes(&self) -> &'static [&'static str] {
        match self {
            Self::Object(object) => object.item.own_attributes(),
            Self::Derived(_) => &["graph", "serde"],
        }
    }
}

impl ObjectType {
    fn new(StructInput { arguments, item, fields, renaming }: StructInput) -> Self {
        let generics = without_defaults(item.generics.clone());
        let properties = fields.into_iter().map(|field| Property::new(field, renaming.0)).collect();
        let runtime_is_given = arguments.gives_runtime();
        let runtime = Runtime::new(arguments.runtime, runtime_is_given);
        Self { item, generics, runtime, odata_type: arguments.odata_type, properties }
    }

    /// Returns the field that keeps the properties without a field.
    #[must_use]
    pub fn additional(&self) -> Option<&Property> {
        self.properties.iter().find(|property| property.role == PropertyRole::Additional)
    }

    /// Returns the first field whose value `Debug` must not show.
    #[must_use]
    pub fn hidden(&self) -> Option<&Property> {
        self.properties.iter().find(|property| property.is_secret() || property.role == PropertyRole::Additional)
    }
}

impl Property {
    fn new(input: PropertyInput, rename_all: [Option<RenameRule>; 2]) -> Self {
        let name = input.ident.unraw().to_string();
        let role = role(&input, &name, rename_all);
        let PropertyInput { ident, ty, ty_span, is_deprecated, graph, serde } = input;
        Self { ident, name, shape: Shape::of(&ty), ty, ty_span, is_deprecated, role, graph, serde }
    }

    /// Returns whether the field is written.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        self.graph.read_only.is_none() && !self.serde.is_not_written
    }

    /// Returns whether the field is read.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        !self.serde.is_not_read
    }

    /// Returns whether the field is marked as secret.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.graph.secret.is_some()
    }

    /// Returns whether serde's traits convert the value, in at least one direction.
    #[must_use]
    pub const fn is_plain_json(&self) -> bool {
        (self.is_written() && self.serde.serialize_with.is_none())
            || (self.is_read() && self.serde.deserialize_with.is_none())
    }

    /// Returns the types in the field's type of which generated code has to ask whether they are the runtime's
    /// `Duration`.
    #[must_use]
    pub fn durations(&self) -> Vec<&Type> {
        if self.is_plain_json() { durations(&self.ty) } else { Vec::new() }
    }

    /// Returns whether the value is a floating-point number, or consists of such numbers, which JSON does not have all of.
    #[must_use]
    pub fn is_double(&self) -> bool {
        is_double(&self.ty)
    }

    /// Returns the name that is written, if the field is one property that is written.
    #[must_use]
    pub fn written_name(&self) -> Option<&str> {
        match &self.role {
            PropertyRole::Named { written, .. } if self.is_written() => Some(written),
            PropertyRole::Named { .. } | PropertyRole::Flattened | PropertyRole::Additional => None,
        }
    }

    /// Returns the names that are read, if the field is one property that is read.
    #[must_use]
    pub fn read_names(&self) -> Vec<String> {
        match &self.role {
            PropertyRole::Named { read, .. } if self.is_read() => {
                [read.clone()].into_iter().chain(self.serde.aliases.iter().map(LitStr::value)).collect()
            }
            PropertyRole::Named { .. } | PropertyRole::Flattened | PropertyRole::Additional => Vec::new(),
        }
    }
}

fn role(input: &PropertyInput, name: &str, rename_all: [Option<RenameRule>; 2]) -> PropertyRole {
    let PropertyInput { graph, serde, .. } = input;
    if graph.additional.is_some() {
        return PropertyRole::Additional;
    }
    if serde.flatten.is_some() {
        return PropertyRole::Flattened;
    }
    let name_of = |rename: &Option<LitStr>, rule: Option<RenameRule>| {
        let given = graph.name.as_ref().or(rename.as_ref()).map(LitStr::value);
        given.unwrap_or_else(|| rule.map_or_else(|| lower_camel_case(name), |rule| rule.apply(name)))
    };
    let ([written, read], [write_rule, read_rule]) = (&serde.rename, rename_all);
    PropertyRole::Named { written: name_of(written, write_rule), read: name_of(read, read_rule) }
}

impl Shape {
    /// Decides by the name of the type, because a macro does not know what it refers to.
    fn of(ty: &Type) -> Self {
        match one_argument(ty) {
            Some((name, _)) if name == "Option" => Self::Optional,
            Some((name, _)) if name == "Patch" => Self::Patch,
            Some((name, _)) if name == "Vec" => Self::List,
            _ => Self::Required,
        }
    }
}

fn is_double(ty: &Type) -> bool {
    if let Some((name, argument)) = one_argument(ty) {
        return ["Option", "Patch", "Vec"].iter().any(|wrapper| name == wrapper) && is_double(argument);
    }
    plain_path(ty).is_some_and(|path| path.is_ident("f64") || path.is_ident("f32"))
}

impl DerivedType {
    fn new(DerivedInput { arguments, item, variants }: DerivedInput) -> Self {
        let generics = without_defaults(item.generics.clone());
        let runtime_is_given = arguments.gives_runtime();
        let runtime = Runtime::new(arguments.runtime, runtime_is_given);
        let variants = variants.into_iter().map(|variant| {
            let VariantInput { ident, types, graph, serde, is_deprecated } = variant;
            Variant { ident, types, is_deprecated, graph, serde }
        });
        Self { generics, runtime, odata_type: arguments.odata_type, variants: variants.collect(), item }
    }
}

impl Variant {
    /// Returns the type that the variant holds, if it holds one.
    #[must_use]
    pub fn value_type(&self) -> Option<&Type> {
        match self.types.as_deref() {
            Some([only]) => Some(only),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
