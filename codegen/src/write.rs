//! Tokens to files: formats them, and compares the files with a folder or writes them there.
//!
//! Everything happens in the process and depends on the tokens alone: no `rustfmt`, no clock, no path of the machine.

mod compare;
mod fault;
mod format;
mod header;
mod imports;
mod persist;
mod tree;

pub use compare::{Difference, DifferenceKind, unified_diff};
pub use persist::Summary;
pub use tree::Tree;
