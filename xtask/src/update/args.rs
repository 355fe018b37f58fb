//! The command line of `cargo xtask model`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use smithy_codegen_cli::{Report, Style};
use time::{Date, OffsetDateTime, format_description::well_known::Iso8601};

use super::{Options, run};

const EXAMPLES: &str = "\
Examples:
  cargo xtask model update iot-jobs-data-plane.json --dry-run
      Shows what a new model would change.
  cargo xtask model update botocore/data/iot-jobs-data/2017-09-29/service-2.json.gz
      Installs the model, with the endpoint rules and tests beside it.

Exit codes:
  0  done, or there is nothing to do
  1  generated/ is stale: it differs from what the committed model generates
  2  the new model has errors, it does not fit the overlay, or the command line has an error
  3  a file that would change has uncommitted changes, this is not a git work tree, a file could not
     be read or written, or the command was interrupted

If it does not end with 0, all files are unchanged, or an error gives the git command that restores
them.";

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

/// Install a new model and update everything that depends on it.
///
/// Checks the new model, shows what it changes, replaces the committed model, generates the crate, raises its version as the
/// changes require, and writes the changelog entry.
///
/// Refuses to run if a file that it would change has uncommitted changes. If it fails later, or is interrupted with Ctrl-C, git
/// restores the files. If it is killed, `git status` shows what it has changed: `git checkout -- PATH…` restores changed files,
/// and `git clean -f -- PATH…` removes new ones.
///
/// It also stops, after showing the changes, if an entry of the overlay is already in the new model, contradicts it, or no
/// longer applies.
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
