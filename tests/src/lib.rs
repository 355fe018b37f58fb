//! Behaviour across the crates: what the tests in `tests/` stand on, and the examples of the README and of `docs/`,
//! compiled.

#![doc = include_str!("../../README.md")]
#![doc = include_str!("../../docs/moving-over.md")]
#![doc = include_str!("../../docs/logging.md")]
#![doc = include_str!("../../docs/mqtt.md")]

pub mod broker;
pub mod edits;
pub mod golden;
pub mod history;
pub mod hostile;
pub mod pki;
pub mod server;
pub mod sigv4;
