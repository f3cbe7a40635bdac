//! Writes declarations, as the guide of the runtime would have one write them.
//!
//! What is written depends on nothing but the operations, the types and the options: the same input gives the same text.

mod action;
mod action_names;
mod body;
mod components;
mod field;
mod imports;
mod layout;
mod names;
mod note;
mod object;
mod perms;
mod plan;
mod prose;
mod sentence;
mod soundness;
mod types;
mod variants;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use self::imports::UseTree;
use self::{action_names::Taken, plan::Plan, types::TypeNames};
pub use self::{
    imports::Imports,
    layout::Layout,
    note::{Differences, Note},
};
use crate::description::{Operation, TypeName, Types};

/// What is written, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The layout.
    pub layout: Layout,
    /// Whether the documentation has Microsoft's descriptions.
    pub descriptions: bool,
    /// Whether the types of an action are left out.
    pub only_action: bool,
    /// Navigation properties of the response to write as fields.
    pub with: Vec<String>,
    /// Base types to write as the set of the types that derive from them.
    pub derived: Vec<TypeName>,
    /// The names of items that are there already and are no types of Graph, such as actions, each with the route of
    /// the action, or the empty text. Nothing else gets these names.
    pub taken: BTreeMap<String, String>,
    /// The names that operations have already, by [`Operation::title`]. They keep them.
    pub names: BTreeMap<String, String>,
    /// The names of types that are there already. They are used, and not written again.
    pub existing: BTreeSet<String>,
    /// Names of `graph_runtime` that have another meaning where the text goes.
    pub shadowed: BTreeSet<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            layout: Layout::default(),
            descriptions: true,
            only_action: false,
            with: Vec::new(),
            derived: Vec::new(),
            taken: BTreeMap::new(),
            names: BTreeMap::new(),
            existing: BTreeSet::new(),
            shadowed: BTreeSet::new(),
        }
    }
}

/// Declarations.
#[derive(Debug, Clone)]
pub struct Written {
    /// The items: the actions in the order of the operations, then the types, then the enumerations.
    pub items: Vec<Item>,
    /// What the author should know.
    pub notes: Vec<Note>,
    layout: Layout,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it declares.
    pub kind: ItemKind,
    /// Its name in Rust.
    pub name: String,
    /// The operation, `GET /users/{id}`, or the qualified name of the type.
    pub of: String,
    /// The text, with a line break at its end.
    pub text: String,
    /// What it uses of `graph_runtime`.
    pub imports: Imports,
}

/// The kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// `#[graph_action]`.
    Action,
    /// `#[graph_type]`.
    Type,
    /// `graph_enum!`.
    Enumeration,
}

/// What all items of one text are written with.
#[derive(Debug)]
struct Context<'a> {
    types: &'a Types,
    names: TypeNames<'a>,
    plan: Plan<'a>,
    options: &'a Options,
}

/// Writes operations and the types that they need.
#[must_use]
pub fn write(operations: &[Operation], types: &Types, options: &Options) -> Written {
    let mut notes = Vec::new();
    let plan = Plan::new(operations, types, options, &mut notes);
    let taken = options.taken.keys().map(String::as_str).collect();
    let context = Context { types, names: TypeNames::new(types, &options.shadowed, taken), plan, options };
    for ty in &context.plan.unknown {
        notes.push(Note::UnknownType { item: context.names.name(ty), ty: ty.to_string() });
    }
    let mut names = Taken::new(&options.taken, &type_names(&context));
    let mut items: Vec<_> = operations
        .iter()
        .map(|operation| {
            let name = match options.names.get(&operation.title()) {
                Some(name) => name.clone(),
                None => names.name(operation, &mut notes),
            };
            action::write(operation, &name, &context, &mut notes)
        })
        .collect();
    if !options.only_action {
        items.extend(write_types(&context, &mut notes));
    }
    Written { items, notes, layout: options.layout }
}

/// Writes the types that are not there yet.
fn write_types(context: &Context<'_>, notes: &mut Vec<Note>) -> Vec<Item> {
    let is_new = |name: &TypeName| !context.options.existing.contains(&context.names.name(name));
    let mut items = Vec::new();
    for (base, variants) in context.plan.derived.iter().filter(|(base, _)| is_new(base)) {
        items.push(object::write_derived(base, variants, context, notes));
    }
    for object in context.plan.objects.iter().filter(|object| is_new(&object.definition.name)) {
        items.push(object::write(object, context, notes));
    }
    let enumerations = context.plan.enumerations.iter().filter(|enumeration| is_new(&enumeration.name));
    items.extend(enumerations.filter_map(|enumeration| object::write_enumeration(enumeration, context)));
    items
}

/// Returns the names of all types that the text uses, written or not.
fn type_names(context: &Context<'_>) -> BTreeSet<String> {
    let plan = &context.plan;
    let objects = plan.objects.iter().map(|object| &object.definition.name);
    let enumerations = plan.enumerations.iter().map(|enumeration| &enumeration.name);
    let names = objects.chain(enumerations).chain(plan.derived.keys().copied());
    names.map(|name| context.names.name(name)).chain(context.options.existing.iter().cloned()).collect()
}

impl Written {
    /// Returns what all items use of `graph_runtime`.
    #[must_use]
    pub fn imports(&self) -> Imports {
        let mut imports = Imports::default();
        for item in &self.items {
            imports.extend(&item.imports);
        }
        imports
    }

    /// Returns the whole as the text of a file.
    #[must_use]
    pub fn file(&self) -> String {
        let imports = Some(self.imports().render(self.layout)).filter(|imports| !imports.is_empty());
        let items = self.items.iter().map(|item| item.text.clone());
        imports.into_iter().chain(items).collect::<Vec<_>>().join("\n")
    }
}
