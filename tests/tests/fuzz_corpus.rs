//! The texts that fuzzing found interesting, and what has to hold for any text. CONTRIBUTING.md tells how to look for more.

use std::{fs, panic::RefUnwindSafe, path::Path};

use graph_tests::fuzzing::{self, wire};

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

#[test]
fn any_bytes_can_be_the_body_of_an_error() {
    replay_bytes("error_body", wire::error_body);
}

#[test]
fn anything_can_be_a_retry_after() {
    replay_bytes("retry_after", wire::retry_after);
}

#[test]
fn any_text_can_be_a_link() {
    replay("link", wire::link);
}

#[test]
fn any_bytes_can_be_the_answer_to_a_batch() {
    replay_bytes("batch", wire::batch);
}

#[test]
fn any_bytes_can_be_claims() {
    replay_bytes("claims", wire::claims);
}

/// Tries every text of a target's corpus.
fn replay(target: &str, check: fn(&str)) {
    replay_with(target, |bytes| check(std::str::from_utf8(bytes).expect("this fuzzer takes text alone")));
}

/// Tries every file of a target's corpus.
fn replay_bytes(target: &str, check: fn(&[u8])) {
    replay_with(target, check);
}

fn replay_with(target: &str, check: impl Fn(&[u8]) + RefUnwindSafe) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut tried = 0;
    for entry in fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("a file");
        let held = std::panic::catch_unwind(|| check(&bytes)).is_ok();
        assert!(held, "{}: what is said above", path.display());
        tried += 1;
    }
    assert!(tried >= 20, "there are {tried} files for `{target}`");
}

#[test]
fn a_long_path_is_explained_as_a_short_one_is() {
    fuzzing::path(&format!("/{}<", "a".repeat(100_000)));
}
