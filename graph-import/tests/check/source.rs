//! Reading a crate: its files, modules, names and declarations.

use std::{fs, path::Path};

use graph_import::source::{Crate, CrateError, Declared, Targets};
use tempfile::TempDir;

const ACTION: &str = "#[graph_runtime::graph_action(GET, \"/things\", perms = none)] pub struct NAME;";

fn action(name: &str) -> String {
    ACTION.replace("NAME", name)
}

/// Writes files into a new folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

const MANIFEST: &str = "[package]\nname = \"some-api\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

fn read(files: &[(&str, &str)]) -> Crate {
    let folder = folder(files);
    Crate::read(folder.path(), Targets::default()).expect("a crate")
}

/// Returns the paths of the declarations with the files that they are in.
fn declared(krate: &Crate) -> Vec<String> {
    krate.declarations.iter().map(|own| format!("{} {}", own.place.file, krate.path(own))).collect()
}

#[test]
fn modules_are_found_where_rustc_finds_them() {
    let krate = read(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            "mod a; pub mod b; mod inline { mod deep; #[path = \"odd.rs\"] mod named; } #[path = \"elsewhere/c.rs\"] mod c;",
        ),
        ("src/a.rs", &format!("mod inner; {}", action("A"))),
        ("src/a/inner.rs", &action("Inner")),
        ("src/b/mod.rs", &format!("mod other; {}", action("B"))),
        ("src/b/other.rs", &action("Other")),
        ("src/inline/deep.rs", &action("Deep")),
        ("src/inline/odd.rs", &action("Odd")),
        ("src/elsewhere/c.rs", &format!("mod d; {}", action("C"))),
        ("src/elsewhere/d.rs", &action("D")),
    ]);
    assert_eq!(krate.problems, []);
    let mut found = declared(&krate);
    found.sort();
    let expected = [
        "src/a.rs a::A",
        "src/a/inner.rs a::inner::Inner",
        "src/b/mod.rs b::B",
        "src/b/other.rs b::other::Other",
        "src/elsewhere/c.rs c::C",
        "src/elsewhere/d.rs c::d::D",
        "src/inline/deep.rs inline::deep::Deep",
        "src/inline/odd.rs inline::named::Odd",
    ];
    assert_eq!(found, expected);
}

#[test]
fn programs_are_read_and_tests_only_if_asked_for() {
    let files = [
        ("Cargo.toml", MANIFEST),
        ("src/main.rs", &*action("Main")),
        ("src/bin/tool.rs", &*action("Tool")),
        ("tests/it.rs", &*action("Tested")),
        ("src/lib.rs", &*format!("#[cfg(test)] mod tests {{ {} }} {}", action("InTests"), action("Lib"))),
    ];
    let folder = folder(&files);
    let names = |targets| {
        let krate = Crate::read(folder.path(), targets).expect("a crate");
        let mut names: Vec<_> = krate.declarations.iter().map(|own| own.name.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(names(Targets::default()), ["Lib", "Main", "Tool"]);
    assert_eq!(names(Targets { tests: true }), ["InTests", "Lib", "Main", "Tested", "Tool"]);
}

#[test]
fn macros_are_known_under_any_name() {
    let krate = read(&[
        (
            "Cargo.toml",
            &format!("{MANIFEST}[dependencies]\ngraph = {{ package = \"graph-runtime\", version = \"0.1\" }}\n"),
        ),
        (
            "src/lib.rs",
            "use graph::{graph_action as operation, graph_enum as members};
            mod rt { pub use graph::*; }
            #[operation(GET, \"/a\", perms = none)] struct Renamed;
            #[graph::graph_action(GET, \"/a\", perms = none)] struct Qualified;
            #[rt::graph_action(GET, \"/a\", perms = none)] struct Reexported;
            #[cfg_attr(feature = \"x\", operation(GET, \"/a\", perms = none))] struct Conditional;
            #[other::attribute(GET, \"/a\")] struct Foreign;
            members! { pub enum State { On = \"on\" } }
            vec! { pub enum NotOurs { On = \"on\" } }
            fn inside() { #[operation(GET, \"/a\", perms = none)] struct Local; }",
        ),
    ]);
    let names: Vec<_> = krate.declarations.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(names, ["Renamed", "Qualified", "Reexported", "Conditional", "State", "Local"]);
    assert_eq!(krate.problems, []);
}

#[test]
fn a_declaration_has_the_place_of_its_name_and_of_its_fields() {
    let text = "\n#[graph_runtime::graph_action(PATCH, \"/t/<id>\", perms = none)]\npub struct A {\n    pub id: u8,\n    #[cfg_attr(x, graph(secret))]\n    pub r#type: String,\n}";
    let krate = read(&[("Cargo.toml", MANIFEST), ("src/lib.rs", text)]);
    let [own] = krate.declarations.as_slice() else { panic!("{:?}", krate.declarations) };
    assert_eq!(own.place.to_string(), "src/lib.rs:3:12");
    assert_eq!(own.place_of("type").to_string(), "src/lib.rs:6:9");
    let Declared::Action(action) = &own.declared else { panic!("not an action") };
    assert!(action.fields[1].is_secret());
}

#[test]
fn what_cannot_be_read_is_a_problem_and_the_rest_is_read() {
    let krate = read(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", &format!("mod broken; mod missing; {}", action("A"))),
        ("src/broken.rs", "pub struct {"),
    ]);
    assert_eq!(krate.declarations.len(), 1);
    let problems: Vec<_> = krate.problems.iter().map(|problem| problem.place.to_string()).collect();
    assert_eq!(problems, ["src/broken.rs:1:12", "src/lib.rs:1:17"]);
}

#[test]
fn a_module_that_leads_back_to_itself_ends_in_a_problem() {
    let krate = read(&[("Cargo.toml", MANIFEST), ("src/lib.rs", "#[path = \"lib.rs\"] mod again;")]);
    assert_eq!(krate.problems.len(), 1);
    assert_eq!(krate.problems[0].message, "modules are nested too deeply");
}

#[test]
fn brackets_that_are_nested_too_deeply_end_in_a_problem() {
    let text = format!("const A: u8 = {}1{};", "(".repeat(5_000), ")".repeat(5_000));
    let krate = read(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &text)]);
    assert_eq!(krate.problems.len(), 1);
}

#[test]
fn imports_that_lead_in_a_circle_end() {
    let krate = read(&[
        ("Cargo.toml", MANIFEST),
        (
            "src/lib.rs",
            "use graph_runtime::graph_type; mod a { pub use super::b::X; pub use super::b::*; } mod b { pub use super::a::X; pub use super::a::*; }
            type Loop = Loop; #[graph_type] struct T { x: a::X, y: Loop, z: a::Y }",
        ),
    ]);
    assert_eq!(krate.declarations.len(), 1);
}

#[test]
fn a_mistake_in_a_declaration_is_a_problem_at_its_place() {
    let text = "#[graph_runtime::graph_action(GET, \"/a\", perms = none, version = 1)]\nstruct A;";
    let krate = read(&[("Cargo.toml", MANIFEST), ("src/lib.rs", text)]);
    assert_eq!(krate.problems.len(), 1);
    assert_eq!(krate.problems[0].place.to_string(), "src/lib.rs:1:66");
}

#[test]
fn what_is_no_package_is_an_error_of_one_line() {
    let empty = folder(&[]);
    let workspace = folder(&[("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n")]);
    let broken = folder(&[("Cargo.toml", "[package\nname")]);
    let without = folder(&[("Cargo.toml", MANIFEST)]);
    let error = |folder: &Path| {
        let error = Crate::read(folder, Targets::default()).expect_err("an error");
        let message = error.to_string();
        assert!(!message.contains('\n'), "{message}");
        (error, message)
    };
    assert!(matches!(error(empty.path()).0, CrateError::NotFound(_)));
    assert!(error(workspace.path()).1.ends_with("give one of its members: a, b"));
    assert!(matches!(error(broken.path()).0, CrateError::Manifest { .. }));
    assert!(matches!(error(without.path()).0, CrateError::NoTarget(_) | CrateError::Manifest { .. }));
}
