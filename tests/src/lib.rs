//! Behaviour across the crates: the infrastructure of the tests in `tests/`, and the compiled examples of the README
//! and of `docs/`.

#![doc = include_str!("../../README.md")]
#![doc = include_str!("../../docs/moving-over.md")]
#![doc = include_str!("../../docs/logging.md")]
#![doc = include_str!("../../docs/mqtt.md")]

pub mod edits;
pub mod golden;
pub mod history;
