//! Recursion: shapes that contain themselves without end have no finite values.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Member, Model, ShapeId, ShapeKind, Unvalidated};

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Done,
}

/// Reports every cycle of lists and maps without a structure or union in it, and every cycle of required members of
/// structures.
pub(super) fn check(
    model: &Model<Unvalidated>,
    reachable: &BTreeSet<ShapeId>,
    diagnostics: &mut Diagnostics,
) {
    for cycle in [&LISTS, &REQUIRED] {
        let mut marks = BTreeMap::new();
        for id in reachable {
            visit(model, *id, cycle, &mut marks, diagnostics);
        }
    }
}

/// A kind of cycle: its members, and the message about the last one.
struct Cycle {
    members: fn(&ShapeKind) -> Vec<&Member>,
    message: &'static str,
    help: &'static str,
}

const LISTS: Cycle = Cycle {
    members: |kind| match kind {
        ShapeKind::List(_) | ShapeKind::Map(_) => kind.members().collect(),
        _ => Vec::new(),
    },
    message: "contains itself, and only itself",
    help: "put a structure or union between the two",
};

const REQUIRED: Cycle = Cycle {
    members: |kind| match kind {
        ShapeKind::Structure(inner) => inner.members.iter().filter(|member| member.required).collect(),
        _ => Vec::new(),
    },
    message: "requires itself, so no value can exist",
    help: "make one member of the cycle optional",
};

/// Depth first with an explicit stack, so that a model can have any depth.
fn visit(
    model: &Model<Unvalidated>,
    root: ShapeId,
    cycle: &Cycle,
    marks: &mut BTreeMap<ShapeId, Mark>,
    diagnostics: &mut Diagnostics,
) {
    let mut stack = vec![(root, false)];
    while let Some((id, leaving)) = stack.pop() {
        if leaving {
            marks.insert(id, Mark::Done);
            continue;
        }
        if marks.contains_key(&id) {
            continue;
        }
        marks.insert(id, Mark::Open);
        stack.push((id, true));
        for member in (cycle.members)(&model.shape(id).kind) {
            if marks.get(&member.target) == Some(&Mark::Open) {
                let message = format!("`{}` {}", model.shape(member.target).name, cycle.message);
                let problem = Diagnostic::error("endless-recursion", message).at(member.origin.span);
                diagnostics.push(problem.shape(&member.origin.id).help(cycle.help));
            }
            stack.push((member.target, false));
        }
    }
}
