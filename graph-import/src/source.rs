//! Reads the declarations of a crate: actions, types and enumerations, with their places, and what their types mean.
//!
//! [`Crate::read`] follows the module tree as rustc does, without building anything. A name in a declaration is resolved
//! through `use`, `as`, re-exports and type aliases, as far as the crate itself goes: what another crate declares is
//! known only if it is the runtime or a well-known library.

mod attributes;
mod comments;
mod declaration;
mod enumeration;
mod manifest;
mod meaning;
mod place;
mod resolve;
mod scope;
mod tree;

use std::path::{Path, PathBuf};

pub use self::{
    comments::Allow,
    declaration::{Declaration, DeclarationId, Declared, Part},
    enumeration::{EnumerationMember, GraphEnumeration},
    meaning::{RustType, written},
    place::Place,
};
use self::{
    manifest::{Package, Root},
    scope::{Module, ModuleId},
};

/// A crate that declares operations of Graph.
#[derive(Debug)]
pub struct Crate {
    /// The name of the package, or of the file that was given in its place.
    pub name: String,
    /// The folder to which places are relative.
    pub root: PathBuf,
    /// The declarations, in the order of the module tree.
    pub declarations: Vec<Declaration>,
    /// The comments that allow a finding.
    pub allows: Vec<Allow>,
    /// What could not be read. The rest is read nevertheless.
    pub problems: Vec<Problem>,
    scopes: resolve::Scopes,
}

/// What to read of a package.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Targets {
    /// Whether to read tests, benchmarks and examples too, and modules for tests. Otherwise, it is the library and the
    /// programs.
    pub tests: bool,
}

/// A part of a crate that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What is wrong with it.
    pub message: String,
}

/// Why a crate could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum CrateError {
    /// There is no package.
    #[error("{}: neither a package nor a Rust file; give a folder with `Cargo.toml`, or a `.rs` file", .0.display())]
    NotFound(PathBuf),
    /// The manifest is that of a workspace.
    #[error("{}: a workspace has no declarations of its own; give one of its members: {}", .manifest.display(), .members.join(", "))]
    Workspace {
        /// The manifest.
        manifest: PathBuf,
        /// Its members, as it lists them.
        members: Vec<String>,
    },
    /// The manifest cannot be read.
    #[error("{}: {message}", .manifest.display())]
    Manifest {
        /// The manifest.
        manifest: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The package has neither a library nor a program.
    #[error("{}: the package has neither a library nor a program", .0.display())]
    NoTarget(PathBuf),
}

impl Crate {
    /// Reads the package in a folder, or with this `Cargo.toml`; or one Rust file as if it were a library.
    ///
    /// # Errors
    ///
    /// If there is no package, or its manifest cannot be read. A source file that cannot be read is one of
    /// [`problems`](Self::problems).
    pub fn read(path: &Path, targets: Targets) -> Result<Self, CrateError> {
        let Package { name, folder, roots, library, runtimes } = Package::find(path, targets)?;
        let mut tree = tree::Tree::new(folder.clone(), targets);
        for Root { file, is_library } in &roots {
            tree.read_root(file, *is_library);
        }
        let tree::Tree { modules, comments, mut problems, .. } = tree;
        let scopes = resolve::Scopes::new(modules, library, runtimes);
        let (declarations, scopes) = declaration::find_all(scopes, &mut problems);
        problems.sort_by(|a, b| a.place.cmp(&b.place));
        let allows = comments::attach(comments, &declarations);
        Ok(Self { name, root: folder, declarations, allows, problems, scopes })
    }

    /// Finds a declaration.
    ///
    /// # Panics
    ///
    /// If the ID is that of another crate.
    #[must_use]
    pub fn declaration(&self, id: DeclarationId) -> &Declaration {
        &self.declarations[id.0]
    }

    /// Returns all declarations with their IDs.
    pub fn iter(&self) -> impl Iterator<Item = (DeclarationId, &Declaration)> {
        self.declarations.iter().enumerate().map(|(index, declaration)| (DeclarationId(index), declaration))
    }

    /// Returns what a type means that a declaration is written with.
    #[must_use]
    pub fn meaning(&self, declaration: &Declaration, ty: &syn::Type) -> RustType {
        self.scopes.meaning(declaration, ty)
    }

    fn module(&self, id: ModuleId) -> &Module {
        self.scopes.module(id)
    }

    /// Returns the path of a declaration in its crate: `dep::UploadDepToken`.
    #[must_use]
    pub fn path(&self, declaration: &Declaration) -> String {
        let mut path = self.module(declaration.module).path.clone();
        path.push(declaration.name.clone());
        path.join("::")
    }
}
