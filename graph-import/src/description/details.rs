//! What annotations state about calls, beside the form of types and properties.

use std::collections::BTreeMap;

use super::{Facts, Method, TypeName};

/// What annotations state about the calls to an entity set, a singleton, a property or a callable.
///
/// Few elements have any of it, so [`Facts`] keeps it behind a pointer: see [`Facts::details`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// Query parameters and headers of its own.
    pub parameters: Vec<CustomParameter>,
    /// What each kind of call does, in Microsoft's words.
    pub descriptions: BTreeMap<CallKind, String>,
    /// The method of an update, if it is not PATCH.
    pub update_method: Option<Method>,
    /// The properties without which nothing can be created.
    pub required: Vec<String>,
    /// The properties that cannot be set when something is created.
    pub not_insertable: Vec<String>,
    /// The properties that cannot be changed.
    pub not_updatable: Vec<String>,
    /// Other keys of an entity type: each is one or more properties.
    pub alternate_keys: Vec<Vec<KeyProperty>>,
    /// The descendants that a value can be of; empty if any.
    pub derived_types: Vec<TypeName>,
    /// The callables that can be called here although they require it to be stated.
    pub bindings: Vec<TypeName>,
    /// Whether a callable can be called only where `bindings` names it.
    pub explicit_binding: bool,
    /// The media types of a stream.
    pub media_types: Vec<String>,
    /// The restrictions, and `Computed` and `Immutable`, that are stated both ways, so that none is taken.
    pub contradictions: Vec<String>,
    /// What is stated here about a member that the type inherits, or about navigation from here, by the member's path.
    pub members: BTreeMap<String, Facts>,
}

/// A query parameter or a header that annotations state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomParameter {
    /// The kind of calls that take it.
    pub call: CallKind,
    /// Whether it is a header, and no query parameter.
    pub header: bool,
    /// The name.
    pub name: String,
    /// Whether a request without it fails.
    pub required: bool,
    /// The description.
    pub description: Option<String>,
    /// Examples of values.
    pub examples: Vec<String>,
}

/// The kinds of calls that annotations tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallKind {
    /// Reading a collection, or what is no element of one.
    Read,
    /// Reading one element of a collection.
    ReadByKey,
    /// Creating.
    Insert,
    /// Changing.
    Update,
    /// Deleting.
    Delete,
    /// Calling an action or function.
    Operation,
}

/// A property of an alternate key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyProperty {
    /// The name in the path.
    pub alias: String,
    /// The property, or the path to it.
    pub property: String,
}

static NONE: Details = Details {
    parameters: Vec::new(),
    descriptions: BTreeMap::new(),
    update_method: None,
    required: Vec::new(),
    not_insertable: Vec::new(),
    not_updatable: Vec::new(),
    alternate_keys: Vec::new(),
    derived_types: Vec::new(),
    bindings: Vec::new(),
    explicit_binding: false,
    media_types: Vec::new(),
    contradictions: Vec::new(),
    members: BTreeMap::new(),
};

impl Facts {
    /// Returns what annotations state about calls; all of it is empty if they state nothing.
    #[must_use]
    pub fn details(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NONE)
    }

    /// Returns what annotations state about calls, to add to it.
    pub fn details_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_default()
    }
}
