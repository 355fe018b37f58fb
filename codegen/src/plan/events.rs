//! Events: how the members of an event are bound to its headers and its payload.

use smithy_model::ir::{Operation, ShapeId, ShapeKind};

use super::reading::ReadingPlan;
use super::structure::{MemberPlan, Place, StructurePlan};
use super::{Planner, protocol};

/// The events of a union.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct EventsPlan {
    /// They are events of requests.
    pub written: bool,
    /// They are events of responses.
    pub read: bool,
    /// Payloads are CBOR; otherwise they are JSON.
    pub cbor: bool,
    /// They contain a secret.
    pub secret: bool,
    /// The events, in the order of the union's variants.
    pub events: Vec<EventPlan>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct EventPlan {
    /// The member of the union.
    pub name: String,
    /// Its structure.
    pub structure: StructurePlan,
    /// The name of the error, if the event is one.
    pub error: Option<String>,
    /// Where the payload comes from.
    pub payload: EventPayload,
}

/// The payload of an event.
#[derive(Clone, Debug)]
pub enum EventPayload {
    /// There is none.
    Empty,
    /// All members.
    All,
    /// The members that are not headers.
    Rest,
    /// One member.
    Member(Box<MemberPlan>),
}

impl EventPlan {
    /// The members that are headers.
    pub fn headers(&self) -> impl Iterator<Item = &MemberPlan> {
        self.structure.members.iter().filter(|member| member.place == Place::EventHeader)
    }
}

impl Planner<'_> {
    /// Plans the events of a union; `None` if its members are not events.
    pub(crate) fn events(&mut self, union: ShapeId) -> Option<EventsPlan> {
        let model = self.model;
        let ShapeKind::Union(inner) = &model.shape(union).kind else { return None };
        if !inner.event_stream {
            return None;
        }
        let has = |place: fn(&Operation) -> ShapeId| {
            let target = |operation: &Operation| model.events(place(operation)).map(|member| member.target);
            model.operations.iter().any(|operation| target(operation) == Some(union))
        };
        let (written, read) = (has(|operation| operation.input), has(|operation| operation.output));
        let cbor = (protocol::of(model.service.protocol)?.reading)(&[]) == ReadingPlan::Cbor;
        let secret = self.secret.contains(&union);
        let events = inner.members.iter().map(|member| {
            let structure = self.structure(member.target)?;
            let error = structure.error.as_ref().map(|error| error.name.clone());
            let payload = payload(&structure);
            Some(EventPlan { name: member.name.clone(), structure, error, payload })
        });
        Some(EventsPlan { written, read, cbor, secret, events: events.collect::<Option<_>>()? })
    }
}

fn payload(structure: &StructurePlan) -> EventPayload {
    let is_header = |member: &&MemberPlan| member.place == Place::EventHeader;
    let payload = structure.members.iter().find(|member| member.place == Place::EventPayload);
    let headers = structure.members.iter().filter(is_header).count();
    match payload {
        Some(member) => EventPayload::Member(Box::new(member.clone())),
        None if headers == structure.members.len() => EventPayload::Empty,
        None if headers == 0 => EventPayload::All,
        None => EventPayload::Rest,
    }
}
