//! `model update`: puts AWS's new file in place with all that follows from it, or shows what that would be.
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

/// What follows the number of errors: all of them come before the first file is changed, or all is put back.
const NOTHING_CHANGED: &str = "; nothing was changed";

/// What to put in place, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The new model, in either format, plain or gzipped.
    pub file: PathBuf,
    /// Show what would be done, and do nothing.
    pub dry_run: bool,
    /// Drop the entries of the overlay that the model has caught up with.
    pub prune_overlay: bool,
    /// The day in the changelog: `2025-11-20`.
    pub date: String,
}

/// Runs the command in the repository at `root`.
///
/// Ends with [`Exit::Stale`] where the crate is not what the committed model gives, [`Exit::BadModel`] where the new model
/// has errors or the overlay does not fit it, [`Exit::Io`] where a file cannot be read or written, where git does not have
/// one as it is, or where the process is asked to end. In all of these cases every file is as it was, or the report names
/// the git command that puts it back.
pub fn run(root: &Path, options: &Options, style: Style) -> Report {
    let mut log = Log::new(style);
    match update(root, options, &mut log) {
        Ok(()) => log.finish(Exit::Done, ""),
        Err(Ended { exit, changed }) => log.finish(exit, if changed { "" } else { NOTHING_CHANGED }),
    }
}

/// How a command ended that did not succeed.
struct Ended {
    exit: Exit,
    /// Files are changed, and were not put back.
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

/// Changes files, all of which git has as they are.
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
