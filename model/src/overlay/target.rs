//! The subject of an entry that adds traits: the service, an operation, a shape, a member or a value of an enum.

use super::{find_operation, find_shape, place, unapplied};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{EnumMember, Member, Model, Operation, Service, Shape, ShapeKind, Unvalidated};
use crate::json::{Fields, Node};
use crate::source::Span;

/// The keys that name the subject of an entry.
const KEYS: [&str; 3] = ["target", "operation", "service"];

/// The subject of an entry.
pub(super) enum Target<'m> {
    Service(&'m mut Service),
    Operation(&'m mut Operation),
    Shape(&'m mut Shape),
    Member(&'m mut Member),
    EnumMember(&'m mut EnumMember),
}

/// The key that an entry has, and the name in it.
#[derive(Clone, Copy)]
pub(super) struct Subject<'n> {
    key: &'static str,
    pub(super) name: &'n str,
    pub(super) span: Span,
}

/// Reads the one key that names the subject of an entry.
pub(super) fn subject<'n>(
    node: &Node,
    fields: &Fields<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Subject<'n>> {
    let keys: Vec<_> = KEYS.into_iter().filter(|key| fields.get(key).is_some()).collect();
    if let [key] = keys.as_slice() {
        let name = fields.string(key, diagnostics)?;
        return Some(Subject { key, name, span: place(node, key) });
    }
    let message = match keys.len() {
        0 => "the entry does not say what it gives traits to".to_owned(),
        count => format!("the entry gives traits to {count} things at once"),
    };
    let problem = Diagnostic::error("bad-overlay", message).at(node.span.head());
    diagnostics.push(problem.help(format!("give each entry one of {}", KEYS.join(", "))));
    None
}

/// Finds the element with the name; it is a problem if the model does not have it.
pub(super) fn find<'m>(
    model: &'m mut Model<Unvalidated>,
    subject: Subject<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Target<'m>> {
    let Subject { key, name, span } = subject;
    match key {
        "operation" => find_operation(model, name, span, diagnostics).map(Target::Operation),
        "service" if model.service.sdk_id == name => Some(Target::Service(&mut model.service)),
        "service" => {
            let known = model.service.sdk_id.as_str();
            let problem = unapplied(span, "service", name, [known].into_iter());
            diagnostics
                .push(problem.help(format!("the service of this model goes by its SDK id: `{known}`")));
            None
        }
        _ => in_shape(model, name, span, diagnostics),
    }
}

fn in_shape<'m>(
    model: &'m mut Model<Unvalidated>,
    name: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Target<'m>> {
    let (owner, member) = name.split_once('$').map_or((name, None), |(owner, member)| (owner, Some(member)));
    let is_operation = model.operations.iter().any(|operation| operation.name == name);
    if is_operation && model.shapes.find(name).is_none() {
        let problem = unapplied(span, "shape", name, std::iter::empty());
        diagnostics.push(problem.help(format!("it is an operation: write \"operation\": \"{name}\"")));
        return None;
    }
    let shape = find_shape(model, owner, span, diagnostics)?;
    let shape = model.shapes.get_mut(shape);
    let names = member_names(shape);
    let found = part(shape, member);
    if found.is_none() {
        diagnostics.push(unapplied(span, "member", name, names.iter().map(String::as_str)));
    }
    found
}

fn part<'m>(shape: &'m mut Shape, member: Option<&str>) -> Option<Target<'m>> {
    let Some(name) = member else { return Some(Target::Shape(shape)) };
    match &mut shape.kind {
        ShapeKind::Enum(members) => {
            // C2J has no names for values, so its loader invents names, which may differ from Smithy's.
            members
                .iter_mut()
                .find(|member| member.name == name || member.value == name)
                .map(Target::EnumMember)
        }
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => {
            inner.members.iter_mut().find(|member| member.name == name).map(Target::Member)
        }
        ShapeKind::List(list) => {
            Some(&mut list.member).filter(|member| member.name == name).map(Target::Member)
        }
        ShapeKind::Map(map) => {
            [&mut map.key, &mut map.value].into_iter().find(|member| member.name == name).map(Target::Member)
        }
        _ => None,
    }
}

fn member_names(shape: &Shape) -> Vec<String> {
    match &shape.kind {
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => {
            inner.members.iter().map(|member| member.name.clone()).collect()
        }
        ShapeKind::Enum(members) => members.iter().map(|member| member.name.clone()).collect(),
        _ => Vec::new(),
    }
}
