//! What the type checker finds: a field of a type that does not fit its place, a required field that was not set.
//!
//! rustc renders these, and renders them differently from version to version. What does not change is our own: the
//! message, its label, and the line it stands at. Each case in `type-errors/` says them in comments:
//!
//! ```text
//! offending code; //~ error: the message
//!                 //~ label: what is written below the underlined code
//! ```

use std::collections::BTreeSet;

use graph_tests::package::{Message, Package, cases};

/// A place in a case, and what is said there.
type Said = (String, usize, &'static str, String);

#[test]
fn type_errors_are_explained_in_the_authors_terms() {
    let cases = cases("type-errors");
    assert!(cases.len() >= 10, "the cases are there");
    let expected: BTreeSet<_> = cases.iter().flat_map(|(name, text)| expected(name, text)).collect();
    let found = check(&cases);
    let missing: Vec<_> = expected.difference(&found).collect();
    let unexpected: Vec<_> = found.difference(&expected).filter(|(.., kind, _)| *kind == "error").collect();
    assert!(
        missing.is_empty() && unexpected.is_empty(),
        "not said: {missing:#?}\nnot expected: {unexpected:#?}\nfound: {found:#?}"
    );
}

/// What the comments of a case say.
fn expected(name: &str, text: &str) -> Vec<Said> {
    let mut said = Vec::new();
    // A comment on a line of its own is about the code above it.
    let mut place = 0;
    for (i, line) in text.lines().enumerate() {
        if !line.trim_start().starts_with("//~") {
            place = i + 1;
        }
        for (marker, kind) in [("//~ error: ", "error"), ("//~ label: ", "label")] {
            if let Some((_, message)) = line.split_once(marker) {
                said.push((name.to_owned(), place, kind, message.trim().to_owned()));
            }
        }
    }
    assert!(!said.is_empty(), "{name} says what it expects");
    said
}

/// Checks all cases, as programs of a package of their own, and gives what the compiler says.
fn check(cases: &[(String, String)]) -> BTreeSet<Said> {
    let mut package = Package::new(env!("CARGO_TARGET_TMPDIR"), "type-errors");
    for (name, text) in cases {
        package.write(&format!("src/bin/{name}.rs"), text);
    }
    package.cargo(&["check", "--bins", "--keep-going"]).into_iter().flat_map(said).collect()
}

/// What one message of the compiler says, if it is an error at a place.
fn said(message: Message) -> Vec<Said> {
    let Message { target, level, text, label, line: Some(line), .. } = message else {
        return Vec::new(); // "aborting due to 2 previous errors"
    };
    if level != "error" {
        return Vec::new();
    }
    let label = label.map(|label| (target.clone(), line, "label", label));
    [(target, line, "error", text)].into_iter().chain(label).collect()
}
