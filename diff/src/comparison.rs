//! The state shared by all comparisons: both models, the pairs of their shapes, and the changes found so far.

use std::collections::BTreeMap;

use super::constraints::Followed;
use super::places::Places;
use super::reach::{Role, Side};
use super::{Change, Rule};
use smithy_model::ir::{Member, Model, Origin, ShapeId};
use smithy_model::source::Sources;

/// A comparison under way.
pub(super) struct Comparison<'m> {
    pub(super) old: Side<'m>,
    pub(super) new: Side<'m>,
    /// Shapes of the old model with their counterparts in the new one.
    pub(super) pairs: BTreeMap<ShapeId, ShapeId>,
    /// Constraints whose changes are reported for a type, and not for its members.
    pub(super) followed: Followed,
    pub(super) changes: Vec<Change>,
    places: Places<'m>,
}

impl<'m> Comparison<'m> {
    pub(super) fn new(sources: &'m Sources, old: &'m Model, new: &'m Model) -> Self {
        Self {
            old: Side::new(old),
            new: Side::new(new),
            pairs: BTreeMap::new(),
            followed: Followed::new(),
            changes: Vec::new(),
            places: Places::new(sources),
        }
    }

    /// Whether a shape of the old model is paired with one of the new.
    pub(super) fn is_pair(&self, old: ShapeId, new: ShapeId) -> bool {
        self.pairs.get(&old) == Some(&new)
    }

    /// Whether the endpoint rules of both models have a parameter.
    pub(super) fn knows_in_both(&self, parameter: &str) -> bool {
        [self.old.model, self.new.model].into_iter().all(|model| {
            let parameters = model.endpoint_rules.iter().flat_map(|rules| &rules.parameters);
            parameters.into_iter().any(|known| known.name == parameter)
        })
    }

    /// Whether messages over MQTT contain a shape in both models.
    pub(super) fn is_over_mqtt(&self, owner: &Owner<'_>) -> bool {
        self.old.over_mqtt.contains(&owner.old) && self.new.over_mqtt.contains(&owner.new)
    }

    /// Adds a change of an element.
    pub(super) fn report(&mut self, rule: &'static Rule, subject: &Subject<'_>, found: Found) {
        let Found { message, old, new, part_of } = found;
        self.changes.push(Change {
            rule,
            shape: subject.name.clone(),
            rust_name: String::new(), // `words`
            part_of,
            message,
            about: None, // `words`
            old,
            new,
            old_place: self.places.of(subject.old),
            new_place: self.places.of(subject.new),
        });
    }

    /// Whether there is a breaking change after the first `count` changes.
    pub(super) fn has_broken_since(&self, count: usize) -> bool {
        self.changes.iter().skip(count).any(|change| change.rule.level.is_breaking())
    }
}

/// The details of a change.
#[derive(Default)]
pub(super) struct Found {
    message: String,
    old: Option<String>,
    new: Option<String>,
    part_of: Option<String>,
}

impl Found {
    /// One sentence without a full stop.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Sets what the element came or went with.
    pub(super) fn part_of(self, part_of: Option<String>) -> Self {
        Self { part_of, ..self }
    }

    /// Sets the old and new values, if there are any to show.
    pub(super) fn values(self, old: impl Into<Option<String>>, new: impl Into<Option<String>>) -> Self {
        Self { old: old.into(), new: new.into(), ..self }
    }
}

/// An element under comparison: its name, and its place in both models or that of its container.
#[derive(Clone)]
pub(super) struct Subject<'m> {
    pub(super) name: String,
    pub(super) old: &'m Origin,
    pub(super) new: &'m Origin,
}

impl<'m> Subject<'m> {
    pub(super) fn new(name: impl Into<String>, old: &'m Origin, new: &'m Origin) -> Self {
        Self { name: name.into(), old, new }
    }

    /// Returns an element within this one. If a model or its text does not have it, the place is that of this element.
    pub(super) fn part(&self, name: &str, old: Option<&'m Origin>, new: Option<&'m Origin>) -> Self {
        let or = |own: Option<&'m Origin>, holder| own.filter(|own| own.span.is_some()).unwrap_or(holder);
        Self { name: format!("{}${name}", self.name), old: or(old, self.old), new: or(new, self.new) }
    }
}

/// A shape in both models whose members are being compared.
pub(super) struct Owner<'m> {
    pub(super) old: ShapeId,
    pub(super) new: ShapeId,
    pub(super) role: Role,
    /// Whether old clients send values of it.
    pub(super) sent: bool,
    /// Whether old clients receive values of it.
    pub(super) received: bool,
    pub(super) subject: Subject<'m>,
}

/// A member in both models.
#[derive(Clone, Copy)]
pub(super) struct Members<'m> {
    pub(super) old: &'m Member,
    pub(super) new: &'m Member,
}
