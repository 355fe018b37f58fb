//! Methods with what became of them, and with the changes that say so.

use super::index::{Index, Reach, is_visible};
use crate::{Change, Report};
use smithy_model::ir::{Model, Operation};

/// What became of a method, in the order of the page.
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

/// A method, and what became of it.
pub(super) struct Changed<'a> {
    pub(super) status: Status,
    pub(super) operation: &'a Operation,
    /// The model that it is shown from: the new one, or the old one where the method is gone.
    pub(super) model: &'a Model,
    /// The parts of the method with their changes.
    pub(super) parts: Vec<Part<'a>>,
    /// What to mark; nothing where all of the method is new.
    pub(super) index: Index<'a>,
    /// All that a method reaches, where it is new or gone itself: that so are the things below goes without saying.
    whole: Vec<Reach>,
}

/// A part of a method.
pub(super) struct Part<'a> {
    pub(super) name: &'static str,
    /// The changes with the paths of what they are about.
    pub(super) changes: Vec<(&'a Change, Vec<String>)>,
}

impl Part<'_> {
    /// Whether the method is called otherwise, or gives something else: by its input or output, or by a request that is
    /// made of it in another way. Errors and words do not count.
    fn is_update(&self) -> bool {
        self.changes.iter().any(|(change, _)| match self.name {
            "request" | "response" => is_visible(change),
            "method" => change.rule.level.is_breaking() && !change.shape.contains('$'),
            _ => false,
        })
    }
}

impl<'a> Changed<'a> {
    /// A method that was not there, or is there no more; `own` are the changes of just that.
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

    /// A method whose input or output has changed, if they have; where it had another name or was not there, the old one tells less.
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

    /// Whether the page tells a change by showing this method.
    pub(super) fn tells(&self, change: &Change) -> bool {
        let listed = |part: &Part<'_>| part.changes.iter().any(|(other, _)| std::ptr::eq(*other, change));
        self.parts.iter().any(listed) || self.whole.iter().any(|reach| locate(change, reach, None).is_some())
    }
}

/// Whether a change is one of the operation itself, or of a part that is no shape: an error of it.
fn is_own(operation: &Operation, change: &Change) -> bool {
    change.shape.split('$').next() == Some(operation.name.as_str())
}

/// Request, response and errors; the path of an error begins with its name.
fn reaches(model: &Model, operation: &Operation) -> [Reach; 3] {
    let errors = operation.errors.iter().map(|id| (*id, model.shape(*id).name.clone()));
    [
        Reach::from(model, [(operation.input, String::new())]),
        Reach::from(model, [(operation.output, String::new())]),
        Reach::from(model, errors),
    ]
}

/// Where the element of a change is, or was, or else what has or had it as a member.
fn locate<'r>(change: &Change, new: &'r Reach, old: Option<&'r Reach>) -> Option<&'r [String]> {
    let reaches = || [Some(new), old].into_iter().flatten();
    let itself = reaches().find_map(|reach| reach.paths(&change.shape));
    itself.or_else(|| reaches().find_map(|reach| reach.owner_paths(&change.shape)))
}
