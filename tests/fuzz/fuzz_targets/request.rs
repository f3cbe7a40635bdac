#![no_main]

use std::sync::LazyLock;

use graph_import::{
    csdl,
    description::{Schema, Source, SourceKind, Version},
    fuzzing,
};

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let xml = include_bytes!("../../../graph-import/tests/data/onboarding/beta.csdl");
    let source = Source { kind: SourceKind::Metadata, name: "beta.csdl".into(), date: None };
    csdl::read(xml, Version::Beta, source).expect("a description")
});

libfuzzer_sys::fuzz_target!(|text: &str| fuzzing::resolve(&SCHEMA, text));
