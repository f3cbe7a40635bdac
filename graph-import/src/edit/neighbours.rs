//! Types in the modules below a file and beside it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::scan::{Scan, names_word, visible_types};

/// Finds the types that are needed in other modules. Returns the path to import for each.
pub(super) fn find(file: &Path, scan: &Scan, needed: &BTreeSet<String>) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    if needed.is_empty() {
        return found;
    }
    let below = scan.modules.iter().filter_map(|module| Some((vec![module.clone()], below(file, module)?)));
    let beside = beside(file).into_iter().map(|(module, file)| (vec![String::from("super"), module], file));
    for (path, file) in below.chain(beside) {
        let Ok(text) = fs::read_to_string(file) else { continue };
        if !needed.iter().any(|name| names_word(&text, name)) {
            continue;
        }
        for name in visible_types(&text).into_iter().filter(|name| needed.contains(name)) {
            let path = path.iter().cloned().chain([name.clone()]).collect();
            found.entry(name).or_insert(path);
        }
    }
    found
}

/// Returns the file of a module that a file declares.
fn below(file: &Path, module: &str) -> Option<PathBuf> {
    let folder = file.parent()?;
    let folder = if is_root(file) { folder.to_owned() } else { folder.join(file.file_stem()?) };
    [folder.join(format!("{module}.rs")), folder.join(module).join("mod.rs")].into_iter().find(|file| file.is_file())
}

/// Whether the modules that a file declares are beside it.
fn is_root(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "mod.rs" || name == "lib.rs" || name == "main.rs")
}

/// Returns the modules that the parent of a file's module declares beside it.
fn beside(file: &Path) -> Vec<(String, PathBuf)> {
    let is_crate = file.file_name().is_some_and(|name| name == "lib.rs" || name == "main.rs");
    let own = if is_root(file) { file.parent() } else { Some(file) };
    let Some((own, folder)) = own.filter(|_| !is_crate).and_then(|own| Some((own.file_stem()?, own.parent()?))) else {
        return Vec::new();
    };
    let named_like_folder = folder.with_extension("rs");
    let parents = ["lib.rs", "main.rs", "mod.rs"].map(|name| folder.join(name));
    let mut parents = parents.into_iter().chain([named_like_folder]).filter(|parent| parent != file);
    let Some(text) = parents.find_map(|parent| fs::read_to_string(parent).ok()) else { return Vec::new() };
    let Ok(parent) = Scan::new(&text, folder) else { return Vec::new() };
    let others = parent.modules.into_iter().filter(|module| own != module.as_str());
    let file_of = |module: String| {
        let files = [folder.join(format!("{module}.rs")), folder.join(&module).join("mod.rs")];
        Some((module, files.into_iter().find(|file| file.is_file())?))
    };
    others.filter_map(file_of).collect()
}
