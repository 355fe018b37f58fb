//! `services`: generates the client of every service in a folder, in one process, and reports the results.
//!
//! ```text
//! folder -> find -> generate, one after the other -> table -> crates: Clippy and tests in one workspace
//! ```

pub(crate) mod find;
mod generate;
mod table;

use std::io;
use std::path::{Path, PathBuf};

use smithy_codegen_cli::{Exit, Log, Progress, Report, Style};
use smithy_model::Diagnostic;

use find::Found;
use generate::Outcome;

use crate::crates::{self, Trouble};

/// The services to generate, and the checks to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with the models.
    pub folder: PathBuf,
    /// Only the services with these names; all if it is empty.
    pub only: Vec<String>,
    /// Whether to leave out unsupported operations.
    pub skip_unsupported: bool,
    /// Whether to run Clippy on all crates.
    pub check: bool,
    /// Whether to run the tests of all crates.
    pub test: bool,
}

/// Runs the command. `folder` is for the crates and their build.
///
/// Ends with [`Exit::Failed`] if a service cannot be generated or a crate does not pass, [`Exit::BadModel`] if the
/// folder has no such services, and [`Exit::Io`] if a file cannot be read or written.
pub fn run(options: &Options, folder: &Path, style: Style) -> Report {
    let mut log = Log::new(style);
    let progress = Progress::new("looking for models", style);
    let exit = work(options, folder, &progress, &mut log).unwrap_or_else(|exit| exit);
    drop(progress);
    log.finish(exit, "")
}

fn work(options: &Options, folder: &Path, progress: &Progress, log: &mut Log) -> Result<Exit, Exit> {
    let services = chosen(options, log)?;
    progress.phase("removing the output of the last run");
    let _held = crates::prepare(folder).map_err(|error| unwritable(folder, &error, log))?;
    let mut outcomes = Vec::new();
    progress.phase("generating");
    for (index, service) in services.iter().enumerate() {
        progress.count(index, services.len());
        let outcome = generate::generate(service, options.skip_unsupported, folder);
        outcomes.push(outcome.map_err(|error| unwritable(folder, &error, log))?);
    }
    log.out = table::table(&outcomes);
    let mut exit = if outcomes.iter().all(Outcome::is_whole) { Exit::Done } else { Exit::Failed };
    let packages: Vec<&str> = outcomes.iter().filter_map(Outcome::package).collect();
    for (asked, what, command) in
        [(options.check, "Clippy", crates::CLIPPY), (options.test, "the tests", crates::TEST)]
    {
        if !asked || packages.is_empty() {
            continue;
        }
        progress.phase(format!("running {what} on {} crates", packages.len()));
        match crates::run(folder, command) {
            Ok(()) => log.out.extend([what, " found nothing\n"]),
            Err(Trouble::Io(error)) => return Err(unwritable(folder, &error, log)),
            Err(Trouble::Said(words)) => {
                log.out += &words;
                exit = Exit::Failed;
            }
        }
    }
    Ok(exit)
}

/// Returns the selected services.
fn chosen(options: &Options, log: &mut Log) -> Result<Vec<Found>, Exit> {
    let folder = options.folder.display();
    let all = find::services(&options.folder).map_err(|error| {
        let problem = Diagnostic::error("unreadable-folder", format!("cannot read `{folder}`: {error}"));
        log.fail(Exit::Io, problem.help("give a folder of models, such as `botocore/data`"))
    })?;
    for name in options.only.iter().filter(|name| all.iter().all(|service| service.name != **name)) {
        let problem = Diagnostic::error("no-such-service", format!("`{folder}` has no model of `{name}`"));
        log.diagnostics.push(problem.help("use the name of its folder or file there"));
    }
    let is_chosen = |service: &Found| options.only.is_empty() || options.only.contains(&service.name);
    let services: Vec<_> = all.into_iter().filter(is_chosen).collect();
    if services.is_empty() && !log.diagnostics.has_errors() {
        let problem = Diagnostic::error("no-services", format!("`{folder}` holds no models"));
        let help = "it needs folders of services, with versions that have a `service-2.json`, or files that are Smithy models";
        log.diagnostics.push(problem.help(help));
    }
    if log.diagnostics.has_errors() { Err(Exit::BadModel) } else { Ok(services) }
}

fn unwritable(folder: &Path, error: &io::Error, log: &mut Log) -> Exit {
    let message = format!("cannot work in `{}`: {error}", folder.display());
    let problem = Diagnostic::error("unwritable-folder", message);
    log.fail(Exit::Io, problem.help("make the target directory writable, and check that Cargo can be run"))
}
