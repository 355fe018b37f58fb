//! The errors of every operation: how they are recognised, what they store, and their messages.

#![expect(clippy::expect_used, reason = "a test fails by a panic")]

mod codes;
mod contents;
mod envelopes;
mod harness;
mod methods;
mod sentences;
