#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| graph_tests::fuzzing::types::type_declaration(text));
