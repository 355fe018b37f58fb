//! The kinds of constraints, and the limit of each.

use std::cmp::Ordering;

use serde_json::Number;

use smithy_model::ir::Constraints;

/// A kind of constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    MinLength,
    MaxLength,
    MinValue,
    MaxValue,
    Pattern,
    UniqueItems,
}

impl Facet {
    pub(super) const ALL: [Self; 6] =
        [Self::MinLength, Self::MaxLength, Self::MinValue, Self::MaxValue, Self::Pattern, Self::UniqueItems];

    /// Whether there is a constraint of this kind, even one that allows everything.
    pub(super) fn is_set(self, rules: &Constraints) -> bool {
        let Constraints { min_length, max_length, min_value, max_value, pattern, unique_items } = rules;
        match self {
            Self::MinLength => min_length.is_some(),
            Self::MaxLength => max_length.is_some(),
            Self::MinValue => min_value.is_some(),
            Self::MaxValue => max_value.is_some(),
            Self::Pattern => pattern.is_some(),
            Self::UniqueItems => *unique_items,
        }
    }

    /// Returns the limit of this kind, if there is one.
    pub(super) fn of(self, rules: &Constraints) -> Option<Limit> {
        let length = |length: Option<u64>| length.map(|length| Limit::Number(length.into()));
        let value = |value: &Option<Number>| value.clone().map(Limit::Number);
        match self {
            // No length is below zero.
            Self::MinLength => length(rules.min_length.filter(|least| *least > 0)),
            Self::MaxLength => length(rules.max_length),
            Self::MinValue => value(&rules.min_value),
            Self::MaxValue => value(&rules.max_value),
            Self::Pattern => rules.pattern.clone().map(Limit::Pattern),
            Self::UniqueItems => rules.unique_items.then_some(Limit::Unique),
        }
    }
}

/// The limit of a constraint.
#[derive(Clone, Debug)]
pub(super) enum Limit {
    /// The end of a range.
    Number(Number),
    /// A regular expression.
    Pattern(String),
    /// No item occurs twice.
    Unique,
}

impl Limit {
    /// Returns the value to show.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Number(number) => Some(number.to_string()),
            Self::Pattern(text) => Some(text),
            Self::Unique => None,
        }
    }
}

impl PartialEq for Limit {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(old), Self::Number(new)) => order(old, new) == Ordering::Equal,
            (Self::Pattern(old), Self::Pattern(new)) => old == new,
            (Self::Unique, Self::Unique) => true,
            _ => false,
        }
    }
}

/// Compares numbers: `1` and `1.0` are equal. Whole numbers are compared as such, because a float cannot distinguish
/// all of them.
pub(super) fn order(old: &Number, new: &Number) -> Ordering {
    match (old.as_i128(), new.as_i128()) {
        (Some(old), Some(new)) => old.cmp(&new),
        _ => old.as_f64().partial_cmp(&new.as_f64()).unwrap_or(Ordering::Equal),
    }
}
