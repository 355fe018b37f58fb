//! The laws of `mqtt`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("mqtt", data));
