//! A generated crate in memory, and the methods that write it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use smithy_model::{Diagnostic, Diagnostics, Severity, Sources};

use super::failure::{Failure, FailureKind};
use super::job::Job;
use crate::plan::Plan;
use crate::write::folder::{WITHOUT_LINKS, write_file};
use crate::write::{self, Summary, Tree};

/// A generated crate.
#[derive(Clone, Debug)]
pub struct Generated {
    plan: Arc<Plan>,
    tree: Tree,
    files: Vec<PathBuf>,
    features: Vec<String>,
    warnings: String,
    warning_lines: Vec<String>,
}

impl Generated {
    pub(super) fn new(
        job: &Job,
        plan: Plan,
        tree: Tree,
        sources: &Sources,
        diagnostics: &Diagnostics,
    ) -> Self {
        let warnings = diagnostics.iter().filter(|problem| problem.severity == Severity::Warning);
        Self {
            plan: Arc::new(plan),
            tree,
            files: job.files(sources),
            features: job.config.default_features.iter().map(|feature| feature.name.clone()).collect(),
            warnings: diagnostics.render(sources, false),
            warning_lines: warnings.map(|warning| line(warning, sources)).collect(),
        }
    }

    /// The files of the crate.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The files that it was generated from: the model and the files beside it, the overlay, and the settings.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The warnings as rustc would print them; empty if there are none.
    pub fn warnings(&self) -> &str {
        &self.warnings
    }

    /// Writes the crate to a folder; see [`Tree::persist`].
    pub fn write_crate(&self, folder: impl Into<PathBuf>) -> Result<Summary, Failure> {
        let folder = folder.into();
        self.tree.persist(&folder).map_err(|error| unwritable(&folder, &error))
    }

    /// Compares the crate with a folder. The [`Failure`] lists the differences.
    pub fn check_crate(&self, folder: impl Into<PathBuf>) -> Result<(), Failure> {
        let folder = folder.into();
        let differences = self.tree.compare(&folder).map_err(|error| {
            let message = format!("cannot read the crate in `{}`: {error}", folder.display());
            let help = match error.kind() {
                io::ErrorKind::Unsupported => WITHOUT_LINKS,
                _ => "make the folder readable",
            };
            Failure::one(FailureKind::Io, Diagnostic::error("unreadable-folder", message).help(help))
        })?;
        if differences.is_empty() {
            return Ok(());
        }
        let message = format!("`{}` is stale: it differs from what its model generates", folder.display());
        let problem = Diagnostic::error("stale", message).help("generate the crate again");
        Err(Failure::one(FailureKind::Stale, problem).with(&write::listing(&differences)))
    }

    /// Writes the client as one file for the module at a path, such as `crate::weather`; see
    /// [`emit::module`](crate::emit::module). A file with the right contents is not touched.
    pub fn write_module(&self, file: impl Into<PathBuf>, path: &str) -> Result<(), Failure> {
        let file = file.into();
        let text = crate::emit::module::emit(&self.plan, path, &self.features);
        let text = text.map_err(|problem| Failure::one(FailureKind::Input, problem))?;
        write_file(&file, text.as_bytes()).map_err(|error| unwritable(&file, &error))
    }

    /// The lines that a build script prints for Cargo: the files to watch and the warnings.
    pub fn cargo_lines(&self) -> Vec<String> {
        let files = self.files.iter().map(|file| format!("cargo::rerun-if-changed={}", file.display()));
        let warnings = self.warning_lines.iter().map(|warning| format!("cargo::warning={warning}"));
        files.chain(warnings).collect()
    }

    /// Prints the [`cargo_lines`](Self::cargo_lines) to standard output, where Cargo reads them.
    pub fn tell_cargo(&self) {
        for line in self.cargo_lines() {
            println!("{line}");
        }
    }
}

/// Writes a warning on one line, with its place.
fn line(warning: &Diagnostic, sources: &Sources) -> String {
    let place = warning.span.map(|span| {
        let (line, column) = sources.line_column(span);
        format!("{}:{line}:{column}: ", sources.name(span.source))
    });
    let help = warning.help.as_ref().map(|help| format!("; {help}"));
    let text = format!("{}{}{}", place.unwrap_or_default(), warning.message, help.unwrap_or_default());
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn unwritable(place: &Path, error: &io::Error) -> Failure {
    let message = format!("cannot write `{}`: {error}", place.display());
    let help = match error.kind() {
        io::ErrorKind::AlreadyExists => "give another folder, or empty this one first",
        io::ErrorKind::Unsupported => WITHOUT_LINKS,
        _ => "make the place writable",
    };
    Failure::one(FailureKind::Io, Diagnostic::error("unwritable", message).help(help))
}
