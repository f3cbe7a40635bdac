//! The texts that fuzzing found interesting, and what has to hold for any text. CONTRIBUTING.md tells how to look for more.

use std::{fs, path::Path};

use graph_tests::fuzzing;

#[test]
fn any_text_can_be_a_path() {
    replay("path", fuzzing::path);
}

#[test]
fn any_tokens_can_be_arguments() {
    replay("attribute", fuzzing::attribute);
}

#[test]
fn any_tokens_can_be_a_declaration() {
    replay("declaration", fuzzing::declaration);
}

/// Tries every text of a target's corpus.
fn replay(target: &str, check: fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut tried = 0;
    for entry in fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("the fuzzers take text alone");
        let held = std::panic::catch_unwind(|| check(&text)).is_ok();
        assert!(held, "{}: what is said above", path.display());
        tried += 1;
    }
    assert!(tried >= 20, "there are {tried} texts for `{target}`");
}

#[test]
fn a_long_path_is_explained_as_a_short_one_is() {
    fuzzing::path(&format!("/{}<", "a".repeat(100_000)));
}
