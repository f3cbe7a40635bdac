//! What the macro writes for the three operations, kept in `golden/` so that a change of it shows in review.
//!
//! `UPDATE_GOLDEN=1 cargo test -p graph-tests --test golden` writes the files anew.

use std::{env, fs, path::Path};

use graph_tests::expansion::{Declaration, declaration, formatted};

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

/// Compares the expansion of a declaration in `intune-onboarding` with the one that is kept.
#[track_caller]
fn compare(file: &str, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = fs::read_to_string(folder.join("../intune-onboarding/src").join(file)).expect("the source");
    let Declaration { arguments, item, .. } = declaration(&source, name);
    let expansion = formatted(graph_tests::expand(arguments, item));
    let kept = folder.join("golden").join(name).with_extension("rs");
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
