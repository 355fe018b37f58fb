//! `cargo xtask`: reads the command line, runs the command, and exits with its code.

use std::process::ExitCode;

use xtask::cli::Cli;

fn main() -> ExitCode {
    match Cli::read() {
        Ok(cli) => cli.run().print().into(),
        Err(error) => {
            // A closed pipe is not a failure for help.
            _ = error.print();
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}
