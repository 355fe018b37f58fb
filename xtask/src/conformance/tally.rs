//! Counts the cases of a run, and lists those that did not pass.

use std::fmt;

use super::suite::{Case, Suite};

/// The result of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Everything is as expected.
    Passed,
    /// Something differs.
    Failed(String),
    /// The generator does not support the protocol of the case, or no client can pass it.
    Skipped(String),
}

/// The cases so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    passed: usize,
    /// How many failed.
    pub(super) failed: usize,
    skipped: usize,
    lines: Vec<String>,
}

impl Tally {
    /// Counts a case.
    pub(super) fn count(&mut self, suite: &Suite, case: &Case, verdict: Verdict) {
        let (word, reason) = match verdict {
            Verdict::Passed => {
                self.passed += 1;
                return;
            }
            Verdict::Failed(reason) => {
                self.failed += 1;
                ("failed", reason)
            }
            Verdict::Skipped(reason) => {
                self.skipped += 1;
                ("skipped", reason)
            }
        };
        self.lines.push(format!("{word:7}  {} {}: {reason}\n", suite.name, case.id));
    }

    /// Counts cases with the same verdict.
    pub(super) fn count_all(&mut self, suite: &Suite, cases: &[Case], verdict: &Verdict) {
        for case in cases {
            self.count(suite, case, verdict.clone());
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| formatter.write_str(line))?;
        writeln!(formatter, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}
