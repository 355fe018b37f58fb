//! Runs the conformance cases of a protocol against generated crates.
//!
//! Each suite becomes a crate of its own: of one operation in botocore's form, of a service in Smithy's. A program that
//! depends on all of them makes the calls and answers in JSON, and the answers are compared here with what the cases
//! expect.

mod check;
mod compare;
mod events;
mod frame;
mod literal;
mod program;
mod suite;
mod support;
mod tally;
mod unit;
mod values;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use smithy_codegen::cli::{Exit, Log, Progress, Report, Style};
use smithy_model::{Diagnostic, files};

use crate::workspace;
use program::Failure;
use suite::{Action, Case, Suite};
use tally::{Tally, Verdict};
use unit::Unit;

/// Runs the cases of some files, with `folder` for the crates and their build.
///
/// The report lists the cases that failed or were left out, then counts them all. It ends with [`Exit::Failed`] where
/// one failed.
pub fn run(files: &[PathBuf], folder: &Path, style: Style) -> Report {
    let mut log = Log::new(style);
    let progress = Progress::new("reading the cases", style);
    let exit = judge(files, folder, &progress, &mut log).unwrap_or_else(|exit| exit);
    drop(progress);
    log.finish(exit, "")
}

/// A case that is being run.
struct Running<'s> {
    suite: &'s Suite,
    case: &'s Case,
    /// The place of its unit among the units.
    unit: usize,
    /// The number of its operation in the program.
    number: usize,
}

fn judge(files: &[PathBuf], folder: &Path, progress: &Progress, log: &mut Log) -> Result<Exit, Exit> {
    let mut suites = Vec::new();
    for file in files {
        suites.extend(read(file, log)?);
    }
    let mut tally = Tally::default();
    let (units, running) = generate(&suites, folder, &mut tally, log)?;
    progress.phase(format!("building {} crates and running {} cases", units.len(), running.len()));
    let calls = running.iter().map(|running| call(running, &units)).collect();
    let answers = match units.as_slice() {
        [] => Vec::new(),
        units => program::run(units, calls, folder).map_err(|failure| fail(failure, folder, log))?,
    };
    for (index, running) in running.iter().enumerate() {
        let answer = answers.get(index).unwrap_or(&Value::Null);
        tally.count(running.suite, running.case, verdict(running, &units, answer));
    }
    log.out = tally.to_string();
    Ok(if tally.failed == 0 { Exit::Done } else { Exit::Failed })
}

fn read(file: &Path, log: &mut Log) -> Result<Vec<Suite>, Exit> {
    let text = files::read(file).map_err(|error| {
        let exit = if error.is_io() { Exit::Io } else { Exit::BadModel };
        log.fail(exit, Diagnostic::error("unreadable-file", error.to_string()))
    })?;
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    suite::read(&name, &text).map_err(|reason| {
        let message = format!("`{}` holds no conformance cases: {reason}", file.display());
        let fault = Diagnostic::error("bad-cases", message);
        log.fail(
            Exit::BadModel,
            fault.help("name Smithy models with protocol tests, or files in the form of botocore's"),
        )
    })
}

/// A crate for each suite; cases that cannot be run are counted at once.
fn generate<'s>(
    suites: &'s [Suite],
    folder: &Path,
    tally: &mut Tally,
    log: &mut Log,
) -> Result<(Vec<Unit>, Vec<Running<'s>>), Exit> {
    // All crates lie equally deep, so the runtime is equally far from each.
    let runtime = workspace::runtime_from(&folder.join(program::CRATES).join("unit"));
    let runtime = runtime.map_err(|error| fail(Failure::Io(error), folder, log))?;
    let (mut units, mut running, mut operations) = (Vec::new(), Vec::new(), 0);
    for suite in suites {
        let unit = match unit::generate(units.len(), suite, runtime.clone()) {
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

fn call(running: &Running<'_>, units: &[Unit]) -> Value {
    let unit = units.get(running.unit);
    let input = unit.and_then(|unit| Some((&unit.model, unit.operation(&running.case.operation)?.input)));
    match &running.case.action {
        Action::Request { params, .. } => {
            let params = input.map(|(model, input)| values::structure(model, input, params));
            json!({"operation": running.number, "params": params})
        }
        Action::Response { response, .. } => json!({"operation": running.number, "response": response}),
        Action::Events(events) => {
            let params = input.and_then(|(model, input)| events::params(model, input, events));
            let response = events.response.as_ref();
            json!({"operation": running.number, "both": {"params": params, "response": response}})
        }
    }
}

fn verdict(running: &Running<'_>, units: &[Unit], answer: &Value) -> Verdict {
    let operation = units.get(running.unit).and_then(|unit| {
        let operation = unit.operation(&running.case.operation)?;
        Some((&unit.model, operation))
    });
    let Some((model, operation)) = operation else {
        return Verdict::Failed("the crate does not have the operation".to_owned());
    };
    let differences = match (answer.get("fault").and_then(Value::as_str), &running.case.action) {
        (Some(fault), _) => vec![fault.to_owned()],
        (None, Action::Events(expected)) => events::compare(model, operation, expected, answer),
        (None, Action::Request { expected, .. }) => {
            compare::request(expected, answer, unit::is_cbor(model)).found
        }
        (None, Action::Response { expected, .. }) => compare::response(model, operation, expected, answer),
    };
    if differences.is_empty() { Verdict::Passed } else { Verdict::Failed(differences.join("; ")) }
}

fn fail(failure: Failure, folder: &Path, log: &mut Log) -> Exit {
    let folder = folder.display();
    match failure {
        Failure::Io(error) => {
            let fault = Diagnostic::error("unwritable-folder", format!("cannot work in `{folder}`: {error}"));
            log.fail(
                Exit::Io,
                fault.help("see that the target directory can be written and Cargo can be run"),
            )
        }
        Failure::Program(words) => {
            log.out = words;
            let fault = Diagnostic::error("broken-crates", "the generated crates cannot be built or run");
            log.fail(
                Exit::Failed,
                fault.help(format!("see what the compiler says; the crates are in `{folder}`")),
            )
        }
    }
}
