//! The fields of the struct, with their attributes.

use proc_macro2::Ident;
use syn::Type;

use super::{Attribute, GraphAttributes, SerdeAttributes, item::ItemField};
use crate::errors::Errors;

/// A field as it was written.
pub struct FieldInput {
    /// The name.
    pub ident: Ident,
    /// The type.
    pub ty: Type,
    /// The doc comments.
    pub docs: Vec<Attribute>,
    /// The attribute `#[deprecated]`.
    pub deprecated: Option<Attribute>,
    /// The attributes `#[graph(…)]`.
    pub graph: GraphAttributes,
    /// The attributes `#[serde(…)]`.
    pub serde: SerdeAttributes,
}

impl FieldInput {
    pub(super) fn parse(field: &ItemField, errors: &mut Errors) -> Self {
        let mut input = Self {
            ident: field.ident.clone(),
            ty: field.ty.clone(),
            docs: Vec::new(),
            deprecated: None,
            graph: GraphAttributes::default(),
            serde: SerdeAttributes::default(),
        };
        for attribute in &field.attributes {
            if attribute.is("doc") {
                input.docs.push(attribute.clone());
            } else if attribute.is("graph") {
                input.graph.parse(attribute, errors);
            } else if attribute.is("serde") {
                input.serde.parse(attribute, errors);
            } else if attribute.is("deprecated") {
                input.deprecated = Some(attribute.clone());
            }
        }
        input
    }
}
