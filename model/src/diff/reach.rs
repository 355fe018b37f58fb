//! What of a model is sent and what is received, and which members close a cycle.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Binding, Model, ShapeId, ShapeKind};

/// What a shape is to the operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The input of an operation.
    Input,
    /// The output of an operation.
    Output,
    /// An error.
    Error,
    /// Anything else.
    Data,
}

impl Role {
    /// Whether bindings to parts of an HTTP message have a meaning there.
    pub(super) fn is_message(self) -> bool {
        self != Self::Data
    }
}

/// A model with what follows from its graph of shapes.
pub(super) struct Side<'m> {
    pub(super) model: &'m Model,
    /// Shapes that an input reaches.
    pub(super) sent: BTreeSet<ShapeId>,
    /// Shapes that an output or an error reaches.
    pub(super) received: BTreeSet<ShapeId>,
    /// Members that close a cycle of structures and unions that hold each other directly: owner and member.
    pub(super) cyclic: BTreeSet<(ShapeId, &'m str)>,
    roles: BTreeMap<ShapeId, Role>,
}

impl<'m> Side<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut roles = BTreeMap::new();
        for (id, shape) in model.shapes.iter() {
            if matches!(&shape.kind, ShapeKind::Structure(inner) if inner.error.is_some()) {
                roles.insert(id, Role::Error);
            }
        }
        for operation in &model.operations {
            roles.insert(operation.input, Role::Input);
            roles.insert(operation.output, Role::Output);
        }
        let operations = &model.operations;
        let answers = operations.iter().flat_map(|it| it.errors.iter().copied().chain([it.output]));
        Self {
            model,
            sent: model.reach(operations.iter().map(|operation| operation.input)),
            received: model.reach(answers),
            cyclic: model.cyclic(),
            roles,
        }
    }

    /// Whether values of a shape are somewhere a header or a whole body, or an element of a list in a header.
    pub(super) fn is_bare_on_wire(&self, id: ShapeId) -> bool {
        let messages = self.roles.keys().flat_map(|message| self.model.shape(*message).members());
        let mut bare = messages.filter(|it| {
            matches!(it.binding, Binding::Header(_) | Binding::PrefixHeaders(_) | Binding::Payload)
        });
        bare.any(|member| {
            let target = self.model.shape(member.target);
            let is_list = matches!(target.kind, ShapeKind::List(_) | ShapeKind::Map(_));
            member.target == id || is_list && target.members().any(|element| element.target == id)
        })
    }

    pub(super) fn role(&self, id: ShapeId) -> Role {
        self.roles.get(&id).copied().unwrap_or(Role::Data)
    }
}
