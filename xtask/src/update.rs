//! `model update`: installs AWS's new file with everything that follows from it, or shows what would change.
//!
//! ```text
//! FILE -> checked -> overlay fits -> diff -> version, crate, changelog -> files -> git has the old ones -> written
//! ```
//!
//! Everything but the last step happens in memory.

mod args;
mod changelog;
mod committed;
mod files;
mod git;
mod incoming;
mod overlay;
mod proposal;
mod show;
mod versions;
mod write;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use smithy_codegen_cli::{Exit, Log, Report, Style};
use smithy_model::Diagnostic;

pub use args::ModelArgs;
use files::Change;
use proposal::Proposal;
use write::Failure;

/// Follows the number of errors: they occur before the first file is changed, or all files are restored.
const NOTHING_CHANGED: &str = "; nothing was changed";

/// What to install, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The new model, in either format, plain or gzipped.
    pub file: PathBuf,
    /// Whether to show what would be done, and change nothing.
    pub dry_run: bool,
    /// Whether to drop the entries of the overlay that the new model contains.
    pub prune_overlay: bool,
    /// The day in the changelog: `2025-11-20`.
    pub date: String,
}

/// Runs the command in the repository at `root`.
///
/// Ends with [`Exit::Stale`] if the crate differs from what the committed model gives; with [`Exit::BadModel`] if the
/// new model has errors or the overlay does not fit it; with [`Exit::Io`] if a file cannot be read or written, if git
/// has uncommitted changes of one, or if the process is asked to end. In all of these cases every file is unchanged, or
/// the report has the git command that restores it.
pub fn run(root: &Path, options: &Options, style: Style) -> Report {
    let mut log = Log::new(style);
    match update(root, options, &mut log) {
        Ok(()) => log.finish(Exit::Done, ""),
        Err(Ended { exit, changed }) => log.finish(exit, if changed { "" } else { NOTHING_CHANGED }),
    }
}

/// The end of a failed command.
struct Ended {
    exit: Exit,
    /// Whether files are changed and could not be restored.
    changed: bool,
}

impl From<Exit> for Ended {
    fn from(exit: Exit) -> Self {
        Self { exit, changed: false }
    }
}

fn update(root: &Path, options: &Options, log: &mut Log) -> Result<(), Ended> {
    let proposal = Proposal::make(root, options, log)?;
    log.settle()?;
    if !options.dry_run && !proposal.changes.is_empty() {
        put_in_place(root, &proposal.changes, log)?;
    }
    log.out += &show::show(&proposal, options);
    Ok(())
}

/// Changes files that are all committed in git.
fn put_in_place(root: &Path, changes: &[Change], log: &mut Log) -> Result<(), Ended> {
    let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    git::committed(root, &paths).map_err(|problem| log.fail(Exit::Io, problem))?;
    let interrupted = write::interruption().map_err(|error| {
        let message = format!("cannot watch for Ctrl-C: {error}");
        log.fail(Exit::Io, Diagnostic::error("update-failed", message))
    })?;
    let written = write::write(root, changes, || interrupted.load(Ordering::Relaxed));
    written.map_err(|Failure { problems, half_done }| {
        log.diagnostics.extend(problems);
        Ended { exit: Exit::Io, changed: half_done }
    })
}
