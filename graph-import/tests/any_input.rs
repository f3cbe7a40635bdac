//! Inputs that nobody would write.

use std::{fs, path::Path};

use graph_import::{
    csdl,
    description::{Source, SourceKind, Version},
    fuzzing,
};

const CSDL: &str = include_str!("data/v1.0.csdl");

#[test]
fn a_document_with_a_part_missing_is_read_or_refused_in_one_line() {
    let boundaries: Vec<usize> = (0..CSDL.len()).filter(|at| CSDL.is_char_boundary(*at)).collect();
    for start in boundaries.iter().step_by(997) {
        let end = (start + 61).min(CSDL.len());
        fuzzing::csdl(format!("{}{}", &CSDL[..*start], &CSDL[end..]).as_bytes());
    }
}

#[test]
fn a_request_of_any_characters_is_resolved_or_refused_in_one_line() {
    let source = Source { kind: SourceKind::Metadata, name: "v1.0.csdl".into(), date: None };
    let schema = csdl::read(CSDL.as_bytes(), Version::V1_0, source).expect("the fixture is CSDL");
    let parts = [
        "GET ",
        "POST ",
        "/",
        "users",
        "drives",
        "root",
        ":",
        "{id}",
        "<",
        ">",
        "(",
        ")",
        "'",
        "=",
        ",",
        "$count",
        "$ref",
        "$value",
        "delta",
        "microsoft.graph.user",
        "items",
        "\u{e9}",
        "%",
        "%2F",
        "?",
        "#",
        " ",
        "..",
        "\n",
    ];
    // Numbers that look like chance, but are the same each time.
    let mut state: u64 = 7;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[usize::try_from(state >> 33).unwrap_or(0) % parts.len()]);
        }
        fuzzing::resolve(&schema, &text);
    }
}

/// Tries each input that the fuzz target found interesting; CONTRIBUTING.md tells how to look for more.
fn replay(target: &str, holds: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus").join(target);
    let inputs: Vec<_> =
        fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    assert!(inputs.len() >= 5, "{}", folder.display());
    for input in inputs {
        eprintln!("{}", input.display());
        holds(&fs::read(input).expect("a file"));
    }
}

#[test]
fn the_corpora_of_the_fuzz_targets_hold() {
    replay("metadata", fuzzing::csdl);
    replay("permission_data", fuzzing::permission_data);
    let source = Source { kind: SourceKind::Metadata, name: "beta.csdl".into(), date: None };
    let xml = include_bytes!("data/onboarding/beta.csdl");
    let schema = csdl::read(xml, Version::Beta, source).expect("the fixture is CSDL");
    replay("request", |text| fuzzing::resolve(&schema, &String::from_utf8_lossy(text)));
}
