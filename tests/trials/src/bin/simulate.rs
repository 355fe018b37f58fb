//! The program of `cargo xtask simulate`: runs the clients in many simulated worlds that go wrong, one for each seed.

use std::fmt;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use trials::worlds::{calls, mqtt};

/// Runs the clients through worlds in which requests, messages, connections and power get lost.
#[derive(Parser)]
struct Args {
    /// How many seeds to run, from 0.
    #[arg(long, default_value_t = 20_000)]
    seeds: u64,
    /// Runs only this seed.
    #[arg(long)]
    seed: Option<u64>,
    /// Runs only the calls over HTTP.
    #[arg(long)]
    calls: bool,
    /// Runs only the agent over MQTT.
    #[arg(long, conflicts_with = "calls")]
    mqtt: bool,
}

fn main() -> ExitCode {
    let Args { seeds, seed, calls, mqtt } = Args::parse();
    let seeds = seed.map_or(0..seeds, |seed| seed..seed + 1);
    let is_well = (mqtt || run("calls", seeds.clone(), calls::run, calls::Tally::add))
        & (calls || run("mqtt", seeds, mqtt::run, mqtt::Tally::add));
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a simulation with all seeds, up to the first that fails; `false` if one fails.
fn run<T: Default + fmt::Debug>(
    name: &str,
    seeds: std::ops::Range<u64>,
    world: fn(u64) -> Result<T, String>,
    add: fn(&mut T, &T),
) -> bool {
    let (start, count) = (Instant::now(), seeds.end - seeds.start);
    let mut sum = T::default();
    for seed in seeds {
        match world(seed) {
            Ok(tally) => add(&mut sum, &tally),
            Err(fault) => {
                println!("failed  {name}, seed {seed}: {fault}");
                println!("        again: cargo xtask simulate --{name} --seed {seed}");
                return false;
            }
        }
    }
    println!("ok      {name}: {count} seeds in {:.1?}: {sum:?}", start.elapsed());
    true
}
