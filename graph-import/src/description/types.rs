//! Types: entities, complex types, enumerations.

use std::collections::BTreeMap;

use super::{Details, TypeName};

/// A use of a type: one value of it, or a collection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The type, of an element if it is a collection.
    pub name: TypeName,
    /// Whether it is `Collection(…)`.
    pub collection: bool,
}

/// All types of one version of Graph, or of one page.
#[derive(Debug, Clone, Default)]
pub struct Types {
    definitions: BTreeMap<TypeName, TypeDefinition>,
    descendants: BTreeMap<TypeName, Vec<TypeName>>,
}

/// The definition of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeDefinition {
    /// An entity type or a complex type.
    Structured(Structured),
    /// An enumeration.
    Enumeration(Enumeration),
    /// Another name of a primitive type.
    Alias {
        /// The name.
        name: TypeName,
        /// The primitive type.
        underlying: TypeName,
    },
}

/// An entity type or a complex type.
#[derive(Debug, Clone, PartialEq)]
pub struct Structured {
    /// The name.
    pub name: TypeName,
    /// Whether it has a key.
    pub kind: StructuredKind,
    /// The type that it derives from.
    pub base: Option<TypeName>,
    /// Whether only descendants of it exist.
    pub is_abstract: bool,
    /// Whether objects may have further properties.
    pub open: bool,
    /// Whether the entity is a stream, read by `$value`.
    pub has_stream: bool,
    /// The properties of the key; empty if the base type has it.
    pub key: Vec<String>,
    /// The type's own properties, in the order of the source, without inherited ones.
    pub properties: Vec<Property>,
    /// The type's own navigation properties.
    pub navigation: Vec<Navigation>,
    /// What else is stated.
    pub facts: Facts,
}

/// The kinds of structured types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StructuredKind {
    /// An entity type, with a key.
    Entity,
    /// A complex type, without one.
    Complex,
}

/// A structural property, or a parameter of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// Whether the value may be null. `None` if the source does not say, as pages do not.
    pub nullable: Option<bool>,
    /// What else is stated.
    pub facts: Facts,
}

/// A navigation property.
#[derive(Debug, Clone, PartialEq)]
pub struct Navigation {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// Whether there may be no target.
    pub nullable: Option<bool>,
    /// Whether the targets exist only within their parent, so that they are created and deleted there.
    pub contains_target: bool,
    /// What else is stated.
    pub facts: Facts,
}

/// What a source states about a type, a property or an operation beside its form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The description, in Microsoft's words.
    pub description: Option<String>,
    /// Whether the service computes the value, so that it is not sent.
    pub computed: bool,
    /// Whether the value can be set only when the entity is created.
    pub immutable: bool,
    /// Whether it is required to create an entity.
    pub required: bool,
    /// The deprecation.
    pub deprecation: Option<Deprecation>,
    /// Restrictions of what may be done, as the annotation names them (`Insertable`, `Updatable`, `Deletable`,
    /// `Readable`, `TopSupported`, …), each with its value.
    pub restrictions: BTreeMap<String, bool>,
    /// What annotations state about calls, if anything: see [`Facts::details`].
    pub details: Option<Box<Details>>,
}

/// A deprecation, in the words of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// What to use instead, or why.
    pub description: Option<String>,
    /// The day on which it was announced, `2026-08-04`.
    pub date: Option<String>,
    /// The day from which it may be gone.
    pub removal: Option<String>,
    /// The version in which it is deprecated, as the source writes it: `2021-05/PrivatePreview`.
    pub version: Option<String>,
}

/// An enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// The name.
    pub name: TypeName,
    /// Whether values are sets of members.
    pub flags: bool,
    /// The members, in the order of the source.
    pub members: Vec<Member>,
    /// What else is stated.
    pub facts: Facts,
}

/// A member of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The name, which is what stands in JSON.
    pub name: String,
    /// The number, if the source has one.
    pub value: Option<i64>,
    /// What else is stated.
    pub facts: Facts,
}

impl TypeRef {
    /// One value of a type.
    #[must_use]
    pub fn one(name: TypeName) -> Self {
        Self { name, collection: false }
    }

    /// A collection of a type.
    #[must_use]
    pub fn collection(name: TypeName) -> Self {
        Self { name, collection: true }
    }
}

impl TypeDefinition {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &TypeName {
        match self {
            Self::Structured(structured) => &structured.name,
            Self::Enumeration(enumeration) => &enumeration.name,
            Self::Alias { name, .. } => name,
        }
    }
}

impl Types {
    /// Makes a table of these types. Of two with one name, the later is kept.
    pub fn new(definitions: impl IntoIterator<Item = TypeDefinition>) -> Self {
        let definitions: BTreeMap<_, _> =
            definitions.into_iter().map(|definition| (definition.name().clone(), definition)).collect();
        let mut descendants = BTreeMap::<_, Vec<_>>::new();
        for definition in definitions.values() {
            if let TypeDefinition::Structured(Structured { name, base: Some(base), .. }) = definition {
                descendants.entry(base.clone()).or_default().push(name.clone());
            }
        }
        Self { definitions, descendants }
    }

    /// Finds a type.
    #[must_use]
    pub fn get(&self, name: &TypeName) -> Option<&TypeDefinition> {
        self.definitions.get(name)
    }

    /// Finds an entity type or complex type.
    #[must_use]
    pub fn structured(&self, name: &TypeName) -> Option<&Structured> {
        match self.get(name)? {
            TypeDefinition::Structured(structured) => Some(structured),
            _ => None,
        }
    }

    /// Returns all types, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &TypeDefinition> {
        self.definitions.values()
    }

    /// Returns a type and those it derives from, the type itself first. A chain that leads back to itself ends there.
    #[must_use]
    pub fn lineage(&self, name: &TypeName) -> Vec<&Structured> {
        let mut lineage: Vec<&Structured> = Vec::new();
        let mut next = self.structured(name);
        while let Some(structured) = next {
            if lineage.iter().any(|known| known.name == structured.name) {
                break;
            }
            lineage.push(structured);
            next = structured.base.as_ref().and_then(|base| self.structured(base));
        }
        lineage
    }

    /// Returns the properties of a type, inherited ones first.
    #[must_use]
    pub fn properties(&self, name: &TypeName) -> Vec<&Property> {
        self.lineage(name).into_iter().rev().flat_map(|structured| &structured.properties).collect()
    }

    /// Returns the navigation properties of a type, inherited ones first.
    #[must_use]
    pub fn navigation(&self, name: &TypeName) -> Vec<&Navigation> {
        self.lineage(name).into_iter().rev().flat_map(|structured| &structured.navigation).collect()
    }

    /// Returns the names of the key's properties.
    #[must_use]
    pub fn key(&self, name: &TypeName) -> Vec<&str> {
        self.lineage(name)
            .into_iter()
            .find(|structured| !structured.key.is_empty())
            .map(|structured| structured.key.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// Returns the types that derive from a type directly, sorted by name.
    #[must_use]
    pub fn children(&self, name: &TypeName) -> &[TypeName] {
        self.descendants.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns whether a type is another or derives from it.
    #[must_use]
    pub fn is_a(&self, name: &TypeName, ancestor: &TypeName) -> bool {
        name == ancestor || self.lineage(name).iter().any(|structured| structured.name == *ancestor)
    }
}
