//! The committed crate is what the committed model gives.

use clap::Parser;
use smithy_codegen::cli::Exit;
use xtask::cli::Cli;

#[test]
fn the_generated_crate_is_fresh() {
    let report = Cli::parse_from(["xtask", "codegen", "--check"]).run();
    assert_eq!(report.exit, Exit::Done, "\n{report}");
}
