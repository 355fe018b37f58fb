//! `smithy-codegen`: reads the command line, runs the command, and exits with its code.

use std::process::ExitCode;

use clap::Parser;
use smithy_codegen_cli::program::Program;

fn main() -> ExitCode {
    match Program::try_parse() {
        Ok(program) => program.run().print().into(),
        Err(error) => {
            // A closed pipe is not a failure for help.
            _ = error.print();
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}
