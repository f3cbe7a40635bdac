//! The table of faults names its tests, and they exist.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The table's rows, each with the names in its last column, such as `connecting::a_refused_connection_…`.
fn rows() -> Vec<(String, Vec<String>)> {
    let table = fs::read_to_string(root().join("graph-runtime/docs/faults.md")).expect("the table");
    let rows = table.lines().filter(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    cells
        .filter(|cells| cells[0] != "Failure" && !cells[0].starts_with("---"))
        .map(|cells| {
            assert_eq!(cells.len(), 5, "{cells:?}");
            let names = cells[4].split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (cells[0].to_owned(), names)
        })
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files of Rust below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The names of the tests in a file.
fn tests(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).expect("a file");
    let (mut tests, mut is_test) = (BTreeSet::new(), false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if is_test && let Some((before, after)) = line.split_once("fn ") {
            assert!(matches!(before, "" | "async "), "{line}");
            tests.insert(after.split('(').next().unwrap_or_default().to_owned());
            is_test = false;
        }
    }
    tests
}

/// The tests of each file, by its name.
fn tests_by_file() -> BTreeMap<String, BTreeSet<String>> {
    let mut files = Vec::new();
    for folder in ["tests/tests", "graph-runtime/src"] {
        sources(&root().join(folder), &mut files);
    }
    let mut by_file = BTreeMap::<String, BTreeSet<String>>::new();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        by_file.entry(name).or_default().extend(tests(&file));
    }
    by_file
}

#[test]
fn every_fault_in_the_table_has_tests_that_exist() {
    let (rows, tests) = (rows(), tests_by_file());
    assert!(rows.len() > 40, "the table was not read: {rows:?}");
    for (fault, names) in rows {
        assert!(!names.is_empty(), "no test is named for: {fault}");
        for name in names {
            let (file, test) = name.split_once("::").unwrap_or_else(|| panic!("{name} names no file"));
            assert!(tests.get(file).is_some_and(|tests| tests.contains(test)), "there is no test {name}: {fault}");
        }
    }
}

#[test]
fn every_test_of_a_fault_is_in_the_table() {
    let named: BTreeSet<String> = rows().into_iter().flat_map(|(_, names)| names).collect();
    let mut files = Vec::new();
    sources(&root().join("tests/tests/faults"), &mut files);
    let mut count = 0;
    for file in files {
        let module = file.file_stem().expect("a name").to_string_lossy().into_owned();
        if module == "table" {
            continue;
        }
        for test in tests(&file) {
            assert!(named.contains(&format!("{module}::{test}")), "the table does not name {module}::{test}");
            count += 1;
        }
    }
    assert!(count > 40, "{count} tests were found");
}
