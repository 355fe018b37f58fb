//! The command line of `cargo xtask model` and of the guardian.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use smithy_codegen::cli::{Exit, Report, Style};
use time::{Date, OffsetDateTime, format_description::well_known::Iso8601};

use super::{Options, Repository, run, transaction};

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
  3  a file could not be read or written, or another update is at work

Unless it ends with 0, every file is as it was.";

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
/// All files change together: interrupted at any point, by Ctrl-C, a kill or a loss of power, the command leaves the
/// repository as it was; what someone else has written meanwhile is kept. Entries of the overlay that the model has caught up
/// with, that it contradicts or that do not apply any more stop it, after the differences are shown.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
struct UpdateArgs {
    /// The new model: Smithy JSON AST or C2J, plain or gzipped
    ///
    /// Of a C2J model named service-2.json or service-2.json.gz, endpoint-rule-set-1.json, endpoint-bdd-1.json,
    /// endpoint-tests-1.json, paginators-1.json and waiters-2.json (or the same with .gz) are taken too where they lie beside it.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Show what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Drop the entries of the overlay that the model has caught up with
    #[arg(long)]
    prune_overlay: bool,

    /// The day in the changelog [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<String>,
}

impl ModelArgs {
    /// Runs the command in a repository, with this program as its guardian.
    pub fn run(self, root: &Path, style: Style) -> Report {
        let Command::Update(UpdateArgs { file, dry_run, prune_overlay, date }) = self.command;
        let date = date.unwrap_or_else(|| OffsetDateTime::now_utc().date().to_string());
        // A program that has lost its path cannot start itself; starting the guardian will say so.
        let guardian = env::current_exe().unwrap_or_default();
        let repository = Repository { root: root.to_owned(), guardian };
        run(&repository, &Options { file, dry_run, prune_overlay, date }, style)
    }
}

/// Stands guard over a repository for an update in another process, until that ends.
pub fn guard(root: &Path) -> Report {
    let told = match transaction::guard(root, io::stdin(), io::stdout()) {
        Ok(None) => return Report { exit: Exit::Done, stdout: String::new(), stderr: String::new() },
        Ok(Some(restored)) => format!("note: {restored}\n"),
        Err(error) => format!("error: an update of the model was interrupted and not put back: {error}\n"),
    };
    Report { exit: Exit::Io, stdout: String::new(), stderr: told }
}

fn day(text: &str) -> Result<String, String> {
    let parsed = Date::parse(text, &Iso8601::DATE).ok().filter(|day| day.to_string() == text);
    parsed.map(|day| day.to_string()).ok_or_else(|| "a day looks like 2025-11-20".to_owned())
}
