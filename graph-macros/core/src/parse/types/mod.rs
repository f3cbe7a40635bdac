//! What `#[graph_type]` is written on, and with.

mod arguments;
mod attributes;
mod item;
mod serde;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::Type;

pub(crate) use self::attributes::VARIANT_FORM;
pub use self::{
    arguments::TypeArguments,
    attributes::{PropertyAttributes, VariantAttributes},
    item::EnumItem,
    serde::PropertySerde,
};
use self::{item::ItemVariant, serde::Renaming};
use super::{Attribute, Item, ItemKind, item::ItemField};
use crate::errors::Errors;

/// A declaration with `#[graph_type]` as it was written.
pub enum TypeDeclaration {
    /// A struct.
    Struct(StructInput),
    /// An enum.
    Enum(DerivedInput),
}

/// A struct with `#[graph_type]`.
pub struct StructInput {
    /// The arguments of the attribute.
    pub arguments: TypeArguments,
    /// The struct.
    pub item: Item,
    /// The fields.
    pub fields: Vec<PropertyInput>,
    /// What `#[serde(rename_all = "…")]` says.
    pub(crate) renaming: Renaming,
}

/// An enum with `#[graph_type]`.
pub struct DerivedInput {
    /// The arguments of the attribute.
    pub arguments: TypeArguments,
    /// The enum.
    pub item: EnumItem,
    /// The variants.
    pub variants: Vec<VariantInput>,
}

/// A field as it was written.
pub struct PropertyInput {
    /// The name.
    pub ident: Ident,
    /// The type.
    pub ty: Type,
    /// Where the type begins.
    pub ty_span: Span,
    /// Whether it has the attribute `#[deprecated]`.
    pub is_deprecated: bool,
    /// The attributes `#[graph(…)]`.
    pub graph: PropertyAttributes,
    /// The attributes `#[serde(…)]`.
    pub serde: PropertySerde,
}

/// A variant as it was written.
pub struct VariantInput {
    /// The name.
    pub ident: Ident,
    /// The types of its fields; `None` if they have names.
    pub types: Option<Vec<Type>>,
    /// The attributes `#[graph(…)]`.
    pub graph: VariantAttributes,
    /// The attributes `#[serde(…)]`.
    pub serde: Vec<Attribute>,
    /// Whether it has the attribute `#[deprecated]`.
    pub is_deprecated: bool,
}

impl TypeDeclaration {
    /// Parses `#[graph_type(arguments)] item`. Returns `None` if the item is neither an enum nor a struct with named
    /// fields or without fields.
    pub fn parse(arguments: TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        let arguments = TypeArguments::parse(arguments, errors);
        if is_enum(item.clone()) {
            let item = EnumItem::parse(item, errors)?;
            let variants = item.variants().map(|variant| VariantInput::new(variant, errors)).collect();
            return Some(Self::Enum(DerivedInput { arguments, item, variants }));
        }
        let item = Item::parse(item, ItemKind::Type, errors)?;
        let renaming = Renaming::parse(&item.attributes, errors);
        let fields = item.fields().filter(|field| field.ident != "_");
        let fields = fields.map(|field| PropertyInput::new(field, errors)).collect();
        Some(Self::Struct(StructInput { arguments, item, fields, renaming }))
    }
}

/// Returns whether an item is an enum.
fn is_enum(item: TokenStream) -> bool {
    keyword(item).is_some_and(|keyword| keyword == "enum")
}

/// Returns the keyword of an item, which a macro may hand over in an invisible group.
fn keyword(item: TokenStream) -> Option<Ident> {
    item.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ["enum", "struct", "union", "fn"].iter().any(|keyword| ident == keyword) => {
            Some(ident)
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => keyword(group.stream()),
        _ => None,
    })
}

impl PropertyInput {
    fn new(field: &ItemField, errors: &mut Errors) -> Self {
        let mut input = Self {
            ident: field.ident.clone(),
            ty: field.ty.clone(),
            ty_span: field.ty_span,
            is_deprecated: false,
            graph: PropertyAttributes::default(),
            serde: PropertySerde::default(),
        };
        for attribute in &field.attributes {
            if attribute.is("graph") {
                input.graph.parse(attribute, errors);
            } else if attribute.is("serde") {
                input.serde.parse(attribute, errors);
            } else if attribute.is("deprecated") {
                input.is_deprecated = true;
            }
        }
        input
    }
}

impl VariantInput {
    fn new(variant: &ItemVariant, errors: &mut Errors) -> Self {
        let mut input = Self {
            ident: variant.ident.clone(),
            types: variant.types.clone(),
            graph: VariantAttributes::default(),
            serde: Vec::new(),
            is_deprecated: false,
        };
        for attribute in &variant.attributes {
            if attribute.is("graph") {
                input.graph.parse(attribute, errors);
            } else if attribute.is("serde") {
                input.serde.push(attribute.clone());
            } else if attribute.is("deprecated") {
                input.is_deprecated = true;
            }
        }
        input
    }
}
