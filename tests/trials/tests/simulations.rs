//! Simulated worlds that go wrong, with the clients in them. `cargo xtask simulate` runs more of them, or repeats one.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests stop a test as its own lines do")]

use trials::worlds::{calls, mqtt};

#[test]
fn no_world_makes_a_call_break_its_rules_or_say_what_is_not_true() {
    let mut sum = calls::Tally::default();
    for seed in 0..300 {
        match calls::run(seed) {
            Ok(tally) => sum.add(&tally),
            Err(fault) => panic!("seed {seed}: {fault}"),
        }
    }
    // An event that never happens is not tested.
    let counts =
        [sum.calls, sum.attempts, sum.failures, sum.drops, sum.unfunded, sum.unrepeated, sum.corrections];
    assert!(counts.iter().all(|count| *count > 100), "{sum:?}");
}

#[test]
fn no_world_makes_the_agent_lose_a_status_or_begin_a_step_twice() {
    let mut sum = mqtt::Tally::default();
    for seed in 0..2000 {
        match mqtt::run(seed) {
            Ok(tally) => sum.add(&tally),
            Err(fault) => panic!("seed {seed}: {fault}"),
        }
    }
    assert!(sum.drops > 100 && sum.crashes > 100, "{sum:?}");
}
