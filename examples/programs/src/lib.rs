//! Shared code of the example programs: the agent of a device, its journal and its steps, a transport over tower, and a
//! connection with another MQTT library.
//!
//! The programs are in `src/bin/`; the docs of each say what it shows and how to run it. `tests/agent.rs` tests the
//! agent without a service.

pub mod agent;
pub mod args;
pub mod core_link;
pub mod journal;
pub mod steps;
pub mod tower_transport;
pub mod work;
