//! The maintainers' commands as functions, so that the binary and the tests of the workspace share them.
//!
//! Most are those of [`smithy_codegen_cli`] with the repository's defaults. A command reads and writes files, but
//! prints nothing itself: it returns a [`Report`](smithy_codegen_cli::Report).

pub mod api;
mod child;
pub mod cli;
pub mod conformance;
mod crates;
pub mod e2e;
pub mod fuzz_models;
pub mod public_api;
pub mod services;
pub mod simulate;
pub mod soak;
mod trial;
pub mod update;
pub mod workspace;
