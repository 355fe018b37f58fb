//! Worlds that go wrong, one for each seed: the client's own state machines in them, and all else made up.
//!
//! An error of a run says what the client did that it must not do.

pub(crate) mod calls;
mod course;
pub(crate) mod mqtt;
#[path = "../../../tests/common/probe.rs"]
mod probe;
