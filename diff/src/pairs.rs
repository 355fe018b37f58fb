//! Pairs the elements of both models, by name or by strong evidence of a renaming.
//!
//! Names pair operations, shapes, members and values of enums. A shape whose name is reused for something else is not a
//! pair: no place uses both, and either the two have no kind, member, value or type of elements in common, or the
//! places of the old one use another shape with the same content. Enum values are paired by their serialized values
//! first, and then by name, because C2J has no names for values.
//!
//! The remaining elements count as renamed if exactly one candidate on each side meets one of these:
//!
//! - **operation**: the same method, the same URI except for label names, and inputs and outputs whose members have the
//!   same names;
//! - **shape**: the same kind and the same content (members with the kinds of their types, or values), and either at
//!   least three members or values or a place where both are used; or the same kind, two thirds of the members or
//!   values in common, and all places of use the same. For errors, status and documentation must be the same too; a
//!   topic is a place of use of its notification;
//! - **member**: the same type, and the same place on the wire (label, header, name in the query or in JSON), or the
//!   same kind of binding, documentation and position; for labels, the path must be the same except for label names.
//!
//! Anything weaker is a removal and an addition.

mod alike;
mod candidate;
mod members;
mod operations;
mod shapes;
mod uses;

use std::collections::BTreeMap;

pub(super) use members::{members, renamed};
pub(super) use operations::operations;
pub(super) use shapes::shapes;

/// Elements of two models, paired step by step.
pub(super) struct Matcher<T> {
    /// Those that belong together, old and new.
    pub(super) pairs: Vec<(T, T)>,
    /// The elements of the old model without counterpart.
    pub(super) old: Vec<T>,
    /// The elements of the new model without counterpart.
    pub(super) new: Vec<T>,
}

impl<T: Copy> Matcher<T> {
    pub(super) fn new(old: impl IntoIterator<Item = T>, new: impl IntoIterator<Item = T>) -> Self {
        Self { pairs: Vec::new(), old: old.into_iter().collect(), new: new.into_iter().collect() }
    }

    /// Pairs elements with the same key, if it is unique on both sides. Elements without a key are not paired.
    pub(super) fn by_key<K: Ord>(
        &mut self,
        old_key: impl Fn(T) -> Option<K>,
        new_key: impl Fn(T) -> Option<K>,
    ) {
        let mut found: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, key) in keyed(&self.old, old_key) {
            found.entry(key).or_default().0.push(index);
        }
        for (index, key) in keyed(&self.new, new_key) {
            found.entry(key).or_default().1.push(index);
        }
        let (mut old_taken, mut new_taken) = (vec![false; self.old.len()], vec![false; self.new.len()]);
        for (old, new) in found.into_values() {
            let ([old], [new]) = (old.as_slice(), new.as_slice()) else { continue };
            if let (Some(a), Some(b)) = (self.old.get(*old), self.new.get(*new)) {
                self.pairs.push((*a, *b));
                take(&mut old_taken, *old);
                take(&mut new_taken, *new);
            }
        }
        self.old = rest(&self.old, &old_taken);
        self.new = rest(&self.new, &new_taken);
    }
}

fn keyed<T: Copy, K>(items: &[T], key: impl Fn(T) -> Option<K>) -> impl Iterator<Item = (usize, K)> {
    items.iter().enumerate().filter_map(move |(index, item)| Some((index, key(*item)?)))
}

fn take(taken: &mut [bool], index: usize) {
    if let Some(flag) = taken.get_mut(index) {
        *flag = true;
    }
}

fn rest<T: Copy>(items: &[T], taken: &[bool]) -> Vec<T> {
    items.iter().zip(taken).filter(|(_, taken)| !**taken).map(|(item, _)| *item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_alone_with_its_key_is_paired() {
        let mut matcher = Matcher::new([10, 11, 12, 20, 30], [11, 21, 31, 32, 40]);
        matcher.by_key(Some, Some);
        assert_eq!(matcher.pairs, [(11, 11)]);
        let tens = |number: i32| Some(number / 10).filter(|tens| *tens < 4);
        matcher.by_key(tens, tens);
        assert_eq!(matcher.pairs, [(11, 11), (20, 21)]);
        assert_eq!((matcher.old, matcher.new), (vec![10, 12, 30], vec![31, 32, 40]));
    }
}
