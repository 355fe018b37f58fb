//! What a new version of a service model changes, and what that means for the wire, for callers and for the version.
//!
//! ```text
//! Model old, Model new -> pairs -> compare -> Changes -> suppress -> Report -> render
//! ```
//!
//! Both models are compared in the IR, so their formats need not be the same, and neither the order of a text nor its
//! white space counts. Every kind of change has a [`Rule`] with an id that stays the same for ever; [`rules`] lists them.
//! How an element with another name is told from one that is gone and one that is new, `pairs` says.
//!
//! Services, operations, shapes, members and values are taken apart by name where they are compared, so that a field that
//! is added to one of them does not compile until somebody has said what a change of it means.

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

/// All changes from one model to another, with their places; both were read from `sources`.
///
/// Nothing is suppressed yet. The order of members, shapes and values makes no change. Operations that are unsupported have
/// no method that could change: that they came to be so is all that is told of them.
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
