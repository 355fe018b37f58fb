//! Calls over MQTT: messages, the session under given times, and the client against a broker on loopback.

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
#[path = "../../examples/simulate/simulation.rs"]
mod simulation;
mod world;

/// Worlds that go wrong, with an agent in each. `cargo run -p tests --example simulate` runs more of them, or one again.
#[test]
fn no_world_makes_the_agent_lose_a_status_or_begin_a_step_twice() {
    for seed in 0..2000 {
        let result = simulation::run(seed);
        assert!(result.is_ok(), "seed {seed}: {}", result.unwrap_err());
    }
}
