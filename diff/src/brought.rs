//! Finds the shapes that came with a new operation, notification or member, or went with a removed one.
//!
//! A shape without counterpart is a part of what it came or went with if all its users have no counterpart either. Of
//! several such elements the first one counts: operations before other shapes, and those before members, each in the
//! order of the model. A notification is never a part of another element.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::Comparison;
use super::pairs::{self, Matcher};
use super::shape::has_type;
use smithy_model::ir::{Member, Model, Operation, ShapeId, ShapeKind};

/// The names of the elements that shapes are a part of.
pub(super) type Brought = BTreeMap<ShapeId, String>;

/// Returns the shapes of the old model that went with something, and those of the new one that came with something.
pub(super) fn brought(comparison: &Comparison<'_>, operations: &Matcher<&Operation>) -> [Brought; 2] {
    let known = (comparison.pairs.keys().copied().collect(), comparison.pairs.values().copied().collect());
    let mut old = Roots::new(comparison.old.model, known.0, &operations.old);
    let mut new = Roots::new(comparison.new.model, known.1, &operations.new);
    old.top(comparison.old.model.notifications().map(|(id, _)| id));
    new.top(comparison.new.model.notifications().map(|(id, _)| id));
    for (before, after) in &operations.pairs {
        old.top(before.errors.iter().copied());
        new.top(after.errors.iter().copied());
    }
    for (before, after) in &comparison.pairs {
        let (was, is) = (old.model.shape(*before), new.model.shape(*after));
        if !has_members(&was.kind) || !has_members(&is.kind) {
            old.top(was.members().map(|member| member.target));
            new.top(is.members().map(|member| member.target));
            continue;
        }
        let matched = pairs::members(comparison, *before, *after);
        old.top(matched.pairs.iter().map(|(member, _)| member.target));
        new.top(matched.pairs.iter().map(|(_, member)| member.target));
        old.members(&is.name, &matched.old);
        new.members(&is.name, &matched.new);
    }
    [old.walk(), new.walk()]
}

fn has_members(kind: &ShapeKind) -> bool {
    matches!(kind, ShapeKind::Structure(_) | ShapeKind::Union(_))
}

/// The users of shapes without counterpart in one model.
struct Roots<'m> {
    model: &'m Model,
    /// Shapes with a counterpart.
    known: BTreeSet<ShapeId>,
    /// Shapes that something with a counterpart uses: they are not a part of another element.
    top: BTreeSet<ShapeId>,
    /// Operations without counterpart, by name, with the shapes that they use.
    operations: Vec<(String, Vec<ShapeId>)>,
    /// Members without counterpart, with their types.
    members: Vec<(String, Vec<ShapeId>)>,
}

impl<'m> Roots<'m> {
    fn new(model: &'m Model, known: BTreeSet<ShapeId>, operations: &[&Operation]) -> Self {
        let used = |it: &Operation| it.errors.iter().copied().chain([it.input, it.output]).collect();
        let operations = operations.iter().map(|it| (it.name.clone(), used(it))).collect();
        Self { model, known, top: BTreeSet::new(), operations, members: Vec::new() }
    }

    /// Adds shapes that something with a counterpart uses. A shape without its own type is never reported, so the
    /// shapes in it are added instead.
    fn top(&mut self, ids: impl IntoIterator<Item = ShapeId>) {
        let mut open: Vec<ShapeId> = ids.into_iter().collect();
        while let Some(id) = open.pop() {
            if !self.known.contains(&id) && self.top.insert(id) && !has_type(&self.model.shape(id).kind) {
                open.extend(self.model.shape(id).members().map(|member| member.target));
            }
        }
    }

    fn members(&mut self, owner: &str, members: &[&Member]) {
        let named = members.iter().map(|member| (format!("{owner}${}", member.name), vec![member.target]));
        self.members.extend(named);
    }

    fn walk(self) -> Brought {
        let Self { model, known, top, operations, members } = self;
        let shapes = top.iter().map(|id| model.shape(*id)).filter(|shape| has_type(&shape.kind));
        let shapes =
            shapes.map(|shape| (shape.name.clone(), shape.members().map(|member| member.target).collect()));
        let shapes: Vec<(String, Vec<ShapeId>)> = shapes.collect();
        let mut found = Brought::new();
        for (name, mut open) in operations.into_iter().chain(shapes).chain(members) {
            while let Some(id) = open.pop() {
                if !known.contains(&id) && !top.contains(&id) && !found.contains_key(&id) {
                    found.insert(id, name.clone());
                    open.extend(model.shape(id).members().map(|member| member.target));
                }
            }
        }
        found
    }
}
