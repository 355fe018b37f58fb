//! CBOR (RFC 8949): values written through serde, and read through a [`Source`](crate::codec::Source).
//!
//! `minicbor` knows the encoding of single items; what stands here is what values are made of them.

mod half;
mod number;
mod read;
mod write;

pub(crate) use read::{members, read};
pub(crate) use write::write;

/// How deep lists and maps may stand within each other, which is what `serde_json` allows.
const DEEPEST: usize = 128;
