//! One difference between two models.

use super::Rule;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub rule: &'static Rule,
    /// The element by its names, without namespace: `JobExecution$status`, `UpdateJobExecution`, `JobExecutionStatus`. It is
    /// the name in the new model, or in the old one where the element is gone.
    pub shape: String,
    /// What happened: one sentence without a full stop, with names in backticks.
    pub message: String,
    /// The value it had, where it has one to show: `1 to 128`, `GET /things/{thingName}`.
    pub old: Option<String>,
    /// The value it has.
    pub new: Option<String>,
    /// Where the old model has it, or has what held it.
    pub old_place: Option<Place>,
    /// Where the new model has it, or has what holds it.
    pub new_place: Option<Place>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The absolute shape id there, or the bare name in formats without namespaces.
    pub shape: String,
}
