//! The laws of `call`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| laws::check("call", data));
