//! Which shapes are written out within others, and which only named, so that no page is endless.

use std::collections::BTreeSet;

use smithy_model::ir::ShapeId;

/// How many shapes stand within each other at most.
const DEPTH: usize = 32;

/// How many shapes are written out as often as they occur. From there on each is written out once.
const FREELY: usize = 200;

/// What has been written out so far.
#[derive(Default)]
pub(super) struct Expansion {
    open: Vec<ShapeId>,
    seen: BTreeSet<ShapeId>,
    entered: usize,
}

impl Expansion {
    /// Enters a shape, to be left by [`Self::leave`]. The error says why it is not written out here.
    pub(super) fn enter(&mut self, id: ShapeId) -> Result<(), &'static str> {
        if self.open.contains(&id) {
            return Err("recursive");
        }
        if self.open.len() >= DEPTH {
            return Err("too deep");
        }
        self.entered += 1;
        if !self.seen.insert(id) && self.entered > FREELY {
            return Err("as above");
        }
        self.open.push(id);
        Ok(())
    }

    /// Leaves the shape that was entered last.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }
}

#[cfg(test)]
mod tests {
    use smithy_model::ir::{Origin, Shape, ShapeKind, Shapes};

    use super::*;

    #[test]
    fn shapes_are_cut_where_they_recur_or_lie_too_deep_or_would_never_end() {
        let mut shapes = Shapes::default();
        let mut shape = || shapes.push(Shape::new("Frog", ShapeKind::Boolean, Origin::default()));
        let (first, mut expansion) = (shape(), Expansion::default());
        assert_eq!(expansion.enter(first), Ok(()));
        assert_eq!(expansion.enter(first), Err("recursive"));
        expansion.leave();
        for _ in 1..FREELY {
            assert_eq!(expansion.enter(first), Ok(()));
            expansion.leave();
        }
        assert_eq!(expansion.enter(first), Err("as above"));
        for _ in 1..=DEPTH {
            assert_eq!(expansion.enter(shape()), Ok(()));
        }
        assert_eq!(expansion.enter(shape()), Err("too deep"));
    }
}
