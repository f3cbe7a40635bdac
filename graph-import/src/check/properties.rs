//! Properties: those that declarations have, and those that descriptions have.

use graph_macros_core::model::{Action, GraphType, ObjectType, Place, PropertyRole, Role};

use super::draft::Draft;
use crate::{
    description::{Facts, Navigation, Property, Structured, TypeName, TypeRef, Types},
    source::{Crate, Declaration, Declared, RustType},
};

/// A property that a declaration has.
pub(super) struct Field<'k> {
    /// The declaration with the field.
    pub(super) declaration: &'k Declaration,
    /// The name of the field.
    pub(super) part: String,
    /// The names of the property that are read; of one that is sent, the name.
    pub(super) names: Vec<String>,
    /// The type.
    pub(super) rust: RustType,
    /// The type as it is written.
    pub(super) written: String,
    /// Whether it is marked as secret, or has a type that is.
    pub(super) is_secret: bool,
    /// Whether it has the attribute `#[deprecated]`.
    pub(super) is_deprecated: bool,
    /// Whether functions of the author convert the value.
    pub(super) is_converted: bool,
}

/// The properties that are sent, or received.
#[derive(Default)]
pub(super) struct Fields<'k> {
    pub(super) all: Vec<Field<'k>>,
    /// The names that are sent without a field.
    pub(super) constants: Vec<String>,
    /// Whether there may be others.
    pub(super) is_open: bool,
}

/// A property that a description has.
pub(super) struct Described<'a> {
    pub(super) name: &'a str,
    pub(super) ty: &'a TypeRef,
    pub(super) nullable: Option<bool>,
    pub(super) facts: &'a Facts,
    /// Whether it is a navigation property, which is there only if it is asked for.
    pub(super) is_navigation: bool,
    /// The name of the type that has it; empty for a parameter.
    pub(super) owner: &'a str,
}

/// How deep flattened fields may be nested.
const DEEPEST: usize = 16;

impl<'k> Fields<'k> {
    /// Returns the properties that an action sends in its body, unless one field is all of it.
    pub(super) fn of_action(krate: &'k Crate, declaration: &'k Declaration, action: &'k Action) -> Self {
        let mut fields = Self::default();
        fields.constants.extend(action.constants_in(Place::Body).map(|constant| constant.name.clone()));
        for field in &action.fields {
            let rust = krate.meaning(declaration, &field.ty);
            match &field.role {
                Role::Property(name) => fields.all.push(Field {
                    declaration,
                    part: field.name.clone(),
                    names: vec![name.clone()],
                    written: crate::source::written(&field.ty),
                    is_secret: field.is_secret() || rust.has_secret(),
                    is_deprecated: field.deprecated.is_some(),
                    is_converted: field.serde.with.is_some(),
                    rust,
                }),
                Role::Flattened(_) => fields.flatten(krate, &rust, true, DEEPEST),
                _ => {}
            }
        }
        fields
    }

    /// Returns the properties of a type that are sent, or those that are received.
    pub(super) fn of_object(
        krate: &'k Crate,
        declaration: &'k Declaration,
        object: &'k ObjectType,
        is_sent: bool,
    ) -> Self {
        let mut fields = Self::default();
        fields.add_object(krate, declaration, object, is_sent, DEEPEST);
        fields
    }

    fn add_object(
        &mut self,
        krate: &'k Crate,
        declaration: &'k Declaration,
        object: &'k ObjectType,
        is_sent: bool,
        left: usize,
    ) {
        for property in &object.properties {
            if !(if is_sent { property.is_written() } else { property.is_read() }) {
                continue;
            }
            let rust = krate.meaning(declaration, &property.ty);
            match &property.role {
                PropertyRole::Named { written, .. } => self.all.push(Field {
                    declaration,
                    part: property.name.clone(),
                    names: if is_sent { vec![written.clone()] } else { property.read_names() },
                    written: crate::source::written(&property.ty),
                    is_secret: property.is_secret() || rust.has_secret(),
                    is_deprecated: property.is_deprecated,
                    is_converted: !property.is_plain_json()
                        || (if is_sent { &property.serde.serialize_with } else { &property.serde.deserialize_with })
                            .is_some(),
                    rust,
                }),
                PropertyRole::Flattened => self.flatten(krate, &rust, is_sent, left),
                PropertyRole::Additional => self.is_open = true,
            }
        }
    }

    fn flatten(&mut self, krate: &'k Crate, rust: &RustType, is_sent: bool, left: usize) {
        match rust.present() {
            RustType::Declared(id) if left > 0 => {
                let declaration = krate.declaration(*id);
                match &declaration.declared {
                    Declared::Type(GraphType::Object(object)) => {
                        self.add_object(krate, declaration, object, is_sent, left - 1);
                    }
                    _ => self.is_open = true,
                }
            }
            _ => self.is_open = true,
        }
    }

    /// Returns whether a name is sent.
    pub(super) fn have(&self, name: &str) -> bool {
        let has_field = self.all.iter().any(|field| field.names.iter().any(|own| own == name));
        has_field || self.constants.iter().any(|own| own == name)
    }
}

impl Field<'_> {
    /// Returns the name of the property.
    pub(super) fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// Returns a finding at this field.
    pub(super) fn add(
        &self,
        drafts: &mut super::draft::Drafts<'_>,
        draft: Draft,
        compared: &[crate::description::Version],
    ) {
        drafts.add(self.declaration, Some(&self.part), draft, compared);
    }
}

impl<'a> Described<'a> {
    /// Returns a structural property of a type of this name.
    pub(super) fn of(property: &'a Property, owner: &'a str) -> Self {
        let Property { name, ty, nullable, facts } = property;
        Self { name, ty, nullable: *nullable, facts, is_navigation: false, owner }
    }

    fn of_navigation(navigation: &'a Navigation, owner: &'a str) -> Self {
        let Navigation { name, ty, nullable, facts, .. } = navigation;
        Self { name, ty, nullable: *nullable, facts, is_navigation: true, owner }
    }
}

/// Returns whether a name is an annotation, which types do not have: `@odata.type`, `members@odata.bind`.
pub(super) fn is_annotation(name: &str) -> bool {
    name.contains('@')
}

/// Finds a property of a type, of those that it derives from or, since a declaration may hold several of them, of those
/// that derive from it.
pub(super) fn find<'a>(types: &'a Types, ty: &TypeName, name: &str) -> Option<Described<'a>> {
    of_type(types, ty).find(|described| described.name == name).or_else(|| {
        let mut pending: Vec<_> = types.children(ty).iter().collect();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(child) = pending.pop() {
            if !seen.insert(child) {
                continue;
            }
            if let Some(found) =
                types.structured(child).into_iter().flat_map(own).find(|described| described.name == name)
            {
                return Some(found);
            }
            pending.extend(types.children(child));
        }
        None
    })
}

/// Returns the properties of a type, inherited ones too.
pub(super) fn of_type<'a>(types: &'a Types, ty: &TypeName) -> impl Iterator<Item = Described<'a>> + use<'a> {
    types.lineage(ty).into_iter().flat_map(own)
}

fn own(structured: &Structured) -> impl Iterator<Item = Described<'_>> {
    let owner = structured.name.short();
    let properties = structured.properties.iter().map(move |property| Described::of(property, owner));
    let navigation = structured.navigation.iter().map(move |navigation| Described::of_navigation(navigation, owner));
    properties.chain(navigation)
}

/// Returns whether objects of a type may have further properties.
pub(super) fn is_open(types: &Types, ty: &TypeName) -> bool {
    types.lineage(ty).iter().any(|structured| structured.open)
}

/// Returns what is most likely meant by a name.
pub(super) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let folded = name.to_lowercase();
    let limit = (name.chars().count() / 4).clamp(1, 4);
    let distance = |candidate: &str| strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
    let mut near: Vec<_> = names.into_iter().map(|candidate| (distance(candidate), candidate)).collect();
    near.retain(|(distance, _)| *distance <= limit);
    near.sort_unstable();
    near.first().map(|(_, candidate)| *candidate)
}
