//! The laws of `rules`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("rules", data));
