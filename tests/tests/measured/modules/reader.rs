//! What counts as a use of one file by another.

use std::fs;

use graph_tests::modules::Modules;

/// Makes a crate of these files, and reads its modules.
fn modules_of(files: &[(&str, &str)]) -> Modules {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    Modules::read(folder.path())
}

#[test]
fn paths_in_imports_code_and_macros_are_arrows() {
    for use_of_b in [
        "use crate::b::{self, inner::Type};",
        "use {crate::b::B as Other, std::fmt};",
        "use super::b::*;",
        "fn call() { crate::b::call::<u8>(1) }",
        "struct A { value: crate::b::B }",
        "fn call() { all!(0..super::b::END) }",
        "use crate::{b}; fn call() { b::call() }",
        "mod inside { fn call() { super::super::b::call() } }",
    ] {
        let modules = modules_of(&[
            ("lib.rs", "mod a; mod b; pub use a::A;"),
            ("a.rs", use_of_b),
            ("b/mod.rs", "mod inner; pub use inner::Type; use super::a::A;"),
            ("b/inner.rs", "use super::B;"),
        ]);
        let cycles: Vec<_> = modules.cycles().into_iter().map(|cycle| cycle.files).collect();
        let inner = use_of_b.contains("inner");
        let expected = if inner { vec!["a.rs", "b/mod.rs", "b/inner.rs"] } else { vec!["a.rs", "b/mod.rs"] };
        assert_eq!(cycles, [expected], "{use_of_b}");
    }
}

#[test]
fn declarations_re_exports_tests_and_other_crates_are_no_arrows() {
    for no_use_of_b in [
        "",
        "use b::B;",
        "fn call() { ::b::call(); other.b::<u8>(); }",
        "#[cfg(test)] mod tests { use crate::b::B; }",
        "#[cfg(test)] use crate::b::B;",
        "macro_rules! all { () => { $crate::b::call() } }",
        "use crate::B;",
        "use crate::{A as b};",
        "macro_rules! __all { () => {} } use crate::{__all as b};",
    ] {
        let modules = modules_of(&[
            ("lib.rs", "mod a; mod b; pub use {a::A, b::B};"),
            ("a.rs", no_use_of_b),
            ("b.rs", "mod inner; pub(crate) use inner::Type; use super::a::A;"),
            ("b/inner.rs", "use super::B;"),
        ]);
        assert_eq!(modules.cycles(), [], "{no_use_of_b}");
    }
}

#[test]
fn a_cycle_names_the_line_and_the_path_of_each_arrow() {
    let modules = modules_of(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "\nuse crate::b::B;"),
        ("b.rs", "use crate::c::C;"),
        ("c.rs", "\n\n\nuse super::{a::{A, Other}};"),
    ]);
    let [cycle] = &modules.cycles()[..] else { panic!("it is one cycle") };
    assert_eq!(cycle.files, ["a.rs", "b.rs", "c.rs"]);
    assert_eq!(
        cycle.arrows,
        [
            "a.rs -> b.rs (line 2: crate::b::B)",
            "b.rs -> c.rs (line 1: crate::c::C)",
            "c.rs -> a.rs (line 4: super::a::A)",
        ]
    );
}

#[test]
fn a_drawing_leaves_out_the_arrows_that_others_imply() {
    let modules = modules_of(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::{b::B, c::C};"),
        ("b.rs", "use crate::c::C;"),
        ("c.rs", ""),
    ]);
    let drawing = "flowchart TD\n    n0[\"c\"]\n    n1[\"b\"]\n    n1 --> n0\n    n2[\"a\"]\n    n2 --> n1\n";
    assert_eq!(modules.top_level(), drawing);
}
