#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| graph_tests::fuzzing::wire::claims(bytes));
