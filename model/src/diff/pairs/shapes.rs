//! Pairs the shapes of two models.

use std::collections::{BTreeMap, BTreeSet};

use super::{Matcher, alike};
use crate::Model;
use crate::diff::comparison::Comparison;
use crate::diff::reach::{Role, Side};
use crate::ir::{Operation, Shape, ShapeId, ShapeKind};

/// How often what was paired may serve as evidence for more. Nobody renames a chain of so many shapes at once.
const ROUNDS: usize = 16;

/// How many members or values have to be the same where no place of use bears a pair out.
const TELLING: usize = 3;

/// Pairs the shapes, those of paired operations among them. What is left has no counterpart; inputs and outputs are never
/// left, as their operations stand for them.
pub(in crate::diff) fn shapes(
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

/// All shapes but inputs and outputs.
fn data(side: &Side<'_>) -> Vec<ShapeId> {
    let is_own = |id| matches!(side.role(id), Role::Input | Role::Output);
    side.model.shapes.iter().map(|(id, _)| id).filter(|id| !is_own(*id)).collect()
}

/// Pairs shapes of the same name, unless the name is used again for something else: then the two have nothing in common,
/// and no place that used the one uses the other.
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

/// Shapes of several namespaces can share a name; then their order decides.
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

/// What is left over on both sides and has strong evidence for one candidate alone.
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
    for old in &old {
        edges.extend(new.iter().filter(|new| old.is_likely(new)).map(|new| (old.id, new.id)));
    }
    let mut likely = Matcher::new(edges.iter().copied(), edges.iter().copied());
    likely.by_key(|edge| Some(edge.0), |edge| Some(edge.0));
    let alone = likely.pairs.into_iter().map(|(edge, _)| edge);
    let mut likely = Matcher::new(alone, edges);
    likely.by_key(|edge| Some(edge.1), |edge| Some(edge.1));
    likely.pairs.into_iter().map(|(edge, _)| edge).collect()
}

/// A place where a shape is used, as both models can name it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Use<'m> {
    /// A member, with its owner in the new model.
    Member(ShapeId, &'m str),
    /// An error of an operation, by its number.
    Error(usize),
}

/// The places where shapes are used.
type Uses<'m> = BTreeMap<ShapeId, BTreeSet<Use<'m>>>;

/// The places where some shapes of either model are used by shapes or operations that have a counterpart.
fn uses_in_both<'m>(
    comparison: &Comparison<'m>,
    operations: &[(&Operation, &Operation)],
    [old_ids, new_ids]: [&[ShapeId]; 2],
) -> [Uses<'m>; 2] {
    let to_new = |owner| comparison.pairs.get(&owner).copied();
    let mut old_uses = uses(&comparison.old, old_ids, to_new);
    let mut new_uses = uses(&comparison.new, new_ids, Some);
    for (number, (old, new)) in operations.iter().enumerate() {
        for (errors, uses) in [(&old.errors, &mut old_uses), (&new.errors, &mut new_uses)] {
            for error in errors {
                uses.entry(*error).and_modify(|uses| _ = uses.insert(Use::Error(number)));
            }
        }
    }
    [old_uses, new_uses]
}

/// The places where some shapes are used by shapes that have a counterpart.
fn uses<'m>(side: &Side<'m>, ids: &[ShapeId], owner_in_new: impl Fn(ShapeId) -> Option<ShapeId>) -> Uses<'m> {
    let mut found: Uses<'m> = ids.iter().map(|id| (*id, BTreeSet::new())).collect();
    for (id, shape) in side.model.shapes.iter() {
        let Some(owner) = owner_in_new(id) else { continue };
        for member in shape.members() {
            let place = Use::Member(owner, &member.name);
            found.entry(member.target).and_modify(|uses| _ = uses.insert(place));
        }
    }
    found
}

/// A shape without counterpart, and what can tell that it is another one.
struct Candidate<'c, 'm> {
    id: ShapeId,
    kind: &'static str,
    /// What has to be the same of an error.
    error: Option<(u16, Option<&'m str>)>,
    /// Members with the kinds of their types, or values.
    content: BTreeSet<(&'m str, String)>,
    uses: &'c BTreeSet<Use<'m>>,
}

fn candidates<'c, 'm>(side: &Side<'m>, uses: &'c Uses<'m>) -> Vec<Candidate<'c, 'm>> {
    let candidate = |(id, uses): (&ShapeId, &'c BTreeSet<Use<'m>>)| {
        let shape = side.model.shape(*id);
        let error = match &shape.kind {
            ShapeKind::Structure(inner) => inner.error.as_ref(),
            _ => None,
        };
        let error = error.map(|error| (error.status, shape.documentation.as_deref()));
        Candidate { id: *id, kind: shape.kind.name(), error, content: content(side, shape), uses }
    };
    uses.iter().map(candidate).collect()
}

fn content<'m>(side: &Side<'m>, shape: &'m Shape) -> BTreeSet<(&'m str, String)> {
    match &shape.kind {
        ShapeKind::Enum(values) => values.iter().map(|it| (it.name.as_str(), it.value.clone())).collect(),
        ShapeKind::IntEnum(values) => {
            values.iter().map(|it| (it.name.as_str(), it.value.to_string())).collect()
        }
        _ => {
            let kind = |target| side.model.shape(target).kind.name().to_owned();
            shape.members().map(|member| (member.name.as_str(), kind(member.target))).collect()
        }
    }
}

impl Candidate<'_, '_> {
    fn is_likely(&self, new: &Self) -> bool {
        if self.kind != new.kind || self.error != new.error {
            return false;
        }
        let greater = self.content.len().max(new.content.len());
        if self.content == new.content && (greater >= TELLING || self.is_used_with(new)) {
            return true;
        }
        let common = self.content.intersection(&new.content).count();
        !self.uses.is_empty() && self.uses == new.uses && common * 3 >= greater * 2
    }

    fn is_used_with(&self, new: &Self) -> bool {
        !self.uses.is_disjoint(new.uses)
    }
}
