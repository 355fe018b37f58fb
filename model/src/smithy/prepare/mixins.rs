//! Mixins: a shape that names some has their members and traits, as if they were written in it.

use std::collections::HashMap;

use super::{Shapes, by_id};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Key, Node, Value};

const MIXIN: &str = "smithy.api#mixin";

/// Writes into every shape what its mixins have, and takes the names of the mixins away.
pub(super) fn flatten(shapes: &mut Shapes, diagnostics: &mut Diagnostics) {
    let places = by_id(shapes);
    for index in in_order(shapes, &places, diagnostics) {
        let sources: Vec<Node> = mixins(&shapes[index].1, &places)
            .into_iter()
            .filter_map(|(_, mixin)| shapes.get(mixin?).map(|(_, node)| node.clone()))
            .collect();
        let Some((_, shape)) = shapes.get_mut(index) else { continue };
        if let Some(keys) = shape.members_mut() {
            keys.retain(|(key, _)| key.text != "mixins");
        }
        if let Some(whole) = sources.into_iter().map(without_own_traits).reduce(merged) {
            let own = std::mem::replace(shape, Node { span: whole.span, value: Value::Null });
            *shape = Node { span: own.span, ..merged(whole, own) };
        }
    }
}

/// The mixins that a shape names, each with its place in the list, where it is there.
fn mixins<'n>(shape: &'n Node, places: &HashMap<String, usize>) -> Vec<(&'n Node, Option<usize>)> {
    let named = shape.get("mixins").map(Node::items).unwrap_or_default();
    let target =
        |node: &Node| node.get("target").and_then(Node::as_str).and_then(|id| places.get(id)).copied();
    named.iter().map(|node| (node, target(node))).collect()
}

/// The shapes that have mixins, each behind those that it is made of. Names that lead nowhere or in a circle are faults.
fn in_order(shapes: &Shapes, places: &HashMap<String, usize>, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let mut marks = vec![Mark::New; shapes.len()];
    let mut order = Vec::new();
    for root in 0..shapes.len() {
        // A stack of its own, so that no chain is too long for it.
        let mut stack = vec![(root, false)];
        while let Some((index, leaving)) = stack.pop() {
            let (key, shape) = &shapes[index];
            if leaving {
                marks[index] = Mark::Done;
                order.extend(shape.get("mixins").map(|_| index));
            }
            if leaving || marks[index] != Mark::New {
                continue;
            }
            marks[index] = Mark::Open;
            stack.push((index, true));
            for (node, mixin) in mixins(shape, places) {
                let reason = match mixin.map(|mixin| marks[mixin]) {
                    None => "is not there",
                    Some(Mark::Open) => "has this shape as a mixin itself",
                    Some(_) => {
                        stack.extend(mixin.map(|mixin| (mixin, false)));
                        continue;
                    }
                };
                diagnostics.push(bad_mixin(key, node, reason));
            }
        }
    }
    order
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

fn bad_mixin(shape: &Key, node: &Node, reason: &str) -> Diagnostic {
    let name = node.get("target").and_then(Node::as_str).unwrap_or_default();
    let fault = Diagnostic::error("bad-mixin", format!("the mixin `{name}` {reason}"));
    fault.at(node.span.head()).shape(shape.text.as_str()).help("define it, or do not name it as a mixin")
}

/// A mixin without the traits that stay with it, and in a circle without its mixins.
fn without_own_traits(mut mixin: Node) -> Node {
    if let Some(keys) = mixin.members_mut() {
        keys.retain(|(key, _)| key.text != "mixins");
    }
    let Some(traits) = mixin.get_mut("traits").and_then(Node::members_mut) else { return mixin };
    let local =
        traits.iter().find(|(key, _)| key.text == MIXIN).and_then(|(_, node)| node.get("localTraits"));
    let local: Vec<String> = local
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(Node::as_str)
        .map(str::to_owned)
        .collect();
    traits.retain(|(key, _)| key.text != MIXIN && !local.contains(&key.text));
    mixin
}

/// Both in one: what `over` says goes before what `base` says, and what only one of them says stays.
fn merged(base: Node, over: Node) -> Node {
    let span = over.span;
    let value = match (base.value, over.value) {
        (Value::Object(mut entries), Value::Object(more)) => {
            for (key, node) in more {
                match entries.iter().position(|(known, _)| known.text == key.text) {
                    Some(at) => {
                        let old = entries[at].1.clone();
                        let is_value = key.text.contains('#');
                        // The value of a trait is one thing; everything else is made of parts.
                        entries[at] = (key, if is_value { node } else { merged(old, node) });
                    }
                    None => entries.push((key, node)),
                }
            }
            Value::Object(entries)
        }
        (Value::Array(mut items), Value::Array(more)) => {
            for item in more {
                if !items.iter().any(|known| known.is_same(&item)) {
                    items.push(item);
                }
            }
            Value::Array(items)
        }
        (_, over) => over,
    };
    Node { span, value }
}
