//! All operations that a description states.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    follow::has_stream,
    index::{Index, Member},
    offer::{Offer, offer},
    operation::path_of,
    place::{Owner, Place, What},
    walk::Walk,
};
use crate::description::{Callable, CallableKind, Method, Navigation, Property, TypeName};

/// How many navigation properties a path has at most.
const DEPTH: usize = 8;
/// How many steps further than on its shortest path a type is followed.
const DETOUR: usize = 1;

/// Returns path and method of each operation that a description states, sorted.
///
/// The number of paths has no bound of its own, since types contain each other in circles. So a path is followed as
/// long as it is within the parent of what it addresses, comes to no type twice, and is no detour to what has a much
/// shorter path; a function is followed by one step, on the shortest path alone. What ends a path is listed with it.
pub(super) fn enumerate(index: &Index<'_>) -> Vec<(String, Method)> {
    let container = &index.schema.container;
    let sets = container.entity_sets.iter();
    let mut listing = Listing {
        index,
        found: Vec::new(),
        way: Vec::new(),
        nearest: nearest(index),
        sets: sets.clone().map(|set| &set.ty).collect(),
    };
    for name in sets.map(|set| &set.name).chain(container.singletons.iter().map(|one| &one.name)) {
        let mut walk = Walk::root();
        if walk.enter(index, name) {
            listing.place(&walk, true);
        }
    }
    for import in &container.imports {
        let overloads = index.schema.callables.iter();
        for callable in overloads.filter(|one| one.name == import.callable && one.binding.is_none()) {
            listing.call(&Walk::root(), &import.name, callable, false);
        }
    }
    let mut found = listing.found;
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns how many navigation properties lead to each type at least, without leaving its parents.
fn nearest<'a>(index: &Index<'a>) -> BTreeMap<&'a TypeName, usize> {
    let container = &index.schema.container;
    let mut next: Vec<&TypeName> = container.entity_sets.iter().map(|set| &set.ty).collect();
    next.extend(container.singletons.iter().map(|one| &one.ty));
    let mut nearest = BTreeMap::new();
    for depth in 0..=DEPTH {
        let mut below = Vec::new();
        for ty in std::mem::take(&mut next) {
            if nearest.contains_key(ty) {
                continue;
            }
            nearest.insert(ty, depth);
            for ty in std::iter::once(ty).chain(index.descendants(ty)) {
                let parts = index.schema.types.navigation(ty).into_iter().filter(|one| one.contains_target);
                below.extend(parts.map(|navigation| &navigation.ty.name));
            }
        }
        next = below;
    }
    nearest
}

struct Listing<'i, 'a> {
    index: &'i Index<'a>,
    found: Vec<(String, Method)>,
    /// The navigation properties on the way.
    way: Vec<&'a Navigation>,
    nearest: BTreeMap<&'a TypeName, usize>,
    /// The types that have an entity set.
    sets: BTreeSet<&'a TypeName>,
}

impl<'a> Listing<'_, 'a> {
    /// Lists what can be done at a place and, if it is followed, below it.
    fn place(&mut self, walk: &Walk<'a>, followed: bool) {
        let path = self.path(walk);
        self.at(&walk.place, &path);
        match walk.place.what {
            What::Entities(ty) => self.entities(walk, &path, ty, followed),
            What::Entity(ty) => {
                self.part(walk, &path, "$ref", What::Reference);
                self.object(walk, &path, ty, followed);
            }
            _ => {}
        }
    }

    /// Returns the path of a place, which is the same for each method: an action, whose body has a say in it, has one.
    fn path(&self, walk: &Walk<'a>) -> String {
        path_of(self.index, walk)
    }

    fn at(&mut self, place: &Place<'a>, path: &str) {
        for method in Method::ALL {
            if matches!(offer(place, method), Offer::Stated(_)) {
                self.found.push((path.to_owned(), method));
            }
        }
    }

    /// Lists what can be done with a part of a place, which has no parameters of its own.
    fn part(&mut self, walk: &Walk<'a>, path: &str, name: &str, what: What<'a>) {
        self.at(&walk.place.part(what), &format!("{path}/{name}"));
    }

    fn entities(&mut self, walk: &Walk<'a>, path: &str, ty: &'a TypeName, followed: bool) {
        self.part(walk, path, "$count", What::Count(Some(ty)));
        self.part(walk, path, "$ref", What::References);
        let constraints = walk.place.facts.iter().flat_map(|facts| &facts.details().derived_types);
        for descendant in constraints.filter(|name| self.index.schema.types.structured(name).is_some()) {
            let mut cast = walk.clone();
            cast.cast(self.index, descendant);
            let path = self.path(&cast);
            self.at(&cast.place, &path);
            self.part(&cast, &path, "$count", What::Count(Some(descendant)));
        }
        if followed {
            self.callables(walk, false);
        }
        let mut element = walk.clone();
        element.key(self.index, ty);
        let path = self.path(&element);
        self.at(&element.place, &path);
        self.part(&element, &path, "$ref", What::ReferenceByKey);
        self.object(&element, &path, ty, followed);
    }

    fn object(&mut self, walk: &Walk<'a>, path: &str, ty: &'a TypeName, followed: bool) {
        if has_stream(self.index, ty) {
            self.part(walk, path, "$value", What::Stream(None));
        }
        if !followed {
            return;
        }
        self.callables(walk, false);
        let types = &self.index.schema.types;
        self.members(walk, &types.properties(ty), &types.navigation(ty));
        if !walk.place.cast {
            self.descendants(walk, ty);
        }
    }

    /// Lists what only descendants of a type have, which is addressed by a cast.
    fn descendants(&mut self, walk: &Walk<'a>, ty: &'a TypeName) {
        for descendant in self.index.descendants(ty) {
            let Some(structured) = self.index.schema.types.structured(descendant) else { continue };
            if self.sets.contains(descendant) {
                continue;
            }
            let mut cast = walk.clone();
            cast.cast(self.index, descendant);
            let properties: Vec<_> = structured.properties.iter().collect();
            let navigation: Vec<_> = structured.navigation.iter().collect();
            self.members(&cast, &properties, &navigation);
            self.callables(&cast, true);
        }
    }

    fn members(&mut self, walk: &Walk<'a>, properties: &[&'a Property], navigation: &[&'a Navigation]) {
        let types = &self.index.schema.types;
        for property in properties {
            // Most properties are values, which are not listed.
            if types.structured(&property.ty.name).is_none() && property.ty.name.primitive() != Some("Stream") {
                continue;
            }
            let mut next = walk.clone();
            next.member(self.index, Member::Property(property));
            match next.place.what {
                What::Stream(_) => self.at(&next.place, &self.path(&next)),
                What::Complex(ty) => {
                    // A complex value is part of its object; it is listed if something is stated about it alone.
                    let stated = |name| next.place.restriction(name) == Some(true);
                    if stated("Readable") || stated("Updatable") {
                        self.at(&next.place, &self.path(&next));
                    }
                    let navigation = self.index.schema.types.navigation(ty);
                    self.members(&next, &[], &navigation);
                }
                _ => {}
            }
        }
        for navigation in navigation {
            self.navigate(walk, navigation);
        }
    }

    fn navigate(&mut self, walk: &Walk<'a>, navigation: &'a Navigation) {
        if self.way.len() >= DEPTH || self.way.iter().any(|known| std::ptr::eq(*known, navigation)) {
            return;
        }
        let mut next = walk.clone();
        next.member(self.index, Member::Navigation(navigation));
        let ty = &navigation.ty.name;
        let again = self.way.iter().any(|known| known.ty.name == *ty);
        let near = self.nearest.get(ty).is_none_or(|nearest| self.way.len() < nearest + DETOUR);
        let followed = next.place.owner != Owner::Linked && !again && near;
        self.way.push(navigation);
        self.place(&next, followed);
        self.way.pop();
    }

    /// Lists the actions and functions at a place; behind a cast those alone that are bound to just that type.
    fn callables(&mut self, walk: &Walk<'a>, own: bool) {
        let ty = walk.place.what.structured();
        let shortest = ty.and_then(|ty| self.nearest.get(ty)).is_none_or(|nearest| self.way.len() <= *nearest);
        for callable in walk.place.callables(self.index) {
            if !own || callable.binding.as_ref().map(|binding| &binding.name) == ty {
                self.call(walk, callable.name.short(), callable, callable.composable && shortest);
            }
        }
    }

    /// Lists a call with all its arguments, and one with the required ones alone.
    fn call(&mut self, walk: &Walk<'a>, name: &str, callable: &'a Callable, followed: bool) {
        let all: Vec<&Property> = callable.parameters.iter().map(|one| &one.property).collect();
        let required = callable.parameters.iter().filter(|one| !one.optional).map(|one| &one.property);
        let required: Vec<&Property> = required.collect();
        let fewer = (required.len() < all.len()).then_some(&required);
        for given in [Some(&all), fewer].into_iter().flatten() {
            let mut next = walk.clone();
            next.call(self.index, name, callable, given);
            self.at(&next.place, &self.path(&next));
            if followed && callable.kind == CallableKind::Function {
                self.result(&next);
            }
        }
    }

    /// Lists what can be done with the result of a function: one step.
    fn result(&mut self, walk: &Walk<'a>) {
        for callable in walk.place.callables(self.index) {
            self.call(walk, callable.name.short(), callable, false);
        }
        if let What::Entity(ty) | What::Complex(ty) = walk.place.what {
            for navigation in self.index.schema.types.navigation(ty) {
                let mut next = walk.clone();
                next.member(self.index, Member::Navigation(navigation));
                self.place(&next, false);
            }
        }
    }
}
