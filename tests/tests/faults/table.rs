//! `tests/faults.tsv` names the tests of each fault in `graph-runtime/docs/faults.md`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A fault: the heading that it is under, and its first cell.
type Fault = (String, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The faults that the documentation lists.
fn documented() -> Vec<Fault> {
    let mut heading = "";
    let mut faults = Vec::new();
    let text = read("graph-runtime/docs/faults.md");
    for line in text.lines() {
        if let Some(text) = line.strip_prefix("# ") {
            heading = text;
        } else if let Some(row) = line.strip_prefix('|') {
            let first = row.split('|').next().unwrap_or_default().trim();
            if first != "Failure" && !first.starts_with("---") {
                faults.push((heading.to_owned(), first.to_owned()));
            }
        }
    }
    faults
}

/// The faults of `faults.tsv`, with the tests of each.
fn mapped() -> Vec<(Fault, Vec<String>)> {
    let text = read("tests/faults.tsv");
    let rows = text.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.map(|cells| match cells.as_slice() {
        [heading, fault, tests] => {
            (((*heading).to_owned(), (*fault).to_owned()), tests.split(' ').map(str::to_owned).collect())
        }
        other => panic!("three columns are due: {other:?}"),
    })
    .collect()
}

/// The names of all tests in a folder, with the binary and the modules that they are in.
fn tests(folder: &Path, modules: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy();
        let inside = match &*name {
            "main" | "mod" => modules.to_owned(),
            name => format!("{modules}{name}::"),
        };
        if path.is_dir() {
            tests(&path, &inside, found);
        } else {
            found.extend(tests_of(&path).map(|test| format!("{inside}{test}")));
        }
    }
}

/// The names of the tests in a file.
fn tests_of(file: &Path) -> impl Iterator<Item = String> {
    let text = fs::read_to_string(file).expect("a file");
    let functions = syn::parse_file(&text).expect("Rust").items.into_iter().filter_map(|item| match item {
        syn::Item::Fn(function) => Some(function),
        _ => None,
    });
    let is_test =
        |attribute: &syn::Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "test");
    functions.filter(move |function| function.attrs.iter().any(is_test)).map(|function| function.sig.ident.to_string())
}

#[test]
fn the_documented_faults_are_the_mapped_ones() {
    let (documented, mapped) = (documented(), mapped());
    assert!(documented.len() > 40, "the table was not read: {documented:?}");
    for (documented, (mapped, _)) in documented.iter().zip(&mapped) {
        assert_eq!(documented, mapped, "faults.md and faults.tsv have the same rows in the same order");
    }
    assert_eq!(documented.len(), mapped.len(), "faults.md and faults.tsv have as many rows");
}

#[test]
fn every_fault_has_tests_that_exist() {
    let mut all = BTreeSet::new();
    tests(&root().join("tests/tests"), "", &mut all);
    for (fault, names) in mapped() {
        for name in names {
            assert!(all.contains(&name), "there is no test `{name}`: {fault:?}");
        }
    }
}

#[test]
fn every_test_of_a_fault_is_mapped() {
    let mapped: BTreeSet<String> = mapped().into_iter().flat_map(|(_, names)| names).collect();
    let mut all = BTreeSet::new();
    tests(&root().join("tests/tests/faults"), "faults::", &mut all);
    all.retain(|name| !name.starts_with("faults::table::"));
    assert!(all.len() > 40, "{} tests were found", all.len());
    let unmapped: Vec<_> = all.difference(&mapped).collect();
    assert!(unmapped.is_empty(), "no fault in faults.tsv has these tests: {unmapped:#?}");
}
