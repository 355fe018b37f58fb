//! The laws of `requests`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("requests", data));
