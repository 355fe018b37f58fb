//! Which parts of a model are sent or received, and what callers see of it.

use std::collections::{BTreeMap, BTreeSet};

use smithy_codegen::plan::surface::{Form, Surface};
use smithy_model::ir::{Binding, Member, Model, ShapeId, ShapeKind};

/// The role of a shape in operations.
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
    /// Whether bindings to parts of an HTTP message apply to it.
    pub(super) fn is_message(self) -> bool {
        self != Self::Data
    }
}

/// A model with facts derived from its graph of shapes.
pub(super) struct Side<'m> {
    pub(super) model: &'m Model,
    /// Shapes reachable from an input.
    pub(super) sent: BTreeSet<ShapeId>,
    /// Shapes reachable from an output, an error or a notification.
    pub(super) received: BTreeSet<ShapeId>,
    /// Shapes that messages over MQTT contain.
    pub(super) over_mqtt: BTreeSet<ShapeId>,
    /// The Rust API that callers see.
    pub(super) rust: Surface,
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
        let notifications = model.notifications().map(|(id, _)| id);
        Self {
            model,
            sent: model.reach(operations.iter().map(|operation| operation.input)),
            received: model.reach(answers.chain(notifications)),
            over_mqtt: model.over_mqtt(),
            rust: Surface::of(model),
            roles,
        }
    }

    /// Whether a member is in a text under its name: in a body over HTTP, or in a message over MQTT.
    pub(super) fn is_in_text(&self, owner: ShapeId, member: &Member) -> bool {
        let in_message = self.over_mqtt.contains(&owner) && !member.topic_label;
        if self.role(owner).is_message() {
            return in_message || member.binding.is_in_body();
        }
        in_message || self.model.shape(owner).notification.is_none()
    }

    /// Whether values of a shape are used as a whole body.
    pub(super) fn is_payload(&self, id: ShapeId) -> bool {
        self.message_members(id).any(|member| member.binding == Binding::Payload)
    }

    /// Whether a shape's text is used as base64 in a header: as JSON, or as a separate document.
    pub(super) fn is_base64_in_header(&self, id: ShapeId) -> bool {
        let is_document = matches!(self.model.shape(id).kind, ShapeKind::String { media_type: Some(_) });
        self.message_members(id).any(|member| {
            let in_header = matches!(member.binding, Binding::Header(_) | Binding::PrefixHeaders(_));
            in_header && (is_document || member.json_value)
        })
    }

    /// Returns the members of messages whose values, or elements of these, are of a shape.
    fn message_members(&self, id: ShapeId) -> impl Iterator<Item = &'m Member> {
        let model = self.model;
        let members = self.roles.keys().flat_map(|message| model.shape(*message).members());
        members.filter(move |member| {
            let target = model.shape(member.target);
            let is_list = matches!(target.kind, ShapeKind::List(_) | ShapeKind::Map(_));
            member.target == id || is_list && target.members().any(|element| element.target == id)
        })
    }

    /// Returns whether the value of a member is required in Rust.
    pub(super) fn form(&self, owner: ShapeId, member: &Member) -> Form {
        self.rust.field(owner, &member.name).map_or(Form::Optional, |field| field.form)
    }

    /// Whether the client fills a member with a random token.
    pub(super) fn is_filled(&self, owner: ShapeId, member: &Member) -> bool {
        self.rust.field(owner, &member.name).is_some_and(|field| field.filled)
    }

    /// Whether the value of a member of a structure or a union is in a `Box`.
    pub(super) fn is_boxed(&self, owner: ShapeId, member: &Member) -> bool {
        let field = self.rust.field(owner, &member.name).map(|field| field.boxed);
        let variant = || self.rust.variant(owner, &member.name).map(|variant| variant.boxed);
        field.or_else(variant).unwrap_or_default()
    }

    /// The name of a member's field or variant.
    pub(super) fn name_of(&self, owner: ShapeId, member: &str) -> Option<&str> {
        let field = self.rust.field(owner, member).map(|field| field.name.as_str());
        field.or_else(|| self.rust.variant(owner, member).map(|variant| variant.name.as_str()))
    }

    pub(super) fn role(&self, id: ShapeId) -> Role {
        self.roles.get(&id).copied().unwrap_or(Role::Data)
    }
}
