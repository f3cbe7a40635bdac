//! How the files of `graph-runtime` use each other: the rules that docs/architecture.md states.

use std::path::Path;

use graph_tests::modules::Modules;

/// The most files of an import cycle. A type and its iterator may be in two files that use each other. In a longer cycle it
/// is unclear which file depends on which.
const MAX_CYCLE: usize = 3;

/// The most files directly in `graph-runtime/src`, apart from `lib.rs`. The others are in a folder for their subject.
const MAX_ROOT_FILES: usize = 12;

fn runtime() -> Modules {
    Modules::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-runtime/src"))
}

/// In a set of files that use each other, directly or through others of the set, there are at most three.
/// [`graph_tests::modules`] describes what counts as a use.
#[test]
fn no_cycle_has_more_than_three_files() {
    let cycles = runtime().cycles();
    let too_large = cycles.iter().filter(|cycle| cycle.files.len() > MAX_CYCLE);
    let found: Vec<_> =
        too_large.map(|cycle| format!("{} files:\n{}", cycle.files.len(), cycle.arrows.join("\n"))).collect();
    assert!(found.is_empty(), "these use each other: {}", found.join("\n\nand "));
}

/// A file imports the file that defines a name. A path through `lib.rs`, such as `crate::Error`, would hide a cycle, since
/// re-exports do not count as uses.
#[test]
fn no_file_imports_through_the_root() {
    let through = runtime().through_the_root();
    assert_eq!(through.len(), 0, "these files do:\n{}", through.join("\n"));
}

#[test]
fn at_most_twelve_files_are_at_the_root() {
    let modules = runtime();
    let files: Vec<_> = modules.root_files().collect();
    assert!(files.len() <= MAX_ROOT_FILES, "{} files are at the root: {}", files.len(), files.join(", "));
}
