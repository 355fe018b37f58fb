//! The client of the committed crate, over loopback connections and scripted transports.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

#[path = "../common/live.rs"]
mod live;
#[path = "../common/model.rs"]
mod model;

mod bearer;
mod by_name;
mod credentials;
mod duplex;
mod errors;
mod events;
mod faults;
mod hard_answers;
mod mqtt;
mod other_mqtt;
mod raw;
mod response;
mod scripts;
mod signatures;
mod slow_writes;
mod streams;
mod tls;
mod validation;
mod wire;
