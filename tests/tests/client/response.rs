//! How the responses of every operation are read, and a round trip of every type through JSON.

#![expect(clippy::expect_used, reason = "a test fails by a panic")]

mod describe;
mod harness;
mod others;
mod random;
mod round_trip;
mod unreadable;
