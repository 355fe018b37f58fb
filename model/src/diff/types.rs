//! Whether two shapes stand for the same values, on the wire and in Rust.

use std::collections::BTreeSet;

use super::binding::timestamp_format;
use super::comparison::Comparison;
use super::reach::Role;
use crate::ir::{Member, ShapeId, ShapeKind, Structure};

/// How far two types are the same; the better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The same Rust type, written in the same way.
    Same,
    /// Written in the same way, and another Rust type.
    Wire,
    /// Written in another way.
    None,
}

/// How far a shape of the old model and one of the new are the same. Shapes that belong together are: what is different in
/// them is a change of their own.
pub(super) fn agreement(comparison: &Comparison<'_>, old: ShapeId, new: ShapeId) -> Agreement {
    let mut open = vec![(old, new)];
    let mut seen = BTreeSet::new();
    let mut worst = Agreement::Same;
    while let Some(pair) = open.pop() {
        if !comparison.is_pair(pair.0, pair.1) && seen.insert(pair) {
            worst = worst.max(of_kinds(comparison, pair, &mut open));
        }
    }
    worst
}

/// How far two kinds of shape are the same; pairs of shapes that this depends on go to `open`.
fn of_kinds(
    comparison: &Comparison<'_>,
    (old, new): (ShapeId, ShapeId),
    open: &mut Vec<(ShapeId, ShapeId)>,
) -> Agreement {
    let targets = |old: &Member, new: &Member| (old.target, new.target);
    let collections = |old: (&Member, bool), new: (&Member, bool)| {
        let old_format = timestamp_format(&comparison.old, old.0, Role::Data);
        let new_format = timestamp_format(&comparison.new, new.0, Role::Data);
        match (old_format == new_format, old.1 == new.1) {
            (true, true) => Agreement::Same,
            (true, false) => Agreement::Wire,
            (false, _) => Agreement::None,
        }
    };
    match (&comparison.old.model.shape(old).kind, &comparison.new.model.shape(new).kind) {
        (ShapeKind::List(old), ShapeKind::List(new)) => {
            open.push(targets(&old.member, &new.member));
            collections((&old.member, old.sparse), (&new.member, new.sparse))
        }
        (ShapeKind::Map(old), ShapeKind::Map(new)) => {
            open.extend([targets(&old.key, &new.key), targets(&old.value, &new.value)]);
            collections((&old.value, old.sparse), (&new.value, new.sparse))
        }
        (ShapeKind::Structure(old), ShapeKind::Structure(new))
        | (ShapeKind::Union(old), ShapeKind::Union(new)) => of_structures(old, new, open),
        (ShapeKind::Timestamp(_), ShapeKind::Timestamp(_)) => Agreement::Same,
        (old, new) => of_simple_kinds(old, new),
    }
}

/// Two structures are two types, which may be written in the same way.
fn of_structures(old: &Structure, new: &Structure, open: &mut Vec<(ShapeId, ShapeId)>) -> Agreement {
    let names = |structure: &Structure| -> BTreeSet<String> {
        structure.members.iter().map(|member| member.wire_name().to_owned()).collect()
    };
    if names(old) != names(new) {
        return Agreement::None;
    }
    for old in &old.members {
        let same = new.members.iter().find(|new| new.wire_name() == old.wire_name());
        open.extend(same.map(|new| (old.target, new.target)));
    }
    Agreement::Wire
}

/// How far two kinds without members are the same; format and content type of text and bytes are compared, too.
pub(super) fn of_simple_kinds(old: &ShapeKind, new: &ShapeKind) -> Agreement {
    use ShapeKind::{Blob, Byte, Double, Enum, Float, IntEnum, Integer, Long, Short, String};
    let is_text = |kind: &ShapeKind| matches!(kind, String { media_type: None } | Enum(_));
    let is_integer = |kind: &ShapeKind| matches!(kind, Byte | Short | Integer | Long | IntEnum(_));
    match (old, new) {
        (Enum(_), Enum(_)) | (IntEnum(_), IntEnum(_)) => Agreement::Wire,
        (String { media_type: old }, String { media_type: new }) if old != new => Agreement::None,
        (Blob { .. }, Blob { .. }) if old != new => Agreement::None,
        _ if old.name() == new.name() => Agreement::Same,
        (Float, Double) | (Double, Float) => Agreement::Wire,
        _ if is_text(old) && is_text(new) || is_integer(old) && is_integer(new) => Agreement::Wire,
        _ => Agreement::None,
    }
}
