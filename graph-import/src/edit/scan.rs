//! What a file has already.

use std::{collections::BTreeSet, ops::Range, path::Path};

use graph_macros_core::{errors::Errors, model::Action};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, File, Item, ItemStruct, ItemUse, Meta, UseTree as SynTree, Visibility, ext::IdentExt, spanned::Spanned,
};

use super::EditError;
use crate::description::{Method, Operation};

/// The names of the runtime that are imported.
const RUNTIME: &str = "graph_runtime";

/// What a file has.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The `use` items at the top, in their order.
    pub(super) uses: Vec<UseItem>,
    /// The end of what stands before the first item: inner attributes and documentation.
    pub(super) header: usize,
    /// All items at the top, in their order.
    pub(super) items: Vec<Range<usize>>,
    /// Whether the last item is a module of tests.
    pub(super) ends_with_tests: bool,
    /// The modules in files of their own.
    pub(super) modules: Vec<String>,
    actions: Vec<ActionItem>,
    types: BTreeSet<String>,
    others: BTreeSet<String>,
}

/// An action that the file declares.
#[derive(Debug)]
pub(super) struct ActionItem {
    pub(super) name: String,
    pub(super) route: String,
    pub(super) line: usize,
    pub(super) range: Range<usize>,
    /// Whether it is at the top, and not in a module in the file.
    is_at_top: bool,
    key: String,
}

/// A `use` item.
#[derive(Debug)]
pub(super) struct UseItem {
    pub(super) range: Range<usize>,
    /// The paths that it imports. The last segment is a name, `name as other`, `self` or `*`.
    pub(super) paths: Vec<Vec<String>>,
    /// Whether it has neither a visibility nor attributes, nor a leading `::`.
    pub(super) is_plain: bool,
}

impl Scan {
    pub(super) fn new(text: &str, file: &Path) -> Result<Self, EditError> {
        // Positions count from behind the byte-order mark and the line for the shell, which the parser skips.
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let body = match body.strip_prefix("#!").filter(|rest| !rest.trim_start().starts_with('[')) {
            Some(rest) => rest.find('\n').map_or("", |end| &rest[end..]),
            None => body,
        };
        let offset = text.len() - body.len();
        let parsed: File = syn::parse_str(body).map_err(|error| EditError::Parse {
            file: file.to_owned(),
            line: error.span().start().line + text[..offset].matches('\n').count(),
            message: error.to_string(),
        })?;
        let mut scan = Self { header: offset, ..Self::default() };
        let range = |tokens: &dyn Spanned| {
            let range = tokens.span().byte_range();
            range.start + offset..range.end + offset
        };
        for attribute in &parsed.attrs {
            scan.header = range(attribute).end;
        }
        for item in &parsed.items {
            scan.items.push(range(item));
            scan.add(item, offset, true);
        }
        scan.ends_with_tests = parsed.items.last().is_some_and(is_tests);
        Ok(scan)
    }

    fn add(&mut self, item: &Item, offset: usize, is_at_top: bool) {
        let span = item.span();
        let range = span.byte_range().start + offset..span.byte_range().end + offset;
        if let Item::Struct(item) = item
            && let Some((name, method, route)) = declared(item)
        {
            let key = key(method, &route);
            self.actions.push(ActionItem { name, route, line: span.start().line, range, is_at_top, key });
            return;
        }
        match item {
            Item::Mod(module) => match &module.content {
                Some((_, items)) => items.iter().for_each(|item| self.add(item, offset, false)),
                None if is_at_top => self.modules.push(module.ident.unraw().to_string()),
                None => {}
            },
            _ if !is_at_top => {}
            Item::Use(item) => self.uses.push(UseItem::new(item, range)),
            Item::Trait(item) => self.others.extend([item.ident.unraw().to_string()]),
            Item::Macro(item) => self.types.extend(enumeration(item.mac.tokens.clone())),
            _ => self.types.extend(type_name(item)),
        }
    }

    /// Returns the action at the top of the file, or in a module in it, that declares an operation.
    pub(super) fn action(&self, operation: &Operation) -> Option<&ActionItem> {
        let key = key(operation.method, &operation.route());
        self.actions.iter().find(|action| action.key == key)
    }

    /// Returns the action with this name that can be replaced.
    pub(super) fn action_named(&self, name: &str) -> Option<&ActionItem> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// Returns the actions at the top.
    pub(super) fn actions(&self) -> impl Iterator<Item = &ActionItem> {
        self.actions.iter().filter(|action| action.is_at_top)
    }

    /// Returns the names of types, also of imported ones.
    pub(super) fn type_names(&self) -> impl Iterator<Item = &str> {
        let imported = self
            .uses
            .iter()
            .flat_map(|item| &item.paths)
            .filter(|path| !is_runtime(path))
            .filter_map(|path| imported(path));
        self.types.iter().map(String::as_str).chain(imported)
    }

    /// Returns the names of what is neither a type nor an action.
    pub(super) fn other_names(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(String::as_str)
    }

    /// Returns the names that have a meaning of their own in the file, if the runtime has them too.
    pub(super) fn shadowed(&self) -> BTreeSet<String> {
        let own = self.type_names().chain(self.other_names());
        own.chain(self.actions().map(|action| action.name.as_str())).map(str::to_owned).collect()
    }

    /// Returns whether the file imports a path already.
    pub(super) fn imports(&self, path: &[String]) -> bool {
        let globs = |known: &[String]| {
            known.last().is_some_and(|last| last == "*")
                && known.len() == path.len()
                && known[..known.len() - 1] == path[..path.len() - 1]
        };
        self.uses.iter().flat_map(|item| &item.paths).any(|known| known == path || globs(known))
    }
}

impl UseItem {
    fn new(item: &ItemUse, range: Range<usize>) -> Self {
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut paths);
        let is_plain =
            item.attrs.is_empty() && matches!(item.vis, Visibility::Inherited) && item.leading_colon.is_none();
        Self { range, paths, is_plain }
    }
}

fn flatten(tree: &SynTree, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let with = |last: String| before.iter().cloned().chain([last]).collect::<Vec<_>>();
    match tree {
        SynTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, paths);
            before.pop();
        }
        SynTree::Name(name) => paths.push(with(name.ident.to_string())),
        SynTree::Rename(rename) => paths.push(with(format!("{} as {}", rename.ident, rename.rename))),
        SynTree::Glob(_) => paths.push(with(String::from("*"))),
        SynTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, paths)),
    }
}

fn is_runtime(path: &[String]) -> bool {
    path.first().is_some_and(|first| first == RUNTIME)
}

/// Returns the name under which a path is imported.
fn imported(path: &[String]) -> Option<&str> {
    let last = path.last()?;
    match last.split_once(" as ") {
        Some((_, name)) => Some(name),
        None if last == "*" => None,
        None if last == "self" => path.iter().rev().nth(1).map(String::as_str),
        None => Some(last),
    }
}

/// Returns name, method and path of an action.
fn declared(item: &ItemStruct) -> Option<(String, Method, String)> {
    let is_action =
        |attribute: &Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "graph_action");
    let at = item.attrs.iter().position(is_action)?;
    let Meta::List(list) = &item.attrs[at].meta else { return None };
    let mut rest = item.clone();
    rest.attrs.remove(at);
    let mut errors = Errors::new();
    let action = Action::parse(list.tokens.clone(), rest.to_token_stream(), &mut errors);
    // A declaration with mistakes is one all the same; the compiler reports them.
    drop(errors.into_vec());
    let action = action?;
    Some((item.ident.unraw().to_string(), action.method, action.template.text))
}

/// Returns what two declarations of one operation have in common, however its parameters are called.
pub(super) fn key(method: Method, route: &str) -> String {
    let mut path = String::new();
    let mut in_placeholder = false;
    for c in route.chars() {
        match c {
            '<' => path.push('<'),
            _ if in_placeholder && c != '>' => {}
            c => path.extend(c.to_lowercase()),
        }
        in_placeholder = c == '<' || in_placeholder && c != '>';
    }
    let path = path.replace("()", "").replace("/microsoft.graph.", "/");
    format!("{} {path}", method.as_str())
}

fn type_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.unraw().to_string())
}

/// Returns the names of the enumerations in the tokens of a macro.
fn enumeration(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_enum = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if is_enum => {
                found.push(ident.unraw().to_string());
                is_enum = false;
            }
            TokenTree::Ident(ident) => is_enum = ident == "enum",
            _ => is_enum = false,
        }
    }
    found
}

fn is_tests(item: &Item) -> bool {
    let Item::Mod(module) = item else { return false };
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().replace(' ', "") == "cfg(test)"
    };
    module.attrs.iter().any(is_test)
}

/// Whether a text contains a word.
pub(super) fn names_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

/// Returns the names of the types that a text declares for modules beside its own; nothing if it is no Rust.
pub(super) fn visible_types(text: &str) -> Vec<String> {
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    let is_visible = |visibility: &Visibility| !matches!(visibility, Visibility::Inherited);
    let mut names = Vec::new();
    for item in &file.items {
        match item {
            Item::Struct(found) if is_visible(&found.vis) && declared(found).is_none() => names.extend(type_name(item)),
            Item::Enum(found) if is_visible(&found.vis) => names.extend(type_name(item)),
            Item::Type(found) if is_visible(&found.vis) => names.extend(type_name(item)),
            Item::Macro(found) => {
                let tokens = found.mac.tokens.clone();
                let mut words = tokens.clone().into_iter().filter_map(|token| match token {
                    TokenTree::Ident(ident) => Some(ident.to_string()),
                    _ => None,
                });
                if words.next().is_some_and(|word| word == "pub") {
                    names.extend(enumeration(tokens));
                }
            }
            Item::Use(found) if is_visible(&found.vis) => {
                let mut paths = Vec::new();
                flatten(&found.tree, &mut Vec::new(), &mut paths);
                names.extend(paths.iter().filter_map(|path| imported(path)).map(str::to_owned));
            }
            _ => {}
        }
    }
    names
}
