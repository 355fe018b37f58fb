//! The changes in a new version of a service model, and their effects on the wire, on callers and on the version.
//!
//! ```text
//! Model old, Model new -> pairs -> compare -> Changes -> suppress -> Report -> render
//! ```
//!
//! Both models are compared in the IR, so their formats may differ, and the order and white space of their texts are
//! ignored. Every kind of change has a [`Rule`] with a permanent ID; [`rules`] lists them. The module `pairs` documents
//! how a renamed element is distinguished from a removed and an added one.
//!
//! Comparisons destructure services, operations, shapes, members and values field by field. After a field is added,
//! they do not compile until somebody decides what its change means.

mod binding;
mod brought;
mod change;
mod comparison;
mod constraints;
mod endpoint;
mod enumeration;
mod level;
mod member;
mod mqtt;
mod nullability;
mod operation;
mod pairs;
mod places;
mod reach;
pub mod render;
mod report;
mod rule;
mod rules;
mod service;
mod shape;
mod structure;
mod suppress;
mod text;
mod types;
mod waiters;
mod words;

pub use change::{Change, Place};
pub use level::{Bump, Level};
pub use report::{Group, Report, Suppressed};
pub use rule::Rule;
pub use rules::{rule, rules};
pub use suppress::{Suppression, suppressions};

use comparison::Comparison;
use smithy_model::source::Sources;
use smithy_model::validate::supported;
use smithy_model::{Model, Validated};

/// Returns all changes from one model to another, with their places; both were read from `sources`.
///
/// Nothing is suppressed yet. The order of members, shapes and values is ignored. Unsupported operations have no method
/// that could change: the only change reported for them is that their support has changed.
pub fn compare(sources: &Sources, old: &Model<Validated>, new: &Model<Validated>) -> Report {
    let (old, new) = (&*supported(old), &*supported(new));
    let mut comparison = Comparison::new(sources, old, new);
    let operations = pairs::operations(old, new);
    let shapes = pairs::shapes(&mut comparison, &operations.pairs);
    service::compare(&mut comparison);
    endpoint::compare(&mut comparison, &operations);
    operation::compare_all(&mut comparison, &operations);
    let brought = brought::brought(&comparison, &operations);
    shape::compare_all(&mut comparison, &shapes, &brought);
    let mut changes = comparison.changes;
    words::complete(&mut changes, &comparison.old, &comparison.new);
    Report::new(new.service.title.clone(), changes)
}

/// The name without namespace.
fn bare(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
