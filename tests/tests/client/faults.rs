//! Faults between client and service, each with a real socket and a time limit: the number of attempts, and the
//! client's message.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

mod clock;
mod connections;
mod credentials;
mod harness;
mod hostile;
mod proxies;
mod retries;
