//! One version of Graph as its `$metadata` describes it.

use super::{Facts, Property, Source, TypeName, TypeRef, Types, Version};

/// The types and operations of one version of Graph.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The version.
    pub version: Version,
    /// Where it comes from.
    pub source: Source,
    /// The types.
    pub types: Types,
    /// The actions and functions, bound and unbound, in the order of the source.
    pub callables: Vec<Callable>,
    /// Where paths begin.
    pub container: Container,
}

/// Whether a callable changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallableKind {
    /// An action, called by POST with its parameters in the body.
    Action,
    /// A function, called by GET with its parameters in the path.
    Function,
}

/// An action or a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Callable {
    /// The qualified name.
    pub name: TypeName,
    /// The kind.
    pub kind: CallableKind,
    /// What it is bound to: the type of the first parameter. `None` for an import of the container.
    pub binding: Option<TypeRef>,
    /// The parameters without the one that it is bound to.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub returns: Option<Returned>,
    /// Whether a path may continue after it.
    pub composable: bool,
    /// What else is stated.
    pub facts: Facts,
}

/// A parameter of an action or a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Name, type and what else is stated.
    pub property: Property,
    /// Whether the parameter of a function may be left out of the path.
    pub optional: bool,
}

/// What an action or function returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The type.
    pub ty: TypeRef,
    /// Whether there may be nothing.
    pub nullable: Option<bool>,
}

/// Where paths begin.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Container {
    /// Collections of entities: `users`.
    pub entity_sets: Vec<EntitySet>,
    /// Single entities: `me`.
    pub singletons: Vec<Singleton>,
    /// Actions and functions that are called at the root.
    pub imports: Vec<CallableImport>,
}

/// A collection of entities at the root.
#[derive(Debug, Clone, PartialEq)]
pub struct EntitySet {
    /// The first segment of its paths.
    pub name: String,
    /// The type of an element.
    pub ty: TypeName,
    /// What else is stated.
    pub facts: Facts,
}

/// An entity at the root.
#[derive(Debug, Clone, PartialEq)]
pub struct Singleton {
    /// The first segment of its paths.
    pub name: String,
    /// The type.
    pub ty: TypeName,
    /// What else is stated.
    pub facts: Facts,
}

/// An action or function at the root.
#[derive(Debug, Clone, PartialEq)]
pub struct CallableImport {
    /// The first segment of its path.
    pub name: String,
    /// The qualified name of the action or function.
    pub callable: TypeName,
}
