//! Uses the output as users would: compiles generated crates, packages published ones, and reads the reference.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

#[path = "../common/generate.rs"]
mod generate;

mod builders;
mod cargo;
mod endpoint_context;
mod foreign;
mod many_members;
mod obstacle_course;
mod packages;
mod partial;
mod reference;
mod settings;
mod shadows;
mod waiters;
