//! The moves of a walk through the types: each adds a segment.

use std::sync::Arc;

use super::{
    index::{Index, Member},
    place::{Owner, Place, What},
    placeholder::candidates,
};
use crate::description::{Callable, Property, Segment, TypeName};

/// A path from the root to a place.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    pub(super) segments: Vec<Segment>,
    pub(super) drafts: Vec<Draft<'a>>,
    pub(super) place: Place<'a>,
}

/// A parameter of the path that has no name yet.
#[derive(Debug, Clone)]
pub(super) enum Draft<'a> {
    /// The key of an element: its type, the property, and the names that it can have.
    Key { ty: &'a TypeName, property: Option<&'a Property>, names: Arc<[String]> },
    /// A property in parentheses that identifies an element: the name in the path, and the property.
    Alternate { name: String, property: Option<&'a Property> },
    /// An argument of a function.
    Argument(&'a Property),
    /// A path in a drive or site.
    Path,
}

impl<'a> Walk<'a> {
    pub(super) fn root() -> Self {
        Self { segments: Vec::new(), drafts: Vec::new(), place: Place::root() }
    }

    /// Enters an entity set, a singleton or an import of the container.
    pub(super) fn enter(&mut self, index: &Index<'a>, name: &str) -> bool {
        let container = &index.schema.container;
        let same = |known: &str| known.eq_ignore_ascii_case(name);
        if let Some(set) = container.entity_sets.iter().find(|set| same(&set.name)) {
            self.step(&set.name, Place::first(index, What::Entities(&set.ty), Owner::Set, &set.facts));
        } else if let Some(one) = container.singletons.iter().find(|one| same(&one.name)) {
            self.step(&one.name, Place::first(index, What::Entity(&one.ty), Owner::Singleton, &one.facts));
        } else {
            return false;
        }
        true
    }

    /// Enters a member of the type.
    pub(super) fn member(&mut self, index: &Index<'a>, member: Member<'a>) {
        match member {
            Member::Navigation(navigation) => {
                let place = self.place.navigate(index, navigation);
                self.step(&navigation.name, place);
            }
            Member::Property(property) => {
                let place = self.place.property(index, property);
                self.step(&property.name, place);
            }
        }
    }

    /// Enters an element of the collection by its key.
    pub(super) fn key(&mut self, index: &Index<'a>, ty: &'a TypeName) {
        let types = &index.schema.types;
        let properties = types.properties(ty);
        let find = |name: &str| properties.iter().find(|property| property.name == name).copied();
        match types.key(ty).as_slice() {
            [] => self.simple_key(ty, None),
            [name] => self.simple_key(ty, find(name)),
            names => {
                let parts = names.iter().map(|name| ((*name).to_owned(), find(name))).collect();
                self.keys(parts);
            }
        }
        self.place = self.place.element(ty);
    }

    fn simple_key(&mut self, ty: &'a TypeName, property: Option<&'a Property>) {
        let segment = match self.segments.last() {
            Some(Segment::Name(name) | Segment::Arguments { name, .. }) => name.as_str(),
            _ => "",
        };
        let names = candidates(ty, segment).into();
        self.segments.push(Segment::Key(self.drafts.len()));
        self.drafts.push(Draft::Key { ty, property, names });
    }

    /// Enters an element of the collection by properties that identify it.
    pub(super) fn alternate_key(&mut self, ty: &'a TypeName, parts: Vec<(String, Option<&'a Property>)>) {
        self.keys(parts);
        self.place = self.place.element(ty);
    }

    fn keys(&mut self, parts: Vec<(String, Option<&'a Property>)>) {
        let mut arguments = Vec::new();
        for (name, property) in parts {
            arguments.push((name.clone(), self.drafts.len()));
            self.drafts.push(Draft::Alternate { name, property });
        }
        let name = match self.segments.pop() {
            Some(Segment::Name(name) | Segment::Arguments { name, .. }) => name,
            _ => String::new(),
        };
        self.segments.push(Segment::Arguments { name, arguments });
    }

    pub(super) fn cast(&mut self, index: &Index<'a>, ty: &'a TypeName) {
        let place = self.place.cast(index, ty);
        self.step(ty.as_str(), place);
    }

    /// Calls an action, or a function with these of its parameters.
    pub(super) fn call(&mut self, index: &Index<'a>, name: &str, callable: &'a Callable, given: &[&'a Property]) {
        let place = Place::call(index, callable);
        if callable.kind == crate::description::CallableKind::Action {
            self.step(name, place);
            return;
        }
        let mut arguments = Vec::new();
        for property in given {
            arguments.push((property.name.clone(), self.drafts.len()));
            self.drafts.push(Draft::Argument(property));
        }
        self.segments.push(Segment::Arguments { name: name.to_owned(), arguments });
        self.place = place;
    }

    /// Enters a part of the place: `$count`, `$ref`, `$value`.
    pub(super) fn part(&mut self, name: &str, what: What<'a>) {
        let place = self.place.part(what);
        self.step(name, place);
    }

    /// Follows a path in a drive or site, which begins at the segment before it.
    pub(super) fn path(&mut self, closed: bool) {
        let name = match self.segments.last() {
            Some(Segment::Name(_)) => match self.segments.pop() {
                Some(Segment::Name(name)) => name,
                _ => String::new(),
            },
            _ => String::new(),
        };
        self.segments.push(Segment::Colon { name, parameter: self.drafts.len(), closed });
        self.drafts.push(Draft::Path);
        self.place.by_key = true;
    }

    fn step(&mut self, name: &str, place: Place<'a>) {
        self.segments.push(Segment::Name(name.to_owned()));
        self.place = place;
    }
}
