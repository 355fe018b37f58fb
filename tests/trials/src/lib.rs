//! What the programs `e2e`, `simulate` and `soak` share: operations with a marker, and simulated worlds.

#![allow(clippy::expect_used, clippy::panic, reason = "a fault of a trial itself stops it")]

pub mod probe;
pub mod worlds;
