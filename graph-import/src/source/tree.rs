//! The module tree: the files of a target, as rustc finds them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use proc_macro2::{Span, TokenStream};
use syn::{Block, Item, ItemMod, Stmt, ext::IdentExt, visit::Visit};

use super::{
    Place, Problem, Targets, attributes,
    comments::{self, Comment},
    scope::{Binding, Module, ModuleId, is_for_tests},
};

/// The largest file that is read; declarations are written by people.
const LARGEST_FILE: u64 = 16 << 20;
/// How deep modules, and the brackets of a file, may be nested.
const DEEPEST: usize = 128;

/// The modules that were read so far.
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
    pub(super) comments: Vec<Comment>,
    pub(super) problems: Vec<Problem>,
    folder: PathBuf,
    targets: Targets,
}

/// Where the modules of a file are looked for.
struct Position {
    file: Arc<str>,
    /// The folder of the file.
    folder: PathBuf,
    /// The folder of the modules that the file declares.
    children: PathBuf,
    /// Whether this is inside a module with braces.
    is_inline: bool,
    depth: usize,
}

impl Tree {
    pub(super) fn new(folder: PathBuf, targets: Targets) -> Self {
        Self { modules: Vec::new(), comments: Vec::new(), problems: Vec::new(), folder, targets }
    }

    /// Reads the target that begins in a file.
    pub(super) fn read_root(&mut self, file: &Path, is_library: bool) {
        let root = ModuleId(self.modules.len());
        let module = Module {
            path: Vec::new(),
            file: self.shown(file),
            parent: None,
            root,
            is_block: false,
            is_library,
            items: Vec::new(),
            names: BTreeMap::new(),
            globs: Vec::new(),
        };
        self.modules.push(module);
        let folder = parent(file);
        self.read_file(root, file, folder, 0, None);
    }

    fn read_file(&mut self, module: ModuleId, file: &Path, children: PathBuf, depth: usize, from: Option<&Place>) {
        let shown = self.shown(file);
        let position = Position { file: shown.clone(), folder: parent(file), children, is_inline: false, depth };
        let start = Place { file: shown, line: 1, column: 1 };
        let place = from.unwrap_or(&start);
        let text = match read(file) {
            Ok(text) => text,
            Err(message) => return self.problem(place.clone(), format!("{}: {message}", file.display())),
        };
        match parse(&text) {
            Ok((tokens, parsed)) => {
                if attributes::is_for_tests(&parsed.attrs) && !self.targets.tests {
                    return;
                }
                self.comments.extend(comments::find(&text, tokens, &position.file));
                for item in parsed.items {
                    self.item(module, item, &position);
                }
            }
            Err(error) => {
                let place = Place::of(&position.file, error.span());
                self.problem(place, error.to_string());
            }
        }
    }

    fn item(&mut self, module: ModuleId, item: Item, position: &Position) {
        if is_for_tests(&item) && !self.targets.tests {
            return;
        }
        match item {
            Item::Mod(item) => self.child(module, item, position),
            Item::Fn(_) | Item::Impl(_) | Item::Const(_) | Item::Static(_) => {
                let mut blocks = Blocks { tree: self, module, position };
                blocks.visit_item(&item);
            }
            item => self.modules[module.0].add(item),
        }
    }

    fn child(&mut self, parent_id: ModuleId, item: ItemMod, position: &Position) {
        let name = item.ident.unraw().to_string();
        let place = Place::of(&position.file, item.ident.span());
        if position.depth >= DEEPEST {
            return self.problem(place, String::from("modules are nested too deeply"));
        }
        let id = self.add_module(parent_id, Some(&name));
        let paths = attributes::paths(&item.attrs);
        let base = if position.is_inline { &position.children } else { &position.folder };
        if let Some((_, items)) = item.content {
            let children = paths.first().map_or_else(|| position.children.join(&name), |path| base.join(path));
            let (file, folder, depth) = (position.file.clone(), position.folder.clone(), position.depth + 1);
            let position = Position { file, folder, children, is_inline: true, depth };
            for item in items {
                self.item(id, item, &position);
            }
            return;
        }
        let inner = position.children.join(&name);
        let flat = position.children.join(format!("{name}.rs"));
        let given = paths.iter().map(|path| base.join(path)).map(|path| (parent(&path), path));
        let default = [(inner.clone(), flat.clone()), (inner.clone(), inner.join("mod.rs"))];
        let found = given.chain(default).find(|(_, path)| path.is_file());
        let (children, file) = found.unwrap_or_else(|| {
            let first = paths.first().map_or(flat, |path| base.join(path));
            (parent(&first), first)
        });
        self.modules[id.0].file = self.shown(&file);
        self.read_file(id, &file, children, position.depth + 1, Some(&place));
    }

    fn add_module(&mut self, parent: ModuleId, name: Option<&str>) -> ModuleId {
        let id = ModuleId(self.modules.len());
        let Module { path, file, root, is_library, .. } = &self.modules[parent.0];
        let module = Module {
            path: path.iter().map(String::as_str).chain(name).map(String::from).collect(),
            file: file.clone(),
            parent: Some(parent),
            root: *root,
            is_block: name.is_none(),
            is_library: *is_library,
            items: Vec::new(),
            names: BTreeMap::new(),
            globs: Vec::new(),
        };
        self.modules.push(module);
        if let Some(name) = name {
            self.modules[parent.0].bind(name.to_owned(), Binding::Module(id));
        }
        id
    }

    fn problem(&mut self, place: Place, message: String) {
        self.problems.push(Problem { place, message });
    }

    /// Returns a path as places name it.
    fn shown(&self, file: &Path) -> Arc<str> {
        let relative = file.strip_prefix(&self.folder).unwrap_or(file);
        relative.to_string_lossy().replace('\\', "/").into()
    }
}

/// Finds items in the blocks of functions.
struct Blocks<'t> {
    tree: &'t mut Tree,
    module: ModuleId,
    position: &'t Position,
}

impl Visit<'_> for Blocks<'_> {
    fn visit_block(&mut self, block: &Block) {
        let has_items = block.stmts.iter().any(|statement| matches!(statement, Stmt::Item(_) | Stmt::Macro(_)));
        if !has_items {
            return syn::visit::visit_block(self, block);
        }
        let inner = self.tree.add_module(self.module, None);
        let outer = std::mem::replace(&mut self.module, inner);
        for statement in &block.stmts {
            match statement {
                Stmt::Item(item) => self.tree.item(inner, item.clone(), self.position),
                Stmt::Macro(invocation) => {
                    let (attrs, mac) = (invocation.attrs.clone(), invocation.mac.clone());
                    let item = syn::ItemMacro { attrs, ident: None, mac, semi_token: None };
                    self.tree.item(inner, Item::Macro(item), self.position);
                }
                other => self.visit_stmt(other),
            }
        }
        self.module = outer;
    }
}

fn parent(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).to_owned()
}

fn read(file: &Path) -> Result<String, String> {
    let length = fs::metadata(file).map_err(|error| error.to_string())?.len();
    if length > LARGEST_FILE {
        return Err(format!("the file has {length} bytes; at most {LARGEST_FILE} are read"));
    }
    let text = fs::read(file).map_err(|error| error.to_string())?;
    let text = String::from_utf8(text).map_err(|_| String::from("not UTF-8"))?;
    Ok(without_prelude(&text))
}

/// Replaces what may precede the first token, a byte order mark and `#!…`, without moving what follows.
fn without_prelude(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.starts_with("#!") && !text[2..].trim_start().starts_with('[') {
        format!("//{}", &text[2..])
    } else {
        text.to_owned()
    }
}

fn parse(text: &str) -> syn::Result<(TokenStream, syn::File)> {
    let tokens = TokenStream::from_str(text)?;
    if !is_shallow(&tokens, DEEPEST) {
        return Err(syn::Error::new(Span::call_site(), "brackets are nested too deeply"));
    }
    Ok((tokens.clone(), syn::parse2(tokens)?))
}

fn is_shallow(tokens: &TokenStream, left: usize) -> bool {
    left > 0
        && tokens.clone().into_iter().all(|token| match token {
            proc_macro2::TokenTree::Group(group) => is_shallow(&group.stream(), left - 1),
            _ => true,
        })
}
