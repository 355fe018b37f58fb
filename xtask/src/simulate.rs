//! Runs the clients in simulated worlds that go wrong, one for each seed: the program `simulate` of the package
//! `trials`.

use std::path::Path;
use std::time::Duration;

use smithy_codegen_cli::{Report, Style};

use crate::trial::{self, Run};

/// The time limit for a seed, on a busy machine.
const SEED: Duration = Duration::from_millis(200);

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many seeds, from 0.
    pub seeds: u32,
    /// Only this seed.
    pub seed: Option<u64>,
    /// Only one of the simulations, by its name.
    pub only: Option<&'static str>,
}

/// Runs the simulations. Ends with [`Exit::Failed`](smithy_codegen_cli::Exit::Failed) if a seed fails, and reports how
/// to run it again.
pub fn run(options: &Options, folder: &Path, style: Style) -> Report {
    let mut arguments = vec![format!("--seeds={}", options.seeds)];
    arguments.extend(options.seed.map(|seed| format!("--seed={seed}")));
    arguments.extend(options.only.map(|name| format!("--{name}")));
    let limit = Duration::from_mins(1) + SEED.saturating_mul(options.seeds);
    trial::run(&Run { name: "simulate", phase: "running worlds", arguments, limit, folder }, style)
}
