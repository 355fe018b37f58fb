//! Shapes that may have been renamed, and the evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::uses::{Use, Uses};
use crate::reach::Side;
use smithy_model::ir::{Shape, ShapeId, ShapeKind};

/// How many members or values have to be the same if no place of use confirms a pair.
const TELLING: usize = 3;

/// A shape without counterpart, and the evidence that it was renamed.
pub(super) struct Candidate<'c, 'm> {
    kind: &'static str,
    /// For an error, what has to be the same.
    error: Option<(u16, Option<&'m str>)>,
    /// Members with the kinds of their types, or values.
    content: BTreeSet<(&'m str, String)>,
    uses: &'c BTreeSet<Use<'m>>,
}

/// Candidates by their shapes.
pub(super) type Candidates<'c, 'm> = BTreeMap<ShapeId, Candidate<'c, 'm>>;

pub(super) fn candidates<'c, 'm>(side: &Side<'m>, uses: &'c Uses<'m>) -> Candidates<'c, 'm> {
    let candidate = |(id, uses): (&ShapeId, &'c BTreeSet<Use<'m>>)| {
        let shape = side.model.shape(*id);
        let error = match &shape.kind {
            ShapeKind::Structure(inner) => inner.error.as_ref(),
            _ => None,
        };
        let error = error.map(|error| (error.status, shape.documentation.as_deref()));
        (*id, Candidate { kind: shape.kind.name(), error, content: content(side, shape), uses })
    };
    uses.iter().map(candidate).collect()
}

/// Returns members with the kinds of their types, or serialized values.
pub(super) fn content<'m>(side: &Side<'m>, shape: &'m Shape) -> BTreeSet<(&'m str, String)> {
    match &shape.kind {
        ShapeKind::Enum(values) => values.iter().map(|it| (it.value.as_str(), String::new())).collect(),
        ShapeKind::IntEnum(values) => values.iter().map(|it| ("", it.value.to_string())).collect(),
        _ => {
            let kind = |target| side.model.shape(target).kind.name().to_owned();
            shape.members().map(|member| (member.name.as_str(), kind(member.target))).collect()
        }
    }
}

impl Candidate<'_, '_> {
    /// Whether the other shape may be this one with another name.
    pub(super) fn is_likely(&self, new: &Self) -> bool {
        if !self.is_of_kind(new) {
            return false;
        }
        let greater = self.content.len().max(new.content.len());
        if self.content == new.content && (greater >= TELLING || self.is_used_with(new)) {
            return true;
        }
        let common = self.content.intersection(&new.content).count();
        !self.uses.is_empty() && self.uses == new.uses && common * 3 >= greater * 2
    }

    /// Whether the other shape is the same except for its name.
    pub(super) fn is_like(&self, new: &Self) -> bool {
        self.is_of_kind(new) && self.content == new.content
    }

    fn is_of_kind(&self, new: &Self) -> bool {
        self.kind == new.kind && self.error == new.error
    }

    /// Whether there is a place that used this shape and uses the other.
    pub(super) fn is_used_with(&self, new: &Self) -> bool {
        !self.uses.is_disjoint(new.uses)
    }
}
