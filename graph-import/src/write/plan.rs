//! Which types operations need, in which order they are written, and where one contains itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{Options, components::components, note::Note, types::is_any};
use crate::description::{
    Body, Enumeration, Navigation, Operation, Property, Structured, TypeDefinition, TypeName, Types,
};

/// The types that are written.
#[derive(Debug, Default)]
pub(super) struct Plan<'t> {
    /// Entity types and complex types.
    pub(super) objects: Vec<Object<'t>>,
    /// Base types that are written as the set of their derived types, with these.
    pub(super) derived: BTreeMap<&'t TypeName, Vec<&'t TypeName>>,
    /// Enumerations.
    pub(super) enumerations: Vec<&'t Enumeration>,
    /// Those of the base types that something uses.
    reached: BTreeSet<&'t TypeName>,
    /// Types without a description.
    pub(super) unknown: BTreeSet<TypeName>,
    /// A type and one of its properties' types that would contain each other endlessly.
    boxed: BTreeSet<(&'t TypeName, &'t TypeName)>,
}

/// An entity type or a complex type with the properties that are written.
#[derive(Debug)]
pub(super) struct Object<'t> {
    pub(super) definition: &'t Structured,
    /// Structural properties, inherited ones first, then the navigation properties that were asked for.
    pub(super) properties: Vec<Property>,
    /// Whether a response contains it.
    pub(super) is_read: bool,
    /// Whether a request contains it.
    pub(super) is_written: bool,
}

impl<'t> Plan<'t> {
    pub(super) fn new(operations: &[Operation], types: &'t Types, options: &Options, notes: &mut Vec<Note>) -> Self {
        let mut plan = Self { derived: derived(types, options, notes), ..Self::default() };
        let responses: Vec<_> = operations.iter().filter_map(|operation| operation.response.type_name()).collect();
        let navigation = Asked::new(&options.with, &responses, types, notes);
        let mut seen: BTreeMap<&TypeName, usize> = BTreeMap::new();
        for operation in operations {
            plan.visit(roots_read(operation), true, types, &navigation, &mut seen);
            plan.visit(roots_written(operation), false, types, &navigation, &mut seen);
        }
        plan.keep_reached(options, notes);
        plan.find_cycles();
        plan
    }

    /// Whether the property of this type, in that type, is put in a `Box`.
    pub(super) fn is_boxed(&self, owner: &TypeName, ty: &TypeName) -> bool {
        self.boxed.contains(&(owner, ty))
    }

    /// Adds the types that are reached from the roots, each before those that its properties have.
    fn visit(
        &mut self,
        roots: Vec<TypeName>,
        is_read: bool,
        types: &'t Types,
        navigation: &Asked<'_>,
        seen: &mut BTreeMap<&'t TypeName, usize>,
    ) {
        let mut left: Vec<TypeName> = roots.into_iter().rev().collect();
        let mut visited: BTreeSet<TypeName> = BTreeSet::new();
        while let Some(name) = left.pop() {
            if name.primitive().is_some() || !visited.insert(name.clone()) {
                continue;
            }
            if let Some((base, variants)) = self.derived.get_key_value(&name) {
                self.reached.insert(base);
                left.extend(variants.iter().rev().map(|name| (*name).clone()));
                continue;
            }
            match types.get(&name) {
                None => {
                    self.unknown.insert(name);
                }
                Some(TypeDefinition::Alias { .. }) => {}
                Some(TypeDefinition::Structured(definition)) if is_any(&definition.name) => {}
                Some(TypeDefinition::Enumeration(enumeration)) => {
                    if seen.insert(&enumeration.name, 0).is_none() {
                        self.enumerations.push(enumeration);
                    }
                }
                Some(TypeDefinition::Structured(definition)) => {
                    let at = *seen.entry(&definition.name).or_insert_with(|| {
                        let properties = properties(definition, types, navigation);
                        self.objects.push(Object { definition, properties, is_read: false, is_written: false });
                        self.objects.len() - 1
                    });
                    let Some(object) = self.objects.get_mut(at) else { continue };
                    object.is_read |= is_read;
                    object.is_written |= !is_read;
                    left.extend(object.properties.iter().rev().map(|property| property.ty.name.clone()));
                }
            }
        }
    }

    /// Leaves out the base types whose derived types were asked for and that nothing uses.
    fn keep_reached(&mut self, options: &Options, notes: &mut Vec<Note>) {
        let unused =
            options.derived.iter().filter(|asked| self.derived.contains_key(asked) && !self.reached.contains(asked));
        notes.extend(unused.map(|asked| Note::NotFound { what: format!("use of the type `{asked}`") }));
        let reached = &self.reached;
        self.derived.retain(|base, _| reached.contains(base));
    }

    /// Finds the properties that have to be put in a `Box`: a collection is on the heap anyway.
    fn find_cycles(&mut self) {
        let mut at: BTreeMap<&TypeName, usize> = BTreeMap::new();
        for name in self.objects.iter().map(|object| &object.definition.name).chain(self.derived.keys().copied()) {
            let next = at.len();
            at.entry(name).or_insert(next);
        }
        let mut edges: Vec<Vec<usize>> = vec![Vec::new(); at.len()];
        let mut properties = Vec::new();
        for object in &self.objects {
            let from = at[&object.definition.name];
            for property in object.properties.iter().filter(|property| !property.ty.collection) {
                if let Some((&ty, &to)) = at.get_key_value(&property.ty.name) {
                    edges[from].push(to);
                    properties.push((&object.definition.name, from, ty, to));
                }
            }
        }
        for (base, variants) in &self.derived {
            edges[at[base]].extend(variants.iter().filter_map(|variant| at.get(variant)));
        }
        let component = components(&edges);
        self.boxed = properties
            .into_iter()
            .filter(|(_, from, _, to)| component[*from] == component[*to])
            .map(|(owner, _, ty, _)| (owner, ty))
            .collect();
    }
}

/// The navigation properties that were asked for.
#[derive(Debug)]
struct Asked<'a> {
    names: &'a [String],
    /// The types of the responses, whose navigation properties they are.
    of: BTreeSet<&'a TypeName>,
}

impl<'a> Asked<'a> {
    fn new(names: &'a [String], responses: &[&'a TypeName], types: &Types, notes: &mut Vec<Note>) -> Self {
        for name in names {
            let exists = responses.iter().any(|ty| types.navigation(ty).iter().any(|known| known.name == *name));
            if !exists {
                notes.push(Note::NotFound { what: format!("navigation property `{name}` in a response") });
            }
        }
        Self { names, of: responses.iter().copied().collect() }
    }

    fn wants(&self, ty: &TypeName, navigation: &Navigation) -> bool {
        self.of.contains(ty) && self.names.contains(&navigation.name)
    }
}

fn properties(definition: &Structured, types: &Types, navigation: &Asked<'_>) -> Vec<Property> {
    let mut properties: Vec<Property> = Vec::new();
    let mut add = |property: Property| {
        // A derived type can state a property of its base type again.
        match properties.iter_mut().find(|known| known.name == property.name) {
            Some(known) => *known = property,
            None => properties.push(property),
        }
    };
    for property in types.properties(&definition.name) {
        if property.ty.name.primitive() != Some("Stream") {
            add(property.clone());
        }
    }
    for asked in types.navigation(&definition.name) {
        if navigation.wants(&definition.name, asked) {
            let Navigation { name, ty, nullable, facts, .. } = asked.clone();
            add(Property { name, ty, nullable, facts });
        }
    }
    properties
}

fn roots_read(operation: &Operation) -> Vec<TypeName> {
    operation.response.type_name().cloned().into_iter().collect()
}

fn roots_written(operation: &Operation) -> Vec<TypeName> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty.name);
    let query = operation.query.iter().map(|parameter| &parameter.ty.name);
    let body = operation.body.properties().iter().map(|property| &property.ty.name);
    parameters.chain(query).chain(body).cloned().collect()
}

/// Returns the base types whose derived types were asked for, with these.
fn derived<'t>(
    types: &'t Types,
    options: &Options,
    notes: &mut Vec<Note>,
) -> BTreeMap<&'t TypeName, Vec<&'t TypeName>> {
    let mut derived: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
    for asked in &options.derived {
        let Some(base) = types.structured(asked) else {
            notes.push(Note::NotFound { what: format!("type `{asked}`") });
            continue;
        };
        let below = descendants(&base.name, types);
        if below.is_empty() {
            notes.push(Note::NotFound { what: format!("type that derives from `{asked}`") });
        } else {
            derived.insert(&base.name, below);
        }
    }
    // A type that is itself such a set is not a variant of another one; what derives from it is.
    let sets: BTreeSet<_> = derived.keys().copied().collect();
    for variants in derived.values_mut() {
        variants.retain(|variant| !sets.contains(variant));
    }
    derived.retain(|_, variants| !variants.is_empty());
    derived
}

/// Returns the types of which there are objects among those that derive from a type, nearest first.
fn descendants<'t>(base: &TypeName, types: &'t Types) -> Vec<&'t TypeName> {
    let mut found: Vec<&TypeName> = Vec::new();
    let mut seen: BTreeSet<&TypeName> = BTreeSet::new();
    let mut left: Vec<&TypeName> = types.children(base).iter().rev().collect();
    while let Some(name) = left.pop() {
        if name == base || !seen.insert(name) {
            continue;
        }
        found.extend(types.structured(name).filter(|ty| !ty.is_abstract).map(|ty| &ty.name));
        left.extend(types.children(name).iter().rev());
    }
    found
}

/// Returns the type that a body consists of as a whole, if the types derived from it were asked for.
pub(super) fn whole_body<'o>(operation: &'o Operation, plan: &Plan<'_>) -> Option<&'o TypeName> {
    match &operation.body {
        Body::Object { ty, .. } => Some(ty).filter(|ty| plan.derived.contains_key(ty)),
        Body::None | Body::Parameters(_) | Body::Reference | Body::Raw { .. } => None,
    }
}
