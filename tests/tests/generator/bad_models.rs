//! Bad models: every fault is reported with its place, a sentence and help, and nothing is generated.
//!
//! The cases are edits of a good model, so each shows only its own fault. The snapshots contain what a user reads.

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
