//! The places where shapes are used, in a form that is comparable between both models.

use std::collections::{BTreeMap, BTreeSet};

use super::members::levels;
use crate::comparison::Comparison;
use crate::reach::Side;
use smithy_model::ir::{Operation, ShapeId};

/// A place where a shape is used, in a form that is comparable between both models.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use<'m> {
    /// A member, with its owner in the new model.
    Member(ShapeId, &'m str),
    /// An error of an operation, by its number.
    Error(usize),
    /// The notifications on a topic, regardless of the names of its labels.
    Notification(String),
}

/// The places where shapes are used.
pub(super) type Uses<'m> = BTreeMap<ShapeId, BTreeSet<Use<'m>>>;

/// Returns the places where shapes of either model are used by shapes or operations that have a counterpart.
pub(super) fn uses_in_both<'m>(
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
    for (side, uses) in [(&comparison.old, &mut old_uses), (&comparison.new, &mut new_uses)] {
        for (id, notification) in side.model.notifications() {
            let place = Use::Notification(levels(&notification.topic));
            uses.entry(id).and_modify(|uses| _ = uses.insert(place));
        }
    }
    [old_uses, new_uses]
}

/// Returns the places where shapes are used by shapes that have a counterpart.
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
