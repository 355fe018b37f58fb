//! One difference between two models.

use super::Rule;
use super::rules::operation::{OPERATION_BECAME_SUPPORTED, OPERATION_BECAME_UNSUPPORTED};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub rule: &'static Rule,
    /// The element by its names, without namespace: `JobExecution$status`, `UpdateJobExecution`, `JobExecutionStatus`.
    /// It is the name in the new model, or in the old one if the element is gone.
    pub shape: String,
    /// The element's name in Rust, `JobExecution::status`, or its name in the model if it has none in Rust.
    pub rust_name: String,
    /// The operation, member or shape that the element came or went with, as in [`shape`](Self::shape), if this is true
    /// of all its users.
    pub part_of: Option<String>,
    /// What happened: one sentence without a full stop, with names in backticks.
    pub message: String,
    /// The first sentence of the documentation of a new element, without a full stop.
    pub about: Option<String>,
    /// The old value, if there is one to show: `1 to 128`, `GET /things/{thingName}`.
    pub old: Option<String>,
    /// The new value.
    pub new: Option<String>,
    /// The place of the element in the old model, or of what contained it.
    pub old_place: Option<Place>,
    /// The place of the element in the new model, or of what contains it.
    pub new_place: Option<Place>,
}

impl Change {
    /// Whether the element is new, according to the rule's ID.
    pub fn is_addition(&self) -> bool {
        self.rule.id.ends_with("-added") || *self.rule == OPERATION_BECAME_SUPPORTED
    }

    /// Returns the places in the old and the new model. For an element that is new or gone, the place of its container
    /// in the other model is left out.
    pub fn places(&self) -> [Option<&Place>; 2] {
        let old = self.old_place.as_ref().filter(|_| !self.is_addition());
        let new = self.new_place.as_ref().filter(|_| !self.is_removal());
        [old, new]
    }

    /// Whether the element is gone, according to the rule's ID.
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
    /// The absolute shape ID there, or the bare name in formats without namespaces.
    pub shape: String,
}
