//! Upgrades version 1.0 of Smithy to version 2.0: numbers and booleans that are not boxed have a default.

use std::collections::HashMap;

use super::{Shapes, entry, traits_mut};
use crate::json::{Node, Value};

const BOX: &str = "smithy.api#box";
const DEFAULT: &str = "smithy.api#default";

/// Writes the defaults, and that the elements of a set are unique.
pub(super) fn upgrade(shapes: &mut Shapes) {
    let zeros = zeros(shapes);
    for (_, shape) in shapes {
        match shape.get("type").and_then(Node::as_str) {
            Some("structure") => {
                let members = shape.get_mut("members").and_then(Node::members_mut);
                members.into_iter().flatten().for_each(|(_, member)| give_default(member, &zeros));
            }
            Some("set") => {
                let span = shape.span.head();
                if let Some(traits) = traits_mut(shape) {
                    traits.push(entry(span, "smithy.api#uniqueItems", Value::Object(Vec::new())));
                }
            }
            _ => {}
        }
    }
}

/// Returns the shapes whose members have a zero value by default: their ids, each with that value.
fn zeros(shapes: &Shapes) -> HashMap<String, Value> {
    let prelude = ["Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double"]
        .map(|name| (format!("smithy.api#Primitive{name}"), zero(&name.to_ascii_lowercase())));
    let own = shapes
        .iter()
        .filter(|(_, shape)| !has(shape, BOX) && permits_zero(shape))
        .map(|(key, shape)| (key.text.clone(), shape.get("type").and_then(Node::as_str).and_then(zero)));
    prelude.into_iter().chain(own).filter_map(|(id, value)| Some((id, value?))).collect()
}

fn zero(kind: &str) -> Option<Value> {
    match kind {
        "boolean" => Some(Value::Bool(false)),
        "byte" | "short" | "integer" | "long" | "float" | "double" => Some(Value::Number(0.into())),
        _ => None,
    }
}

fn give_default(member: &mut Node, zeros: &HashMap<String, Value>) {
    let target = member.get("target").and_then(Node::as_str).unwrap_or_default();
    let Some(zero) = zeros.get(target).cloned() else { return };
    if has(member, BOX) || has(member, DEFAULT) || !permits_zero(member) {
        return;
    }
    let span = member.span.head();
    if let Some(traits) = traits_mut(member) {
        traits.push(entry(span, DEFAULT, zero));
    }
}

fn has(element: &Node, name: &str) -> bool {
    element.get("traits").is_some_and(|traits| traits.get(name).is_some())
}

/// Whether the range of a number includes zero; otherwise the default would be invalid.
fn permits_zero(element: &Node) -> bool {
    let range = element.get("traits").and_then(|traits| traits.get("smithy.api#range"));
    let bound = |name| match range.and_then(|range| range.get(name)).map(|node| &node.value) {
        Some(Value::Number(number)) => number.as_f64(),
        _ => None,
    };
    bound("min").is_none_or(|min| min <= 0.0) && bound("max").is_none_or(|max| max >= 0.0)
}
