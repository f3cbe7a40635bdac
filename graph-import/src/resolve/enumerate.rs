//! All operations that a description holds.

use std::collections::BTreeSet;

use super::{
    index::{Index, Member},
    offer::{Offer, offer},
    operation::operation,
    place::{Owner, What},
    walk::Walk,
};
use crate::description::{Callable, CallableKind, Method, Navigation, Property, TypeName};

/// How many navigation properties a path has at most.
const DEPTH: usize = 7;
/// How many functions a path has at most.
const CALLS: usize = 2;

/// Calls a function for each operation that a description states, in the order of the paths.
///
/// Containment is followed; links are followed by one step. A navigation property does not come twice in a path, and
/// no more than two functions do, so that it ends.
pub(super) fn enumerate(index: &Index<'_>) -> BTreeSet<(String, Method)> {
    let mut listing = Listing { index, found: BTreeSet::new(), way: Vec::new(), calls: Vec::new() };
    let container = &index.schema.container;
    let sets = container.entity_sets.iter().map(|set| &set.name);
    for name in sets.chain(container.singletons.iter().map(|one| &one.name)) {
        let mut walk = Walk::root();
        if walk.enter(index, name) {
            listing.place(&walk);
        }
    }
    for import in &container.imports {
        for callable in index.schema.callables.iter().filter(|one| one.name == import.callable && one.binding.is_none())
        {
            listing.call(&Walk::root(), &import.name, callable);
        }
    }
    listing.found
}

struct Listing<'i, 'a> {
    index: &'i Index<'a>,
    found: BTreeSet<(String, Method)>,
    /// The navigation properties on the way.
    way: Vec<&'a Navigation>,
    /// The functions on the way.
    calls: Vec<&'a Callable>,
}

impl<'a> Listing<'_, 'a> {
    /// Lists what is at a place and below it.
    fn place(&mut self, walk: &Walk<'a>) {
        self.at(walk);
        match walk.place.what {
            What::Entities(ty) => self.entities(walk, ty),
            What::Entity(ty) | What::Complex(ty) => self.object(walk, ty),
            What::Values(_) | What::Value(_) => self.callables(walk),
            _ => {}
        }
    }

    fn at(&mut self, walk: &Walk<'a>) {
        for method in Method::ALL {
            if matches!(offer(&walk.place, method), Offer::Stated(_))
                && let Ok(operation) = operation(self.index, walk, method)
            {
                self.found.insert((operation.path.shown(&operation.parameters), method));
            }
        }
    }

    fn entities(&mut self, walk: &Walk<'a>, ty: &'a TypeName) {
        self.part(walk, "$count", What::Count(Some(ty)));
        self.part(walk, "$ref", What::References);
        self.callables(walk);
        for cast in self.constrained(walk) {
            let mut walk = walk.clone();
            walk.cast(self.index, cast);
            self.at(&walk);
            self.part(&walk, "$count", What::Count(Some(cast)));
        }
        let mut element = walk.clone();
        element.key(self.index, ty);
        self.at(&element);
        if walk.place.owner == Owner::Linked {
            self.part(&element, "$ref", What::ReferenceByKey);
            self.callables(&element);
        } else {
            self.object(&element, ty);
        }
    }

    /// Lists what is below an object.
    fn object(&mut self, walk: &Walk<'a>, ty: &'a TypeName) {
        let entity = matches!(walk.place.what, What::Entity(_));
        if entity && super::follow::has_stream(self.index, ty) {
            self.part(walk, "$value", What::Stream(None));
        }
        if entity && !walk.place.by_key {
            self.part(walk, "$ref", What::Reference);
        }
        self.callables(walk);
        if walk.place.owner == Owner::Linked {
            return;
        }
        let types = &self.index.schema.types;
        self.members(walk, &types.properties(ty), &types.navigation(ty));
        // What only descendants have is addressed by a cast.
        for descendant in self.index.descendants(ty) {
            let Some(structured) = types.structured(descendant) else { continue };
            let mut cast = walk.clone();
            cast.cast(self.index, descendant);
            self.members(
                &cast,
                &structured.properties.iter().collect::<Vec<_>>(),
                &structured.navigation.iter().collect::<Vec<_>>(),
            );
            let own = cast.place.callables(self.index);
            for callable in own.into_iter().filter(|one| one.binding.as_ref().is_some_and(|to| to.name == *descendant))
            {
                self.call(&cast, callable.name.short(), callable);
            }
        }
    }

    fn members(&mut self, walk: &Walk<'a>, properties: &[&'a Property], navigation: &[&'a Navigation]) {
        for property in properties {
            let mut next = walk.clone();
            next.member(self.index, Member::Property(property));
            match next.place.what {
                What::Stream(_) => self.at(&next),
                // A complex value is part of its object; it is listed if something is stated about it alone.
                What::Complex(ty) if self.way.len() < DEPTH => {
                    if next.place.restriction("Readable") == Some(true)
                        || next.place.restriction("Updatable") == Some(true)
                    {
                        self.at(&next);
                    }
                    let navigation = self.index.schema.types.navigation(ty);
                    self.members(&next, &[], &navigation);
                }
                _ => {}
            }
        }
        for navigation in navigation {
            let again = self.way.iter().any(|known| std::ptr::eq(*known, *navigation));
            if again || self.way.len() >= DEPTH {
                continue;
            }
            let mut next = walk.clone();
            next.member(self.index, Member::Navigation(navigation));
            self.way.push(navigation);
            self.place(&next);
            self.way.pop();
        }
    }

    fn callables(&mut self, walk: &Walk<'a>) {
        for callable in walk.place.callables(self.index) {
            self.call(walk, callable.name.short(), callable);
        }
    }

    fn call(&mut self, walk: &Walk<'a>, name: &str, callable: &'a Callable) {
        let all: Vec<&Property> = callable.parameters.iter().map(|one| &one.property).collect();
        let required: Vec<&Property> =
            callable.parameters.iter().filter(|one| !one.optional).map(|one| &one.property).collect();
        let again = self.calls.iter().any(|known| std::ptr::eq(*known, callable));
        for given in [Some(&all), (required.len() < all.len()).then_some(&required)].into_iter().flatten() {
            let mut next = walk.clone();
            next.call(self.index, name, callable, given);
            self.at(&next);
            let goes_on = callable.kind == CallableKind::Function && callable.composable;
            if goes_on && !again && self.calls.len() < CALLS {
                self.calls.push(callable);
                self.after(&next);
                self.calls.pop();
            }
        }
    }

    /// Lists what is below the result of a function.
    fn after(&mut self, walk: &Walk<'a>) {
        self.callables(walk);
        if let What::Entity(ty) | What::Complex(ty) = walk.place.what {
            let navigation = self.index.schema.types.navigation(ty);
            self.members(walk, &[], &navigation);
        }
    }

    fn part(&mut self, walk: &Walk<'a>, name: &str, what: What<'a>) {
        let mut next = walk.clone();
        next.part(name, what);
        self.at(&next);
    }

    /// Returns the types to which annotations constrain the elements here.
    fn constrained(&self, walk: &Walk<'a>) -> Vec<&'a TypeName> {
        let stated = walk.place.facts.iter().flat_map(|facts| &facts.details().derived_types);
        stated.filter(|name| self.index.schema.types.structured(name).is_some()).collect()
    }
}
