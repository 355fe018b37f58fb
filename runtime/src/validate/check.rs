//! How the values of each type are checked against their constraints.
use std::collections::HashMap;

use bytes::Bytes;

use crate::text::ToText;
use crate::validate::violation::{Segment, excerpt};
use crate::validate::{Constraints, Number, Unit, Validate, Validator};

/// A value that can be checked against constraints.
///
/// Generated structures and unions implement it through [`Validate`]; generated enumerations implement it with
/// [`Validator::enumeration`].
pub trait Check {
    /// Reports all violations of the value to the validator.
    fn check(&self, v: &mut Validator, constraints: &Constraints);
}

impl<T: Validate> Check for T {
    fn check(&self, v: &mut Validator, constraints: &Constraints) {
        v.structure(self, constraints);
    }
}

impl Check for &str {
    fn check(&self, v: &mut Validator, constraints: &Constraints) {
        v.text(self, constraints);
    }
}

impl Check for String {
    fn check(&self, v: &mut Validator, constraints: &Constraints) {
        v.text(self, constraints);
    }
}

impl Check for Bytes {
    fn check(&self, v: &mut Validator, constraints: &Constraints) {
        v.length(self.len(), Unit::Bytes, constraints);
    }
}

macro_rules! numbers {
    ($variant:ident: $($number:ty),*) => {$(
        impl Check for $number {
            fn check(&self, v: &mut Validator, constraints: &Constraints) {
                v.range(Number::$variant((*self).into()), constraints);
            }
        }
    )*};
}

numbers!(Integer: i8, i16, i32, i64);
numbers!(Float: f32, f64);

macro_rules! unconstrained {
    ($($(#[$attribute:meta])* $unconstrained:ty),*) => {$(
        $(#[$attribute])*
        impl Check for $unconstrained {
            fn check(&self, _: &mut Validator, _: &Constraints) {}
        }
    )*};
}

unconstrained!(
    bool,
    serde_json::Value,
    #[cfg(feature = "timestamp")]
    time::OffsetDateTime
);

impl<T: Check> Check for Option<T> {
    fn check(&self, v: &mut Validator, constraints: &Constraints) {
        if let Some(value) = self {
            value.check(v, constraints);
        }
    }
}

/// A list. The walk through it uses this trait, so that it is compiled once for all types.
pub(super) trait Items {
    /// Returns the number of items.
    fn count(&self) -> usize;

    /// Checks one item.
    fn check_item(&self, index: usize, v: &mut Validator, constraints: &Constraints);

    /// Whether two items are equal.
    fn are_equal(&self, first: usize, second: usize) -> bool;
}

impl<T: Check + PartialEq> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn check_item(&self, index: usize, v: &mut Validator, constraints: &Constraints) {
        if let Some(item) = self.get(index) {
            item.check(v, constraints);
        }
    }

    fn are_equal(&self, first: usize, second: usize) -> bool {
        self.get(first) == self.get(second)
    }
}

impl<T: Check + PartialEq> Check for Vec<T> {
    fn check(&self, v: &mut Validator, constraints: &Constraints) {
        v.list(self, constraints);
    }
}

impl<K: Check + ToText, V: Check, S> Check for HashMap<K, V, S> {
    fn check(&self, v: &mut Validator, constraints: &Constraints) {
        v.length(self.len(), Unit::Entries, constraints);
        let found = v.found.len();
        v.hiding(constraints.sensitive, &mut |v| {
            for (key, value) in self {
                entry(v, key, value, constraints);
            }
        });
        // A hash map has no order, but reports of the same input must be the same.
        if let Some(entries) = v.found.get_mut(found..) {
            entries.sort_by(super::Violation::compare_outermost);
        }
    }
}

fn entry<K: Check + ToText, V: Check>(v: &mut Validator, key: &K, value: &V, constraints: &Constraints) {
    let of_key = constraints.key.unwrap_or(&Constraints::NEW);
    let of_value = constraints.element.unwrap_or(&Constraints::NEW);
    let hidden = v.hidden || of_key.sensitive;
    let shown = || if hidden { "***".to_owned() } else { excerpt(&key.to_text()) };
    v.within(&|| Segment::Key(shown()), &mut |v| key.check(v, of_key));
    v.within(&|| Segment::Value(shown()), &mut |v| value.check(v, of_value));
}
