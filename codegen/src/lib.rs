//! Generates the Rust client of an AWS service from its model. [`Generator`] is the entry point, for a build script, a
//! test or a program that writes crates.
//!
//! In the `build.rs` of a crate that has its client as a module:
//!
//! ```no_run
//! use std::path::PathBuf;
//!
//! use smithy_codegen::{Failure, Generator};
//!
//! fn main() -> Result<(), Failure> {
//!     let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
//!     let generator = Generator::new("weather.json").operations(["GetReading"]);
//!     generator.write_module(out.join("weather.rs"), "crate::weather")?.tell_cargo();
//!     Ok(())
//! }
//! ```
//!
//! In a test that fails when a committed crate is stale:
//! `Generator::from_settings("smithy-codegen.toml").check_crate("client")`. If the manifest of that crate has a path to the
//! runtime crate, give the same path here, as seen from the crate: `.runtime(Runtime::Path("../runtime".to_owned()))`.
//!
//! # Features
//!
//! None is on by default. `cli` adds the program `smithy-codegen` and its commands as functions; `reference`, which `cli`
//! turns on, adds the API reference as a site.
//!
//! # How it works
//!
//! ```text
//! Model<Validated> -> plan -> emit -> write
//! ```
//!
//! [`plan`] makes every decision about the Rust code, as plain data; [`emit`] turns the plan into tokens, with a source file for
//! each generated file; [`write`](mod@write) formats the tokens and compares or writes the files. No service is a special case.

pub mod config;
pub mod emit;
pub mod generator;
pub mod ident;
pub mod plan;
pub mod settings;
pub mod write;

pub use config::{Config, Runtime};
pub use generator::{Failure, FailureKind, Generated, Generator, Job, generate, generate_counting};
pub use settings::Settings;
pub use write::Tree;
