//! Reads the model that a command works on.

use std::path::PathBuf;

use smithy_model::{Diagnostic, Model, Options, Parts, Validated, files};

use crate::report::{Exit, Log};

/// The files of a model, and how to read them.
#[derive(Clone, Debug)]
pub struct ModelFiles {
    /// The model, Smithy JSON AST or C2J, plain or gzipped.
    pub model: PathBuf,
    /// Documented additions to it.
    pub overlay: Option<PathBuf>,
    /// What to do with what is not supported.
    pub options: Options,
}

/// Reads and validates a model; where that fails, the log tells why.
pub(crate) fn load(files: &ModelFiles, log: &mut Log) -> Result<(Parts, Model<Validated>), Exit> {
    let parts = files::open(&mut log.sources, &files.model, files.overlay.as_deref()).map_err(|error| {
        let exit = if error.is_io() { Exit::Io } else { Exit::BadModel };
        log.fail(exit, Diagnostic::error("unreadable-file", error.to_string()))
    })?;
    let model = smithy_model::load(&log.sources, parts, files.options.clone(), &mut log.diagnostics);
    model.map(|model| (parts, model)).ok_or(Exit::BadModel)
}
