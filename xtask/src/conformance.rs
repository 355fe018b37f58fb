//! Runs the conformance cases of a protocol against generated crates.
//!
//! Each suite becomes a separate crate: for one operation in botocore's format, for a service in Smithy's. Either a
//! program that depends on all crates makes the calls and writes its responses as JSON, which are compared here with
//! the cases, or each case becomes a test of its crate, and the tests are run.

mod answers;
mod check;
mod compare;
mod contradiction;
mod events;
mod facts;
mod frame;
mod literal;
mod names;
mod program;
mod protocol_tests;
mod suite;
mod support;
mod tally;
mod unit;
mod values;

use std::io;
use std::path::{Path, PathBuf};

use smithy_codegen::Config;
use smithy_codegen_cli::{Exit, Log, Progress, Report, Style};
use smithy_model::{Diagnostic, files};

use crate::workspace;
use names::Names;
use program::Failure;
use suite::{Case, Suite};
use tally::{Tally, Verdict};
use unit::Unit;

/// How cases are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One program calls all crates, and its responses are compared here.
    Program,
    /// Each case is a test of its crate.
    Tests,
}

/// Runs the cases of some files. The crates and their build are in `folder`.
///
/// The report lists the cases that failed or were left out, and then the totals. It ends with [`Exit::Failed`] if one
/// failed.
pub fn run(files: &[PathBuf], way: Way, folder: &Path, style: Style) -> Report {
    let mut log = Log::new(style);
    let progress = Progress::new("reading the cases", style);
    let exit = judge(files, way, folder, &progress, &mut log).unwrap_or_else(|exit| exit);
    drop(progress);
    log.finish(exit, "")
}

/// A case that is being run.
struct Running<'s> {
    suite: &'s Suite,
    case: &'s Case,
    /// The index of its unit.
    unit: usize,
    /// The number of its operation in the program.
    number: usize,
}

fn judge(
    files: &[PathBuf],
    way: Way,
    folder: &Path,
    progress: &Progress,
    log: &mut Log,
) -> Result<Exit, Exit> {
    let mut suites = Vec::new();
    for file in files {
        suites.extend(read(file, log)?);
    }
    let mut tally = Tally::default();
    let (units, running) = generate(&suites, way, folder, &mut tally, log)?;
    progress.phase(format!("building {} crates and running {} cases", units.len(), running.len()));
    let verdicts = match (units.as_slice(), way) {
        ([], _) => Ok(Vec::new()),
        (units, Way::Program) => answers::verdicts(&running, units, folder),
        (units, Way::Tests) => {
            let cases: Vec<_> = running.iter().map(|running| (running.unit, running.case)).collect();
            protocol_tests::run(units, &cases, folder)
        }
    };
    for (running, verdict) in running.iter().zip(verdicts.map_err(|failure| fail(failure, folder, log))?) {
        tally.count(running.suite, running.case, excused(running, &units, verdict));
    }
    log.out = tally.to_string();
    Ok(if tally.failed == 0 { Exit::Done } else { Exit::Failed })
}

/// Skips a failed case that no client can pass.
fn excused(running: &Running<'_>, units: &[Unit], verdict: Verdict) -> Verdict {
    let Verdict::Failed(_) = verdict else { return verdict };
    let unit = units.get(running.unit);
    let operation = unit.and_then(|unit| Some((unit, unit.operation(&running.case.operation)?)));
    let reason = operation.and_then(|(unit, operation)| contradiction::of(running, &unit.model, operation));
    reason.map_or(verdict, |reason| Verdict::Skipped(format!("no client can pass it: {reason}")))
}

fn read(file: &Path, log: &mut Log) -> Result<Vec<Suite>, Exit> {
    let text = files::read(file).map_err(|error| {
        let exit = if error.is_io() { Exit::Io } else { Exit::BadModel };
        log.fail(exit, Diagnostic::error("unreadable-file", error.to_string()))
    })?;
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    suite::read(&name, &text).map_err(|reason| {
        let message = format!("`{}` holds no conformance cases: {reason}", file.display());
        let problem = Diagnostic::error("bad-cases", message);
        log.fail(
            Exit::BadModel,
            problem.help("give Smithy models with protocol tests, or files in the format of botocore's"),
        )
    })
}

/// Generates a crate for each suite; cases that cannot be run are counted at once.
fn generate<'s>(
    suites: &'s [Suite],
    way: Way,
    folder: &Path,
    tally: &mut Tally,
    log: &mut Log,
) -> Result<(Vec<Unit>, Vec<Running<'s>>), Exit> {
    let common = common(way, folder).map_err(|error| fail(Failure::Io(error), folder, log))?;
    let mut names = Names::default();
    let (mut units, mut running, mut operations) = (Vec::new(), Vec::new(), 0);
    for suite in suites {
        let package = match way {
            Way::Program => format!("unit_{}", units.len()),
            Way::Tests => names.claim(&suite.name),
        };
        let unit = match unit::generate(package, suite, common.clone()) {
            Ok(unit) => unit,
            Err(verdict) => {
                tally.count_all(suite, &suite.cases, &verdict);
                continue;
            }
        };
        for case in &suite.cases {
            match unit.number(case) {
                Ok(number) => {
                    running.push(Running { suite, case, unit: units.len(), number: operations + number });
                }
                Err(verdict) => tally.count(suite, case, verdict),
            }
        }
        operations += unit.operations.len();
        units.push(unit);
    }
    Ok((units, running))
}

/// Returns the settings of all crates of a run. They are at the same depth, so the path to the runtime is the same for
/// each.
fn common(way: Way, folder: &Path) -> io::Result<Config> {
    let folder = match way {
        Way::Program => folder.join(program::CRATES),
        Way::Tests => folder.to_owned(),
    };
    let runtime = workspace::runtime_from(&folder.join("unit"))?;
    Ok(Config { runtime, own_workspace: way == Way::Program, ..Config::default() })
}

fn fail(failure: Failure, folder: &Path, log: &mut Log) -> Exit {
    let folder = folder.display();
    match failure {
        Failure::Io(error) => {
            let problem =
                Diagnostic::error("unwritable-folder", format!("cannot work in `{folder}`: {error}"));
            log.fail(Exit::Io, problem.help("make the folder writable, and check that Cargo can be run"))
        }
        Failure::Program(words) => {
            log.out = words;
            let problem =
                Diagnostic::error("broken-crates", "the generated crates could not be built or run");
            log.fail(
                Exit::Failed,
                problem.help(format!("read the output of the compiler; the crates are in `{folder}`")),
            )
        }
    }
}
