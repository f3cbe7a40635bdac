//! Declarations that are put into a file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use graph_import::{
    description::{Operation, OperationKind, Version},
    edit::{Edit, EditError, layout_for, plan},
    write::Options,
};
use tempfile::TempDir;

use crate::model::{create_token, onboarding, operation, read, update_vpp_token, upload_dep_token};

/// A folder with a file.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn add(file: &Path, operations: &[Operation]) -> Edit {
    change(file, operations, false).expect("a change")
}

fn change(file: &Path, operations: &[Operation], replace: bool) -> Result<Edit, EditError> {
    plan(file, operations, &onboarding(Version::V1_0), &Options::default(), replace)
}

fn update() -> Operation {
    update_vpp_token(&onboarding(Version::V1_0))
}

const WRITTEN_BY_HAND: &str = "//! My  module.\n\nuse std::fmt;\n\nuse graph_runtime::{Page,graph_action};\n\n/// Mine.\npub \
                               struct   Odd { a :u8 } // stays\n\n#[cfg(test)]\nmod tests {\n    // so does this\n}\n";

#[test]
fn new_items_come_after_what_is_there_and_leave_it_as_it_is() {
    let folder = Folder::new(&[("dep.rs", WRITTEN_BY_HAND)]);
    let edit = add(&folder.file("dep.rs"), &[upload_dep_token()]);
    let (before, after) = WRITTEN_BY_HAND.split_once("// stays\n\n").expect("a place");
    assert!(edit.after.starts_with(&format!("{before}// stays\n\n/// Calls the action")), "{}", edit.after);
    assert!(edit.after.ends_with(&format!("    pub dep_token: String,\n}}\n\n{after}")), "{}", edit.after);
    assert_eq!(edit.added.len(), 1);
    assert!(!edit.after.contains("\n\n\n"), "{}", edit.after);
}

#[test]
fn the_use_item_of_the_runtime_is_extended() {
    let folder = Folder::new(&[(
        "vpp.rs",
        "use std::fmt;\n\nuse graph_runtime::{Page, graph_action};\nuse serde::Serialize;\n",
    )]);
    let edit = add(&folder.file("vpp.rs"), &[update()]);
    let expected = "use std::fmt;\n\nuse graph_runtime::{\n    DateTimeOffset, Page, Patch, Secret, graph_action, graph_enum, \
                    graph_type,\n    odata::AdditionalProperties,\n};\nuse serde::Serialize;\n\n/// Updates";
    assert!(edit.after.starts_with(expected), "{}", edit.after);
}

#[test]
fn a_use_item_with_a_comment_is_left_and_another_one_written() {
    let before = "use graph_runtime::{\n    // because\n    Page,\n};\n\npub struct A;\n";
    let folder = Folder::new(&[("a.rs", before)]);
    let edit = add(&folder.file("a.rs"), &[create_token()]);
    assert!(edit.after.contains("    // because\n    Page,\n};\n"), "{}", edit.after);
    assert!(edit.after.contains("use graph_runtime::graph_action;\n"), "{}", edit.after);
}

#[test]
fn an_operation_that_is_declared_is_named_and_left_or_written_anew() {
    let before = "use graph_runtime::graph_action;\n\n/// By hand.\n#[graph_action(POST, \
                  \"/deviceManagement/depOnboardingSettings/<setting>/uploadDepToken\", perms = none)]\npub struct Upload {\n    \
                  pub setting: String,\n}\n\n// The end.\n";
    let folder = Folder::new(&[("dep.rs", before)]);
    let file = folder.file("dep.rs");
    let left = add(&file, &[upload_dep_token()]);
    assert!(!left.is_change() && left.added.is_empty() && left.diff().is_empty());
    assert_eq!((left.left[0].name.as_str(), left.left[0].line), ("Upload", 3));

    let replaced = change(&file, &[upload_dep_token(), create_token()], true).expect("a change");
    assert_eq!(replaced.replaced[0].name, "Upload");
    assert_eq!(replaced.added.len(), 1);
    assert!(
        replaced.after.contains("pub struct Upload {\n    /// Key of the depOnboardingSetting.\n    pub id: String,\n")
    );
    assert!(!replaced.after.contains("By hand."));
    let (end, item) = (replaced.after.find("// The end."), replaced.after.find("pub struct CreateToken"));
    assert!(end < item, "{}", replaced.after);
    assert!(replaced.diff().contains("-/// By hand.\n"), "{}", replaced.diff());
}

#[test]
fn a_type_that_is_there_is_used() {
    let before = "/// Mine.\npub struct VppToken;\n\ngraph_runtime::graph_enum! {\n    pub enum VppTokenState { Valid = \"valid\" }\n}\n";
    let folder = Folder::new(&[("vpp.rs", before)]);
    let edit = add(&folder.file("vpp.rs"), &[update()]);
    assert_eq!(edit.after.matches("struct VppToken").count(), 1, "{}", edit.after);
    assert_eq!(edit.after.matches("enum VppTokenState").count(), 1, "{}", edit.after);
    assert!(edit.after.contains("pub enum VppTokenSyncStatus"), "{}", edit.after);
    assert!(edit.after.contains("returns = Option<VppToken>"), "{}", edit.after);
}

#[test]
fn a_type_in_a_module_below_or_beside_is_imported() {
    let folder = Folder::new(&[
        ("src/lib.rs", "pub mod other;\npub mod vpp;\n"),
        ("src/other.rs", "pub struct VppTokenState;\nstruct VppTokenSyncStatus;\n"),
        ("src/vpp.rs", "mod types;\n"),
        ("src/vpp/types.rs", "pub struct VppToken;\n"),
    ]);
    let edit = add(&folder.file("src/vpp.rs"), &[update()]);
    assert!(edit.after.contains("use types::VppToken;\n"), "{}", edit.after);
    assert!(edit.after.contains("use super::other::VppTokenState;\n"), "{}", edit.after);
    assert!(!edit.after.contains("pub struct VppToken ") && !edit.after.contains("pub enum VppTokenState"));
    assert!(edit.after.contains("pub enum VppTokenSyncStatus"), "a private type cannot be used: {}", edit.after);
}

#[test]
fn a_name_with_another_meaning_is_not_imported() {
    let folder = Folder::new(&[("a.rs", "use time::Date as DateTimeOffset;\n\npub struct Patch;\n")]);
    let edit = add(&folder.file("a.rs"), &[update()]);
    assert!(edit.after.contains("pub apple_id: graph_runtime::Patch<String>,"), "{}", edit.after);
    assert!(edit.after.contains("Option<graph_runtime::DateTimeOffset>"), "{}", edit.after);
}

#[test]
fn a_name_that_is_taken_is_not_given_again() {
    let before = "#[graph_action(POST, \"/deviceManagement/androidForWorkEnrollmentProfiles/<id>/createToken\", perms = \
                  none)]\npub struct CreateToken {\n    pub id: String,\n}\n";
    let folder = Folder::new(&[("a.rs", before)]);
    let edit = add(&folder.file("a.rs"), &[create_token()]);
    assert_eq!(edit.added[0].name, "CreateAndroidDeviceOwnerToken");
}

#[test]
fn a_new_file_says_what_it_is_about() {
    let folder = Folder::new(&[]);
    let file = folder.file("vpp.rs");
    let list = read(OperationKind::List, "GET /deviceAppManagement/vppTokens", "vppToken");
    let edit = add(&file, &[list, update()]);
    assert!(
        edit.after.starts_with("//! Operations on `/deviceAppManagement/vppTokens`.\n\nuse graph_runtime::{"),
        "{}",
        edit.after
    );
    assert!(!file.exists(), "only `write` writes");
    edit.write().expect("it is written");
    assert_eq!(fs::read_to_string(&file).expect("the file"), edit.after);
    let again = add(&file, &[update()]);
    assert!(!again.is_change());
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let folder = Folder::new(&[("a.rs", "pub struct A;\n")]);
    let file = folder.file("a.rs");
    let edit = add(&file, &[create_token()]);
    fs::write(&file, "pub struct B;\n").expect("a file");
    let error = edit.write().expect_err("it has changed");
    assert!(matches!(error, EditError::Changed { .. }), "{error}");
    assert_eq!(fs::read_to_string(&file).expect("the file"), "pub struct B;\n");
}

#[test]
fn what_is_no_rust_is_one_clear_line() {
    let folder = Folder::new(&[("a.rs", "pub struct A;\n\nfn 1;\n")]);
    let error = change(&folder.file("a.rs"), &[create_token()], false).expect_err("no Rust").to_string();
    assert!(error.ends_with("a.rs:3: not valid Rust: expected identifier") && !error.contains('\n'), "{error}");
}

#[test]
fn line_ends_and_a_byte_order_mark_are_kept() {
    let folder = Folder::new(&[("a.rs", "\u{feff}//! A.\r\n\r\npub struct A;\r\n")]);
    let edit = add(&folder.file("a.rs"), &[operation(OperationKind::Delete, "DELETE /users/{id}")]);
    assert!(
        edit.after
            .starts_with("\u{feff}//! A.\r\n\r\nuse graph_runtime::graph_action;\r\n\r\npub struct A;\r\n\r\n///")
    );
    assert_eq!(edit.after.matches('\n').count(), edit.after.matches("\r\n").count());
}

#[test]
fn the_layout_is_that_of_the_nearest_configuration() {
    let folder = Folder::new(&[
        ("rustfmt.toml", "max_width = 120\nuse_small_heuristics = \"Max\"\n"),
        (
            "Cargo.toml",
            "[package]\nname = \"a\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\npath = \"src/a.rs\"\n",
        ),
        ("src/a.rs", ""),
    ]);
    let layout = layout_for(&folder.file("src/a.rs"));
    assert_eq!((layout.max_width, layout.attribute_width, layout.style_2024), (120, 120, false));
}
