//! JSON Schema and `OpenAPI` of models: valid according to independent validators, and correct.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

mod documents;
mod harness;
mod interface;
mod values;
