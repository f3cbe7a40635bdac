//! Types of the runtime that are never a property, for which the author forgot an attribute.

use syn::Type;

use super::Presence;
use crate::parse::GraphAttributes;

/// A type that is not sent as a property or query parameter. A macro recognizes it by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmarked {
    /// `QueryOptions`.
    QueryOptions,
    /// `HeaderMap`.
    HeaderMap,
    /// `UploadBody`.
    UploadBody,
}

impl Unmarked {
    /// Returns the type of a field if the field has no attribute for which the type is meant.
    pub(super) fn of(ty: &Type, graph: &GraphAttributes) -> Option<Self> {
        let is_marked = graph.path.is_some() || graph.header.is_some() || graph.query_options.is_some();
        if is_marked || graph.raw_body.is_some() || graph.is_broken {
            return None;
        }
        let ty = match Presence::of(ty) {
            Presence::Optional(value) | Presence::Patch(value) => value,
            Presence::Required | Presence::Defaulted => ty.clone(),
        };
        let Type::Path(path) = &ty else { return None };
        let name = &path.path.segments.last()?.ident;
        match (graph.query.is_some(), graph.body.is_some()) {
            (_, false) if name == "QueryOptions" => Some(Self::QueryOptions),
            (false, false) if name == "HeaderMap" => Some(Self::HeaderMap),
            (false, _) if name == "UploadBody" => Some(Self::UploadBody),
            _ => None,
        }
    }
}
