//! The ends of ranges, of lengths and of numbers.

use std::cmp::Ordering;

use serde_json::Number;

use super::facet::{Facet, Limit, order};
use crate::Rule;
use crate::rules::constraint::{
    MAX_LENGTH_LOOSENED, MAX_LENGTH_TIGHTENED, MAX_VALUE_LOOSENED, MAX_VALUE_TIGHTENED, MIN_LENGTH_LOOSENED,
    MIN_LENGTH_TIGHTENED, MIN_VALUE_LOOSENED, MIN_VALUE_TIGHTENED,
};

/// A changed end of a range.
pub(super) struct Bound<'l> {
    facet: Facet,
    old: Option<&'l Number>,
    new: Option<&'l Number>,
}

impl<'l> Bound<'l> {
    pub(super) fn new(facet: Facet, old: Option<&'l Limit>, new: Option<&'l Limit>) -> Self {
        let number = |limit: Option<&'l Limit>| match limit {
            Some(Limit::Number(number)) => Some(number),
            _ => None,
        };
        Self { facet, old: number(old), new: number(new) }
    }

    /// Returns the rule, and what happened to the end of the range of the element with this name.
    pub(super) fn told(&self, name: &str) -> (&'static Rule, String) {
        let what = match self.facet {
            Facet::MinLength => "the minimum length",
            Facet::MaxLength => "the maximum length",
            Facet::MinValue => "the minimum value",
            _ => "the maximum value",
        };
        let is_raised = matches!((self.old, self.new), (Some(old), Some(new)) if order(old, new).is_lt());
        let verb = match (self.old, self.new) {
            (None, _) => "is limited",
            (_, None) => "is no longer limited",
            _ if is_raised => "is raised",
            _ => "is lowered",
        };
        (self.rule(), format!("{what} of `{name}` {verb}"))
    }

    fn rule(&self) -> &'static Rule {
        match (self.facet, self.is_tightened()) {
            (Facet::MinLength, true) => &MIN_LENGTH_TIGHTENED,
            (Facet::MinLength, false) => &MIN_LENGTH_LOOSENED,
            (Facet::MaxLength, true) => &MAX_LENGTH_TIGHTENED,
            (Facet::MaxLength, false) => &MAX_LENGTH_LOOSENED,
            (Facet::MinValue, true) => &MIN_VALUE_TIGHTENED,
            (Facet::MinValue, false) => &MIN_VALUE_LOOSENED,
            (_, true) => &MAX_VALUE_TIGHTENED,
            (_, false) => &MAX_VALUE_LOOSENED,
        }
    }

    /// Whether fewer values are valid than before.
    fn is_tightened(&self) -> bool {
        let is_least = matches!(self.facet, Facet::MinLength | Facet::MinValue);
        match (self.old, self.new) {
            (Some(old), Some(new)) => (order(old, new) == Ordering::Less) == is_least,
            (old, _) => old.is_none(),
        }
    }
}
