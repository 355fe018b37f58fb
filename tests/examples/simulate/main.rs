//! Runs a device agent over MQTT through many worlds that go wrong, one for each seed.
//!
//! ```console
//! $ cargo run --release -p tests --example simulate -- 100000        # the seeds from 0
//! $ cargo run -p tests --example simulate -- --seed 4711             # one of them again
//! ```

mod simulation;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

/// Runs a device agent over MQTT through worlds in which messages, connections and power get lost.
#[derive(Parser)]
struct Args {
    /// How many seeds to run, from 0.
    #[arg(default_value_t = 1000)]
    seeds: u64,
    /// Runs only this seed.
    #[arg(long)]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    let Args { seeds, seed } = Args::parse();
    let all = seed.map_or(0..seeds, |seed| seed..seed + 1);
    let (start, count) = (Instant::now(), all.end - all.start);
    let mut sum = simulation::Tally::default();
    for seed in all {
        match simulation::run(seed) {
            Ok(tally) => {
                sum.executions += tally.executions;
                sum.steps += tally.steps;
                sum.messages += tally.messages;
                sum.drops += tally.drops;
                sum.crashes += tally.crashes;
            }
            Err(fault) => {
                eprintln!("seed {seed}: {fault}");
                eprintln!("again: cargo run -p tests --example simulate -- --seed {seed}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{count} seeds in {:.1?}: {sum:?}", start.elapsed());
    ExitCode::SUCCESS
}
