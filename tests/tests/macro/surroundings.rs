//! Declarations in all kinds of surroundings: each program in `surroundings/` compiles without an error or a warning.

use graph_tests::package::{Package, assert_silent, cases, workspace};

#[test]
fn a_declaration_means_the_same_in_any_surroundings() {
    let cases = cases("surroundings");
    assert!(cases.len() >= 8, "the cases are there");
    let mut package = Package::new(env!("CARGO_TARGET_TMPDIR"), "surroundings");
    for (name, text) in &cases {
        package.write(&format!("src/bin/{name}.rs"), text);
    }
    assert_silent(&package.cargo(&["check", "--bins", "--keep-going"]));
}

#[test]
fn a_declaration_compiles_in_every_edition() {
    let cases = cases("editions");
    let text = |name: &str| cases.iter().find(|(case, _)| case == name).map(|(_, text)| text.as_str());
    let every = text("every").expect("what compiles in every edition");
    let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
    let dependencies = format!("{serde}graph-runtime = {}\n", dependency("graph-runtime", "graph-runtime"));
    for edition in ["2015", "2018", "2021", "2024"] {
        let name = format!("edition-{edition}");
        let mut package = Package::in_edition(env!("CARGO_TARGET_TMPDIR"), &name, &dependencies, edition);
        package.write("src/lib.rs", every);
        if let Some(own) = text(edition) {
            package.write("examples/own.rs", &format!("{own}\nfn main() {{\n    drop(build());\n}}\n"));
        }
        assert_silent(&package.cargo(&["check", "--all-targets"]));
    }
}

#[test]
fn the_runtime_can_have_another_name() {
    let dependencies = format!("renamed = {}\n", dependency("graph-runtime", "graph-runtime"));
    let mut package = Package::with_dependencies(env!("CARGO_TARGET_TMPDIR"), "renamed", &dependencies);
    package.write("src/lib.rs", &declarations("renamed", "renamed"));
    assert_silent(&package.cargo(&["check"]));
}

#[test]
fn a_crate_can_re_export_the_runtime_to_its_dependents() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let dependencies = format!("runtime = {}\n", dependency("graph-runtime", "graph-runtime"));
    let mut facade = Package::with_dependencies(folder, "facade", &dependencies);
    facade.write(
        "src/lib.rs",
        "#![deny(warnings, missing_docs)]\n//! Re-exports the runtime.\n/// Everything.\npub mod deep {\n    #[doc(inline)]\n    pub use ::runtime as graph;\n}\n",
    );
    assert_silent(&facade.cargo(&["check"]));

    let dependencies = format!("facade = {{ path = '{}' }}\n", facade.folder().display());
    let mut user = Package::with_dependencies(folder, "facade-user", &dependencies);
    user.write("src/lib.rs", &declarations("facade::deep::graph", "facade::deep::graph"));
    assert_silent(&user.cargo(&["check"]));
    // The path is the author's, so it can also be one of the crate's own.
    let own = format!(
        "{}\nmod own {{\n    pub(crate) use facade::deep::graph as runtime;\n}}\n",
        declarations("crate::own::runtime", "own::runtime")
    );
    user.write("src/lib.rs", &own);
    assert_silent(&user.cargo(&["check"]));
}

#[test]
fn a_runtime_that_is_not_there_is_one_error() {
    let dependencies = format!("renamed = {}\n", dependency("graph-runtime", "graph-runtime"));
    let mut package = Package::with_dependencies(env!("CARGO_TARGET_TMPDIR"), "absent", &dependencies);
    package.write(
        "src/lib.rs",
        "use renamed::graph_action;\n\n#[graph_action(PATCH, \"/x/<id>\", perms = none, returns = String)]\npub struct \
         Change {\n    pub id: String,\n    pub name: Option<String>,\n    #[graph(secret)]\n    pub token: \
         String,\n}\n\npub fn change() {\n    let _ = Change::builder().id(\"1\").token(\"t\").build();\n}\n",
    );
    let messages = package.cargo(&["check"]);
    let errors: Vec<_> = messages.iter().filter(|message| message.line.is_some()).collect();
    assert_eq!(errors.len(), 1, "{messages:#?}");
    assert!(errors[0].text.contains("graph_runtime") && errors[0].line == Some(3), "{messages:#?}");
}

/// A dependency on a package of the workspace, under another name.
fn dependency(package: &str, folder: &str) -> String {
    format!("{{ package = \"{package}\", path = '{}' }}", workspace().join(folder).display())
}

/// A library whose declarations find the runtime under `name`, which the library itself calls `path`.
fn declarations(name: &str, path: &str) -> String {
    format!(
        r#"//! Actions of a crate that has no `graph_runtime`.
#![deny(warnings, missing_docs, unsafe_code, unused_qualifications)]

use {path}::{{Patch, graph_action}};

/// Changes something.
#[graph_action(PATCH, "/x/<id>", perms = "User.ReadWrite.All", returns = {path}::Page<u8>, crate = {name})]
pub struct Change<'a> {{
    /// Which one.
    pub id: &'a str,
    /// What it is called.
    pub name: Option<String>,
    /// Where it is.
    pub place: Patch<String>,
    /// What nobody sees.
    #[graph(secret)]
    pub token: String,
    /// There under a condition.
    #[cfg(all())]
    #[graph(query)]
    pub filter: Option<u8>,
    /// What it does.
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub number: Option<u8>,
}}

/// Does nothing.
#[graph_action(GET, "/x", perms = none, crate = {name})]
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

/// Calls them.
pub fn call(client: &{path}::GraphClient) {{
    drop(Change::builder().id("1").token("t").number(1).clear_place().send(client));
    drop(Nothing.send(client));
}}
"#
    )
}
