//! The graph of shapes: what reaches what, and where a recursion needs a box.

use std::collections::BTreeSet;

use smithy_model::Validated;
use smithy_model::ir::{Member, Model, Shape, ShapeId, ShapeKind};

/// All members of a shape, those of lists and maps too.
pub(crate) fn members(shape: &Shape) -> Vec<&Member> {
    match &shape.kind {
        ShapeKind::List(list) => vec![&list.member],
        ShapeKind::Map(map) => vec![&map.key, &map.value],
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => inner.members.iter().collect(),
        _ => Vec::new(),
    }
}

/// The shapes that the roots reach, the roots among them.
pub(crate) fn reach(model: &Model<Validated>, roots: impl Iterator<Item = ShapeId>) -> BTreeSet<ShapeId> {
    let mut open: Vec<ShapeId> = roots.collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(members(model.shape(id)).iter().map(|member| member.target));
        }
    }
    found
}

/// The shapes of which `is` holds for the shape or for one of its members, and all shapes that contain one.
pub(crate) fn holders(
    model: &Model<Validated>,
    is: impl Fn(&Shape, Option<&Member>) -> bool,
) -> BTreeSet<ShapeId> {
    let holds =
        |shape: &Shape| is(shape, None) || members(shape).into_iter().any(|member| is(shape, Some(member)));
    let mut found: BTreeSet<ShapeId> =
        model.shapes.iter().filter(|(_, shape)| holds(shape)).map(|(id, _)| id).collect();
    loop {
        let contains = |shape: &Shape| members(shape).iter().any(|member| found.contains(&member.target));
        let more: Vec<ShapeId> = model
            .shapes
            .iter()
            .filter(|(id, shape)| !found.contains(id) && contains(shape))
            .map(|(id, _)| id)
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// The members that close a cycle of structures and unions that hold each other directly.
///
/// A list or a map keeps its elements on the heap, so a cycle through one needs no box.
pub(crate) fn boxed(model: &Model<Validated>) -> BTreeSet<(ShapeId, String)> {
    let mut search = Search { model, open: BTreeSet::new(), done: BTreeSet::new(), boxed: BTreeSet::new() };
    for (id, _) in model.shapes.iter() {
        search.visit(id);
    }
    search.boxed
}

struct Search<'m> {
    model: &'m Model<Validated>,
    open: BTreeSet<ShapeId>,
    done: BTreeSet<ShapeId>,
    boxed: BTreeSet<(ShapeId, String)>,
}

impl Search<'_> {
    /// Depth-first with a stack of its own; an edge to a shape that is still open closes a cycle.
    fn visit(&mut self, root: ShapeId) {
        let mut stack = vec![(root, 0)];
        while let Some((id, index)) = stack.pop() {
            if index == 0 && (self.done.contains(&id) || !self.open.insert(id)) {
                continue;
            }
            let next = direct_members(self.model.shape(id))
                .get(index)
                .map(|member| (member.name.clone(), member.target));
            let Some((name, target)) = next else {
                self.open.remove(&id);
                self.done.insert(id);
                continue;
            };
            stack.push((id, index + 1));
            if self.open.contains(&target) {
                self.boxed.insert((id, name));
            } else if !self.done.contains(&target) {
                stack.push((target, 0));
            }
        }
    }
}

fn direct_members(shape: &Shape) -> &[Member] {
    match &shape.kind {
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => &inner.members,
        _ => &[],
    }
}
