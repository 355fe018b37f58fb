//! JSON text as a tree in which every key and value has its place, and strict access to it.
//!
//! `serde_json` does the parsing. Its `RawValue` borrows from the text, so the start of its slice is the place of the
//! value.

mod fields;
mod tree;

pub use fields::Fields;
pub(crate) use fields::mismatch;
pub use tree::{Key, Node, Value, parse};
