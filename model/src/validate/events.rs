//! Event streams: where they may be, their errors, and the structure of events.

use super::described;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Binding, Member, Model, Shape, ShapeId, ShapeKind, Structure, Unvalidated};

/// Adds the errors in the event stream of a response to the errors of the operation.
pub(super) fn settle(model: &mut Model<Unvalidated>) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let Some(events) = model.events(operation.output) else { continue };
        let is_error = |id: &ShapeId| match &model.shape(*id).kind {
            ShapeKind::Structure(structure) => structure.error.is_some(),
            _ => false,
        };
        let targets = model.structure(events.target).members.iter().map(|member| member.target);
        let new: Vec<_> = targets.filter(|id| is_error(id) && !operation.errors.contains(id)).collect();
        model.operations[index].errors.extend(new);
    }
}

/// Returns the name of a structure with two event streams, which is a problem because a message has only one body.
pub(super) fn crowded(model: &Model<Unvalidated>, structures: [ShapeId; 2]) -> Option<String> {
    let count = |id: &ShapeId| {
        let members = &model.structure(*id).members;
        members.iter().filter(|member| model.is_event_stream(member.target)).count()
    };
    structures.into_iter().find(|id| count(id) > 1).map(|id| model.shape(id).name.clone())
}

/// Returns the name of an event stream at a place where no client supports it.
pub(super) fn misplaced(
    model: &Model<Unvalidated>,
    structures: [ShapeId; 2],
    errors: &[ShapeId],
    of_http: bool,
) -> Option<String> {
    let is_body = |owner: ShapeId, member: &Member| {
        structures.contains(&owner) && (!of_http || member.binding == Binding::Payload)
    };
    model.reach(structures.into_iter().chain(errors.iter().copied())).into_iter().find_map(|owner| {
        let mut members = model.shape(owner).members();
        let found = members.find(|member| model.is_event_stream(member.target) && !is_body(owner, member))?;
        Some(model.shape(found.target).name.clone())
    })
}

/// Checks a union whose members are events.
pub(super) fn check(
    model: &Model<Unvalidated>,
    shape: &Shape,
    union: &Structure,
    diagnostics: &mut Diagnostics,
) {
    for member in &union.members {
        let target = model.shape(member.target);
        let ShapeKind::Structure(event) = &target.kind else {
            let message =
                format!("an event is a structure, and `{}` is {}", member.name, described(&target.kind));
            let problem =
                Diagnostic::error("event-type", message).at(member.origin.span).shape(&member.origin.id);
            let help =
                format!("give `{}` of `{}` a structure with that value in it", member.name, shape.name);
            diagnostics.push_once(problem.help(help));
            continue;
        };
        for member in &event.members {
            check_member(model, event, member, diagnostics);
        }
    }
}

fn check_member(
    model: &Model<Unvalidated>,
    event: &Structure,
    member: &Member,
    diagnostics: &mut Diagnostics,
) {
    let mut report = |message: String, help: &str| {
        let problem = Diagnostic::error("event-binding", message);
        diagnostics.push_once(problem.at(member.origin.span).shape(&member.origin.id).help(help));
    };
    let kind = &model.shape(member.target).kind;
    let has_payload = event.members.iter().any(|member| member.binding == Binding::EventPayload);
    match member.binding {
        Binding::EventHeader if !is_header(kind) => report(
            format!("{} cannot be a header of an event", described(kind)),
            "a header is a boolean, an integer of up to 64 bits, bytes, text or a timestamp",
        ),
        Binding::EventPayload if !is_payload(kind) => report(
            format!("{} cannot be the payload of an event", described(kind)),
            "a payload is bytes, text, a structure or a union",
        ),
        Binding::Body if has_payload => report(
            format!("`{}` has no place in the event: another member is the payload", member.name),
            "make it a header, or move it into the payload",
        ),
        _ => {}
    }
}

fn is_header(kind: &ShapeKind) -> bool {
    matches!(
        kind,
        ShapeKind::Boolean
            | ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::IntEnum(_)
            | ShapeKind::Long
            | ShapeKind::Blob { .. }
            | ShapeKind::String { .. }
            | ShapeKind::Enum(_)
            | ShapeKind::Timestamp(_)
    )
}

fn is_payload(kind: &ShapeKind) -> bool {
    matches!(
        kind,
        ShapeKind::Blob { .. }
            | ShapeKind::String { .. }
            | ShapeKind::Enum(_)
            | ShapeKind::Structure(_)
            | ShapeKind::Union(_)
    )
}
