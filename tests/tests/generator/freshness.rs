//! The committed crate is up to date with the committed model.

use clap::Parser;
use smithy_codegen_cli::Exit;
use xtask::cli::Cli;

#[test]
fn the_generated_crate_is_fresh() {
    let report = Cli::parse_from(["xtask", "codegen", "--check"]).run();
    assert_eq!(report.exit, Exit::Done, "\n{report}");
}

/// The README shows a part of a generated file.
#[test]
fn the_excerpt_in_the_readme_is_in_the_file() {
    let readme = include_str!("../../../README.md");
    let (_, rest) = readme.split_once("an excerpt of `generated/").expect("a path");
    let (path, rest) = rest.split_once('`').expect("a path");
    let (_, rest) = rest.split_once("```rust,ignore\n").expect("an excerpt");
    let (excerpt, _) = rest.split_once("```").expect("its end");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/").to_owned() + path;
    let text = std::fs::read_to_string(&file).expect("the file");
    assert!(text.contains(excerpt), "{file} does not have it");
}
