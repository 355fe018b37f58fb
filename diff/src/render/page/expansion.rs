//! Decides which shapes are expanded within others, and which are only named, to limit the size of a page.

use std::collections::BTreeSet;

use smithy_model::ir::ShapeId;

/// The maximum nesting of shapes.
const DEPTH: usize = 32;

/// How many shapes are expanded at every occurrence. After that, each is expanded only once.
const FREELY: usize = 200;

/// The shapes that have been expanded so far.
#[derive(Default)]
pub(super) struct Expansion {
    open: Vec<ShapeId>,
    seen: BTreeSet<ShapeId>,
    entered: usize,
}

impl Expansion {
    /// Enters a shape; call [`Self::leave`] afterwards. The error says why it is not expanded here.
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
