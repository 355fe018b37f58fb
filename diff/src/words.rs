//! What a change says to those who use the client: the element's name in Rust, and what a new one is for.

use std::collections::HashMap;

use super::{Change, names};
use smithy_model::documentation::{first_sentence, plain};
use smithy_model::ir::{Model, Operation, Shape, ShapeKind};

/// The elements of a model by name.
struct Index<'m> {
    shapes: HashMap<&'m str, &'m Shape>,
    operations: HashMap<&'m str, &'m Operation>,
}

impl<'m> Index<'m> {
    fn new(model: &'m Model) -> Self {
        Self {
            shapes: model.shapes.iter().map(|(_, shape)| (shape.name.as_str(), shape)).collect(),
            operations: model.operations.iter().map(|it| (it.name.as_str(), it)).collect(),
        }
    }

    /// The name in Rust; what is no type, and no part of one, has the name that it has in the model.
    fn rust_name(&self, name: &str) -> Option<String> {
        let (owner, part) = name.split_once('$').map_or((name, None), |(owner, part)| (owner, Some(part)));
        let kind = &self.shapes.get(owner)?.kind;
        let part = match (kind, part) {
            (ShapeKind::Structure(_), Some(part)) => Some(names::snake(part)),
            (ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_), Some(part)) => {
                Some(names::pascal(part))
            }
            (
                ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_),
                None,
            ) => None,
            _ => return None,
        };
        let owner = names::pascal(owner);
        Some(part.map_or(owner.clone(), |part| format!("{owner}::{part}")))
    }

    /// The first sentence of an element's documentation.
    fn about(&self, change: &Change) -> Option<String> {
        let name = change.shape.as_str();
        let documentation = match name.split_once('$') {
            Some((owner, part)) => {
                let mut members = self.shapes.get(owner)?.members();
                members.find(|member| member.name == part)?.documentation.as_deref()
            }
            None if change.rule.id.starts_with("operation-") => {
                self.operations.get(name)?.documentation.as_deref()
            }
            None => self.shapes.get(name)?.documentation.as_deref(),
        };
        Some(first_sentence(&plain(documentation?)?)).filter(|sentence| !sentence.is_empty())
    }
}

/// Fills in what changes say to those who use the client.
pub(super) fn complete(changes: &mut [Change], old: &Model, new: &Model) {
    let (old, new) = (Index::new(old), Index::new(new));
    for change in changes {
        let name = new.rust_name(&change.shape).or_else(|| old.rust_name(&change.shape));
        change.rust_name = name.unwrap_or_else(|| change.shape.clone());
        if change.is_addition() {
            change.about = new.about(change);
        }
    }
}
