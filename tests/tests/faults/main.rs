//! What goes wrong between client and service, each fault against a real socket and with a bound on time: how often
//! it is tried, and what the client says in the end.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

#[path = "../common/live.rs"]
mod live;

mod clock;
mod connections;
mod credentials;
mod harness;
mod hostile;
mod proxies;
mod retries;
