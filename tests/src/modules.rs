//! Which files of a crate use which others.
//!
//! [`Modules::read`] parses each file of a crate, and finds every path to another of its modules, in `use` items, code and
//! the arguments of macros. An arrow goes from the file with the path to the file of the last module that the path names:
//! `crate::error::Error` leads to `error/mod.rs`, wherever `Error` is defined, and `crate::Error` to `lib.rs`.
//!
//! No arrow is
//!
//! - a declaration, `mod child;`,
//! - a re-export of what is defined below, `pub use child::Type;`, since a parent module shows what its children are for,
//! - anything in an item under `#[cfg(test)]` or `#[cfg(doctest)]`,
//! - a path that starts with `$crate`, which an exported macro writes in other crates.

mod paths;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use quote::ToTokens;
use syn::{Attribute, Item, Meta, Visibility};

use paths::{Path as Written, Start, paths};

/// The name of a module: its parts, without `crate`.
type Name = Vec<String>;

/// The files of a crate, and the arrows between them.
#[derive(Debug)]
pub struct Modules {
    /// The files, by their path from the folder of the sources.
    files: Vec<String>,
    /// From a file to the files that it uses, each with the first path that says so.
    arrows: BTreeMap<usize, BTreeMap<usize, String>>,
}

/// A module, before its paths are resolved.
struct Module {
    file: usize,
    items: Vec<Item>,
    /// The modules that it imports, by the name that they have here.
    imported: BTreeMap<String, Name>,
}

impl Modules {
    /// Reads the crate with this folder of sources, which contains `lib.rs`.
    ///
    /// # Panics
    ///
    /// If a file cannot be read, or is not Rust.
    #[must_use]
    pub fn read(sources: &Path) -> Self {
        let mut tree = Tree { sources, files: Vec::new(), modules: BTreeMap::new(), exported: BTreeMap::new() };
        tree.add_file(Name::new(), Path::new("lib.rs"), Path::new(""));
        tree.import();
        let mut arrows = BTreeMap::<usize, BTreeMap<usize, String>>::new();
        for (name, module) in &tree.modules {
            for written in module.items.iter().flat_map(|item| tree.paths_of(name, item)) {
                let Some(used) = tree.resolve(name, &written) else { continue };
                let used = tree.modules[&used].file;
                if used != module.file {
                    let why = || format!("line {}: {written}", written.line);
                    arrows.entry(module.file).or_default().entry(used).or_insert_with(why);
                }
            }
        }
        Self { files: tree.files, arrows }
    }

    /// The files directly in the folder of the sources, without `lib.rs`.
    pub fn root_files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str).filter(|file| !file.contains('/') && *file != "lib.rs")
    }

    /// The files that use what is re-exported in `lib.rs`, each with the first path that does.
    #[must_use]
    pub fn through_the_root(&self) -> Vec<String> {
        let root = self.files.iter().position(|file| file == "lib.rs");
        let uses = self.arrows.iter().filter_map(|(&from, to)| Some((from, to.get(&root?)?)));
        uses.map(|(from, why)| format!("{}, {why}", self.files[from])).collect()
    }

    /// The cycles: sets of files of which each uses each other one, directly or by others of the set; the largest first.
    #[must_use]
    pub fn cycles(&self) -> Vec<Cycle> {
        let mut cycles: Vec<_> = self.components().into_iter().filter(|files| files.len() > 1).collect();
        cycles.sort_by_key(|files| (usize::MAX - files.len(), files.first().copied()));
        cycles.iter().map(|files| self.cycle(files)).collect()
    }

    fn cycle(&self, files: &BTreeSet<usize>) -> Cycle {
        let arrows = files.iter().flat_map(|&from| {
            let inside = self.arrows[&from].iter().filter(|(to, _)| files.contains(to));
            inside.map(move |(&to, why)| format!("{} -> {} ({why})", self.files[from], self.files[to]))
        });
        Cycle { files: files.iter().map(|&file| self.files[file].clone()).collect(), arrows: arrows.collect() }
    }

    /// The strongly connected components of the files, by Tarjan's algorithm; what a component uses comes before it.
    fn components(&self) -> Vec<BTreeSet<usize>> {
        let mut search = Search {
            arrows: &self.arrows,
            visited: vec![None; self.files.len()],
            visits: 0,
            stack: Vec::new(),
            components: Vec::new(),
        };
        for file in 0..self.files.len() {
            if search.visited[file].is_none() {
                search.visit(file);
            }
        }
        search.components
    }

    /// One drawing of the crate's top-level modules, in Mermaid's language.
    ///
    /// Modules that use each other are one node. An arrow is left out if others lead from its start to its end. `lib.rs`,
    /// which re-exports all, is no node.
    #[must_use]
    pub fn top_level(&self) -> String {
        let of = |file: &str| file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let names: BTreeSet<_> = self.files.iter().map(|file| of(file)).filter(|name| name != "lib").collect();
        let names: Vec<_> = names.into_iter().collect();
        let place = |file: usize| names.binary_search(&of(&self.files[file])).ok();
        let mut arrows = BTreeMap::<usize, BTreeMap<usize, String>>::new();
        for (&from, uses) in &self.arrows {
            for (&to, why) in uses {
                if let (Some(from), Some(to)) = (place(from), place(to))
                    && from != to
                {
                    arrows.entry(from).or_default().insert(to, why.clone());
                }
            }
        }
        Self { files: names, arrows }.drawing()
    }

    /// A drawing of the files, in Mermaid's language; see [`top_level`](Self::top_level).
    #[must_use]
    pub fn drawing(&self) -> String {
        let nodes = self.components();
        let mut node_of = vec![0; self.files.len()];
        for (place, node) in nodes.iter().enumerate() {
            for &file in node {
                node_of[file] = place;
            }
        }
        // What a node uses has a lower number, so that what it reaches is known already.
        let mut reached: Vec<BTreeSet<usize>> = Vec::new();
        let mut drawing = String::from("flowchart TD\n");
        for (place, node) in nodes.iter().enumerate() {
            let names: Vec<_> = node.iter().map(|&file| self.files[file].as_str()).collect();
            let _ = writeln!(drawing, "    n{place}[\"{}\"]", names.join("<br>"));
            let uses = node
                .iter()
                .filter_map(|file| self.arrows.get(file))
                .flat_map(BTreeMap::keys)
                .map(|&file| node_of[file]);
            let uses: BTreeSet<_> = uses.filter(|&used| used != place).collect();
            let by_others: BTreeSet<_> = uses.iter().flat_map(|&used| reached[used].iter().copied()).collect();
            for used in uses.difference(&by_others) {
                let _ = writeln!(drawing, "    n{place} --> n{used}");
            }
            reached.push(uses.union(&by_others).copied().collect());
        }
        drawing
    }
}

/// Files that use each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The files.
    pub files: Vec<String>,
    /// The arrows between them, with the line and the path that each comes from.
    pub arrows: Vec<String>,
}

/// Tarjan's search for strongly connected components.
struct Search<'a> {
    arrows: &'a BTreeMap<usize, BTreeMap<usize, String>>,
    /// When each file was visited; `usize::MAX` once its component is complete.
    visited: Vec<Option<usize>>,
    visits: usize,
    stack: Vec<usize>,
    components: Vec<BTreeSet<usize>>,
}

impl Search<'_> {
    /// Visits a file, and returns the earliest visit among the files on the stack that it leads to.
    fn visit(&mut self, file: usize) -> usize {
        let visit = self.visits;
        self.visits += 1;
        self.visited[file] = Some(visit);
        let below = self.stack.len();
        self.stack.push(file);
        let mut earliest = visit;
        for &used in self.arrows.get(&file).into_iter().flat_map(BTreeMap::keys) {
            let reached = match self.visited[used] {
                Some(visit) => visit,
                None => self.visit(used),
            };
            earliest = earliest.min(reached);
        }
        if earliest == visit {
            let component: BTreeSet<_> = self.stack.drain(below..).collect();
            for &member in &component {
                self.visited[member] = Some(usize::MAX);
            }
            self.components.push(component);
        }
        earliest
    }
}

/// The modules of a crate, while they are read.
struct Tree<'s> {
    sources: &'s Path,
    files: Vec<String>,
    modules: BTreeMap<Name, Module>,
    /// If the exported macros are defined, whose path is that of the crate.
    exported: BTreeMap<String, Name>,
}

impl Tree<'_> {
    /// Reads the file of a module, and those of its children, which are in this folder.
    fn add_file(&mut self, name: Name, path: &Path, children: &Path) {
        let text = fs::read_to_string(self.sources.join(path));
        let text = text.unwrap_or_else(|error| panic!("{} is a file of the crate: {error}", path.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{} is Rust: {error}", path.display()));
        let file = self.files.len();
        self.files.push(path.to_string_lossy().replace('\\', "/"));
        self.add(name, file, parsed.items, path, children);
    }

    /// Adds a module whose items are in this file.
    fn add(&mut self, name: Name, file: usize, items: Vec<Item>, path: &Path, children: &Path) {
        let mut own = Vec::new();
        for item in items {
            match item {
                Item::Mod(module) if !is_test(&module.attrs) => {
                    let ident = module.ident.to_string();
                    let child = [&name[..], std::slice::from_ref(&ident)].concat();
                    if let Some((_, items)) = module.content {
                        self.add(child, file, items, path, &children.join(&ident));
                    } else {
                        let (path, children) = self.place(&module.attrs, &ident, path, children);
                        self.add_file(child, &path, &children);
                    }
                }
                Item::Mod(_) => {}
                other if is_test(attributes(&other)) => {}
                other => {
                    if let Item::Macro(item) = &other
                        && item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"))
                        && let Some(ident) = &item.ident
                    {
                        self.exported.insert(ident.to_string(), name.clone());
                    }
                    own.push(other);
                }
            }
        }
        self.modules.insert(name, Module { file, items: own, imported: BTreeMap::new() });
    }

    /// If a module is that is declared with `mod ident;`: its file, and the folder of its children.
    fn place(&self, attributes: &[Attribute], ident: &str, parent: &Path, children: &Path) -> (PathBuf, PathBuf) {
        if let Some(given) = attributes.iter().find_map(path_attribute) {
            let path = parent.with_file_name(given);
            let children = path.parent().unwrap_or(Path::new("")).to_owned();
            return (path, children);
        }
        let folder = children.join(ident);
        let file = children.join(format!("{ident}.rs"));
        if self.sources.join(&file).is_file() { (file, folder) } else { (folder.join("mod.rs"), folder) }
    }

    /// Notes which modules are imported where. An import may lead through another one, so that it takes several rounds.
    fn import(&mut self) {
        loop {
            let mut found = Vec::new();
            for (name, module) in &self.modules {
                for item in &module.items {
                    let Item::Use(item) = item else { continue };
                    for written in paths(item.to_token_stream()) {
                        if let Some(here) = written.local()
                            && !module.imported.contains_key(here)
                            && let Some(used) = self.module(name, &written)
                        {
                            found.push((name.clone(), here.clone(), used));
                        }
                    }
                }
            }
            if found.is_empty() {
                return;
            }
            for (name, here, used) in found {
                self.modules.get_mut(&name).expect("it was found").imported.insert(here, used);
            }
        }
    }

    /// The paths in an item that may be arrows.
    fn paths_of(&self, name: &Name, item: &Item) -> Vec<Written> {
        let mut written = paths(item.to_token_stream());
        if let Item::Use(import) = item
            && !matches!(import.vis, Visibility::Inherited)
        {
            written.retain(|written| !self.is_below(name, written));
        }
        written
    }

    /// Whether a path leads to a module below that of the file in which it is written.
    fn is_below(&self, name: &Name, written: &Written) -> bool {
        let file = self.modules[name].file;
        let mut above = (0..=name.len()).map(|length| &name[..length]);
        let whole = above.find(|above| self.modules[*above].file == file).expect("the module itself is in its file");
        self.resolve(name, written).is_some_and(|used| used.len() > whole.len() && used.starts_with(whole))
    }

    /// The last module that a path names.
    fn resolve(&self, name: &Name, written: &Written) -> Option<Name> {
        self.follow(name, written).map(|(module, _)| module)
    }

    /// The module that a path is the name of.
    fn module(&self, name: &Name, written: &Written) -> Option<Name> {
        self.follow(name, written).and_then(|(module, is_whole)| is_whole.then_some(module))
    }

    /// Follows a path that is written in the module `name` as far as it names modules; with whether that is all of it.
    fn follow(&self, name: &Name, written: &Written) -> Option<(Name, bool)> {
        let mut names = written.names.iter();
        let mut module = match written.start {
            Start::Crate => Name::new(),
            Start::Own => name.clone(),
            Start::Above(levels) => name[..name.len().checked_sub(levels)?].to_vec(),
            Start::Here => self.step(name, names.next()?, true)?,
        };
        while let Some(next) = names.as_slice().first() {
            // Another module's private imports are of no use to a path.
            let Some(child) = self.step(&module, next, false) else {
                let exported = self.exported.get(next).filter(|_| module.is_empty());
                return Some((exported.cloned().unwrap_or(module), false));
            };
            module = child;
            names.next();
        }
        Some((module, true))
    }

    fn step(&self, module: &Name, next: &String, with_imports: bool) -> Option<Name> {
        let child = [&module[..], std::slice::from_ref(next)].concat();
        if self.modules.contains_key(&child) {
            return Some(child);
        }
        if with_imports { self.modules[module].imported.get(next).cloned() } else { None }
    }
}

/// Whether an item is compiled for tests alone.
fn is_test(attributes: &[Attribute]) -> bool {
    let is_for_tests = |attribute: &Attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string();
            condition == "test" || condition == "doctest" || condition.starts_with("all (test")
        }
        _ => false,
    };
    attributes.iter().any(is_for_tests)
}

fn path_attribute(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    if !pair.path.is_ident("path") {
        return None;
    }
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) => Some(path.value()),
        _ => None,
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
