//! Which types of Graph each declared type stands for, and in which direction.

use std::collections::{BTreeMap, BTreeSet};

use graph_macros_core::model::GraphType;

use super::{
    Descriptions,
    properties::{self, Fields},
};
use crate::{
    description::{TypeName, TypeRef, Version},
    source::{Crate, DeclarationId, Declared, RustType},
};

/// One use of a declared type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    pub(super) version: Version,
    pub(super) ty: TypeName,
    pub(super) is_sent: bool,
}

/// The uses of all declared types.
#[derive(Debug, Default)]
pub(super) struct Uses {
    all: BTreeMap<DeclarationId, BTreeSet<Use>>,
    pending: Vec<(DeclarationId, Use)>,
}

impl Uses {
    /// Notes that a value of a Rust type stands for a type of Graph.
    pub(super) fn add(&mut self, rust: &RustType, ty: &TypeRef, version: Version, is_sent: bool) {
        match rust.present() {
            RustType::List(element) => self.add(element, ty, version, is_sent),
            RustType::Flags(member) => self.add(member, ty, version, is_sent),
            RustType::Declared(id) if ty.name.primitive().is_none() => {
                self.add_declared_use(*id, Use { version, ty: ty.name.clone(), is_sent });
            }
            _ => {}
        }
    }

    fn add_declared_use(&mut self, id: DeclarationId, used: Use) {
        if self.all.entry(id).or_default().insert(used.clone()) {
            self.pending.push((id, used));
        }
    }

    /// Adds the types that say which type of Graph they are, and are not used by a declared operation.
    pub(super) fn add_declared(&mut self, krate: &Crate, descriptions: &dyn Descriptions) {
        // What operations reach comes first: it says in which versions a type is used.
        self.spread(krate, descriptions);
        for (id, declaration) in krate.iter() {
            let Declared::Type(GraphType::Object(object)) = &declaration.declared else { continue };
            let Some(odata_type) = &object.odata_type else { continue };
            if self.all.contains_key(&id) {
                continue;
            }
            let ty = type_name(&odata_type.value());
            for version in [Version::V1_0, Version::Beta] {
                let has_type = descriptions.types(version).is_some_and(|(types, _)| types.get(&ty).is_some());
                if has_type {
                    self.add_declared_use(id, Use { version, ty: ty.clone(), is_sent: false });
                    self.add_declared_use(id, Use { version, ty: ty.clone(), is_sent: true });
                }
            }
        }
    }

    /// Follows the fields of the types that are used.
    pub(super) fn spread(&mut self, krate: &Crate, descriptions: &dyn Descriptions) {
        while let Some((id, used)) = self.pending.pop() {
            let Some((types, _)) = descriptions.types(used.version) else { continue };
            let declaration = krate.declaration(id);
            match &declaration.declared {
                Declared::Type(GraphType::Object(object)) => {
                    for field in Fields::of_object(krate, declaration, object, used.is_sent).all {
                        let described = field.names.iter().find_map(|name| properties::find(types, &used.ty, name));
                        if let Some(described) = described.filter(|_| !field.is_converted) {
                            self.add(&field.rust, described.ty, used.version, used.is_sent);
                        }
                    }
                }
                Declared::Type(GraphType::Derived(derived)) => {
                    for variant in &derived.variants {
                        let Some(ty) = variant.value_type() else { continue };
                        let odata_type = variant.graph.odata_type.as_ref().map(|literal| type_name(&literal.value()));
                        let name = match odata_type {
                            Some(name) if types.get(&name).is_some() => name,
                            // The variant for all other types holds what the others do not.
                            None => used.ty.clone(),
                            Some(_) => continue,
                        };
                        let rust = krate.meaning(declaration, ty);
                        self.add(&rust, &TypeRef::one(name), used.version, used.is_sent);
                    }
                }
                Declared::Action(_) | Declared::Enumeration(_) => {}
            }
        }
    }

    /// Returns the declarations that are used, each with its uses.
    pub(super) fn iter(&self) -> impl Iterator<Item = (DeclarationId, &BTreeSet<Use>)> {
        self.all.iter().map(|(id, uses)| (*id, uses))
    }
}

/// Returns the name of a type that `@odata.type` names.
pub(super) fn type_name(odata_type: &str) -> TypeName {
    let name = odata_type.strip_prefix('#').unwrap_or(odata_type);
    match name.strip_prefix("graph.") {
        Some(rest) => TypeName::new(format!("microsoft.graph.{rest}")),
        None => TypeName::new(name),
    }
}
