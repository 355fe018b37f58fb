//! One difference between two models.

use super::Rule;
use super::rules::operation::{OPERATION_BECAME_SUPPORTED, OPERATION_BECAME_UNSUPPORTED};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub rule: &'static Rule,
    /// The element by its names, without namespace: `JobExecution$status`, `UpdateJobExecution`, `JobExecutionStatus`. It is
    /// the name in the new model, or in the old one where the element is gone.
    pub shape: String,
    /// The element's name in Rust, `JobExecution::status`; that of the model where Rust has none.
    pub rust_name: String,
    /// The operation, member or shape that the element came or went with, as in [`shape`](Self::shape), where all that
    /// uses it did.
    pub part_of: Option<String>,
    /// What happened: one sentence without a full stop, with names in backticks.
    pub message: String,
    /// The first sentence of the documentation of an element that is new, without a full stop.
    pub about: Option<String>,
    /// The value it had, where it has one to show: `1 to 128`, `GET /things/{thingName}`.
    pub old: Option<String>,
    /// The value it has.
    pub new: Option<String>,
    /// Where the old model has it, or has what held it.
    pub old_place: Option<Place>,
    /// Where the new model has it, or has what holds it.
    pub new_place: Option<Place>,
}

impl Change {
    /// Whether the element was not there before; the ids of rules say so.
    pub fn is_addition(&self) -> bool {
        self.rule.id.ends_with("-added") || *self.rule == OPERATION_BECAME_SUPPORTED
    }

    /// Where to look, in the old model and in the new one. What holds an element that is new, or gone, nobody looks for in the
    /// other model.
    pub fn places(&self) -> [Option<&Place>; 2] {
        let old = self.old_place.as_ref().filter(|_| !self.is_addition());
        let new = self.new_place.as_ref().filter(|_| !self.is_removal());
        [old, new]
    }

    /// Whether the element is gone; the ids of rules say so.
    pub fn is_removal(&self) -> bool {
        self.rule.id.ends_with("-removed") || *self.rule == OPERATION_BECAME_UNSUPPORTED
    }
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
