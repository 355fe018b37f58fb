//! Whether two shapes with the same name have anything in common.

use std::collections::BTreeSet;

use crate::comparison::Comparison;
use smithy_model::ir::{Member, Shape, ShapeId, ShapeKind};

/// Whether two shapes are of the same kind and share a member, a value or the type of their elements. Shapes without
/// members or values count as alike.
pub(super) fn are_alike(comparison: &Comparison<'_>, old: ShapeId, new: ShapeId) -> bool {
    let (old, new) = (comparison.old.model.shape(old), comparison.new.model.shape(new));
    match (&old.kind, &new.kind) {
        (ShapeKind::Structure(_), ShapeKind::Structure(_)) | (ShapeKind::Union(_), ShapeKind::Union(_)) => {
            share(members(old), members(new))
        }
        (ShapeKind::Enum(old), ShapeKind::Enum(new)) => {
            share(old.iter().map(|it| it.value.as_str()), new.iter().map(|it| it.value.as_str()))
        }
        (ShapeKind::IntEnum(old), ShapeKind::IntEnum(new)) => {
            share(old.iter().map(|it| it.value), new.iter().map(|it| it.value))
        }
        (ShapeKind::List(_), ShapeKind::List(_)) | (ShapeKind::Map(_), ShapeKind::Map(_)) => {
            old.members().zip(new.members()).all(|(old, new)| have_like_targets(comparison, old, new))
        }
        (old, new) => old.name() == new.name(),
    }
}

fn members(shape: &Shape) -> impl Iterator<Item = &str> {
    shape.members().map(|member| member.name.as_str())
}

fn share<T: Ord>(old: impl Iterator<Item = T>, new: impl Iterator<Item = T>) -> bool {
    let (old, new): (BTreeSet<T>, BTreeSet<T>) = (old.collect(), new.collect());
    old.is_empty() || new.is_empty() || !old.is_disjoint(&new)
}

/// Whether the types have the same name, or are of the same kind and have no content.
fn have_like_targets(comparison: &Comparison<'_>, old: &Member, new: &Member) -> bool {
    let (old, new) = (comparison.old.model.shape(old.target), comparison.new.model.shape(new.target));
    let is_simple = old.members().next().is_none()
        && !matches!(old.kind, ShapeKind::Enum(_) | ShapeKind::IntEnum(_) | ShapeKind::Structure(_));
    old.name == new.name || is_simple && old.kind.name() == new.kind.name()
}
