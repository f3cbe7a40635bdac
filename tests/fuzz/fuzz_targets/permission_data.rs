#![no_main]

libfuzzer_sys::fuzz_target!(|json: &[u8]| graph_import::fuzzing::permission_data(json));
