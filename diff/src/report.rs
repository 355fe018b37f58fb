//! The result of a diff.

use std::collections::BTreeMap;

use super::{Bump, Change, Level, Suppression};

/// The differences of two models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The service's full name in the new model.
    pub service: String,
    /// The changes: the worst level first, then by shape, rule and values, so that the order does not depend on that of
    /// a file.
    pub changes: Vec<Change>,
    /// Changes that a suppression matches; they are not counted otherwise.
    pub suppressed: Vec<Suppressed>,
    /// How many changes [`without`](Self::without) left out; they are not counted otherwise.
    pub ignored: usize,
}

/// A suppressed change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The change.
    pub change: Change,
    /// The reason, if one was given.
    pub reason: Option<String>,
}

/// A change, and the shapes that came or went with it.
#[derive(Clone, Debug)]
pub struct Group<'r> {
    /// The change.
    pub change: &'r Change,
    /// Changes that are a part of it, in the order of names.
    pub parts: Vec<&'r Change>,
}

impl Report {
    /// Creates a report with sorted changes.
    pub(super) fn new(service: String, mut changes: Vec<Change>) -> Self {
        changes.sort_by(|a, b| key(a).cmp(&key(b)));
        Self { service, changes, ..Self::default() }
    }

    /// Returns the changes in their order, each with those that are a part of it. A part whose whole is not in the
    /// report has its own group.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut wholes: BTreeMap<Whole<'_>, Vec<&Change>> =
            self.changes.iter().filter_map(|change| Some((whole(change)?, Vec::new()))).collect();
        let mut alone = Vec::new();
        for change in &self.changes {
            match part_of(change).and_then(|whole| wholes.get_mut(&whole)) {
                Some(parts) => parts.push(change),
                None => alone.push(change),
            }
        }
        let mut parts = |change| whole(change).and_then(|whole| wholes.remove(&whole)).unwrap_or_default();
        alone.into_iter().map(|change| Group { change, parts: parts(change) }).collect()
    }

    /// Returns the effect of all changes on the version.
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(|change| change.rule.level.bump()).max().unwrap_or_default()
    }

    /// Returns the reason for that: one sentence without a full stop, with the first of the worst changes and their
    /// number. Parts of other changes do not count.
    pub fn reason(&self) -> String {
        self.reason_with(|change| &change.shape)
    }

    /// Does the same, with another name for the element of the change.
    pub(super) fn reason_with(&self, name: impl Fn(&Change) -> &str) -> String {
        let groups = self.groups();
        let Some(worst) = groups.iter().map(|group| group.change).min_by_key(|change| change.rule.level)
        else {
            let is_whole = self.suppressed.is_empty() && self.ignored == 0;
            let counts = if is_whole { "" } else { " that counts" };
            return format!("nothing{counts} has changed");
        };
        let level = worst.rule.level;
        let count = groups.iter().filter(|group| group.change.rule.level == level).count();
        let name = format!("`{}` at `{}`", worst.rule.id, name(worst));
        let plural = if count == 1 { "" } else { "s" };
        let what = match level {
            Level::Wire => format!("{count} change{plural} breaking on the wire"),
            Level::Rust => format!("{count} change{plural} breaking for Rust callers"),
            Level::Additive => format!("nothing breaks; {count} addition{plural}"),
            Level::Constraint => format!("nothing breaks; {count} change{plural} of level constraint"),
            Level::Documentation => format!("nothing breaks; {count} change{plural} of level documentation"),
        };
        if count == 1 { format!("{what}: {name}") } else { format!("{what}, the first of them {name}") }
    }

    /// Returns the report without the changes of a level, and adds their number to [`ignored`](Self::ignored).
    #[must_use]
    pub fn without(mut self, level: Level) -> Self {
        let count = |report: &Self| report.changes.len() + report.suppressed.len();
        let before = count(&self);
        self.changes.retain(|change| change.rule.level != level);
        self.suppressed.retain(|suppressed| suppressed.change.rule.level != level);
        self.ignored += before - count(&self);
        self
    }

    /// Moves the changes that a suppression matches to [`suppressed`](Self::suppressed), with the reason of the first
    /// match; parts of such a change are moved too. Returns the indexes of suppressions that match no change.
    pub fn suppress(&mut self, suppressions: &[Suppression]) -> Vec<usize> {
        let mut used = vec![false; suppressions.len()];
        let mut meant = |change: &Change| {
            let mut first = None;
            for (suppression, used) in suppressions.iter().zip(&mut used) {
                if suppression.matches(change) {
                    *used = true;
                    first = first.or(Some(suppression));
                }
            }
            first
        };
        let own: Vec<Option<&Suppression>> = self.changes.iter().map(&mut meant).collect();
        let told = self.changes.iter().zip(own);
        let wholes: BTreeMap<Whole<'_>, &Suppression> =
            told.clone().filter_map(|(change, own)| Some((whole(change)?, own?))).collect();
        let by = |(change, own): (&Change, Option<&Suppression>)| {
            let found = own.or_else(|| wholes.get(&part_of(change)?).copied())?;
            Some(found.reason().map(str::to_owned))
        };
        let reasons: Vec<Option<Option<String>>> = told.map(by).collect();
        for (change, reason) in std::mem::take(&mut self.changes).into_iter().zip(reasons) {
            match reason {
                Some(reason) => self.suppressed.push(Suppressed { change, reason }),
                None => self.changes.push(change),
            }
        }
        let unused = used.iter().enumerate().filter(|(_, used)| !**used);
        unused.map(|(index, _)| index).collect()
    }
}

/// Returns the sort key of changes: the worst level first, operations before other elements, parts of other changes
/// last.
fn key(change: &Change) -> impl Ord {
    let Change { rule, shape, old, new, message, part_of, .. } = change;
    let rank = match part_of {
        None if rule.id.starts_with("operation-") => 0,
        None => 1,
        Some(_) => 2,
    };
    (rule.level, rank, shape, rule.id, old, new, message)
}

/// A change that others can be a part of: the element, and whether it was removed.
type Whole<'c> = (&'c str, bool);

/// Returns the change as one that others can be a part of.
fn whole(change: &Change) -> Option<Whole<'_>> {
    let is_whole = change.part_of.is_none() && (change.is_addition() || change.is_removal());
    is_whole.then(|| (change.shape.as_str(), change.is_removal()))
}

/// Returns what the change is a part of.
fn part_of(change: &Change) -> Option<Whole<'_>> {
    Some((change.part_of.as_deref()?, change.is_removal()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule;

    fn change(id: &str, shape: &str) -> Change {
        let (rule, shape) = (rule(id).expect("a rule"), shape.to_owned());
        let message = "something is other".to_owned();
        let (rust_name, part_of, about) = (shape.clone(), None, None);
        let (old, new, old_place, new_place) = (None, None, None, None);
        Change { rule, shape, rust_name, part_of, message, about, old, new, old_place, new_place }
    }

    #[test]
    fn the_worst_changes_come_first_and_give_the_reason() {
        let changes = [
            ("documentation-changed", "A"),
            ("pattern-changed", "B"),
            ("operation-added", "C"),
            ("shape-removed", "E"),
            ("shape-removed", "D"),
        ];
        let changes = changes.map(|(id, shape)| change(id, shape)).to_vec();
        let mut report = Report::new("S".to_owned(), changes);
        let order: Vec<_> = report.changes.iter().map(|change| change.shape.as_str()).collect();
        assert_eq!(order, ["D", "E", "C", "B", "A"]);
        let reasons = [
            (Bump::Major, "2 changes breaking for Rust callers, the first of them `shape-removed` at `D`"),
            (Bump::Minor, "nothing breaks; 1 addition: `operation-added` at `C`"),
            (Bump::Minor, "nothing breaks; 1 change of level constraint: `pattern-changed` at `B`"),
            (Bump::Patch, "nothing breaks; 1 change of level documentation: `documentation-changed` at `A`"),
            (Bump::None, "nothing that counts has changed"),
        ];
        for ((bump, reason), level) in
            reasons.into_iter().zip(Level::ALL.into_iter().skip(1).chain([Level::Wire]))
        {
            assert_eq!((report.bump(), report.reason().as_str()), (bump, reason));
            report = report.without(level);
        }
        assert_eq!((report.ignored, Report::default().reason().as_str()), (5, "nothing has changed"));
    }

    #[test]
    fn parts_stand_with_their_whole_or_for_themselves() {
        let mut changes = vec![
            change("operation-added", "Z"),
            change("shape-added", "A"),
            change("shape-added", "B"),
            change("shape-added", "C"),
            change("shape-removed", "D"),
        ];
        for (index, whole) in [(1, "Z"), (2, "Z"), (3, "Gone"), (4, "Z")] {
            changes[index].part_of = Some(whole.to_owned());
        }
        let mut report = Report::new("S".to_owned(), changes);
        let told = |report: &Report| -> Vec<(String, usize)> {
            report.groups().iter().map(|it| (it.change.shape.clone(), it.parts.len())).collect()
        };
        let expected = [("D", 0), ("Z", 2), ("C", 0)].map(|(name, parts)| (name.to_owned(), parts));
        assert_eq!(told(&report), expected);
        let suppression = Suppression::parse("operation-added@Z # known").expect("it is good");
        assert!(report.suppress(&[suppression]).is_empty());
        assert!(report.suppressed.iter().all(|it| it.reason.as_deref() == Some("known")));
        assert_eq!((report.suppressed.len(), told(&report).len()), (3, 2));
        assert_eq!(report.reason(), "1 change breaking for Rust callers: `shape-removed` at `D`");
    }

    #[test]
    fn what_is_suppressed_counts_for_nothing() {
        let changes =
            vec![change("shape-removed", "A"), change("shape-removed", "B"), change("pattern-changed", "A")];
        let mut report = Report::new("S".to_owned(), changes);
        let lines = ["shape-removed@B # nobody has it", "*@C", "shape-removed@*"];
        let suppressions = lines.map(|line| Suppression::parse(line).expect("it is good"));
        assert_eq!(report.suppress(&suppressions), [1]);
        let reasons: Vec<_> =
            report.suppressed.iter().map(|it| (it.change.shape.as_str(), it.reason.as_deref())).collect();
        assert_eq!(reasons, [("A", None), ("B", Some("nobody has it"))]);
        assert_eq!((report.changes.len(), report.bump()), (1, Bump::Minor));
    }
}
