//! Behaviour across the crates. The tests are in `tests/`; here the examples of the README are compiled.

#![doc = include_str!("../../README.md")]
