//! `model update`: puts AWS's new file in place with all that follows from it, or shows what that would be.
//!
//! ```text
//! FILE -> checked -> overlay fits -> diff -> version, crate, changelog -> files -> transaction
//! ```
//!
//! Everything up to the transaction happens in memory.

mod args;
mod changelog;
mod committed;
mod files;
mod incoming;
mod overlay;
mod proposal;
mod show;
pub mod transaction;
mod versions;

use std::io;
use std::path::{Path, PathBuf};

use smithy_codegen::cli::{Exit, Log, Report, Style};
use smithy_model::Diagnostic;

pub use args::{ModelArgs, guard};
use proposal::Proposal;
use transaction::{Failure, Held, Restored, State, Step};

/// What follows the number of errors: all of them come before the first file is changed, or all is put back.
const NOTHING_CHANGED: &str = "; nothing was changed";

/// A checkout of this repository.
#[derive(Clone, Debug)]
pub struct Repository {
    /// Its root.
    pub root: PathBuf,
    /// The program that guards an update, by the subcommand [`transaction::GUARDIAN`].
    pub guardian: PathBuf,
}

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

/// Runs the command.
///
/// Ends with [`Exit::Stale`] where the crate is not what the committed model gives, [`Exit::BadModel`] where the new model
/// has errors or the overlay does not fit it, [`Exit::Io`] where a file cannot be read or written or another update is at
/// work. In all of these cases every file is as it was.
pub fn run(repository: &Repository, options: &Options, style: Style) -> Report {
    run_observed(repository, options, style, &mut |_| {})
}

/// Runs the command, and tells `observe` of every step of the transaction.
pub fn run_observed(
    repository: &Repository,
    options: &Options,
    style: Style,
    observe: &mut dyn FnMut(Step),
) -> Report {
    let mut log = Log::new(style);
    let mut restored = None;
    let report = match update(repository, options, &mut log, &mut restored, observe) {
        Ok(()) => log.finish(Exit::Done, ""),
        Err(Ended { exit, changed: false }) => log.finish(exit, NOTHING_CHANGED),
        Err(Ended { exit, changed: true }) => log.finish(exit, ""),
    };
    match restored {
        Some(restored) => after(&restored, style, report),
        None => report,
    }
}

/// What was found in a repository that an update may have left half done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// No update was interrupted.
    Nothing,
    /// One was, and is undone.
    Restored(Restored),
    /// An update is at work.
    Running,
}

/// Puts back what an interrupted update has left half done, where there is such a thing.
///
/// Whatever works in the repository calls this first. As long as an update is still at work, it does nothing.
pub fn recover(root: &Path) -> io::Result<Recovery> {
    if !root.join(transaction::FOLDER).try_exists()? {
        return Ok(Recovery::Nothing);
    }
    let Some(held) = Held::take(root)? else { return Ok(Recovery::Running) };
    Ok(transaction::restore(&held)?.map_or(Recovery::Nothing, Recovery::Restored))
}

/// The report of a command before which an update was undone: a warning, which nothing makes an error, comes first.
pub fn after(restored: &Restored, style: Style, report: Report) -> Report {
    let mut log = Log::new(Style { deny_warnings: false, ..style });
    log.diagnostics.push(Diagnostic::warning("interrupted-update", restored.to_string()));
    Report { stderr: log.finish(Exit::Done, "").stderr + &report.stderr, ..report }
}

/// The fault that another update is at work.
pub fn running() -> Diagnostic {
    Diagnostic::error("update-running", "an update of the model is at work")
        .help("run the command again when that one is done")
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

fn update(
    repository: &Repository,
    options: &Options,
    log: &mut Log,
    restored: &mut Option<Restored>,
    observe: &mut dyn FnMut(Step),
) -> Result<(), Ended> {
    let root = &repository.root;
    // From the first file that is read to the last one that is written: what another update does in between would mix with
    // what this one has computed.
    let held =
        if options.dry_run { look(root, log).map(|()| None) } else { hold(root, log, restored).map(Some) }?;
    if held.is_some() {
        observe(Step::Locked);
    }
    let proposal = Proposal::make(root, options, log)?;
    log.settle()?;
    if let Some(held) = held.filter(|_| !proposal.changes.is_empty()) {
        let made = transaction::commit(held, &proposal.changes, &repository.guardian, observe);
        made.map_err(|failure| failed(failure, log))?;
    }
    log.out += &show::show(&proposal, options);
    Ok(())
}

/// Takes hold of the repository, and puts back what an interrupted update has left.
fn hold(root: &Path, log: &mut Log, restored: &mut Option<Restored>) -> Result<Held, Exit> {
    let held = Held::take(root).and_then(|held| {
        *restored = held.as_ref().map(transaction::restore).transpose()?.flatten();
        Ok(held)
    });
    match held {
        Ok(Some(held)) => Ok(held),
        Ok(None) => Err(log.fail(Exit::Io, running())),
        Err(error) => {
            let fault = Diagnostic::error("update-failed", error.to_string());
            Err(log.fail(Exit::Io, fault.help("see that the root of the repository can be written")))
        }
    }
}

/// Sees that the files are those of one model, for who may not change any.
fn look(root: &Path, log: &mut Log) -> Result<(), Exit> {
    match transaction::state(root) {
        Ok(State::Whole) => Ok(()),
        Ok(State::Running) => Err(log.fail(Exit::Io, running())),
        Ok(State::HalfDone) => {
            let message = "an update of the model was interrupted, and its files are still in their places";
            let help = "run `cargo xtask codegen --check`: like any other command, it first puts back what was there";
            Err(log.fail(Exit::Io, Diagnostic::error("interrupted-update", message).help(help)))
        }
        Err(error) => {
            let fault = Diagnostic::error("update-failed", error.to_string());
            Err(log.fail(Exit::Io, fault.help("see that the root of the repository can be read")))
        }
    }
}

fn failed(Failure { error, restored }: Failure, log: &mut Log) -> Ended {
    let fault = Diagnostic::error("update-failed", error.to_string());
    let changed = match restored {
        Ok(Restored { kept, .. }) if kept.is_empty() => {
            log.diagnostics.push(fault.help("every file is as it was; mend this, and run the command again"));
            false
        }
        Ok(Restored { kept, .. }) => {
            log.diagnostics.push(fault.help("every other file is as it was"));
            let faults = kept.iter().map(|kept| Diagnostic::error("update-overtaken", kept.to_string()));
            log.diagnostics.extend(faults);
            true
        }
        Err(unrestored) => {
            log.diagnostics.push(fault);
            let folder = transaction::FOLDER;
            let message = format!("not every file could be put back: {unrestored}");
            let help =
                format!("mend this; the next `cargo xtask` puts back the rest, which is in `{folder}`");
            log.diagnostics.push(Diagnostic::error("update-half-done", message).help(help));
            true
        }
    };
    Ended { exit: Exit::Io, changed }
}
