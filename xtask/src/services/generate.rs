//! Generates the client of one service.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use smithy_codegen::Generator;
use smithy_model::{Diagnostics, Model, Severity, Sources};

use super::find::Found;
use crate::{crates, workspace};

/// The result for a service.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// The name of the service in its folder.
    pub(super) name: String,
    /// The crate, or why there is none.
    pub(super) made: Result<Made, String>,
}

/// A crate that was generated.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// The package.
    pub(super) package: String,
    /// Its protocol.
    pub(super) protocol: String,
    /// How many operations it has.
    pub(super) operations: usize,
    /// The operations that are left out, each with the reason.
    pub(super) left_out: Vec<String>,
    /// How many lines of Rust it has.
    pub(super) lines: usize,
    /// How many warnings there were.
    pub(super) warnings: usize,
    /// How long it took to read, generate and write it.
    pub(super) took: Duration,
}

impl Outcome {
    /// Whether there is a crate with all operations.
    pub(super) fn is_whole(&self) -> bool {
        self.made.as_ref().is_ok_and(|made| made.left_out.is_empty())
    }

    /// The package, if there is one.
    pub(super) fn package(&self) -> Option<&str> {
        self.made.as_ref().ok().map(|made| made.package.as_str())
    }
}

/// Generates the client of a service into the workspace in `folder`.
pub(super) fn generate(service: &Found, skip_unsupported: bool, folder: &Path) -> io::Result<Outcome> {
    let begin = Instant::now();
    let package = format!("client-of-{}", service.name);
    let out = crates::folder_of(folder, &package);
    let generator = Generator::new(&service.file)
        .crate_name(&package)
        .runtime(workspace::runtime_from(&out)?)
        .own_workspace(false)
        .skip_unsupported(skip_unsupported);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let Some((model, tree)) = run(&generator, &mut sources, &mut diagnostics) else {
        return Ok(Outcome { name: service.name.clone(), made: Err(first_error(&diagnostics)) });
    };
    tree.persist(&out)?;
    let rust = tree.files().filter(|(path, _)| Path::new(path).extension().is_some_and(|it| it == "rs"));
    let made = Made {
        package,
        protocol: model.service.protocol.map_or_else(String::new, |protocol| protocol.name().to_owned()),
        operations: model.operations.len(),
        left_out: model.left_out.iter().map(|left| format!("{}: {}", left.name, left.reason)).collect(),
        lines: rust.map(|(_, text)| text.lines().count()).sum(),
        warnings: diagnostics.iter().filter(|problem| problem.severity == Severity::Warning).count(),
        took: begin.elapsed(),
    };
    Ok(Outcome { name: service.name.clone(), made: Ok(made) })
}

fn run(
    generator: &Generator,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Model, smithy_codegen::Tree)> {
    let job = generator.job(sources, diagnostics).ok()?;
    let model = job.model(sources, diagnostics)?;
    let tree = smithy_codegen::generate(&model, &job.config(sources), diagnostics)?;
    Some((model, tree))
}

fn first_error(diagnostics: &Diagnostics) -> String {
    let mut errors = diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
    let more = errors.clone().count().saturating_sub(1);
    let first =
        errors.next().map(|problem| format!("{}: {}", problem.code, problem.message)).unwrap_or_default();
    if more == 0 { first } else { format!("{first}; and {more} more") }
}
