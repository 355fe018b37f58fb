//! Two models compared: rules, levels and reports.

#[path = "../common/generate.rs"]
mod generate;

mod api_chain;
mod api_levels;
mod commands;
mod formats;
mod rules;
