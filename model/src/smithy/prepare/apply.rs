//! `apply` statements: traits that are given to a shape or member elsewhere in the document.

use super::{Shapes, by_id, traits_mut};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Key, Node, Value};
use crate::suggest;

/// Removes the statements from the shapes, and returns them.
pub(super) fn take(shapes: &mut Shapes) -> Shapes {
    let is_statement = |(_, node): &(Key, Node)| node.get("type").and_then(Node::as_str) == Some("apply");
    if !shapes.iter().any(is_statement) {
        return Vec::new();
    }
    let (statements, rest) = std::mem::take(shapes).into_iter().partition(is_statement);
    *shapes = rest;
    statements
}

/// Applies the statements whose targets exist, and returns the others: a member may come from a mixin later.
pub(super) fn apply(shapes: &mut Shapes, statements: Shapes, diagnostics: &mut Diagnostics) -> Shapes {
    if statements.is_empty() {
        return statements;
    }
    let places = by_id(shapes);
    let mut left = Vec::new();
    for (key, statement) in statements {
        let (id, member) = split(&key.text);
        let shape = places.get(id).and_then(|index| shapes.get_mut(*index)).map(|(_, node)| node);
        match shape.and_then(|shape| element(shape, member)) {
            Some(element) => add(element, &key, statement, diagnostics),
            None => left.push((key, statement)),
        }
    }
    left
}

/// Applies the statements, and warns about those whose targets do not exist.
pub(super) fn apply_all(shapes: &mut Shapes, statements: Shapes, diagnostics: &mut Diagnostics) {
    for (key, _) in apply(shapes, statements, diagnostics) {
        let problem =
            Diagnostic::warning("dangling-apply", format!("there is no `{}` to apply traits to", key.text));
        let known = shapes.iter().map(|(key, _)| key.text.as_str());
        let (id, member) = split(&key.text);
        let shape = shapes.iter().find(|(key, _)| key.text == id).map(|(_, node)| node);
        let help = match (shape, member) {
            (Some(shape), Some(member)) => suggest::did_you_mean(member, member_names(shape)),
            _ => suggest::did_you_mean(id, known),
        };
        let help = help.unwrap_or_else(|| "define it, or remove the statement".to_owned());
        diagnostics.push(problem.at(key.span).help(help));
    }
}

/// Returns the shape's id, and the member's name if the statement is for a member.
fn split(id: &str) -> (&str, Option<&str>) {
    id.split_once('$').map_or((id, None), |(shape, member)| (shape, Some(member)))
}

fn element<'s>(shape: &'s mut Node, member: Option<&str>) -> Option<&'s mut Node> {
    let Some(name) = member else { return Some(shape) };
    if matches!(name, "member" | "key" | "value") && shape.get(name).is_some() {
        return shape.get_mut(name);
    }
    shape.get_mut("members")?.get_mut(name)
}

fn member_names(shape: &Node) -> Vec<&str> {
    let single = ["member", "key", "value"].into_iter().filter(|name| shape.get(name).is_some());
    let members = shape.get("members").map(Node::members).unwrap_or_default();
    single.chain(members.iter().map(|(key, _)| key.text.as_str())).collect()
}

/// Adds the traits of a statement. An equal trait may be repeated; lists are concatenated, as Smithy says.
fn add(element: &mut Node, about: &Key, statement: Node, diagnostics: &mut Diagnostics) {
    let Some(traits) = traits_mut(element) else { return };
    let Value::Object(keys) = statement.value else { return };
    let given = keys.into_iter().filter(|(key, _)| key.text == "traits");
    let given = given.flat_map(|(_, node)| match node.value {
        Value::Object(traits) => traits,
        _ => Vec::new(),
    });
    for (key, node) in given {
        let Some((_, known)) = traits.iter_mut().find(|(known, _)| known.text == key.text) else {
            traits.push((key, node));
            continue;
        };
        if known.is_same(&node) {
            continue;
        }
        match (&mut known.value, node.value) {
            (Value::Array(items), Value::Array(more)) => items.extend(more),
            _ => {
                let message = format!("the trait `{}` is given twice, with different values", key.text);
                let problem =
                    Diagnostic::error("repeated-trait", message).at(key.span).shape(about.text.as_str());
                diagnostics.push(problem.help("give it once, in the definition or in the `apply` statement"));
            }
        }
    }
}
