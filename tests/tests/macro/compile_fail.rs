//! Every rule of the language has a declaration that breaks it, and the message that its author reads.
//!
//! One small file a rule in `compile-fail/`, named after it, with the expected messages beside it. They are the macro's
//! own, so they do not change with the compiler; what rustc itself words is tested in `type_errors.rs`.
//!
//! `UPDATE_MESSAGES=1 cargo test -p graph-tests --test macro compile_fail` writes the messages anew.

use std::{collections::BTreeMap, env, fs};

use graph_tests::package::{Message, Package, cases, path_of};

#[test]
fn every_mistake_is_explained() {
    let cases = cases("compile-fail");
    assert!(cases.len() >= 100, "the cases are there");
    let said = check(&cases);
    let mut wrong = Vec::new();
    for (name, _) in &cases {
        let said = said.get(name).map_or("", String::as_str);
        let kept = path_of("compile-fail").join(name).with_extension("stderr");
        if env::var_os("UPDATE_MESSAGES").is_some() {
            fs::write(&kept, said).expect("the file can be written");
        }
        let expected = fs::read_to_string(&kept).unwrap_or_default();
        if said.is_empty() || said != expected {
            wrong.push(format!("{name}.rs\nexpected:\n{expected}\nfound:\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases are not explained as expected: {}", wrong.len(), wrong.join("\n"));
}

/// Checks all cases, as programs of a package of their own, and gives what an author reads of each: nothing if it
/// compiles.
fn check(cases: &[(String, String)]) -> BTreeMap<String, String> {
    let mut package = Package::new(env!("CARGO_TARGET_TMPDIR"), "compile-fail");
    for (name, text) in cases {
        package.write(&format!("src/bin/{name}.rs"), text);
    }
    let mut said = BTreeMap::<String, Vec<String>>::new();
    for Message { target, rendered, line, .. } in package.cargo(&["check", "--bins", "--keep-going"]) {
        // "aborting due to 2 previous errors" is at no place.
        if line.is_some() {
            let rendered = rendered.replace(&format!("src/bin/{target}.rs"), &format!("compile-fail/{target}.rs"));
            let mut lines: Vec<_> = rendered.trim_end().lines().map(str::trim_end).collect();
            // An empty path is shown as an empty line.
            lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
            said.entry(target).or_default().push(lines.join("\n"));
        }
    }
    said.into_iter().map(|(target, messages)| (target, messages.join("\n\n") + "\n")).collect()
}
