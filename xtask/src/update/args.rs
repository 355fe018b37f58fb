//! The command line of `cargo xtask model`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use smithy_codegen::cli::{Report, Style};
use time::{Date, OffsetDateTime, format_description::well_known::Iso8601};

use super::{Options, run};

const EXAMPLES: &str = "\
Examples:
  cargo xtask model update iot-jobs-data-plane.json --dry-run
      Shows what a new model would change.
  cargo xtask model update botocore/data/iot-jobs-data/2017-09-29/service-2.json.gz
      Puts it in place, with the endpoint rules and tests beside it.

Exit codes:
  0  done, or there is nothing to do
  1  generated/ is not what the committed model gives
  2  the new model has errors, it does not fit the overlay, or the command line has an error
  3  a file that would change has uncommitted changes, this is no git work tree, a file could not be
     read or written, or the command was interrupted

Unless it ends with 0, every file is as it was, or an error gives the git command that puts it back.";

/// Work on the committed model.
#[derive(Debug, Args)]
pub struct ModelArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Update(UpdateArgs),
}

/// Put AWS's new model in place, with all that follows from it.
///
/// Checks the new model, shows what it changes, puts it in the place of the committed one, generates the crate, raises
/// its version as the changes demand, and writes the changelog entry.
///
/// Before it writes, it refuses files with uncommitted changes. Where it fails later, or Ctrl-C interrupts it, git puts back what
/// was written. A command that is killed leaves what `git status` shows: `git checkout -- PATH…` puts back what is changed, and
/// `git clean -f -- PATH…` removes what is new.
///
/// Entries of the overlay that the model has caught up with, that it contradicts or that do not apply any more stop the command
/// too, after the differences are shown.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
struct UpdateArgs {
    /// The new model: Smithy JSON AST or C2J, plain or gzipped
    ///
    /// With a C2J model named service-2.json or service-2.json.gz, these files beside it are taken too, plain or gzipped:
    /// endpoint-rule-set-1.json, endpoint-bdd-1.json, endpoint-tests-1.json, paginators-1.json and waiters-2.json.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Show what would be done and change nothing; does not need git
    #[arg(long)]
    dry_run: bool,

    /// Remove entries of the overlay that the new model already contains
    #[arg(long)]
    prune_overlay: bool,

    /// Date in the changelog [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
}

impl ModelArgs {
    /// Runs the command in a repository.
    pub fn run(self, root: &Path, style: Style) -> Report {
        let Command::Update(UpdateArgs { file, dry_run, prune_overlay, date }) = self.command;
        let date = date.unwrap_or_else(|| OffsetDateTime::now_utc().date().to_string());
        run(root, &Options { file, dry_run, prune_overlay, date }, style)
    }
}

fn day(text: &str) -> Result<String, String> {
    let parsed = Date::parse(text, &Iso8601::DATE).ok().filter(|day| day.to_string() == text);
    parsed.map(|day| day.to_string()).ok_or_else(|| "write a date such as 2025-11-20".to_owned())
}
