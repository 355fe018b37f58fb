//! The program of `cargo xtask soak`: both clients call servers that fail in every way of the table, and the errors of
//! the clients are counted.

#![allow(clippy::expect_used, reason = "a fault of the soak itself stops it")]

mod ledger;
mod load;
mod servers;
mod verdict;
mod watch;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use ledger::Ledger;
use load::Load;
use servers::Servers;
use watch::Watch;

/// Lets both clients call servers that fail in every way.
#[derive(Parser)]
struct Args {
    /// How long to run, in minutes.
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
}

/// How long unused connections, tasks and threads may take to end.
const SETTLING: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let Args { minutes } = Args::parse();
    let time = Duration::from_secs_f64(minutes * 60.0);
    let ledger = Arc::new(Ledger::default());
    let servers = Servers::start(&ledger);
    let watch = Watch::start(&servers);
    let load = Load::run(&servers, &ledger, &watch, Instant::now() + time);
    watch.settle(&servers, SETTLING);
    let findings = verdict::judge(&load, &ledger, &watch);
    println!("{}", verdict::table(minutes, &load, &ledger, &watch));
    for finding in &findings {
        println!("failed  {finding}");
    }
    if findings.is_empty() {
        println!(
            "ok      nothing was lost, doubled or mixed up, no error denied what the server did, and nothing grew"
        );
        return ExitCode::SUCCESS;
    }
    ExitCode::FAILURE
}
