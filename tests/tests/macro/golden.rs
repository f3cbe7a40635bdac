//! What the macros write for the three operations and two types, kept in `golden/` so that a change of it shows in review.
//!
//! `UPDATE_GOLDEN=1 cargo test -p graph-tests --test macro golden` writes the files anew.

use std::{env, fs, path::Path};

use graph_tests::expansion::{Declaration, declaration, declaration_with, formatted};
use proc_macro2::TokenStream;

#[test]
fn upload_dep_token() {
    compare("dep.rs", "UploadDepToken");
}

#[test]
fn create_token() {
    compare("android.rs", "CreateToken");
}

#[test]
fn update_vpp_token() {
    compare("vpp.rs", "UpdateVppToken");
}

#[test]
fn a_type() {
    compare_type("Settings");
}

#[test]
fn derived_types() {
    compare_type("Target");
}

/// Compares the expansion of a declaration in `intune-onboarding` with the one that is kept.
#[track_caller]
fn compare(file: &str, name: &str) {
    let source = source(&Path::new("../intune-onboarding/src").join(file));
    let Declaration { arguments, item, .. } = declaration(&source, name);
    compare_expansion(name, graph_tests::expand(arguments, item));
}

/// Compares the expansion of a type of the tests with the one that is kept.
#[track_caller]
fn compare_type(name: &str) {
    let source = source(Path::new("tests/wire/types/mod.rs"));
    let Declaration { arguments, item, .. } = declaration_with("graph_type", &source, name);
    compare_expansion(name, graph_tests::expand_type(arguments, item));
}

fn source(file: &Path) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the source")
}

#[track_caller]
fn compare_expansion(name: &str, expansion: TokenStream) {
    let expansion = formatted(expansion);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name).with_extension("rs");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&kept, &expansion).expect("the file can be written");
    }
    let expected = fs::read_to_string(&kept).unwrap_or_default();
    assert!(
        expansion == expected,
        "the expansion of {name} is not the one in golden/{name}.rs; if the change is meant, write it anew with \
         UPDATE_GOLDEN=1 and look at the difference:\n{expansion}",
    );
}
