//! Tables over a schema, in which a walk finds what a segment names.

use std::collections::HashMap;

use crate::description::{Callable, Navigation, Property, Schema, TypeDefinition, TypeName, TypeRef};

/// A schema with what is bound to each type.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) schema: &'a Schema,
    /// Callables by the type that they are bound to, and whether that is a collection.
    bound: HashMap<(&'a str, bool), Vec<&'a Callable>>,
    /// Types by their qualified name in lower case.
    types: HashMap<String, &'a TypeName>,
}

/// A member of a structured type.
#[derive(Debug, Clone, Copy)]
pub(super) enum Member<'a> {
    Property(&'a Property),
    Navigation(&'a Navigation),
}

impl<'a> Index<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        let mut bound = HashMap::<_, Vec<_>>::new();
        for callable in &schema.callables {
            if let Some(binding) = &callable.binding {
                bound.entry((binding.name.as_str(), binding.collection)).or_default().push(callable);
            }
        }
        let names = schema.types.iter().map(TypeDefinition::name);
        let types = names.map(|name| (name.as_str().to_ascii_lowercase(), name)).collect();
        Self { schema, bound, types }
    }

    /// Finds a type by its qualified name in any case, with `graph.` for `microsoft.graph.`.
    pub(super) fn type_named(&self, written: &str) -> Option<&'a TypeName> {
        if !written.contains('.') {
            return None;
        }
        let lower = written.to_ascii_lowercase();
        self.types.get(&lower).or_else(|| self.types.get(&format!("microsoft.{lower}"))).copied()
    }

    /// Finds a member of a type by its name in any case.
    pub(super) fn member(&self, ty: &TypeName, name: &str) -> Option<Member<'a>> {
        self.schema.types.lineage(ty).into_iter().find_map(|structured| {
            let navigation = structured.navigation.iter().find(|one| one.name.eq_ignore_ascii_case(name));
            let property = structured.properties.iter().find(|one| one.name.eq_ignore_ascii_case(name));
            navigation.map(Member::Navigation).or(property.map(Member::Property))
        })
    }

    /// Returns what is bound to a type or a collection of it, what is bound to the type itself before what it inherits.
    pub(super) fn bound(&self, ty: &TypeRef) -> impl Iterator<Item = &'a Callable> {
        let lineage = self.schema.types.lineage(&ty.name);
        let names: Vec<&TypeName> = if lineage.is_empty() {
            self.schema.types.get(&ty.name).map(TypeDefinition::name).into_iter().collect()
        } else {
            lineage.into_iter().map(|structured| &structured.name).collect()
        };
        let lists: Vec<_> =
            names.into_iter().filter_map(|name| self.bound.get(&(name.as_str(), ty.collection))).collect();
        lists.into_iter().flatten().copied()
    }

    /// Returns all descendants of a type, sorted by name within each generation.
    pub(super) fn descendants(&self, ty: &TypeName) -> Vec<&'a TypeName> {
        let types = &self.schema.types;
        let mut found: Vec<&TypeName> = types.children(ty).iter().collect();
        let mut next = 0;
        // A type that derives from itself would never end.
        while let Some(child) = found.get(next).copied().filter(|_| found.len() < 10_000) {
            found.extend(types.children(child));
            next += 1;
        }
        found
    }

    /// Returns the primitive type that a type stands for, or the type itself.
    pub(super) fn underlying(&self, name: &'a TypeName) -> &'a TypeName {
        match self.schema.types.get(name) {
            Some(TypeDefinition::Alias { underlying, .. }) => underlying,
            _ => name,
        }
    }

    /// Returns whether a value of the type stands in quotes in a path.
    pub(super) fn quoted(&self, ty: &TypeRef) -> bool {
        let name = match self.schema.types.get(&ty.name) {
            Some(TypeDefinition::Alias { underlying, .. }) => underlying,
            Some(TypeDefinition::Enumeration(_)) => return !ty.collection,
            _ => &ty.name,
        };
        !ty.collection && name.primitive() == Some("String")
    }
}
