//! Generated crates, built with the compiler as a user would.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

#[path = "../common/cargo.rs"]
mod cargo;
#[path = "../common/generate.rs"]
mod generate;

mod builders;
mod endpoint_context;
mod foreign;
mod many_members;
mod obstacle_course;
mod partial;
mod reference;
mod shadows;
mod waiters;
