//! Pairs the members of a structure or union.

use std::collections::{BTreeMap, BTreeSet};

use super::Matcher;
use crate::comparison::Comparison;
use crate::reach::{Role, Side};
use smithy_model::ir::{Binding, Level, Member, ShapeId, Topic};

/// The members of a shape in both models.
pub(crate) fn members<'m>(
    comparison: &Comparison<'m>,
    old_owner: ShapeId,
    new_owner: ShapeId,
) -> Matcher<&'m Member> {
    let sides = [(&comparison.old, old_owner), (&comparison.new, new_owner)];
    let [old, new] = sides.map(|(side, owner)| side.model.structure(owner).members.as_slice());
    let mut matcher = Matcher::new(old, new);
    let name = |member: &'m Member| Some(member.name.as_str());
    matcher.by_key(name, name);
    if matcher.old.is_empty() || matcher.new.is_empty() {
        return matcher;
    }
    let known: BTreeSet<ShapeId> = comparison.pairs.values().copied().collect();
    let old_type = |member: &Member| match comparison.pairs.get(&member.target) {
        Some(new) => Type::Known(*new),
        None => Type::Other(comparison.old.model.shape(member.target).kind.name()),
    };
    let new_type = |member: &Member| match known.get(&member.target) {
        Some(id) => Type::Known(*id),
        None => Type::Other(comparison.new.model.shape(member.target).kind.name()),
    };
    let [old_owner, new_owner] = sides.map(|(side, owner)| Owner::new(side, owner));
    matcher.by_key(
        |member| Some((old_type(member), old_owner.wire_place(member))),
        |member| Some((new_type(member), new_owner.wire_place(member))),
    );
    let text = |member: &'m Member| member.documentation.as_deref().filter(|text| !text.is_empty());
    matcher.by_key(
        |member| Some((old_type(member), old_owner.part(member), text(member)?, position(old, member)?)),
        |member| Some((new_type(member), new_owner.part(member), text(member)?, position(new, member)?)),
    );
    matcher
}

/// Returns the old names of the members of the new structure.
pub(crate) fn renamed<'m>(
    comparison: &Comparison<'m>,
    old_owner: ShapeId,
    new_owner: ShapeId,
) -> BTreeMap<&'m str, &'m str> {
    let matched = members(comparison, old_owner, new_owner);
    matched.pairs.iter().map(|(old, new)| (new.name.as_str(), old.name.as_str())).collect()
}

/// A topic without the names of its labels.
pub(super) fn levels(topic: &Topic) -> String {
    let level = |level: &Level| match level {
        Level::Text(text) => format!("{text}/"),
        Level::Label(_) => "{}/".to_owned(),
    };
    topic.levels.iter().map(level).collect()
}

/// A type in a form that is comparable between both models.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Type {
    /// A shape of the new model with a counterpart in the old one.
    Known(ShapeId),
    /// Any other type of a kind.
    Other(&'static str),
}

/// The context that the places of members depend on.
struct Owner<'m> {
    role: Role,
    /// The labels of the path, if the shape is an input.
    labels: Vec<&'m str>,
    /// That path without the names of labels: labels in different paths are different.
    path: String,
    /// The topic over MQTT, if the shape is an input or a notification, and that topic without the names of labels.
    topic: Option<(&'m Topic, String)>,
}

impl<'m> Owner<'m> {
    fn new(side: &Side<'m>, id: ShapeId) -> Self {
        let operation = side.model.operations.iter().find(|operation| operation.input == id);
        let uri = operation.and_then(|operation| Some(&operation.http.as_ref()?.uri));
        let labels = uri.map(|uri| uri.labels().collect()).unwrap_or_default();
        let path = uri.map(|uri| super::operations::literals(&uri.path).collect()).unwrap_or_default();
        let topic = operation.and_then(|operation| operation.topic.as_ref());
        let topic = topic.or(side.model.shape(id).notification.as_ref().map(|it| &it.topic));
        Self { role: side.role(id), labels, path, topic: topic.map(|topic| (topic, levels(topic))) }
    }

    /// Returns the kind of a member's binding, and its name or number there: its identity on the wire, regardless of
    /// its name.
    fn wire_place(&self, member: &Member) -> ((u8, &str), String) {
        if let Some((levels, number)) = self.level(member) {
            return ((11, levels), number.to_string());
        }
        let name = match self.binding(member) {
            Binding::Label { .. } => {
                let number = self.labels.iter().position(|label| *label == member.name);
                number.map(|number| number.to_string()).unwrap_or_default()
            }
            Binding::Query(name) => name.clone(),
            Binding::Header(name) | Binding::PrefixHeaders(name) => name.to_ascii_lowercase(),
            Binding::Body | Binding::HostLabel => member.wire_name().to_owned(),
            Binding::EventHeader => member.name.clone(),
            Binding::QueryParams | Binding::Payload | Binding::StatusCode | Binding::EventPayload => {
                String::new()
            }
        };
        (self.part(member), name)
    }

    /// Returns the topic in which a member without another binding is a level, and its number among the labels.
    fn level(&self, member: &Member) -> Option<(&str, usize)> {
        let is_level = member.topic_label && *self.binding(member) == Binding::Body;
        let (topic, levels) = self.topic.as_ref().filter(|_| is_level)?;
        Some((levels, topic.labels().position(|label| label == member.name)?))
    }

    /// Returns the part of the message: the kind of the binding, and for a label the path or the topic.
    fn part(&self, member: &Member) -> (u8, &str) {
        if let Some((levels, _)) = self.level(member) {
            return (11, levels);
        }
        let is_label = matches!(self.binding(member), Binding::Label { .. });
        (self.kind(member), if is_label { &self.path } else { "" })
    }

    fn kind(&self, member: &Member) -> u8 {
        match self.binding(member) {
            Binding::Label { .. } => 0,
            Binding::Query(_) => 1,
            Binding::QueryParams => 2,
            Binding::Header(_) => 3,
            Binding::PrefixHeaders(_) => 4,
            Binding::Payload => 5,
            Binding::StatusCode => 6,
            Binding::HostLabel => 7,
            Binding::Body => 8,
            Binding::EventHeader => 9,
            Binding::EventPayload => 10,
        }
    }

    /// Members of plain data are all in the body.
    fn binding<'b>(&self, member: &'b Member) -> &'b Binding {
        if self.role.is_message() { &member.binding } else { &Binding::Body }
    }
}

fn position(members: &[Member], member: &Member) -> Option<usize> {
    members.iter().position(|other| std::ptr::eq(other, member))
}
