//! Depth: nested lists and maps become one Rust type, which must not be too deep for a compiler.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, ShapeId, ShapeKind, Unvalidated};

/// How deeply lists and maps may nest; AWS's own models need four levels.
const LIMIT: usize = 32;

/// Reports a list or map that nests too deeply. One is enough, because the lists and maps in it have the same problem.
pub(super) fn check(
    model: &Model<Unvalidated>,
    reachable: &BTreeSet<ShapeId>,
    diagnostics: &mut Diagnostics,
) {
    let Some(id) = reachable.iter().copied().find(|id| is_too_deep(model, *id)) else { return };
    let shape = model.shape(id);
    let message = format!("`{}` has more than {LIMIT} lists and maps within each other", shape.name);
    let problem = Diagnostic::error("nested-too-deep", message).at(shape.origin.span).shape(&shape.origin.id);
    diagnostics.push(problem.help("put a structure between them"));
}

fn is_too_deep(model: &Model<Unvalidated>, root: ShapeId) -> bool {
    let mut level = BTreeSet::from([root]);
    for _ in 0..LIMIT {
        let collections =
            level.into_iter().map(|id| &model.shape(id).kind).filter(|kind| is_collection(kind));
        level = collections.flat_map(ShapeKind::members).map(|member| member.target).collect();
        if level.is_empty() {
            return false;
        }
    }
    level.iter().any(|id| is_collection(&model.shape(*id).kind))
}

fn is_collection(kind: &ShapeKind) -> bool {
    matches!(kind, ShapeKind::List(_) | ShapeKind::Map(_))
}
