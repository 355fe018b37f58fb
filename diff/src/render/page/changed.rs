//! Methods with their status, and with their changes.

use super::index::{Index, Reach, is_visible};
use crate::{Change, Report};
use smithy_model::ir::{Model, Operation};

/// The status of a method, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    New,
    Updated,
    Removed,
}

impl Status {
    pub(super) const ALL: [Self; 3] = [Self::New, Self::Updated, Self::Removed];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Removed => "removed",
        }
    }
}

/// A method and its status.
pub(super) struct Changed<'a> {
    pub(super) status: Status,
    pub(super) operation: &'a Operation,
    /// The model that it is shown from: the new one, or the old one if the method is gone.
    pub(super) model: &'a Model,
    /// The parts of the method with their changes.
    pub(super) parts: Vec<Part<'a>>,
    /// The elements to mark; empty if the whole method is new.
    pub(super) index: Index<'a>,
    /// All shapes reachable from a method that is itself new or gone; their own additions or removals are not listed.
    whole: Vec<Reach>,
}

/// A part of a method.
pub(super) struct Part<'a> {
    pub(super) name: &'static str,
    /// The changes with the paths of their elements.
    pub(super) changes: Vec<(&'a Change, Vec<String>)>,
}

impl Part<'_> {
    /// Whether the method's call or result has changed: by its input or output, or because the request is built
    /// differently. Errors and documentation do not count.
    fn is_update(&self) -> bool {
        self.changes.iter().any(|(change, _)| match self.name {
            "request" | "response" => is_visible(change),
            "method" => change.rule.level.is_breaking() && !change.shape.contains('$'),
            _ => false,
        })
    }
}

impl<'a> Changed<'a> {
    /// Creates a method that is new or gone; `own` are the changes of the operation itself.
    pub(super) fn whole(
        status: Status,
        model: &'a Model,
        operation: &'a Operation,
        own: &[&'a Change],
    ) -> Self {
        let changes = own.iter().map(|change| (*change, Vec::new())).collect();
        let parts = vec![Part { name: "method", changes }];
        let whole = reaches(model, operation).into();
        Self { status, operation, model, parts, index: Index::default(), whole }
    }

    /// Creates a method whose input or output has changed; `None` if they have not. The old operation is missing if its
    /// name was different or it did not exist.
    pub(super) fn updated(
        old: (&'a Model, Option<&'a Operation>),
        new: (&'a Model, &'a Operation),
        report: &'a Report,
    ) -> Option<Self> {
        let (model, operation) = new;
        let former = old.1.map(|former| reaches(old.0, former));
        let own = report.changes.iter().filter(|change| is_own(operation, change));
        let mut parts =
            vec![Part { name: "method", changes: own.map(|change| (change, Vec::new())).collect() }];
        for (index, (name, new)) in
            ["request", "response", "errors"].into_iter().zip(reaches(model, operation)).enumerate()
        {
            let old = former.as_ref().and_then(|former| former.get(index));
            let located = |change| Some((change, locate(change, &new, old)?.to_owned()));
            parts.push(Part { name, changes: report.changes.iter().filter_map(located).collect() });
        }
        let is_updated = parts.iter().any(Part::is_update);
        let index = Index::new(report);
        let status = Status::Updated;
        is_updated.then_some(Self { status, operation, model, parts, index, whole: Vec::new() })
    }

    /// Whether this method's section reports a change.
    pub(super) fn tells(&self, change: &Change) -> bool {
        let listed = |part: &Part<'_>| part.changes.iter().any(|(other, _)| std::ptr::eq(*other, change));
        self.parts.iter().any(listed) || self.whole.iter().any(|reach| locate(change, reach, None).is_some())
    }
}

/// Whether a change is one of the operation itself, or of a part that is not a shape, such as one of its errors.
fn is_own(operation: &Operation, change: &Change) -> bool {
    change.shape.split('$').next() == Some(operation.name.as_str())
}

/// Returns the reach of request, response and errors; the path of an error begins with its name.
fn reaches(model: &Model, operation: &Operation) -> [Reach; 3] {
    let errors = operation.errors.iter().map(|id| (*id, model.shape(*id).name.clone()));
    [
        Reach::from(model, [(operation.input, String::new())]),
        Reach::from(model, [(operation.output, String::new())]),
        Reach::from(model, errors),
    ]
}

/// Returns the paths of a change's element in the new or the old model, or else of its owner.
fn locate<'r>(change: &Change, new: &'r Reach, old: Option<&'r Reach>) -> Option<&'r [String]> {
    let reaches = || [Some(new), old].into_iter().flatten();
    let itself = reaches().find_map(|reach| reach.paths(&change.shape));
    itself.or_else(|| reaches().find_map(|reach| reach.owner_paths(&change.shape)))
}
