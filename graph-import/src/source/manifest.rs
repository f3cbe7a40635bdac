//! A package: its manifest and the files in which its targets begin.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use cargo_toml::{Manifest, Product};

use super::{CrateError, Targets};

/// A package.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) roots: Vec<Root>,
    /// The name by which the programs know the library.
    pub(super) library: Option<String>,
    /// The names by which the crate knows the runtime.
    pub(super) runtimes: BTreeSet<String>,
}

/// The file in which a target begins.
pub(super) struct Root {
    pub(super) file: PathBuf,
    pub(super) is_library: bool,
}

const RUNTIME: &str = "graph-runtime";

impl Package {
    pub(super) fn find(path: &Path, targets: Targets) -> Result<Self, CrateError> {
        if path.is_file() && path.extension().is_some_and(|extension| extension == "rs") {
            return Ok(Self::single_file(path));
        }
        let manifest = if path.is_dir() { path.join("Cargo.toml") } else { path.to_owned() };
        if !manifest.is_file() || manifest.extension().is_none_or(|extension| extension != "toml") {
            return Err(CrateError::NotFound(path.to_owned()));
        }
        Self::from_manifest(&manifest, targets)
    }

    fn single_file(path: &Path) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let root = Root { file: path.to_owned(), is_library: true };
        Self { name, folder, roots: vec![root], library: None, runtimes: default_runtimes() }
    }

    fn from_manifest(path: &Path, targets: Targets) -> Result<Self, CrateError> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let manifest = Manifest::from_path(path).map_err(|error| {
            let message = one_line(&error);
            CrateError::Manifest { manifest: path.to_owned(), message }
        })?;
        let Some(package) = &manifest.package else {
            let members = manifest.workspace.map(|workspace| workspace.members).unwrap_or_default();
            return Err(CrateError::Workspace { manifest: path.to_owned(), members });
        };
        let file =
            |product: &Product| product.path.as_ref().map(|path| folder.join(path)).filter(|path| path.is_file());
        let mut roots = Vec::new();
        let library = manifest.lib.as_ref().and_then(|library| file(library).map(|file| (library, file)));
        let library = library.map(|(product, file)| {
            roots.push(Root { file, is_library: true });
            product.name.clone().unwrap_or_else(|| package.name.clone()).replace('-', "_")
        });
        let tests = manifest.test.iter().chain(&manifest.bench).chain(&manifest.example);
        let products = manifest.bin.iter().chain(tests.filter(|_| targets.tests));
        for file in products.filter_map(file) {
            if roots.iter().all(|root| root.file != file) {
                roots.push(Root { file, is_library: false });
            }
        }
        if roots.is_empty() {
            return Err(CrateError::NoTarget(path.to_owned()));
        }
        let mut runtimes = default_runtimes();
        let dependencies = manifest.dependencies.iter().chain(&manifest.dev_dependencies);
        let renamed = dependencies.filter(|(_, dependency)| dependency.package() == Some(RUNTIME));
        runtimes.extend(renamed.map(|(name, _)| name.replace('-', "_")));
        if package.name == RUNTIME {
            runtimes.insert(String::from("crate"));
        }
        Ok(Self { name: package.name.clone(), folder, roots, library, runtimes })
    }
}

fn default_runtimes() -> BTreeSet<String> {
    [RUNTIME.replace('-', "_")].into()
}

/// Returns the message of an error in one line: a parser of TOML shows the source below it.
fn one_line(error: &cargo_toml::Error) -> String {
    let message = error.to_string();
    let mut lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("not a manifest");
    match lines.next_back() {
        Some(last) if !last.starts_with(['|', '^']) => format!("{first}: {last}"),
        _ => first.to_owned(),
    }
}
