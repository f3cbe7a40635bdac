//! The bytes that fuzzing found interesting, and what has to hold for any bytes that a service sends. CONTRIBUTING.md tells
//! how to look for more.

use graph_tests::fuzzing::{
    corpus::{try_files, try_texts},
    values, wire,
};

#[test]
fn any_bytes_can_be_the_body_of_an_error() {
    try_files("error_body", wire::error_body);
}

#[test]
fn anything_can_be_a_retry_after() {
    try_files("retry_after", wire::retry_after);
}

#[test]
fn any_text_can_be_a_link() {
    try_texts("link", wire::link);
}

#[test]
fn any_bytes_can_be_a_response_to_a_batch() {
    try_files("batch", wire::batch);
}

#[test]
fn any_bytes_can_be_claims() {
    try_files("claims", wire::claims);
}

#[test]
fn any_text_can_be_a_value_in_a_path() {
    try_texts("path_value", values::path_value);
}
