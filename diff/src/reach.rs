//! What of a model is sent, what is received, and what callers see of it.

use std::collections::{BTreeMap, BTreeSet};

use smithy_codegen::plan::surface::{Form, Surface};
use smithy_model::ir::{Binding, Member, Model, ShapeId, ShapeKind};

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
    /// Shapes that an output, an error or a notification reaches.
    pub(super) received: BTreeSet<ShapeId>,
    /// Shapes that messages over MQTT have in them.
    pub(super) over_mqtt: BTreeSet<ShapeId>,
    /// What callers see of it in Rust.
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

    /// Whether values of a shape are somewhere a whole body.
    pub(super) fn is_payload(&self, id: ShapeId) -> bool {
        self.message_members(id).any(|member| member.binding == Binding::Payload)
    }

    /// Whether text of a shape is somewhere in base64 in a header: as JSON, or as a document of its own.
    pub(super) fn is_base64_in_header(&self, id: ShapeId) -> bool {
        let is_document = matches!(self.model.shape(id).kind, ShapeKind::String { media_type: Some(_) });
        self.message_members(id).any(|member| {
            let in_header = matches!(member.binding, Binding::Header(_) | Binding::PrefixHeaders(_));
            in_header && (is_document || member.json_value)
        })
    }

    /// Members of messages whose values, or the elements of these, are of a shape.
    fn message_members(&self, id: ShapeId) -> impl Iterator<Item = &'m Member> {
        let model = self.model;
        let members = self.roles.keys().flat_map(|message| model.shape(*message).members());
        members.filter(move |member| {
            let target = model.shape(member.target);
            let is_list = matches!(target.kind, ShapeKind::List(_) | ShapeKind::Map(_));
            member.target == id || is_list && target.members().any(|element| element.target == id)
        })
    }

    /// Whether the value of a member has to be there in Rust.
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
