//! The first step: tokens become what the author wrote, with the span of every part. Nothing is decided here.

mod arguments;
mod attributes;
mod constants;
mod elements;
mod elided;
mod fields;
mod graph_attributes;
mod item;
mod keyword;
mod list;
mod method;
mod permissions;
mod serde_attributes;
mod types;

use proc_macro2::{Span, TokenStream};

pub use self::{
    arguments::Arguments,
    attributes::Attribute,
    constants::{Constant, Scalar},
    fields::FieldInput,
    graph_attributes::GraphAttributes,
    item::{Item, ItemKind},
    method::Method,
    permissions::{AccessInput, Alternative, Caller, PermissionName, PermissionsInput},
    serde_attributes::SerdeAttributes,
    types::{
        DerivedInput, EnumItem, PropertyAttributes, PropertyInput, PropertySerde, StructInput, TypeArguments,
        TypeDeclaration, VariantAttributes, VariantInput,
    },
};
pub(crate) use self::{item::derived, types::VARIANT_FORM};
use crate::{errors::Errors, names::RenameRule};

/// A declaration as it was written.
pub struct Declaration {
    /// The arguments of the attribute.
    pub arguments: Arguments,
    /// The struct.
    pub item: Item,
    /// The fields.
    pub fields: Vec<FieldInput>,
    /// The case that `#[serde(rename_all = "…")]` selects.
    pub rename_all: Option<RenameRule>,
    /// Where a field leaves a lifetime out, which is `'static` in `item` and `fields`.
    pub elided_lifetimes: Vec<Span>,
    /// Where the type of the response leaves a lifetime out.
    pub borrowed_response: Option<Span>,
}

impl Declaration {
    /// Parses `#[graph_action(arguments)] item`. Returns `None` if the item is not a struct with named fields or
    /// without fields.
    pub fn parse(arguments: TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        let arguments = Arguments::parse(arguments, errors);
        Some(Self::new(arguments, Item::parse(item, ItemKind::Action, errors)?, errors))
    }

    /// Parses the attributes of a struct.
    pub(crate) fn new(mut arguments: Arguments, mut item: Item, errors: &mut Errors) -> Self {
        arguments.check_missing(item.ident.span(), errors);
        let borrowed_response = arguments.returns.as_mut().and_then(|ty| elided::name_lifetimes(ty).first().copied());
        // A derive gets these fields as they were written.
        let elided_lifetimes = if item.has_conditional_fields() { Vec::new() } else { item.name_lifetimes() };
        let rename_all = serde_attributes::rename_all(&item.attributes, errors);
        let fields = item.fields().filter(|field| field.ident != "_");
        let fields = fields.map(|field| FieldInput::parse(field, errors)).collect();
        Self { arguments, item, fields, rename_all, elided_lifetimes, borrowed_response }
    }
}
