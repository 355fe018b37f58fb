//! What a member is in Rust: an `Option`, a value that the builder demands, or a value with a default.
//!
//! The generator decides so, and what breaks callers follows from it.

use serde_json::Value;

use super::reach::{Role, Side};
use smithy_model::ir::{Binding, Member, ShapeId, ShapeKind};

/// The field of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// `Option<T>`
    Optional,
    /// `T`, and the builder demands it.
    Required,
    /// `T`, with a default.
    Defaulted {
        /// It is that of the type.
        zero: bool,
    },
}

impl Field {
    /// Whether a caller sees no difference but that of the default's value.
    pub(super) fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// Whether a structure with it can be made from nothing.
    pub(super) fn has_zero(self) -> bool {
        matches!(self, Self::Optional | Self::Defaulted { zero: true })
    }
}

/// The field of a member of a structure.
pub(super) fn field(side: &Side<'_>, owner: ShapeId, member: &Member) -> Field {
    // What an input leaves unset is not sent, so a default makes no difference there.
    if side.role(owner) == Role::Input {
        let demanded = member.required && !member.client_optional && !is_filled(side, owner, member);
        return if demanded { Field::Required } else { Field::Optional };
    }
    if !member.has_value() {
        return Field::Optional;
    }
    if member.required {
        return Field::Required;
    }
    let boxed = side.cyclic.contains(&(owner, member.name.as_str()));
    let kind = &side.model.shape(member.target).kind;
    match member.default.as_ref().filter(|_| !boxed).and_then(|default| zero(kind, default)) {
        Some(zero) => Field::Defaulted { zero },
        None => Field::Optional,
    }
}

/// Whether the client fills a member with a random token.
pub(super) fn is_filled(side: &Side<'_>, owner: ShapeId, member: &Member) -> bool {
    let in_path = matches!(member.binding, Binding::Label { .. });
    side.role(owner) == Role::Input && member.idempotency_token && !in_path
}

/// Whether a default is that of the type; none where the type has no default in Rust.
fn zero(kind: &ShapeKind, default: &Value) -> Option<bool> {
    match kind {
        ShapeKind::Structure(_) | ShapeKind::Union(_) => None,
        ShapeKind::Enum(_) | ShapeKind::IntEnum(_) | ShapeKind::Timestamp(_) | ShapeKind::Document => {
            Some(false)
        }
        _ => Some(is_zero(default)),
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

/// Whether `Debug` hides values of a member: its owner or its type is secret, or a list or map of secrets.
pub(super) fn is_secret(side: &Side<'_>, owner: ShapeId, member: &Member) -> bool {
    let mut open = vec![member.target];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(id) = open.pop() {
        let shape = side.model.shape(id);
        if shape.sensitive {
            return true;
        }
        if matches!(shape.kind, ShapeKind::List(_) | ShapeKind::Map(_)) && seen.insert(id) {
            open.extend(shape.members().map(|member| member.target));
        }
    }
    side.model.shape(owner).sensitive
}
