//! Normalises a document: every shape becomes complete, in the form of version 2.0.
//!
//! 1. `version_one`: the implicit defaults of version 1.0 become explicit.
//! 2. `apply`: traits of `apply` statements are moved to their shapes and members.
//! 3. `mixins`: shapes get what their mixins have, and then the traits that are applied to that.
//! 4. `enum_trait`: strings with the trait `enum` become enums.

mod apply;
mod enum_trait;
pub(super) mod mixins;
mod version_one;

use std::collections::HashMap;

use crate::diagnostic::Diagnostics;
use crate::json::{Key, Node, Value};
use crate::source::Span;

/// The shapes of a document, in order.
type Shapes = Vec<(Key, Node)>;

/// Prepares the shapes of a document; `first` says that it is of version 1.
pub(super) fn prepare(document: &mut Node, first: bool, diagnostics: &mut Diagnostics) {
    let Some(shapes) = document.get_mut("shapes").and_then(Node::members_mut) else { return };
    if first {
        version_one::upgrade(shapes);
    }
    let statements = apply::take(shapes);
    let left = apply::apply(shapes, statements, diagnostics);
    if shapes.iter().any(|(_, node)| node.get("mixins").is_some()) {
        mixins::flatten(shapes);
    }
    apply::apply_all(shapes, left, diagnostics);
    enum_trait::convert(shapes);
}

/// Whether a shape is only a mixin.
pub(super) fn is_mixin(shape: &Node) -> bool {
    shape.get("traits").is_some_and(|traits| traits.get("smithy.api#mixin").is_some())
}

/// Returns the index of each shape by its id.
fn by_id(shapes: &Shapes) -> HashMap<String, usize> {
    shapes.iter().enumerate().map(|(index, (key, _))| (key.text.clone(), index)).collect()
}

/// Creates a member that the preparation adds. Its place is that of the element it is made from.
fn entry(span: Span, name: &str, value: Value) -> (Key, Node) {
    (Key { span, text: name.to_owned() }, Node { span, value })
}

/// Returns the traits of a shape or member, and adds them if it has none.
fn traits_mut(element: &mut Node) -> Option<&mut Vec<(Key, Node)>> {
    if element.get("traits").is_none() {
        let span = element.span.head();
        element.members_mut()?.push(entry(span, "traits", Value::Object(Vec::new())));
    }
    element.get_mut("traits")?.members_mut()
}
