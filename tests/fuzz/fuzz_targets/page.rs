#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| graph_import::fuzzing::page(text));
