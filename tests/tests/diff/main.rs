//! Two models compared: rules, levels and reports.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

#[path = "../common/generate.rs"]
mod generate;

mod api_chain;
mod api_levels;
mod commands;
mod formats;
mod rules;
