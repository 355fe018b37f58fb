//! The laws of `c2j`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("c2j", data));
