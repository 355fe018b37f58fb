//! Brings a document into the form in which every shape stands whole, as version 2.0 writes it.
//!
//! 1. `version_one`: what version 1.0 leaves unsaid is said as version 2.0 says it.
//! 2. `apply`: traits that are given from elsewhere go to their shapes and members.
//! 3. `mixins`: shapes take in what their mixins have, and then what is applied to that.
//! 4. `enum_trait`: strings with the trait `enum` become enums.

mod apply;
mod enum_trait;
pub(super) mod mixins;
mod version_one;

use std::collections::HashMap;

use crate::diagnostic::Diagnostics;
use crate::json::{Key, Node, Value};
use crate::source::Span;

/// The shapes of a document in their order.
type Shapes = Vec<(Key, Node)>;

/// Prepares the shapes of a document; `first` tells that it is of version 1.
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

/// Whether a shape is there only for others to be made of.
pub(super) fn is_mixin(shape: &Node) -> bool {
    shape.get("traits").is_some_and(|traits| traits.get("smithy.api#mixin").is_some())
}

/// Where in the list each shape stands, by its id.
fn by_id(shapes: &Shapes) -> HashMap<String, usize> {
    shapes.iter().enumerate().map(|(index, (key, _))| (key.text.clone(), index)).collect()
}

/// A member that the preparation adds. It stands where what it is made from stands.
fn entry(span: Span, name: &str, value: Value) -> (Key, Node) {
    (Key { span, text: name.to_owned() }, Node { span, value })
}

/// The traits of a shape or member, which has some then.
fn traits_mut(element: &mut Node) -> Option<&mut Vec<(Key, Node)>> {
    if element.get("traits").is_none() {
        let span = element.span.head();
        element.members_mut()?.push(entry(span, "traits", Value::Object(Vec::new())));
    }
    element.get_mut("traits")?.members_mut()
}
