//! The trait `enum` on a string, as version 1 writes it, becomes an enum as version 2 writes it.

use std::collections::{HashMap, HashSet};

use super::{Shapes, entry};
use crate::constants;
use crate::json::{Key, Node, Value};

const ENUM: &str = "smithy.api#enum";

/// Converts all strings that have the trait.
pub(super) fn convert(shapes: &mut Shapes) {
    for (_, shape) in shapes {
        let is_string = shape.get("type").and_then(Node::as_str) == Some("string");
        let values = shape.get("traits").and_then(|traits| traits.get(ENUM)).filter(|_| is_string);
        if let Some(members) = values.and_then(members) {
            become_enum(shape, members);
        }
    }
}

fn become_enum(shape: &mut Node, members: Vec<(Key, Node)>) {
    let span = shape.span.head();
    if let Some(node) = shape.get_mut("type") {
        node.value = Value::String("enum".to_owned());
    }
    if let Some(traits) = shape.get_mut("traits").and_then(Node::members_mut) {
        traits.retain(|(key, _)| key.text != ENUM);
    }
    if let Some(keys) = shape.members_mut() {
        keys.push(entry(span, "members", Value::Object(members)));
    }
}

/// Returns the members of the enum; none if the trait has another form, which is reported where traits are read.
fn members(list: &Node) -> Option<Vec<(Key, Node)>> {
    let Value::Array(items) = &list.value else { return None };
    let mut taken = HashSet::new();
    let mut given = items.iter().filter_map(|item| text(item, "name"));
    if given.any(|name| !taken.insert(name.to_owned())) {
        return None;
    }
    let unnamed = items.iter().filter(|item| text(item, "name").is_none());
    let names = constants::names(unnamed.filter_map(|item| text(item, "value")), &mut taken);
    items.iter().map(|item| member(item, &names)).collect()
}

fn text<'n>(item: &'n Node, key: &str) -> Option<&'n str> {
    item.get(key).and_then(Node::as_str)
}

fn member(item: &Node, names: &HashMap<&str, String>) -> Option<(Key, Node)> {
    let value = text(item, "value")?;
    let name = text(item, "name").or_else(|| names.get(value).map(String::as_str))?;
    let span = item.span.head();
    let mut traits = vec![entry(span, "smithy.api#enumValue", Value::String(value.to_owned()))];
    if let Some(words) = item.get("documentation") {
        traits.push(entry(words.span, "smithy.api#documentation", words.value.clone()));
    }
    if let Some(Node { value: Value::Bool(true), span }) = item.get("deprecated") {
        traits.push(entry(*span, "smithy.api#deprecated", Value::Object(Vec::new())));
    }
    let target = entry(span, "target", Value::String("smithy.api#Unit".to_owned()));
    let traits = entry(span, "traits", Value::Object(traits));
    Some(entry(span, name, Value::Object(vec![target, traits])))
}
