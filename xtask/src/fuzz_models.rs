//! `fuzz-models`: generates the crates of random valid models, and runs Clippy on them.
//!
//! ```text
//! seeds -> models -> generate, one after the other -> one workspace -> Clippy
//! ```

use std::io;
use std::path::Path;

use smithy_codegen::Config;
use smithy_codegen_cli::{Exit, Log, Progress, Report, Style, counted};
use smithy_model::{Diagnostic, Diagnostics, Parts, Sources};

use crate::crates::{self, Trouble};
use crate::workspace;

/// Which models.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many.
    pub count: u64,
    /// The seed of the first; each of the others has the next one.
    pub seed: u64,
}

/// Runs the command, with `folder` for the crates and their build.
///
/// Ends with [`Exit::Failed`] if a model does not generate or its crate does not pass (the message has its seed), and
/// with [`Exit::Io`] if a file cannot be read or written.
pub fn run(options: Options, folder: &Path, style: Style) -> Report {
    let mut log = Log::new(style);
    let progress = Progress::new("removing the output of the last run", style);
    let exit = work(options, folder, &progress, &mut log).unwrap_or_else(|error| {
        let message = format!("cannot work in `{}`: {error}", folder.display());
        let fault = Diagnostic::error("unwritable-folder", message);
        log.fail(Exit::Io, fault.help("make the target directory writable, and check that Cargo can be run"))
    });
    drop(progress);
    log.finish(exit, "")
}

fn work(options: Options, folder: &Path, progress: &Progress, log: &mut Log) -> io::Result<Exit> {
    let _held = crates::prepare(folder)?;
    let seeds: Vec<u64> = (0..options.count).map(|number| options.seed.wrapping_add(number)).collect();
    progress.phase("generating");
    let (mut failed, mut written) = (Vec::new(), Vec::new());
    for (index, seed) in seeds.iter().enumerate() {
        progress.count(index, seeds.len());
        match generate(*seed, folder)? {
            Ok(()) => written.push(*seed),
            Err(words) => {
                log.out += &words;
                failed.push(*seed);
            }
        }
    }
    if !written.is_empty() {
        progress.phase(format!("running Clippy on {} crates", written.len()));
        match crates::run(folder, crates::CLIPPY) {
            Ok(()) => {}
            Err(Trouble::Io(error)) => return Err(error),
            Err(Trouble::Said(words)) => {
                failed.extend(written.iter().filter(|seed| words.contains(&place(**seed))));
                log.out += &words;
                if failed.is_empty() {
                    return Ok(Exit::Failed);
                }
            }
        }
    }
    failed.sort_unstable();
    for seed in &failed {
        let again = format!("cargo xtask fuzz-models 1 --seed {seed}");
        let line = ["the model of seed ", &seed.to_string(), " does not pass; to repeat it: ", &again, "\n"];
        log.out.extend(line);
    }
    if failed.is_empty() {
        let crates = counted(written.len(), "crate").unwrap_or_else(|| "no crates".to_owned());
        log.out.extend(["Clippy found nothing in ", &crates, "\n"]);
    }
    Ok(if failed.is_empty() { Exit::Done } else { Exit::Failed })
}

/// The package of a seed.
fn package(seed: u64) -> String {
    format!("model-{seed}")
}

/// Returns the place that Cargo prints for a problem in the crate.
fn place(seed: u64) -> String {
    format!("crates/{}/", package(seed))
}

/// Writes the crate of a seed, and its model beside it. The inner error is the generator's message.
fn generate(seed: u64, folder: &Path) -> io::Result<Result<(), String>> {
    let package = package(seed);
    let out = crates::folder_of(folder, &package);
    let text = models::of_seed(seed);
    let file = out.join("model.json");
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let parts = Parts::new(sources.add(file.display().to_string(), text.as_str()));
    let runtime = workspace::runtime_from(&out)?;
    let config = Config { crate_name: Some(package), runtime, own_workspace: false, ..Config::default() };
    let model = smithy_model::load(&sources, parts, smithy_model::Options::default(), &mut diagnostics);
    match model.and_then(|model| smithy_codegen::generate(&model, &config, &mut diagnostics)) {
        Some(tree) => {
            tree.persist(&out)?;
            std::fs::write(file, text)?;
            Ok(Ok(()))
        }
        None => Ok(Err(diagnostics.render(&sources, false))),
    }
}
