//! Which shapes contain others with some property.

use std::collections::BTreeSet;

use smithy_model::Validated;
use smithy_model::ir::{Member, Model, Shape, ShapeId};

/// Returns the shapes for which `is` holds, either for the shape or for one of its members, and all shapes that contain
/// one.
pub(crate) fn holders(
    model: &Model<Validated>,
    is: impl Fn(&Shape, Option<&Member>) -> bool,
) -> BTreeSet<ShapeId> {
    let holds = |shape: &Shape| is(shape, None) || shape.members().any(|member| is(shape, Some(member)));
    let mut found: BTreeSet<ShapeId> =
        model.shapes.iter().filter(|(_, shape)| holds(shape)).map(|(id, _)| id).collect();
    loop {
        let contains = |shape: &Shape| shape.members().any(|member| found.contains(&member.target));
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
