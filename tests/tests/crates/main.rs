//! Generated crates, built with the compiler as a user would.

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
