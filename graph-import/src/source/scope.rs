//! The modules of a crate, each with the names that it declares or imports.

use std::{collections::BTreeMap, sync::Arc};

use quote::ToTokens;
use syn::{Generics, Item, Type, UseTree, ext::IdentExt};

use super::{attributes, enumeration::GraphEnumeration};

/// The index of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ModuleId(pub(super) usize);

/// A module, or a block of a function that contains items.
pub(super) struct Module {
    /// The names of the module and those that it is in.
    pub(super) path: Vec<String>,
    /// The file, as places name it.
    pub(super) file: Arc<str>,
    /// The module that it is in.
    pub(super) parent: Option<ModuleId>,
    /// The module in which its target begins.
    pub(super) root: ModuleId,
    /// Whether this is a block, which sees the names around it.
    pub(super) is_block: bool,
    /// Whether the target is the library.
    pub(super) is_library: bool,
    /// The items that may be declarations.
    pub(super) items: Vec<Item>,
    /// The names.
    pub(super) names: BTreeMap<String, Binding>,
    /// The paths of glob imports.
    pub(super) globs: Vec<ImportPath>,
}

/// What a name stands for.
pub(super) enum Binding {
    /// A module.
    Module(ModuleId),
    /// The item of the module with this index.
    Item(usize),
    /// A type alias.
    Alias(Box<(Generics, Type)>),
    /// An import.
    Import(ImportPath),
    /// Another item.
    Other,
}

/// The path of an import.
#[derive(Clone)]
pub(super) struct ImportPath {
    pub(super) is_global: bool,
    pub(super) names: Vec<String>,
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Module").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Module {
    /// Adds an item that is no module. `conditional` items come after others of the same name, so the first is kept.
    pub(super) fn add(&mut self, item: Item) {
        match item {
            Item::Struct(_) | Item::Enum(_) => self.add_declaration(item),
            Item::Macro(ref invocation) if invocation.ident.is_none() => self.add_declaration(item),
            Item::Type(alias) => {
                let binding = Binding::Alias(Box::new((alias.generics, *alias.ty)));
                self.bind(alias.ident.unraw().to_string(), binding);
            }
            Item::Use(import) => {
                let path = ImportPath { is_global: import.leading_colon.is_some(), names: Vec::new() };
                self.import(import.tree, &path);
            }
            Item::ExternCrate(import) => {
                let name = import.ident.unraw().to_string();
                let alias = import.rename.map_or_else(|| name.clone(), |(_, alias)| alias.unraw().to_string());
                // `extern crate self as name` names the crate itself.
                let (is_global, name) = if name == "self" { (false, String::from("crate")) } else { (true, name) };
                self.bind(alias, Binding::Import(ImportPath { is_global, names: vec![name] }));
            }
            Item::Trait(item) => self.bind(item.ident.unraw().to_string(), Binding::Other),
            Item::Union(item) => self.bind(item.ident.unraw().to_string(), Binding::Other),
            _ => {}
        }
    }

    pub(super) fn bind(&mut self, name: String, binding: Binding) {
        self.names.entry(name).or_insert(binding);
    }

    fn add_declaration(&mut self, item: Item) {
        let name = match &item {
            Item::Struct(item) => item.ident.unraw().to_string(),
            Item::Enum(item) => item.ident.unraw().to_string(),
            Item::Macro(item) => match GraphEnumeration::parse(item.mac.tokens.clone()) {
                Ok(enumeration) => enumeration.ident.unraw().to_string(),
                Err(_) => return,
            },
            _ => return,
        };
        self.bind(name, Binding::Item(self.items.len()));
        self.items.push(item);
    }

    fn import(&mut self, tree: UseTree, before: &ImportPath) {
        let with = |name: String| {
            let mut path = before.clone();
            // `use path::{self}` names the path itself.
            if name != "self" || path.names.is_empty() {
                path.names.push(name);
            }
            path
        };
        match tree {
            UseTree::Path(path) => self.import(*path.tree, &with(path.ident.unraw().to_string())),
            UseTree::Name(name) => {
                let path = with(name.ident.unraw().to_string());
                if let Some(own) = path.names.last().cloned() {
                    self.bind(own, Binding::Import(path));
                }
            }
            UseTree::Rename(rename) => {
                let path = with(rename.ident.unraw().to_string());
                self.bind(rename.rename.to_string(), Binding::Import(path));
            }
            UseTree::Glob(_) => self.globs.push(before.clone()),
            UseTree::Group(group) => group.items.into_iter().for_each(|tree| self.import(tree, before)),
        }
    }
}

/// Returns whether an item is there only in tests.
pub(super) fn is_for_tests(item: &Item) -> bool {
    let attributes = match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => return false,
    };
    attributes::is_for_tests(attributes)
}

/// Returns the tokens of an item.
pub(super) fn tokens(item: &Item) -> proc_macro2::TokenStream {
    item.to_token_stream()
}
