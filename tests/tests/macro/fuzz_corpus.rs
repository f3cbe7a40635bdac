//! The texts that fuzzing found interesting, and what has to hold for any text. CONTRIBUTING.md tells how to look for more.

use graph_tests::fuzzing::{self, corpus::try_texts};

#[test]
fn any_text_can_be_a_path() {
    try_texts("path", fuzzing::path);
}

#[test]
fn any_tokens_can_be_arguments() {
    try_texts("attribute", fuzzing::attribute);
}

#[test]
fn any_tokens_can_be_a_declaration() {
    try_texts("declaration", fuzzing::declaration);
}

#[test]
fn any_tokens_can_be_a_type() {
    try_texts("type_declaration", fuzzing::types::type_declaration);
}

#[test]
fn a_long_path_is_explained_as_a_short_one_is() {
    fuzzing::path(&format!("/{}<", "a".repeat(100_000)));
}
