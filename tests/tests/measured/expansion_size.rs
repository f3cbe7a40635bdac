//! How much code the macro writes, which is what its users' compilers have to go through.

use graph_tests::measure::{Size, declarations, measured_declaration};

/// The most bytes of formatted code for an action with one path parameter, two required properties and one that may be
/// left out; without doc comments and the author's own struct, with whatever serializes it. The names of the fields in the
/// builder account for a fifth.
const MOST_BYTES: usize = 4712;

#[test]
fn an_action_expands_to_little_code() {
    let size = Size::of(&measured_declaration());
    assert!(size.bytes <= MOST_BYTES, "the limit is {MOST_BYTES} bytes, not {size:?}");
}

#[test]
fn all_generated_code_is_counted() {
    for declaration in declarations() {
        // Panics if work is left to another macro.
        let size = Size::of(&declaration);
        assert!(size.bytes > 1_000 && size.bytes_with_docs > size.bytes, "{}: {size:?}", declaration.name);
    }
}
