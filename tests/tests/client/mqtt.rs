//! Calls over MQTT: messages, the session with given times, and the client with a broker on loopback.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests stop a test as its own lines do"
)]

mod agent;
mod client;
mod messages;
mod others;
mod session;
mod world;
