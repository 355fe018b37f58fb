//! Mixins: a shape gets the members and traits of its mixins, as if they were written in it.
//!
//! A shape keeps the names of mixins that cannot be applied, and so do shapes that use it as a mixin. They are a
//! problem of shapes that the service reaches, which [`report`] reports when those are read.

use std::collections::{HashMap, HashSet};

use super::super::Definitions;
use super::{Shapes, by_id};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Fields, Node, Value};
use crate::source::Span;

const MIXIN: &str = "smithy.api#mixin";

/// Copies into every shape what its mixins have, and removes the names of those mixins.
pub(super) fn flatten(shapes: &mut Shapes) {
    let places = by_id(shapes);
    let Order { shapes: order, circular } = in_order(shapes, &places);
    for index in order {
        let Some((_, shape)) = shapes.get(index) else { continue };
        let fits = |(_, mixin): &(&Node, usize)| !circular.contains(&(index, *mixin));
        let taken: Vec<_> = mixins(shapes, shape, &places).filter(fits).collect();
        let sources: Vec<Node> =
            taken.iter().filter_map(|(_, mixin)| shapes.get(*mixin)).map(|(_, node)| node.clone()).collect();
        let taken: HashSet<_> = taken.into_iter().map(|(node, _)| node.span).collect();
        let Some((_, shape)) = shapes.get_mut(index) else { continue };
        forget(shape, &taken);
        if let Some(whole) = sources.into_iter().map(without_own_traits).reduce(merged) {
            let own = std::mem::replace(shape, Node { span: whole.span, value: Value::Null });
            *shape = Node { span: own.span, ..merged(whole, own) };
        }
    }
}

/// Reports the mixins that a shape still names, because they could not be applied.
pub(in super::super) fn report(
    definitions: &Definitions<'_>,
    fields: &Fields<'_>,
    shape: &str,
    diagnostics: &mut Diagnostics,
) {
    let kind = fields.get("type").and_then(Node::as_str);
    for node in fields.array("mixins", diagnostics) {
        let Some(fields) = Fields::open(node, shape, diagnostics) else { continue };
        let Some(name) = fields.required_string("target", diagnostics) else { continue };
        let reason = unfit(kind, definitions.get(name).map(|definition| definition.node));
        let reason = reason.unwrap_or("contains itself through its mixins");
        let problem = Diagnostic::error("bad-mixin", format!("the mixin `{name}` {reason}"));
        let help = "fix it, or remove it from `mixins`";
        diagnostics.push(problem.at(node.span.head()).shape(shape).help(help));
    }
}

/// Says why a mixin does not fit a shape of the kind.
fn unfit(kind: Option<&str>, mixin: Option<&Node>) -> Option<&'static str> {
    let Some(mixin) = mixin else { return Some("is not there") };
    if !super::is_mixin(mixin) {
        Some("does not have the trait `smithy.api#mixin`")
    } else if mixin.get("type").and_then(Node::as_str) != kind {
        Some("is of another type than the shape")
    } else {
        None
    }
}

/// Returns the mixins that fit a shape, each with its index among the shapes.
fn mixins<'n>(
    shapes: &'n Shapes,
    shape: &'n Node,
    places: &'n HashMap<String, usize>,
) -> impl Iterator<Item = (&'n Node, usize)> {
    let kind = shape.get("type").and_then(Node::as_str);
    shape.get("mixins").map(Node::items).unwrap_or_default().iter().filter_map(move |node| {
        let place = *places.get(node.get("target")?.as_str()?)?;
        unfit(kind, shapes.get(place).map(|(_, mixin)| mixin)).is_none().then_some((node, place))
    })
}

/// Removes the names of mixins that have been applied.
fn forget(shape: &mut Node, taken: &HashSet<Span>) {
    if let Some(Value::Array(named)) = shape.get_mut("mixins").map(|node| &mut node.value) {
        named.retain(|node| !taken.contains(&node.span));
    }
    let is_done =
        shape.get("mixins").is_some_and(|node| matches!(&node.value, Value::Array(left) if left.is_empty()));
    if let Some(keys) = shape.members_mut().filter(|_| is_done) {
        keys.retain(|(key, _)| key.text != "mixins");
    }
}

/// The order in which mixins are applied.
struct Order {
    /// The shapes that have mixins, each after its mixins.
    shapes: Vec<usize>,
    /// A shape and a mixin of it that in turn contains the shape.
    circular: HashSet<(usize, usize)>,
}

fn in_order(shapes: &Shapes, places: &HashMap<String, usize>) -> Order {
    let mut marks = vec![Mark::New; shapes.len()];
    let mut order = Order { shapes: Vec::new(), circular: HashSet::new() };
    for root in 0..shapes.len() {
        // An explicit stack, so that a chain can have any length.
        let mut stack = vec![(root, false)];
        while let Some((index, leaving)) = stack.pop() {
            let (_, shape) = &shapes[index];
            if leaving {
                marks[index] = Mark::Done;
                order.shapes.extend(shape.get("mixins").map(|_| index));
            }
            if leaving || marks[index] != Mark::New {
                continue;
            }
            marks[index] = Mark::Open;
            stack.push((index, true));
            for (_, mixin) in mixins(shapes, shape, places) {
                if marks[mixin] == Mark::Open {
                    order.circular.insert((index, mixin));
                } else {
                    stack.push((mixin, false));
                }
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

/// Returns a mixin without its local traits.
fn without_own_traits(mut mixin: Node) -> Node {
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

/// Merges two nodes. `over` takes precedence over `base`, and what only one of them has stays.
fn merged(base: Node, over: Node) -> Node {
    let span = over.span;
    let value = match (base.value, over.value) {
        (Value::Object(mut entries), Value::Object(more)) => {
            for (key, node) in more {
                match entries.iter().position(|(known, _)| known.text == key.text) {
                    Some(at) => {
                        let old = entries[at].1.clone();
                        let is_value = key.text.contains('#');
                        // The value of a trait is replaced as a whole; everything else is merged by parts.
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
