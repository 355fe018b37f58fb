//! The laws of `frames`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("frames", data));
