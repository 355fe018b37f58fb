//! Worlds that go wrong, one for each seed: the client's state machines are real, everything else is simulated.
//!
//! The error of a run says what the client did wrong.

pub mod calls;
mod course;
pub mod mqtt;
