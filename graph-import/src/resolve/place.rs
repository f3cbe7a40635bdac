//! Where a walk stands.

use super::index::{Index, Member};
use crate::description::{Callable, Facts, Navigation, Property, TypeDefinition, TypeName, TypeRef};

/// What the path addresses so far.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) what: What<'a>,
    pub(super) owner: Owner,
    /// Whether a key leads here.
    pub(super) by_key: bool,
    /// Whether a type cast leads here.
    pub(super) cast: bool,
    /// The action or function that leads here, if it is the last segment.
    pub(super) via: Option<&'a Callable>,
    /// What is stated about the place, the most specific first.
    pub(super) facts: Vec<&'a Facts>,
    /// How many of them are not those of base types.
    own: usize,
    /// What is stated on the way about members of what follows: the facts, and the path from there to here.
    trail: Vec<(&'a Facts, String)>,
}

/// The kinds of things that paths address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum What<'a> {
    Root,
    /// A collection of entities.
    Entities(&'a TypeName),
    Entity(&'a TypeName),
    Complex(&'a TypeName),
    /// A collection of what has no key.
    Values(&'a TypeName),
    /// A primitive value or a member of an enumeration.
    Value(&'a TypeRef),
    /// The text of a value: `…/displayName/$value`.
    Text(&'a TypeRef),
    /// Bytes: a property, or an entity's own.
    Stream(Option<&'a Property>),
    /// The number of elements, of this type if they are objects.
    Count(Option<&'a TypeName>),
    /// The links to the elements of a collection, one of them, or the link to one entity.
    References,
    ReferenceByKey,
    Reference,
    /// What an action without result returns.
    Nothing,
}

/// How what is addressed belongs to what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Set,
    Singleton,
    /// Part of its parent.
    Contained,
    /// Linked from its parent, and kept elsewhere.
    Linked,
    /// A structural property.
    Structural,
    /// The result of a function.
    Result,
}

impl<'a> Place<'a> {
    pub(super) fn root() -> Self {
        Self {
            what: What::Root,
            owner: Owner::Singleton,
            by_key: false,
            cast: false,
            via: None,
            facts: Vec::new(),
            own: 0,
            trail: Vec::new(),
        }
    }

    /// The place that an entity set or a singleton names.
    pub(super) fn first(index: &Index<'a>, what: What<'a>, owner: Owner, facts: &'a Facts) -> Self {
        Self { what, owner, ..Self::root() }.with_facts(index, vec![facts], Vec::new())
    }

    /// The place behind a navigation property.
    pub(super) fn navigate(&self, index: &Index<'a>, navigation: &'a Navigation) -> Self {
        let what = if navigation.ty.collection {
            What::Entities(&navigation.ty.name)
        } else {
            What::Entity(&navigation.ty.name)
        };
        let owner = if navigation.contains_target { Owner::Contained } else { Owner::Linked };
        self.member(index, &navigation.name, &navigation.facts, what, owner)
    }

    /// The place of a structural property.
    pub(super) fn property(&self, index: &Index<'a>, property: &'a Property) -> Self {
        let what = match value(index, &property.ty) {
            What::Stream(_) => What::Stream(Some(property)),
            what => what,
        };
        self.member(index, &property.name, &property.facts, what, Owner::Structural)
    }

    fn member(&self, index: &Index<'a>, name: &str, facts: &'a Facts, what: What<'a>, owner: Owner) -> Self {
        let mut stated = Vec::new();
        let mut trail = Vec::new();
        for (from, path) in &self.trail {
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            stated.extend(from.details().members.get(&path));
            trail.push((*from, path));
        }
        stated.push(facts);
        Self { what, owner, ..Self::root() }.with_facts(index, stated, trail)
    }

    fn with_facts(mut self, index: &Index<'a>, mut facts: Vec<&'a Facts>, trail: Vec<(&'a Facts, String)>) -> Self {
        self.trail = trail;
        let own = facts.iter().copied();
        self.trail.extend(own.filter(|facts| !facts.details().members.is_empty()).map(|facts| (facts, String::new())));
        self.own = facts.len() + 1;
        if let Some(ty) = self.what.structured() {
            for structured in index.schema.types.lineage(ty) {
                facts.push(&structured.facts);
                if !structured.facts.details().members.is_empty() {
                    self.trail.push((&structured.facts, String::new()));
                }
            }
        }
        self.facts = facts;
        self
    }

    /// The place behind a key.
    pub(super) fn element(&self, ty: &'a TypeName) -> Self {
        Self { what: What::Entity(ty), by_key: true, via: None, ..self.clone() }
    }

    /// The place behind a type cast.
    pub(super) fn cast(&self, index: &Index<'a>, ty: &'a TypeName) -> Self {
        let what = match self.what {
            What::Entities(_) => What::Entities(ty),
            What::Entity(_) => What::Entity(ty),
            _ => What::Complex(ty),
        };
        let place = Self { what, cast: true, via: None, ..self.clone() };
        let (facts, trail) = (place.facts.clone(), place.trail.clone());
        place.with_facts(index, facts, trail)
    }

    /// The place of what an action or function returns.
    pub(super) fn call(index: &Index<'a>, callable: &'a Callable) -> Self {
        let what = callable.returns.as_ref().map_or(What::Nothing, |returned| value(index, &returned.ty));
        let place = Self { what, owner: Owner::Result, ..Self::root() };
        Self { via: Some(callable), ..place.with_facts(index, vec![&callable.facts], Vec::new()) }
    }

    /// The place of something that belongs to this one: `$count`, `$ref`, `$value`.
    pub(super) fn part(&self, what: What<'a>) -> Self {
        Self { what, via: None, ..self.clone() }
    }

    /// Returns whether annotations allow something, the most specific first.
    pub(super) fn restriction(&self, name: &str) -> Option<bool> {
        self.facts.iter().find_map(|facts| facts.restrictions.get(name)).copied()
    }

    /// Returns whether annotations allow a system query option. What a base type states is not taken: descriptions state
    /// of `directoryObject` that nothing can be selected, which is not true of users.
    pub(super) fn option(&self, name: &str) -> Option<bool> {
        self.facts.iter().take(self.own).find_map(|facts| facts.restrictions.get(name)).copied()
    }

    /// Finds what a name means here, if it is a member of the type.
    pub(super) fn member_named(&self, index: &Index<'a>, name: &str) -> Option<Member<'a>> {
        match self.what {
            What::Entity(ty) | What::Complex(ty) => index.member(ty, name),
            _ => None,
        }
    }

    /// Returns the type that actions and functions are bound to here.
    pub(super) fn binding(&self) -> Option<TypeRef> {
        match self.what {
            What::Entities(ty) | What::Values(ty) => Some(TypeRef::collection(ty.clone())),
            What::Entity(ty) | What::Complex(ty) => Some(TypeRef::one(ty.clone())),
            What::Value(ty) => Some(ty.clone()),
            _ => None,
        }
    }

    /// Returns the actions and functions that can be called here.
    pub(super) fn callables(&self, index: &Index<'a>) -> Vec<&'a Callable> {
        let Some(binding) = self.binding() else { return Vec::new() };
        let stated = |callable: &Callable| {
            callable.binding.as_ref() == Some(&binding)
                || self.facts.iter().any(|facts| facts.details().bindings.contains(&callable.name))
        };
        index
            .bound(&binding)
            .filter(|callable| !callable.facts.details().explicit_binding || stated(callable))
            .collect()
    }
}

impl<'a> What<'a> {
    /// Returns the entity or complex type.
    pub(super) fn structured(self) -> Option<&'a TypeName> {
        match self {
            Self::Entities(ty) | Self::Entity(ty) | Self::Complex(ty) | Self::Values(ty) => Some(ty),
            _ => None,
        }
    }

    /// Returns what a message calls it.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Root => "the root".into(),
            Self::Entities(ty) | Self::Values(ty) => format!("the collection of `{ty}`"),
            Self::Entity(ty) | Self::Complex(ty) => format!("`{ty}`"),
            Self::Value(ty) | Self::Text(ty) => format!("the `{}`", ty.name),
            Self::Stream(_) => "the stream".into(),
            Self::Count(_) => "`$count`".into(),
            Self::References | Self::ReferenceByKey | Self::Reference => "`$ref`".into(),
            Self::Nothing => "an action without result".into(),
        }
    }
}

/// Returns the kind of a value of this type.
fn value<'a>(index: &Index<'a>, ty: &'a TypeRef) -> What<'a> {
    match index.schema.types.get(&ty.name) {
        Some(TypeDefinition::Structured(structured)) => {
            let entity = structured.kind == crate::description::StructuredKind::Entity;
            match (entity, ty.collection) {
                (true, true) => What::Entities(&ty.name),
                (true, false) => What::Entity(&ty.name),
                (false, true) => What::Values(&ty.name),
                (false, false) => What::Complex(&ty.name),
            }
        }
        _ if ty.collection => What::Values(&ty.name),
        _ if ty.name.primitive() == Some("Stream") => What::Stream(None),
        _ => What::Value(ty),
    }
}
