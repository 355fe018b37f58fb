//! The request of every operation as it is sent: method, path, query, headers and body.

#![expect(clippy::expect_used, reason = "a test fails by a panic")]

mod commands;
mod harness;
mod jobs;
mod labels;
mod token;
