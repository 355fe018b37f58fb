//! Whether two shapes represent the same values, on the wire and in Rust.

use std::collections::BTreeSet;

use super::binding::timestamp_format;
use super::comparison::Comparison;
use super::reach::Role;
use smithy_model::ir::{Member, Shape, ShapeId, ShapeKind};

/// How far two types are the same, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The same Rust type, with the same serialized form.
    Same,
    /// The same serialized form, but another Rust type.
    Wire,
    /// Objects that either side can read, although one of them has members that the other does not know.
    Partial,
    /// Another serialized form.
    None,
}

/// How far two types are the same, and which parts of the old one the new one lacks.
pub(super) struct Compared {
    pub(super) agreement: Agreement,
    /// The names of members of the old type, or of types within it.
    pub(super) lost: Vec<String>,
}

/// Returns how far a shape of the old model and one of the new are the same. Paired shapes within them count as the
/// same: their differences are separate changes.
pub(super) fn compared(comparison: &Comparison<'_>, old: ShapeId, new: ShapeId) -> Compared {
    let mut walk = Walk { comparison, open: Vec::new(), lost: Vec::new() };
    let mut agreement = walk.kinds(old, new);
    let mut seen = BTreeSet::from([(old, new)]);
    while let Some((old, new)) = walk.open.pop() {
        if !comparison.is_pair(old, new) && seen.insert((old, new)) {
            agreement = agreement.max(walk.kinds(old, new));
        }
    }
    Compared { agreement, lost: walk.lost }
}

/// A walk through two types side by side.
struct Walk<'c, 'm> {
    comparison: &'c Comparison<'m>,
    /// Pairs of shapes that the result also depends on.
    open: Vec<(ShapeId, ShapeId)>,
    lost: Vec<String>,
}

impl<'m> Walk<'_, 'm> {
    fn kinds(&mut self, old_id: ShapeId, new_id: ShapeId) -> Agreement {
        let (old, new) = (self.comparison.old.model.shape(old_id), self.comparison.new.model.shape(new_id));
        match (&old.kind, &new.kind) {
            (ShapeKind::List(old), ShapeKind::List(new)) => {
                self.open.push((old.member.target, new.member.target));
                self.collections((&old.member, old.sparse), (&new.member, new.sparse))
            }
            (ShapeKind::Map(old), ShapeKind::Map(new)) => {
                self.open.push((old.key.target, new.key.target));
                self.open.push((old.value.target, new.value.target));
                self.collections((&old.value, old.sparse), (&new.value, new.sparse))
            }
            // A union may be able to read what was written as a structure; a structure that was a union can hold too
            // much.
            (ShapeKind::Structure(_), ShapeKind::Structure(_))
            | (ShapeKind::Structure(_) | ShapeKind::Union(_), ShapeKind::Union(_)) => {
                self.structures(old, new)
            }
            (ShapeKind::Timestamp(_), ShapeKind::Timestamp(_)) => Agreement::Same,
            (old, new) => of_simple_kinds(old, new),
        }
    }

    fn collections(&self, old: (&Member, bool), new: (&Member, bool)) -> Agreement {
        let old_format = timestamp_format(&self.comparison.old, old.0, Role::Data);
        let new_format = timestamp_format(&self.comparison.new, new.0, Role::Data);
        match (old_format == new_format, old.1 == new.1) {
            (true, true) => Agreement::Same,
            (true, false) => Agreement::Wire,
            (false, _) => Agreement::None,
        }
    }

    /// Compares two structures, which are different types, but may have the same serialized form. Without a required
    /// member, each side accepts additional members of the other.
    fn structures(&mut self, old: &'m Shape, new: &'m Shape) -> Agreement {
        let find = |shape: &'m Shape, member: &Member| {
            shape.members().find(|other| other.wire_name() == member.wire_name())
        };
        let mut agreement = Agreement::Wire;
        for member in old.members() {
            match find(new, member) {
                Some(same) => self.open.push((member.target, same.target)),
                None if is_demanded(member) => return Agreement::None,
                None => {
                    self.lost.push(member.name.clone());
                    agreement = Agreement::Partial;
                }
            }
        }
        let demanded = new.members().filter(|member| find(old, member).is_none()).any(is_demanded);
        if demanded { Agreement::None } else { agreement }
    }
}

fn is_demanded(member: &Member) -> bool {
    member.required && member.default_value().is_none()
}

/// Returns how far two kinds without members are the same; format and content type of text and bytes are compared, too.
pub(super) fn of_simple_kinds(old: &ShapeKind, new: &ShapeKind) -> Agreement {
    use ShapeKind::{
        BigDecimal, BigInteger, Blob, Byte, Double, Enum, Float, IntEnum, Integer, Long, Short, String,
    };
    let is_text = |kind: &ShapeKind| matches!(kind, String { media_type: None } | Enum(_));
    let is_integer =
        |kind: &ShapeKind| matches!(kind, Byte | Short | Integer | Long | BigInteger | IntEnum(_));
    let is_fraction = |kind: &ShapeKind| matches!(kind, Float | Double | BigDecimal);
    match (old, new) {
        (Enum(_), Enum(_)) | (IntEnum(_), IntEnum(_)) => Agreement::Wire,
        (String { media_type: old }, String { media_type: new }) if old != new => Agreement::None,
        (Blob { .. }, Blob { .. }) if old != new => Agreement::None,
        _ if old.name() == new.name() => Agreement::Same,
        _ if is_text(old) && is_text(new) => Agreement::Wire,
        _ if is_integer(old) && is_integer(new) => Agreement::Wire,
        _ if is_fraction(old) && is_fraction(new) => Agreement::Wire,
        _ => Agreement::None,
    }
}
