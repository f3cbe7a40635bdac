//! What a path in the source of a crate stands for.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use graph_macros_core::model::GraphType;
use quote::ToTokens;
use syn::{Generics, Path, Type, ext::IdentExt};

use super::{
    DeclarationId, Declared,
    scope::{Binding, ImportPath, Module, ModuleId},
};

/// The modules of a crate, with what is known about other crates.
pub(super) struct Scopes {
    modules: Vec<Module>,
    /// The name by which the programs know the library.
    library: Option<String>,
    /// The paths by which the crate knows the runtime.
    runtimes: BTreeSet<Vec<String>>,
    declared: BTreeMap<(ModuleId, usize), DeclarationId>,
}

/// What a path stands for.
pub(super) enum Resolved<'s> {
    /// A declaration.
    Declaration(DeclarationId),
    /// A type alias, and the module in which it is.
    Alias(ModuleId, &'s Generics, &'s Type),
    /// A name of another crate, or of the language's prelude.
    External(Vec<String>),
    /// A name of the crate that is no declaration, or one that is not found.
    Other,
}

/// How many imports may lead to a name; a cycle ends here.
const MOST_STEPS: usize = 256;

impl std::fmt::Debug for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scopes").field("modules", &self.modules.len()).finish_non_exhaustive()
    }
}

impl Scopes {
    pub(super) fn new(modules: Vec<Module>, library: Option<String>, runtimes: BTreeSet<String>) -> Self {
        let runtimes = runtimes.into_iter().map(|name| vec![name]).collect();
        Self { modules, library, runtimes, declared: BTreeMap::new() }
    }

    pub(super) fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.0]
    }

    /// Returns the places of all items that may be declarations.
    pub(super) fn items(&self) -> Vec<(ModuleId, usize)> {
        let items = |(id, module): (usize, &Module)| (0..module.items.len()).map(move |index| (ModuleId(id), index));
        self.modules.iter().enumerate().flat_map(items).collect()
    }

    /// Notes that an item is a declaration, and by which path it knows the runtime.
    pub(super) fn declare(&mut self, module: ModuleId, index: usize, id: DeclarationId, declared: &Declared) {
        self.declared.entry((module, index)).or_insert(id);
        let runtime = match declared {
            Declared::Action(action) => &action.runtime,
            Declared::Type(GraphType::Object(object)) => &object.runtime,
            Declared::Type(GraphType::Derived(derived)) => &derived.runtime,
            Declared::Enumeration(_) => return,
        };
        if let Resolved::External(names) = self.resolve_path(module, runtime.path()) {
            self.runtimes.insert(names);
        }
    }

    /// Returns whether a path is that of a macro of the runtime.
    pub(super) fn is_macro(&self, module: ModuleId, path: &Path, name: &str) -> bool {
        match self.resolve_path(module, path) {
            Resolved::External(names) => names.last().is_some_and(|last| last == name),
            // A macro may be re-exported by a module that is not read; its own name is telling enough.
            Resolved::Other => path.segments.last().is_some_and(|segment| segment.ident == name),
            Resolved::Declaration(_) | Resolved::Alias(..) => false,
        }
    }

    /// Returns what follows the runtime's name in a path.
    pub(super) fn in_runtime<'n>(&self, names: &'n [String]) -> Option<&'n [String]> {
        self.runtimes.iter().find_map(|runtime| names.strip_prefix(runtime.as_slice()))
    }

    pub(super) fn resolve_path(&self, module: ModuleId, path: &Path) -> Resolved<'_> {
        let names = path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
        self.resolve(module, &ImportPath { is_global: path.leading_colon.is_some(), names }, &Cell::new(0))
    }

    fn resolve(&self, module: ModuleId, path: &ImportPath, steps: &Cell<usize>) -> Resolved<'_> {
        let [first, rest @ ..] = path.names.as_slice() else { return Resolved::Other };
        if path.is_global {
            return self.global(module, &path.names, steps);
        }
        let start = match first.as_str() {
            "crate" => Some(self.module(module).root),
            "self" => Some(self.named_module(module)),
            "super" => self.module(self.named_module(module)).parent.map(|parent| self.named_module(parent)),
            _ => None,
        };
        if let Some(start) = start {
            return self.walk(start, rest, steps);
        }
        let mut scope = Some(module);
        while let Some(id) = scope {
            if let Some(resolved) = self.lookup(id, first, rest, steps) {
                return resolved;
            }
            scope = self.module(id).parent.filter(|_| self.module(id).is_block);
        }
        self.global(module, &path.names, steps)
    }

    /// Resolves the path of another crate, or of the library.
    fn global(&self, module: ModuleId, names: &[String], steps: &Cell<usize>) -> Resolved<'_> {
        let [first, rest @ ..] = names else { return Resolved::Other };
        let is_library = self.library.as_ref() == Some(first) && !rest.is_empty();
        if is_library && !self.module(module).is_library {
            let library = self.modules.iter().position(|module| module.is_library && module.parent.is_none());
            if let Some(library) = library {
                return self.walk(ModuleId(library), rest, steps);
            }
        }
        Resolved::External(names.to_vec())
    }

    /// Resolves what follows a module.
    fn walk(&self, module: ModuleId, names: &[String], steps: &Cell<usize>) -> Resolved<'_> {
        let [first, rest @ ..] = names else { return Resolved::Other };
        if first == "super" {
            let parent = self.module(module).parent.map(|parent| self.named_module(parent));
            return parent.map_or(Resolved::Other, |parent| self.walk(parent, rest, steps));
        }
        self.lookup(module, first, rest, steps).unwrap_or(Resolved::Other)
    }

    /// Finds a name in a module, and what follows it.
    fn lookup(&self, id: ModuleId, name: &str, rest: &[String], steps: &Cell<usize>) -> Option<Resolved<'_>> {
        steps.set(steps.get() + 1);
        if steps.get() > MOST_STEPS {
            return Some(Resolved::Other);
        }
        let module = self.module(id);
        match module.names.get(name) {
            Some(Binding::Module(inner)) => return Some(self.walk(*inner, rest, steps)),
            Some(Binding::Item(index)) => {
                let declaration = self.declared.get(&(id, *index)).filter(|_| rest.is_empty());
                return Some(declaration.map_or(Resolved::Other, |id| Resolved::Declaration(*id)));
            }
            Some(Binding::Alias(alias)) if rest.is_empty() => return Some(Resolved::Alias(id, &alias.0, &alias.1)),
            Some(Binding::Alias(_) | Binding::Other) => return Some(Resolved::Other),
            Some(Binding::Import(path)) => {
                let mut path = path.clone();
                // `use name;` imports the crate of this name, and not itself.
                path.is_global |= path.names.first().is_some_and(|first| first == name) && path.names.len() == 1;
                path.names.extend(rest.iter().cloned());
                return Some(self.resolve_import(id, &path, name, steps));
            }
            None => {}
        }
        module.globs.iter().find_map(|glob| {
            let mut path = glob.clone();
            path.names.push(name.to_owned());
            path.names.extend(rest.iter().cloned());
            match self.resolve(id, &path, steps) {
                Resolved::Other => None,
                // Of another crate, only the names of the runtime are known.
                Resolved::External(names) if !self.is_known(&names) => None,
                resolved => Some(resolved),
            }
        })
    }

    /// Resolves an import, whose first name is not the import itself: `use time::time;`.
    fn resolve_import(&self, id: ModuleId, path: &ImportPath, own: &str, steps: &Cell<usize>) -> Resolved<'_> {
        let is_self = path.names.first().is_some_and(|first| first == own)
            && matches!(self.module(id).names.get(own), Some(Binding::Import(_)));
        if is_self { self.global(id, &path.names, steps) } else { self.resolve(id, path, steps) }
    }

    fn is_known(&self, names: &[String]) -> bool {
        self.in_runtime(names).is_some_and(super::meaning::is_runtime_name)
    }

    /// Returns the module that a block is in.
    fn named_module(&self, mut id: ModuleId) -> ModuleId {
        while let (true, Some(parent)) = (self.module(id).is_block, self.module(id).parent) {
            id = parent;
        }
        id
    }
}

/// Formats a type for messages.
pub(super) fn shown(ty: &Type) -> String {
    let mut shown = ty.to_token_stream().to_string();
    for (spaced, plain) in
        [(" :: ", "::"), (":: ", "::"), (" <", "<"), ("< ", "<"), (" >", ">"), (" ,", ","), ("& ", "&")]
    {
        shown = shown.replace(spaced, plain);
    }
    shown
}
