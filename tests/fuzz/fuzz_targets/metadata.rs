#![no_main]

libfuzzer_sys::fuzz_target!(|xml: &[u8]| graph_import::fuzzing::csdl(xml));
