//! `cargo xtask`: reads the command line, runs the command, ends with its exit code.

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;
use xtask::cli::Cli;

/// Generating makes and drops small trees by the ten thousand.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli.run(colour()).print().into(),
        Err(error) => {
            // Help goes to a closed pipe as readily as anything else; that is no reason to fail.
            _ = error.print();
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}

/// Whether diagnostics are coloured: on a terminal, unless `NO_COLOR` is set to something.
fn colour() -> bool {
    io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
