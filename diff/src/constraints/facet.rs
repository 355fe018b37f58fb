//! The kinds of rules for values, and what a rule of each kind says.

use std::cmp::Ordering;

use serde_json::Number;

use smithy_model::ir::Constraints;

/// A kind of rule.
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

    /// Whether some rules have one of this kind, be it one that lets everything pass.
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

    /// What a rule of this kind says, where there is one.
    pub(super) fn of(self, rules: &Constraints) -> Option<Limit> {
        let length = |length: Option<u64>| length.map(|length| Limit::Number(length.into()));
        let value = |value: &Option<Number>| value.clone().map(Limit::Number);
        match self {
            // Nothing is shorter than nothing.
            Self::MinLength => length(rules.min_length.filter(|least| *least > 0)),
            Self::MaxLength => length(rules.max_length),
            Self::MinValue => value(&rules.min_value),
            Self::MaxValue => value(&rules.max_value),
            Self::Pattern => rules.pattern.clone().map(Limit::Pattern),
            Self::UniqueItems => rules.unique_items.then_some(Limit::Unique),
        }
    }
}

/// What a rule says.
#[derive(Clone, Debug)]
pub(super) enum Limit {
    /// The end of a range.
    Number(Number),
    /// A regular expression.
    Pattern(String),
    /// No item comes twice.
    Unique,
}

impl Limit {
    /// The value to show.
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

/// `1` and `1.0` are the same number; whole ones are compared as such, for the sake of those that no float tells apart.
pub(super) fn order(old: &Number, new: &Number) -> Ordering {
    match (old.as_i128(), new.as_i128()) {
        (Some(old), Some(new)) => old.cmp(&new),
        _ => old.as_f64().partial_cmp(&new.as_f64()).unwrap_or(Ordering::Equal),
    }
}
