//! The maintainers' commands as functions, so that the binary and the tests of the workspace call the same ones.
//!
//! A command reads and writes files of a model, but prints nothing itself: it gives a [`Report`].

pub mod cli;
pub mod codegen;
pub mod conformance;
pub mod e2e;
pub mod inspect;
mod load;
mod report;
pub mod workspace;

pub use load::ModelFiles;
pub use report::{Exit, Report};
