//! Generates a crate: writes it, or compares it with what is there.

use std::io;
use std::path::{Path, PathBuf};

use smithy_codegen::write::{Difference, DifferenceKind, Summary, unified_diff};
use smithy_codegen::{Config, Runtime, Tree};
use smithy_model::Diagnostic;

use crate::load::{self, ModelFiles};
use crate::report::{Exit, Log, Report, counted};

/// What follows the number of errors when they came before any file was written.
pub(crate) const NOTHING_WRITTEN: &str = "; nothing was written";

/// One crate to generate.
#[derive(Clone, Debug)]
pub struct Job {
    /// The model.
    pub files: ModelFiles,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The package name; the service's SDK id in kebab case when unset.
    pub crate_name: Option<String>,
    /// The package version.
    pub crate_version: String,
    /// Where the runtime crate comes from.
    pub runtime: Runtime,
    /// The crate belongs to this workspace.
    pub in_workspace: bool,
    /// The command that writes the crate, for the advice of [`check`].
    pub command: String,
}

/// Writes the crate, and tells how many files that changed.
pub fn write(job: &Job, colour: bool) -> Report {
    let mut log = Log::default();
    let tree = match generate(job, &mut log) {
        Ok(tree) => tree,
        Err(exit) => return log.finish(exit, NOTHING_WRITTEN, colour),
    };
    match tree.persist(&job.out) {
        Ok(summary) => {
            log.out = done(&job.out, summary);
            log.finish(Exit::Done, "", colour)
        }
        Err(error) => {
            let refused = error.kind() == io::ErrorKind::AlreadyExists;
            let exit = log.fail(Exit::Io, unwritable(&job.out, &error));
            log.finish(exit, if refused { NOTHING_WRITTEN } else { "" }, colour)
        }
    }
}

/// Compares the crate with what is in its folder. Nothing is written.
///
/// Ends with [`Exit::Stale`] where they differ; the report then lists the files, shows the differences in the first
/// changed one and names the command to run.
pub fn check(job: &Job, colour: bool) -> Report {
    let mut log = Log::default();
    let exit = generate(job, &mut log).and_then(|tree| compare(&tree, job, &mut log));
    log.finish(exit.err().unwrap_or(Exit::Done), NOTHING_WRITTEN, colour)
}

fn generate(job: &Job, log: &mut Log) -> Result<Tree, Exit> {
    let (parts, model) = load::load(&job.files, log)?;
    let config = Config {
        crate_name: job.crate_name.clone(),
        crate_version: job.crate_version.clone(),
        runtime: job.runtime.clone(),
        in_workspace: job.in_workspace,
        inputs: Config::inputs(&log.sources, parts),
    };
    smithy_codegen::generate(&model, &config, &mut log.diagnostics).ok_or(Exit::BadModel)
}

fn compare(tree: &Tree, job: &Job, log: &mut Log) -> Result<(), Exit> {
    let differences =
        tree.compare(&job.out).map_err(|error| log.fail(Exit::Io, unreadable(&job.out, &error)))?;
    let folder = folder(&job.out);
    if differences.is_empty() {
        log.out = format!("{folder}: up to date\n");
        return Ok(());
    }
    log.out = listing(&folder, &differences);
    let message = format!("`{folder}` is stale: it is not what its model gives");
    Err(log.fail(Exit::Stale, Diagnostic::error("stale", message).help(format!("run `{}`", job.command))))
}

fn done(out: &Path, summary: Summary) -> String {
    let Summary { written, unchanged, removed } = summary;
    let written = counted(written, "file").unwrap_or_else(|| "no files".to_owned());
    format!("{}: {written} written, {unchanged} unchanged, {removed} removed\n", folder(out))
}

/// How many files differ and in which way, their names, and what is different in the first changed one.
fn listing(folder: &str, differences: &[Difference]) -> String {
    let of = |kind| differences.iter().filter(move |difference| difference.kind == kind);
    let kinds = [DifferenceKind::Missing, DifferenceKind::Changed, DifferenceKind::Stale];
    let counts = kinds.map(|kind| (of(kind).count(), word(kind)));
    let counts =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let summary = format!("{folder}: {}\n", counts.collect::<Vec<_>>().join(", "));
    let line = |Difference { path, kind, .. }: &Difference| format!("  {:7}  {path}\n", word(*kind));
    let lines = differences.iter().map(line);
    let diff = of(DifferenceKind::Changed).next().map(|first| format!("\n{}", unified_diff(first)));
    [summary].into_iter().chain(lines).chain(diff).chain(["\n".to_owned()]).collect()
}

fn word(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Missing => "missing",
        DifferenceKind::Changed => "changed",
        DifferenceKind::Stale => "extra",
    }
}

fn unwritable(out: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write the crate to `{}`: {error}", folder(out));
    let help = match error.kind() {
        io::ErrorKind::AlreadyExists => "name another folder with `--out`, or empty this one first",
        _ => "see that `--out` names a folder that can be written, then run the command again",
    };
    Diagnostic::error("unwritable-folder", message).help(help)
}

fn unreadable(out: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read the crate in `{}`: {error}", folder(out));
    Diagnostic::error("unreadable-folder", message).help("see that `--out` names a folder that can be read")
}

/// The path with one slash at its end.
fn folder(out: &Path) -> String {
    format!("{}/", out.components().collect::<PathBuf>().display())
}
