//! What comes out of a model: text, schemas and diagnostics.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

#[path = "../common/generate.rs"]
mod generate;
#[path = "../common/model.rs"]
mod model;

mod bad_models;
mod both_sources;
mod determinism;
mod emitters;
mod endpoint_forms;
mod freshness;
mod layers;
mod library;
mod patterns;
mod schema;
mod service_facts;
mod settings;
mod suppressed;
