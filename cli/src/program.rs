//! The program `smithy-codegen`: its commands and their `--help`.

use clap::{CommandFactory, Parser, Subcommand};

use super::defaults::Defaults;
use super::diff::DiffArgs;
use super::generate::GenerateArgs;
use super::inspect::InspectArgs;
use super::job;
use super::reference::ReferenceArgs;
use super::report::Report;
use super::schema::SchemaArgs;
use super::shell::{CompletionsArgs, ManArgs};
use super::style::OutputArgs;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the crate is stale (check), or a change is of a kind that --fail-on names (diff)
  2  the model, the settings or the command line has an error; nothing is written
  3  a file could not be read or written

A model is Smithy JSON AST or AWS's C2J (service-2.json), plain or gzipped; the format is detected
from the content. Without a model on the command line, smithy-codegen.toml in the current folder
names it.";

/// Generates Rust client crates from service models: those of AWS, and of any service that speaks its JSON protocols or CBOR.
#[derive(Debug, Parser)]
#[command(name = "smithy-codegen", version, propagate_version = true, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub struct Program {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(GenerateArgs),
    Check(CheckArgs),
    Diff(DiffArgs),
    Inspect(InspectArgs),
    Reference(ReferenceArgs),
    Schema(SchemaArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Tell whether a generated crate is up to date.
///
/// Takes the same options as `generate` and writes nothing. Exits with 1 if the crate is stale, and lists the files that are
/// missing, changed or extra, the differences in the first changed file, and the command to run.
#[derive(Debug, clap::Args)]
struct CheckArgs {
    #[command(flatten)]
    job: GenerateArgs,
}

impl Program {
    /// Runs the command of the command line.
    pub fn run(self) -> Report {
        let (defaults, style) = (Defaults::here(), self.output.style());
        match self.command {
            Command::Generate(args) => args.run(&defaults, job::write, style),
            Command::Check(args) => args.job.run(&defaults, job::check, style),
            Command::Diff(args) => args.run(&defaults, style),
            Command::Inspect(args) => args.run(&defaults, style),
            Command::Reference(args) => args.run(&defaults, style),
            Command::Schema(args) => args.run(&defaults, style),
            Command::Completions(args) => args.run(Self::command(), style),
            Command::Man(args) => args.run(Self::command(), style),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Program::command().debug_assert();
    }

    #[test]
    fn the_examples_are_commands() {
        let mut program = Program::command();
        program.build();
        let mut examples = 0;
        for command in program.get_subcommands() {
            let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            for line in help.lines().filter_map(|line| line.strip_prefix("  smithy-codegen ")) {
                let line = line.split(['|', '>']).next().unwrap_or_default().replace('\'', "");
                let words = ["smithy-codegen"].into_iter().chain(line.split_whitespace());
                assert!(Program::try_parse_from(words).is_ok(), "{line}");
                examples += 1;
            }
        }
        assert!(examples > 8, "the examples have gone");
    }
}
