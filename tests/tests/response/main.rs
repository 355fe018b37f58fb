//! The answers of every operation as they are read, and every type on its way through JSON and back.

#![expect(clippy::expect_used, reason = "a test fails by a panic")]

mod describe;
mod harness;
#[path = "../common/model.rs"]
mod model;
mod others;
mod random;
mod round_trip;
mod unreadable;
