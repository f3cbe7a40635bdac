//! What is written is kept in `tests/written`, where the compiler and rustfmt read it as they read everything else.
//!
//! `UPDATE_GOLDEN=1 cargo test -p graph-import --test write` writes the files anew.

use std::{env, fs, path::Path};

use crate::{everything, model};
use graph_import::{
    description::Version,
    write::{Layout, Options, write},
};

/// The layout of this repository.
pub(crate) const LAYOUT: Layout = Layout { max_width: 120, attribute_width: 120, style_2024: true };

#[track_caller]
fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/written").join(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).expect("the golden file");
    }
    let golden = fs::read_to_string(&path).expect("the golden file");
    assert!(golden == text, "{name} differs; look at it after `UPDATE_GOLDEN=1`:\n{text}");
}

#[test]
fn the_declarations_of_device_onboarding_are_those_of_the_tree() {
    let types = model::onboarding(Version::Beta);
    let written = write(&model::operations(&types), &types, &Options { layout: LAYOUT, ..Options::default() });
    assert_golden("onboarding.rs", &written.file());
}

#[test]
fn declarations_of_every_kind_are_those_of_the_tree() {
    let types = everything::types();
    let written = write(&everything::operations(&types), &types, &everything::options());
    assert_golden("everything.rs", &written.file());
}
