//! The type parameters of an action.

use proc_macro2::Ident;
use syn::{Generics, Type, WherePredicate};

/// The type parameters without any bound, with which nothing can be written or read.
pub struct Unbounded(Vec<Ident>);

impl Unbounded {
    pub(super) fn new(generics: &Generics) -> Self {
        let predicates = || generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let is_bounded = |param: &Ident| {
            predicates().any(|predicate| {
                matches!(predicate, WherePredicate::Type(predicate) if named(&predicate.bounded_ty).is_some_and(|name| name == param))
            })
        };
        let params = generics.type_params().filter(|param| param.bounds.is_empty() && !is_bounded(&param.ident));
        Self(params.map(|param| param.ident.clone()).collect())
    }

    /// Returns the parameter, as it is written there, that is this type or that it refers to.
    pub(super) fn find<'t>(&self, ty: &'t Type) -> Option<&'t Ident> {
        named(ty).filter(|name| self.0.contains(name))
    }
}

/// Returns the name that a type consists of, apart from references.
fn named(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Type::Reference(reference) => named(&reference.elem),
        Type::Group(group) => named(&group.elem),
        Type::Paren(paren) => named(&paren.elem),
        _ => None,
    }
}
