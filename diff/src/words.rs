//! Adds the texts of changes for users of the client: the element's name in Rust, and the documentation of a new one.

use std::collections::HashMap;

use super::Change;
use super::reach::Side;
use smithy_model::documentation::{first_sentence, plain};
use smithy_model::ir::{Operation, Shape, ShapeId};

/// The elements of a model by name.
struct Index<'s, 'm> {
    side: &'s Side<'m>,
    shapes: HashMap<&'m str, (ShapeId, &'m Shape)>,
    operations: HashMap<&'m str, &'m Operation>,
}

impl<'s, 'm> Index<'s, 'm> {
    fn new(side: &'s Side<'m>) -> Self {
        let model = side.model;
        Self {
            side,
            shapes: model.shapes.iter().map(|(id, shape)| (shape.name.as_str(), (id, shape))).collect(),
            operations: model.operations.iter().map(|it| (it.name.as_str(), it)).collect(),
        }
    }

    /// Returns the name in Rust; an element that is not a type or a part of one has its name in the model.
    fn rust_name(&self, name: &str) -> Option<String> {
        let (owner, part) = name.split_once('$').map_or((name, None), |(owner, part)| (owner, Some(part)));
        let (id, _) = *self.shapes.get(owner)?;
        let owner = self.side.rust.type_name(id)?;
        match part {
            Some(part) => Some(format!("{owner}::{}", self.side.name_of(id, part)?)),
            None => Some(owner.to_owned()),
        }
    }

    /// Returns the first sentence of an element's documentation.
    fn about(&self, change: &Change) -> Option<String> {
        let name = change.shape.as_str();
        let documentation = match name.split_once('$') {
            Some((owner, part)) => {
                let mut members = self.shapes.get(owner)?.1.members();
                members.find(|member| member.name == part)?.documentation.as_deref()
            }
            None if change.rule.id.starts_with("operation-") => {
                self.operations.get(name)?.documentation.as_deref()
            }
            None => self.shapes.get(name)?.1.documentation.as_deref(),
        };
        Some(first_sentence(&plain(documentation?)?)).filter(|sentence| !sentence.is_empty())
    }
}

/// Fills in the texts for users of the client.
pub(super) fn complete(changes: &mut [Change], old: &Side<'_>, new: &Side<'_>) {
    let (old, new) = (Index::new(old), Index::new(new));
    for change in changes {
        let name = new.rust_name(&change.shape).or_else(|| old.rust_name(&change.shape));
        change.rust_name = name.unwrap_or_else(|| change.shape.clone());
        if change.is_addition() {
            change.about = new.about(change);
        }
    }
}
