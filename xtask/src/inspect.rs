//! Shows what is in a model.

mod json;
mod shapes;
mod table;
mod text;
mod words;

use crate::load::{self, ModelFiles};
use crate::report::{Exit, Log, Report};

/// How a model is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page to read, at most 100 columns wide.
    Text,
    /// All of the model as JSON, its documentation too.
    Json,
}

/// Shows a model, once it is read, checked and brought into its final form.
pub fn inspect(files: &ModelFiles, format: Format, colour: bool) -> Report {
    let mut log = Log::default();
    let exit = match load::load(files, &mut log) {
        Ok((_, model)) => {
            log.out = match format {
                Format::Text => text::render(&model),
                // The alternate form is indented.
                Format::Json => format!("{:#}\n", json::model(&model)),
            };
            Exit::Done
        }
        Err(exit) => exit,
    };
    log.finish(exit, "", colour)
}
