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
fn a_missing_crate_argument_is_one_error() {
    let cases = cases("without-crate");
    assert!(cases.len() >= 6, "the cases are there");
    let folder = env!("CARGO_TARGET_TMPDIR");
    let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
    let runtime = dependency("graph-runtime", "graph-runtime");
    let mut contoso = Package::with_dependencies(folder, "contoso", &format!("graph-runtime = {runtime}\n"));
    contoso.write("src/lib.rs", "//! Re-exports the runtime.\npub use graph_runtime;\n");
    let contoso = format!("{serde}contoso = {{ path = '{}' }}\n", contoso.folder().display());
    let renamed = format!("{serde}renamed = {runtime}\n");
    for (name, dependencies, path, advice) in [
        ("without-dependency", contoso, "contoso::graph_runtime", "write `crate = that_crate::graph_runtime`"),
        ("without-its-name", renamed, "renamed", "write `crate = ::renamed`"),
    ] {
        let mut package = Package::with_dependencies(folder, name, &dependencies);
        for (case, text) in &cases {
            let text = format!("{}\nfn main() {{}}\n", text.replace("contoso::graph_runtime", path));
            package.write(&format!("src/bin/{case}.rs"), &text);
        }
        let messages = package.cargo(&["check", "--bins", "--keep-going"]);
        for (case, _) in &cases {
            let of_case = messages.iter().filter(|message| message.target == *case && message.line.is_some());
            let of_case: Vec<_> = of_case.filter(|message| message.level == "error").collect();
            assert_eq!(of_case.len(), 1, "{of_case:#?}");
            assert!(of_case[0].text.contains(advice) && of_case[0].line == Some(3), "{of_case:#?}");
        }
    }
}

#[test]
fn an_extern_crate_can_have_the_name_of_the_runtime() {
    let dependencies = format!("renamed = {}\n", dependency("graph-runtime", "graph-runtime"));
    let mut package = Package::with_dependencies(env!("CARGO_TARGET_TMPDIR"), "extern-crate", &dependencies);
    let declaration = "#[graph_runtime::graph_action(GET, \"/x\", perms = none)]\npub struct Act;\n";
    package.write("src/lib.rs", &format!("extern crate renamed as graph_runtime;\n\n{declaration}"));
    assert_silent(&package.cargo(&["check"]));
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
