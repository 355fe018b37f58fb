//! CBOR (RFC 8949): values written through serde, and read through a [`Source`](crate::codec::Source).
//!
//! `minicbor` encodes the single items; this module combines them into values.

mod half;
mod number;
mod read;
mod write;

pub(crate) use read::{members, read};
pub(crate) use write::write;

/// How deep lists and maps may be nested, as in `serde_json`.
const DEEPEST: usize = 128;
