#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| graph_tests::fuzzing::values::path_value(text));
