//! Compares the rules for values.

use std::cmp::Ordering;

use serde_json::Number;

use super::Rule;
use super::comparison::{Comparison, Found, Subject};
use super::rules::constraint::{
    MAX_LENGTH_LOOSENED, MAX_LENGTH_TIGHTENED, MAX_VALUE_LOOSENED, MAX_VALUE_TIGHTENED, MIN_LENGTH_LOOSENED,
    MIN_LENGTH_TIGHTENED, MIN_VALUE_LOOSENED, MIN_VALUE_TIGHTENED, PATTERN_CHANGED, PATTERN_DROPPED,
    PATTERN_INTRODUCED, RECEIVED_CONSTRAINT_CHANGED, UNIQUE_ITEMS_DROPPED, UNIQUE_ITEMS_INTRODUCED,
};
use crate::ir::Constraints;

/// Compares the rules of an element, which clients check where values of it are sent.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    sent: bool,
    [old, new]: [&Constraints; 2],
) {
    let mut tell = |rule, found| {
        comparison.report(if sent { rule } else { &RECEIVED_CONSTRAINT_CHANGED }, subject, found);
    };
    let Constraints { min_length, max_length, min_value, max_value, pattern, unique_items } = old;
    let length = |length: Option<u64>| length.map(Number::from);
    // Nothing is shorter than nothing.
    let least = |least: Option<u64>| length(least.filter(|least| *least > 0));
    let bounds = [
        Bound::new("length", true, least(*min_length), least(new.min_length)),
        Bound::new("length", false, length(*max_length), length(new.max_length)),
        Bound::new("value", true, min_value.clone(), new.min_value.clone()),
        Bound::new("value", false, max_value.clone(), new.max_value.clone()),
    ];
    for bound in bounds {
        bound.compare(&subject.name, &mut tell);
    }
    if *pattern != new.pattern {
        let (rule, what) = match (pattern, &new.pattern) {
            (None, _) => (&PATTERN_INTRODUCED, "have to match a pattern"),
            (_, None) => (&PATTERN_DROPPED, "no longer have to match a pattern"),
            _ => (&PATTERN_CHANGED, "have to match another pattern"),
        };
        let found = Found::new(format!("values of `{}` {what}", subject.name));
        tell(rule, found.values(pattern.clone(), new.pattern.clone()));
    }
    if *unique_items != new.unique_items {
        let (rule, what) = if new.unique_items {
            (&UNIQUE_ITEMS_INTRODUCED, "may no longer repeat items")
        } else {
            (&UNIQUE_ITEMS_DROPPED, "may repeat items")
        };
        tell(rule, Found::new(format!("values of `{}` {what}", subject.name)));
    }
}

/// The rules of a member: those that come from its type alone are the type's, where that is the same in both models.
pub(super) fn of_member(
    own: &Constraints,
    target: &Constraints,
    other: &Constraints,
    same_type: bool,
) -> Constraints {
    let mut rules = own.over(target);
    if same_type {
        let keep = |own: bool, other: bool| own || other;
        let Constraints { min_length, max_length, min_value, max_value, pattern, unique_items } = &mut rules;
        *min_length = min_length.filter(|_| keep(own.min_length.is_some(), other.min_length.is_some()));
        *max_length = max_length.filter(|_| keep(own.max_length.is_some(), other.max_length.is_some()));
        *min_value = min_value.take().filter(|_| keep(own.min_value.is_some(), other.min_value.is_some()));
        *max_value = max_value.take().filter(|_| keep(own.max_value.is_some(), other.max_value.is_some()));
        *pattern = pattern.take().filter(|_| keep(own.pattern.is_some(), other.pattern.is_some()));
        *unique_items &= keep(own.unique_items, other.unique_items);
    }
    rules
}

/// One end of a range.
struct Bound {
    what: &'static str,
    is_least: bool,
    old: Option<Number>,
    new: Option<Number>,
}

impl Bound {
    fn new(what: &'static str, is_least: bool, old: Option<Number>, new: Option<Number>) -> Self {
        Self { what, is_least, old, new }
    }

    fn compare(self, name: &str, tell: &mut impl FnMut(&'static Rule, Found)) {
        let Some(tightened) = self.is_tightened() else { return };
        let end = if self.is_least { "least" } else { "greatest" };
        let verb = match (&self.old, &self.new) {
            (None, _) => "is limited",
            (_, None) => "is no longer limited",
            _ if tightened == self.is_least => "is raised",
            _ => "is lowered",
        };
        let message = format!("the {end} {} of `{name}` {verb}", self.what);
        let text = |number: Option<Number>| number.map(|number| number.to_string());
        let rule = self.rule(tightened);
        tell(rule, Found::new(message).values(text(self.old), text(self.new)));
    }

    /// Whether fewer values pass than before; none where as many do.
    fn is_tightened(&self) -> Option<bool> {
        match (&self.old, &self.new) {
            (None, None) => None,
            (None, Some(_)) => Some(true),
            (Some(_), None) => Some(false),
            (Some(old), Some(new)) => match order(old, new) {
                Ordering::Equal => None,
                Ordering::Less => Some(self.is_least),
                Ordering::Greater => Some(!self.is_least),
            },
        }
    }

    fn rule(&self, tightened: bool) -> &'static Rule {
        match (self.what, self.is_least, tightened) {
            ("length", true, true) => &MIN_LENGTH_TIGHTENED,
            ("length", true, false) => &MIN_LENGTH_LOOSENED,
            ("length", false, true) => &MAX_LENGTH_TIGHTENED,
            ("length", false, false) => &MAX_LENGTH_LOOSENED,
            (_, true, true) => &MIN_VALUE_TIGHTENED,
            (_, true, false) => &MIN_VALUE_LOOSENED,
            (_, false, true) => &MAX_VALUE_TIGHTENED,
            (_, false, false) => &MAX_VALUE_LOOSENED,
        }
    }
}

/// `1` and `1.0` are the same number; whole ones are compared as such, for the sake of those that no float tells apart.
fn order(old: &Number, new: &Number) -> Ordering {
    match (old.as_i128(), new.as_i128()) {
        (Some(old), Some(new)) => old.cmp(&new),
        _ => old.as_f64().partial_cmp(&new.as_f64()).unwrap_or(Ordering::Equal),
    }
}
