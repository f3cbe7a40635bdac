//! Random declarations in one crate, of every form and mixture: what the macro accepts compiles, and brings no warning
//! that is not its author's.

use std::fmt::Write as _;

use graph_tests::{
    declarations::{GROUP, TYPES, declarations, type_declarations},
    extent::extent,
    package::{Package, assert_silent, has_clippy},
};

/// What the crate of the declarations denies.
const LINTS: &str = "\
    #![deny(warnings, nonstandard_style, future_incompatible, rust_2018_idioms, let_underscore, keyword_idents, unused)]\n\
    #![deny(missing_docs, missing_debug_implementations, unsafe_code, unreachable_pub, unused_qualifications)]\n\
    #![deny(single_use_lifetimes, unused_lifetimes, redundant_lifetimes, explicit_outlives_requirements)]\n\
    #![deny(trivial_casts, trivial_numeric_casts, unused_import_braces, unit_bindings, variant_size_differences)]\n\
    #![deny(clippy::all, clippy::pedantic)]\n\
    #![allow(non_ascii_idents, reason = \"the declarations have such names\")]\n\
    #![allow(clippy::struct_excessive_bools, clippy::struct_field_names, reason = \"that is Microsoft's to decide\")]\n";

/// What stands at the head of each module.
const IMPORTS: &str = "\
    #![allow(unused_imports, reason = \"not each module has a declaration of each form\")]\n\n\
    use std::{borrow::Cow, collections::BTreeMap, fmt::Display};\n\n\
    use graph_runtime::{
        Bytes, DateTimeOffset, GraphClient, Page, Patch, QueryOptions, Secret, graph_action, graph_type,
        odata::{self, AdditionalProperties, ODataValue, PlainText},
    };\n\
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};\n\n\
    use crate::types::{Entity, Key, Many, State, Weekday, Wrapper, uuid};\n";

const SEED: u64 = 3;
const ALL: usize = 2_000;
const IN_EACH_MODULE: usize = 100;

#[test]
fn varied_declarations_compile_without_error_or_warning() {
    let mut package = Package::new(env!("CARGO_TARGET_TMPDIR"), "random-declarations");
    let declarations = declarations(SEED, extent("declarations are compiled", 300, ALL));
    let mut root = format!("//! Declarations of every form.\n{LINTS}\npub mod types;\n");
    for (number, declarations) in declarations.chunks(IN_EACH_MODULE).enumerate() {
        let _ = writeln!(root, "pub mod m{number};");
        let mut module = format!("//! Some of the declarations.\n{IMPORTS}");
        let mut calls = String::new();
        for (i, declaration) in declarations.iter().enumerate() {
            let _ = write!(module, "\n{}", declaration.source);
            // The rest is never used, as most of a library is to most of its users.
            if i % 4 == 0 {
                let _ = write!(module, "\n{}", declaration.call);
                let _ = writeln!(calls, "    call_{}(client);", declaration.name.to_lowercase());
            }
        }
        let _ = write!(module, "\n/// Calls a quarter of them.\npub fn call(client: &GraphClient) {{\n{calls}}}\n");
        package.write(&format!("src/m{number}.rs"), &module);
    }
    let types = type_declarations(SEED, extent("types are compiled", 300, ALL));
    for (number, types) in types.chunks(GROUP).enumerate() {
        let _ = writeln!(root, "pub mod t{number};");
        let mut module = format!("//! Some of the types.\n{IMPORTS}");
        for declaration in types {
            let _ = write!(module, "\n{}\n{}", declaration.source, declaration.usage);
        }
        package.write(&format!("src/t{number}.rs"), &module);
    }
    package.write("src/types.rs", TYPES);
    package.write("src/lib.rs", &root);
    // Clippy says whatever the compiler says, and more.
    assert_silent(&package.cargo(&[if has_clippy() { "clippy" } else { "check" }]));
}

#[test]
fn the_declarations_cover_every_form() {
    let declarations = declarations(SEED, ALL);
    let all: String = declarations.iter().map(|declaration| declaration.source.as_str()).collect();
    for form in [
        "GET,",
        "POST,",
        "PATCH,",
        "PUT,",
        "DELETE,",
        "version = [",
        "perms = none",
        "perms(",
        "all(",
        "unchecked(",
        "odata_type",
        "idempotent",
        "crate =",
        "docs =",
        "header(\"",
        "query(\"",
        "property(\"",
        "redirects = true",
        "redirected",
        "returns = T",
        "returns = Page<",
        "returns = PlainText<",
        "returns = Bytes",
        "<'a",
        "const N",
        " where ",
        "pub(crate) struct",
        "pub(super) struct",
        "#[cfg(not(debug_assertions))]",
        "#[cfg_attr",
        "#[deprecated",
        "secret",
        "query_options",
        "raw_body",
        "graph(body",
        "header =",
        "r#type",
        "Patch<",
        "Secret<",
        "Option<",
        "..>",
        "='<",
        "=<",
        "=['<",
        "=[<",
        "quoted",
        "$filter",
        "#[derive(",
        "serialize_with",
        "rename_all",
        "#[must_use]",
    ] {
        assert!(all.contains(form), "none has `{form}`");
    }
    assert!(
        declarations
            .iter()
            .any(|declaration| declaration.source.contains("pub struct") && declaration.source.ends_with(";\n"))
    );
}

#[test]
fn the_types_cover_every_form() {
    let declarations = type_declarations(SEED, ALL);
    let all: String = declarations.iter().map(|declaration| declaration.source.as_str()).collect();
    for form in [
        "#[graph_type]",
        "#[graph_type(\"#microsoft.graph.thing\")]",
        "crate = ::graph_runtime",
        "pub struct",
        "pub(crate) struct",
        "pub(super) struct",
        "\nstruct",
        "pub enum",
        "pub(crate) enum",
        "\nenum",
        "<'a, 'b, T>",
        "const N",
        " where T: Clone",
        "name = ",
        "read_only",
        "secret",
        "always",
        "graph(additional)",
        "graph(other)",
        "#[cfg_attr(debug_assertions, graph(\"#",
        "#[cfg_attr(debug_assertions, graph(other)",
        "#[cfg(not(debug_assertions))]",
        "rename = ",
        "rename(serialize",
        "rename_all = ",
        "rename_all(serialize",
        "alias",
        "serde(skip)",
        "skip_serializing)",
        "skip_deserializing",
        "skip_serializing_if",
        "serde(with = ",
        "serialize_with",
        "deserialize_with",
        "default = ",
        "default)",
        "flatten",
        "borrow",
        "#[deprecated",
        "r#match",
        ": f64",
        "Option<f64>",
        "Vec<f32>",
        "Option<",
        "Patch<",
        "Vec<Self>",
        "Option<Box<Self>>",
        "Secret<",
        "odata::Duration",
    ] {
        assert!(all.contains(form), "none has `{form}`");
    }
    for end in [";\n", " {}\n"] {
        assert!(declarations.iter().any(|declaration| declaration.source.ends_with(end)), "none ends with {end}");
    }
}
