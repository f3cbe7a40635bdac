//! The pages of Microsoft's reference, where they are to be had.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use graph_import::page::{self, Includes, Language, Page, ReadError};

/// Returns the folder in which the corpus is unpacked; says so if there is none.
pub(crate) fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("GRAPH_IMPORT_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        eprintln!("left out: GRAPH_IMPORT_CORPUS is not set");
    }
    corpus
}

/// Returns the pages below a folder by version and file name: `beta/user-get.md`.
pub(crate) fn pages(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut pages = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let shown = path.to_string_lossy();
                let (_, name) = shown.rsplit_once("api-reference/").expect("it is there");
                pages.insert(name.replace("/api/", "/"), path);
            }
        }
    }
    pages
}

pub(crate) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file")
}

pub(crate) fn read(path: &Path, language: Language) -> Result<Page, ReadError> {
    page::read(&text(path), &path.to_string_lossy(), &Includes::beside(path), language)
}
