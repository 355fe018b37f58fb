//! One crate to generate: writes it, or compares it with its folder.

use std::io;
use std::path::{Path, PathBuf};

use smithy_model::Diagnostic;

use super::progress::Progress;
use super::report::{Exit, Log, counted};
use smithy_codegen::generator::Job;
use smithy_codegen::write::Tree;
use smithy_codegen::write::folder::WITHOUT_LINKS;
use smithy_codegen::write::{Summary, listing};

/// Follows the number of errors if they occurred before any file was written.
pub(super) const NOTHING_WRITTEN: &str = "; nothing was written";

/// A crate to generate.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its inputs; their texts are in the log's sources.
    pub job: Job,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The command that writes the crate, for the help text of [`check`].
    pub command: String,
}

/// An action on a crate.
pub type Action = fn(&Task, &Progress, &mut Log) -> Result<(), Exit>;

/// Writes the crate, and reports how many files have changed.
pub fn write(task: &Task, progress: &Progress, log: &mut Log) -> Result<(), Exit> {
    let tree = generate(task, progress, log)?;
    progress.phase("writing the files");
    let summary =
        tree.persist(&task.out).map_err(|error| log.fail(Exit::Io, unwritable(&task.out, &error)))?;
    log.out = done(&task.out, summary);
    Ok(())
}

/// Compares the crate with what is in its folder. Nothing is written.
///
/// Fails with [`Exit::Stale`] if they differ; the log then lists the files, shows the differences in the first changed
/// one and names the command to run.
pub fn check(task: &Task, progress: &Progress, log: &mut Log) -> Result<(), Exit> {
    let tree = generate(task, progress, log)?;
    compare(&tree, task, log)
}

/// Returns the crate in memory; if that fails, the log has the reason.
fn generate(task: &Task, progress: &Progress, log: &mut Log) -> Result<Tree, Exit> {
    progress.phase("reading the model");
    let model = task.job.model(&log.sources, &mut log.diagnostics).ok_or(Exit::BadModel)?;
    progress.phase("generating files");
    let config = task.job.config(&log.sources);
    let count = |done, of| progress.count(done, of);
    let tree = smithy_codegen::generator::generate_counting(&model, &config, &mut log.diagnostics, &count)
        .ok_or(Exit::BadModel)?;
    log.settle().map(|()| tree)
}

fn compare(tree: &Tree, task: &Task, log: &mut Log) -> Result<(), Exit> {
    let differences =
        tree.compare(&task.out).map_err(|error| log.fail(Exit::Io, unreadable(&task.out, &error)))?;
    let folder = folder(&task.out);
    if differences.is_empty() {
        log.out = format!("{folder}: up to date\n");
        return Ok(());
    }
    log.out = format!("{folder}: {}\n", listing(&differences));
    let message = format!("`{folder}` is stale: it differs from what its model generates");
    Err(log.fail(Exit::Stale, Diagnostic::error("stale", message).help(format!("run `{}`", task.command))))
}

fn done(out: &Path, summary: Summary) -> String {
    let Summary { written, unchanged, removed } = summary;
    let written = counted(written, "file").unwrap_or_else(|| "no files".to_owned());
    format!("{}: {written} written, {unchanged} unchanged, {removed} removed\n", folder(out))
}

fn unwritable(out: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write the crate to `{}`: {error}", folder(out));
    let help = match error.kind() {
        io::ErrorKind::AlreadyExists => "give another folder with `--out`, or empty this one first",
        io::ErrorKind::Unsupported => WITHOUT_LINKS,
        _ => "make the folder of `--out` writable, then run the command again",
    };
    Diagnostic::error("unwritable-folder", message).help(help)
}

fn unreadable(out: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read the crate in `{}`: {error}", folder(out));
    let help = match error.kind() {
        io::ErrorKind::Unsupported => WITHOUT_LINKS,
        _ => "make the folder of `--out` readable",
    };
    Diagnostic::error("unreadable-folder", message).help(help)
}

/// Returns the path with one slash at its end.
fn folder(out: &Path) -> String {
    format!("{}/", out.components().collect::<PathBuf>().display())
}
