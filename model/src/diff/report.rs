//! All that a diff has to tell.

use super::{Bump, Change, Level, Suppression};

/// The differences of two models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The service's full name, that of the new model.
    pub service: String,
    /// The changes: the worst level first, then by shape, rule and values, so that the order never depends on a file's.
    pub changes: Vec<Change>,
    /// Changes that somebody has looked at and does not want to hear of; they count for nothing else.
    pub suppressed: Vec<Suppressed>,
    /// How many changes were left out by [`without`](Self::without); they count for nothing else, either.
    pub ignored: usize,
}

/// A change that counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The change.
    pub change: Change,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

impl Report {
    /// A report with its changes put in order.
    pub(super) fn new(service: String, mut changes: Vec<Change>) -> Self {
        changes.sort_by(|a, b| {
            let kind = (a.rule.level, &a.shape, a.rule.id).cmp(&(b.rule.level, &b.shape, b.rule.id));
            kind.then_with(|| (&a.old, &a.new, &a.message).cmp(&(&b.old, &b.new, &b.message)))
        });
        Self { service, changes, ..Self::default() }
    }

    /// What the changes together do to the version.
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(|change| change.rule.level.bump()).max().unwrap_or_default()
    }

    /// Why it does that: one sentence without a full stop, with the first of the worst changes and how many there are.
    pub fn reason(&self) -> String {
        let Some(worst) = self.changes.iter().min_by_key(|change| change.rule.level) else {
            let is_whole = self.suppressed.is_empty() && self.ignored == 0;
            let counts = if is_whole { "" } else { " that counts" };
            return format!("nothing{counts} has changed");
        };
        let level = worst.rule.level;
        let count = self.changes.iter().filter(|change| change.rule.level == level).count();
        let name = format!("`{}` at `{}`", worst.rule.id, worst.shape);
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

    /// The report without the changes of a level, which it goes on to count as [`ignored`](Self::ignored).
    #[must_use]
    pub fn without(mut self, level: Level) -> Self {
        let count = |report: &Self| report.changes.len() + report.suppressed.len();
        let before = count(&self);
        self.changes.retain(|change| change.rule.level != level);
        self.suppressed.retain(|suppressed| suppressed.change.rule.level != level);
        self.ignored += before - count(&self);
        self
    }

    /// Moves the changes that one of some suppressions is meant for to [`suppressed`](Self::suppressed), with the reason of
    /// the first of these. Returns the indexes of suppressions that no change has met.
    pub fn suppress(&mut self, suppressions: &[Suppression]) -> Vec<usize> {
        let mut used = vec![false; suppressions.len()];
        for change in std::mem::take(&mut self.changes) {
            let mut reason = None;
            for (suppression, used) in suppressions.iter().zip(&mut used) {
                if suppression.matches(&change) {
                    *used = true;
                    reason = reason.or_else(|| Some(suppression.reason().map(str::to_owned)));
                }
            }
            match reason {
                Some(reason) => self.suppressed.push(Suppressed { change, reason }),
                None => self.changes.push(change),
            }
        }
        let unused = used.iter().enumerate().filter(|(_, used)| !**used);
        unused.map(|(index, _)| index).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::rule;

    fn change(id: &str, shape: &str) -> Change {
        let (rule, shape) = (rule(id).expect("a rule"), shape.to_owned());
        let message = "something is other".to_owned();
        Change { rule, shape, message, old: None, new: None, old_place: None, new_place: None }
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
