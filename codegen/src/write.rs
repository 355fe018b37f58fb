//! Turns tokens into files: formats them, and compares the files with a folder or writes them there.
//!
//! Everything happens in the process and depends only on the tokens: no `rustfmt`, no clock, no absolute path.

mod bug;
mod compare;
pub mod folder;
mod format;
mod header;
mod imports;
mod persist;
mod spacing;
mod tree;

pub use compare::{Difference, DifferenceKind, files_in, listing, unified_diff};
pub use format::snippet;
pub use persist::Summary;
pub use tree::Tree;
pub(crate) use tree::{module_header, rust_text, unknown_path};
