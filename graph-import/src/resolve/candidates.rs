//! The names with which a path can go on.

use super::{
    index::Index,
    place::{Place, What},
};
use crate::description::{Callable, CallableKind};

/// Returns the names that can stand at a place.
pub(super) fn candidates(index: &Index<'_>, place: &Place<'_>) -> Vec<String> {
    let mut names: Vec<String> = place.callables(index).into_iter().map(signature).collect();
    match place.what {
        What::Root => {
            let container = &index.schema.container;
            names.extend(container.entity_sets.iter().map(|set| set.name.clone()));
            names.extend(container.singletons.iter().map(|one| one.name.clone()));
            names.extend(container.imports.iter().map(|one| one.name.clone()));
        }
        What::Entity(ty) | What::Complex(ty) => {
            names.extend(index.schema.types.navigation(ty).into_iter().map(|one| one.name.clone()));
            names.extend(index.schema.types.properties(ty).into_iter().map(|one| one.name.clone()));
        }
        What::Entities(_) => names.extend(["$count".to_owned(), "$ref".to_owned()]),
        _ => {}
    }
    names.sort();
    names.dedup();
    names
}

/// Returns a callable as a segment shows it: `getByIds`, `delta()`, `search(q={q})`.
pub(super) fn signature(callable: &Callable) -> String {
    if callable.kind == CallableKind::Action {
        return callable.name.short().to_owned();
    }
    let arguments: Vec<_> = callable.parameters.iter().map(|one| format!("{0}={{{0}}}", one.property.name)).collect();
    format!("{}({})", callable.name.short(), arguments.join(","))
}
