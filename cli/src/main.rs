//! `smithy-codegen`: reads the command line, runs the command, ends with its exit code.

use std::process::ExitCode;

use clap::Parser;
use smithy_codegen_cli::program::Program;

fn main() -> ExitCode {
    match Program::try_parse() {
        Ok(program) => program.run().print().into(),
        Err(error) => {
            // Help goes to a closed pipe as readily as anything else; that is no reason to fail.
            _ = error.print();
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}
