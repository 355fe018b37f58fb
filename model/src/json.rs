//! JSON text as a tree in which every key and value knows its place, and strict access to it.
//!
//! `serde_json` does the parsing. Its `RawValue` borrows from the text, so where a value stands is where its
//! slice begins.

mod fields;
mod tree;

pub use fields::Fields;
pub(crate) use fields::mismatch;
pub use tree::{Key, Node, Value, parse};
