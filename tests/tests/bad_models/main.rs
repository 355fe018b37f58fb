//! Bad models: every fault is told with its place, a sentence and advice, and nothing comes out.
//!
//! The cases are edits of a good model, so each shows its own fault alone. The snapshots hold what a user reads.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

mod bindings;
mod c2j;
mod documents;
mod endpoints;
mod files;
mod harness;
mod mqtt;
mod mutations;
mod names;
mod operations;
mod overlays;
mod services;
mod shapes;
mod sizes;
mod traits;
