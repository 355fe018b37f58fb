//! The laws of `smithy`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("smithy", data));
