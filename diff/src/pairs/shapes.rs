//! Pairs the shapes of two models.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::{Candidate, Candidates, candidates, content};
use super::uses::uses_in_both;
use super::{Matcher, alike};
use crate::comparison::Comparison;
use crate::reach::{Role, Side};
use smithy_model::Model;
use smithy_model::ir::{Operation, ShapeId};

/// How many rounds use pairs as evidence for further pairs. No change renames so long a chain of shapes at once.
const ROUNDS: usize = 16;

/// Pairs the shapes, including those of paired operations. The rest has no counterpart. It never includes inputs and
/// outputs, because these belong to their operations.
pub(crate) fn shapes(
    comparison: &mut Comparison<'_>,
    operations: &[(&Operation, &Operation)],
) -> Matcher<ShapeId> {
    for (old, new) in operations {
        comparison.pairs.insert(old.input, new.input);
        comparison.pairs.insert(old.output, new.output);
    }
    let mut matcher = Matcher::new(data(&comparison.old), data(&comparison.new));
    by_name(&mut matcher, comparison, operations);
    for _ in 0..ROUNDS {
        let found = renamed(&matcher, comparison, operations);
        if found.is_empty() {
            break;
        }
        matcher.old.retain(|id| !found.iter().any(|(old, _)| old == id));
        matcher.new.retain(|id| !found.iter().any(|(_, new)| new == id));
        comparison.pairs.extend(found.iter().copied());
        matcher.pairs.extend(found);
    }
    matcher
}

/// Returns all shapes except inputs and outputs.
fn data(side: &Side<'_>) -> Vec<ShapeId> {
    let is_own = |id| matches!(side.role(id), Role::Input | Role::Output);
    side.model.shapes.iter().map(|(id, _)| id).filter(|id| !is_own(*id)).collect()
}

/// Pairs shapes of the same name, unless the name is reused for something else: then no place uses both, and either the
/// two have nothing in common, or these places use another shape with the same content as the old one.
fn by_name(
    matcher: &mut Matcher<ShapeId>,
    comparison: &mut Comparison<'_>,
    operations: &[(&Operation, &Operation)],
) {
    let old_names = numbered(comparison.old.model, &matcher.old);
    let new_names = numbered(comparison.new.model, &matcher.new);
    matcher.by_key(|id| old_names.get(&id).cloned(), |id| new_names.get(&id).cloned());
    let named = std::mem::take(&mut matcher.pairs);
    let (mut pairs, mut doubtful): (Vec<_>, Vec<_>) =
        named.into_iter().partition(|(old, new)| alike::are_alike(comparison, *old, *new));
    comparison.pairs.extend(pairs.iter().copied());
    let replaced = replaced(comparison, operations, &pairs, [&matcher.old, &matcher.new]);
    comparison.pairs.retain(|old, _| !replaced.contains(old));
    doubtful.extend(pairs.extract_if(.., |(old, _)| replaced.contains(old)));
    for _ in 0..ROUNDS {
        let (old, new): (Vec<_>, Vec<_>) = doubtful.iter().copied().unzip();
        let [old, new] = uses_in_both(comparison, operations, [&old, &new]);
        let is_same = |(a, b): &(ShapeId, ShapeId)| {
            old.get(a).zip(new.get(b)).is_some_and(|(old, new)| !old.is_disjoint(new))
        };
        let (same, rest): (Vec<_>, Vec<_>) = doubtful.iter().copied().partition(is_same);
        if same.is_empty() {
            break;
        }
        comparison.pairs.extend(same.iter().copied());
        pairs.extend(same);
        doubtful = rest;
    }
    matcher.pairs = pairs;
    matcher.old.extend(doubtful.iter().map(|(old, _)| *old));
    matcher.new.extend(doubtful.iter().map(|(_, new)| *new));
}

/// Returns the old shapes whose pair by name is wrong: no place uses both, and where the one is used, the other model
/// uses an unpaired shape, from `left`, with the same content.
fn replaced(
    comparison: &Comparison<'_>,
    operations: &[(&Operation, &Operation)],
    pairs: &[(ShapeId, ShapeId)],
    left: [&[ShapeId]; 2],
) -> BTreeSet<ShapeId> {
    let is_changed = |(old, new): &&(ShapeId, ShapeId)| {
        let (old, new) = (comparison.old.model.shape(*old), comparison.new.model.shape(*new));
        content(&comparison.old, old) != content(&comparison.new, new)
    };
    let changed: Vec<_> = pairs.iter().filter(is_changed).copied().collect();
    let (old, new): (Vec<_>, Vec<_>) = changed.iter().copied().unzip();
    let [old_uses, new_uses] = uses_in_both(comparison, operations, [&old, &new]);
    let [old_left, new_left] = uses_in_both(comparison, operations, left);
    let old = candidates(&comparison.old, &old_uses);
    let new = candidates(&comparison.new, &new_uses);
    let old_left = candidates(&comparison.old, &old_left);
    let new_left = candidates(&comparison.new, &new_left);
    let has_twin = |one: &Candidate<'_, '_>, left: &Candidates<'_, '_>| {
        left.values().any(|other| one.is_used_with(other) && one.is_like(other))
    };
    let is_replaced = |(old_id, new_id): &(ShapeId, ShapeId)| {
        old.get(old_id).zip(new.get(new_id)).is_some_and(|(old, new)| {
            !old.is_used_with(new) && (has_twin(old, &new_left) || has_twin(new, &old_left))
        })
    };
    changed.iter().filter(|pair| is_replaced(pair)).map(|(old, _)| *old).collect()
}

/// Shapes of several namespaces can have the same name; then their order decides.
fn numbered(model: &Model, ids: &[ShapeId]) -> BTreeMap<ShapeId, (String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut number = |id: &ShapeId| {
        let name = model.shape(*id).name.clone();
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        (*id, (name, *count))
    };
    ids.iter().map(&mut number).collect()
}

/// Pairs the remaining elements that have strong evidence for exactly one candidate.
fn renamed(
    matcher: &Matcher<ShapeId>,
    comparison: &Comparison<'_>,
    operations: &[(&Operation, &Operation)],
) -> Vec<(ShapeId, ShapeId)> {
    if matcher.old.is_empty() || matcher.new.is_empty() {
        return Vec::new();
    }
    let [old_uses, new_uses] = uses_in_both(comparison, operations, [&matcher.old, &matcher.new]);
    let old = candidates(&comparison.old, &old_uses);
    let new = candidates(&comparison.new, &new_uses);
    let mut edges = Vec::new();
    for (old_id, old) in &old {
        let likely = new.iter().filter(|(_, new)| old.is_likely(new));
        edges.extend(likely.map(|(new_id, _)| (*old_id, *new_id)));
    }
    let mut likely = Matcher::new(edges.iter().copied(), edges.iter().copied());
    likely.by_key(|edge| Some(edge.0), |edge| Some(edge.0));
    let alone = likely.pairs.into_iter().map(|(edge, _)| edge);
    let mut likely = Matcher::new(alone, edges);
    likely.by_key(|edge| Some(edge.1), |edge| Some(edge.1));
    likely.pairs.into_iter().map(|(edge, _)| edge).collect()
}
