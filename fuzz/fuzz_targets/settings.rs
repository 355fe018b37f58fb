//! The laws of `settings`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("settings", data));
