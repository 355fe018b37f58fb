//! Compares shapes.

use super::brought::Brought;
use super::comparison::{Comparison, Found, Members, Owner, Subject};
use super::member::{self, Of};
use super::pairs::Matcher;
use super::reach::Role;
use super::rules::mqtt::{NOTIFICATION_ADDED, NOTIFICATION_REMOVED};
use super::rules::operation::INPUT_OUTPUT_RENAMED;
use super::rules::shape::{
    ALIAS_RENAMED, BECAME_SENSITIVE, ERROR_RENAMED, EVENT_STREAM_CHANGED, INPUT_NULLS_ALLOWED,
    INPUT_NULLS_FORBIDDEN, JSON_MEDIA_TYPE_CHANGED, MEDIA_TYPE_CHANGED, NO_LONGER_SENSITIVE,
    OUTPUT_NULLS_ALLOWED, OUTPUT_NULLS_FORBIDDEN, RUST_TYPE_CHANGED, SHAPE_ADDED, SHAPE_REMOVED,
    SHAPE_RENAMED, SHAPE_RESPELLED, STREAMING_CHANGED, TYPE_CHANGED,
};
use super::types::{Agreement, compared};
use super::{Rule, constraints, enumeration, mqtt, structure, text};
use smithy_model::ir::{Shape, ShapeId, ShapeKind, Structure};

/// Compares all shapes that both models have, and reports which types came or went, and with what.
pub(super) fn compare_all(
    comparison: &mut Comparison<'_>,
    left: &Matcher<ShapeId>,
    [went, came]: &[Brought; 2],
) {
    comparison.followed = constraints::followed(comparison);
    let pairs: Vec<_> = comparison.pairs.iter().map(|(old, new)| (*old, *new)).collect();
    for (old, new) in pairs {
        compare(comparison, old, new);
    }
    let (old, new) = (comparison.old.model, comparison.new.model);
    for id in left.old.iter().filter(|id| has_type(&old.shape(**id).kind)) {
        whole(comparison, old.shape(*id), &SHAPE_REMOVED, &NOTIFICATION_REMOVED, went.get(id));
    }
    for id in left.new.iter().filter(|id| has_type(&new.shape(**id).kind)) {
        whole(comparison, new.shape(*id), &SHAPE_ADDED, &NOTIFICATION_ADDED, came.get(id));
    }
}

/// Reports a shape that only one model has, with a separate rule for notifications.
fn whole(
    comparison: &mut Comparison<'_>,
    shape: &Shape,
    rule: &'static Rule,
    of_notification: &'static Rule,
    part_of: Option<&String>,
) {
    let (old, new) = (&comparison.old.model.service.origin, &comparison.new.model.service.origin);
    let is_new = *rule == SHAPE_ADDED;
    let (old, new) = if is_new { (old, &shape.origin) } else { (&shape.origin, new) };
    let what = if is_new { "is new" } else { "is gone" };
    let (rule, kind) = match shape.notification {
        Some(_) => (of_notification, "notification"),
        None => (rule, kind_name(&shape.kind)),
    };
    let found = Found::new(format!("the {kind} `{}` {what}", shape.name)).part_of(part_of.cloned());
    comparison.report(rule, &Subject::new(shape.name.as_str(), old, new), found);
}

/// Whether a shape has its own type, whose removal a user would notice.
pub(super) fn has_type(kind: &ShapeKind) -> bool {
    matches!(kind, ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_))
}

/// Returns the kind in words; an error is a separate kind.
fn kind_name(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Structure(Structure { error: Some(_), .. }) => "error",
        kind => kind.name(),
    }
}

fn compare(comparison: &mut Comparison<'_>, old_id: ShapeId, new_id: ShapeId) {
    let (old, new) = (comparison.old.model.shape(old_id), comparison.new.model.shape(new_id));
    let Shape {
        name,
        kind: _, // `kind`
        notification,
        json_over_mqtt: _, // `mqtt::json`
        documentation,
        deprecated,
        notes,
        sensitive,
        constraints: _, // `constraints::of_type`, and at members
        origin,
    } = new;
    let owner = Owner {
        old: old_id,
        new: new_id,
        role: comparison.new.role(new_id),
        sent: comparison.old.sent.contains(&old_id),
        received: comparison.old.received.contains(&old_id),
        subject: holder(comparison, old_id, new_id, Subject::new(name.as_str(), &old.origin, origin)),
    };
    let subject = &owner.subject;
    name_of(comparison, &owner, old, new);
    text::documentation(comparison, subject, old.documentation.as_deref(), documentation.as_deref());
    text::deprecation(comparison, subject, old.deprecated.as_ref(), deprecated.as_ref());
    text::notes(comparison, subject, &old.notes, notes);
    if old.sensitive != *sensitive {
        let (rule, what) = if *sensitive {
            (&BECAME_SENSITIVE, "is secret")
        } else {
            (&NO_LONGER_SENSITIVE, "is no longer secret")
        };
        comparison.report(rule, subject, Found::new(format!("`{name}` {what}")));
    }
    constraints::of_type(comparison, subject, owner.sent, [old_id, new_id]);
    mqtt::notification(comparison, &owner, old.notification.as_ref(), notification.as_ref());
    mqtt::json(comparison, &owner, old, new);
    kind(comparison, &owner, old, new);
}

/// The place of an input or output that is in no text is that of its operation.
fn holder<'m>(
    comparison: &Comparison<'m>,
    old_id: ShapeId,
    new_id: ShapeId,
    subject: Subject<'m>,
) -> Subject<'m> {
    let has = |id: ShapeId| move |it: &&smithy_model::ir::Operation| it.input == id || it.output == id;
    let mut subject = subject;
    if subject.old.span.is_none()
        && let Some(operation) = comparison.old.model.operations.iter().find(has(old_id))
    {
        subject.old = &operation.origin;
    }
    if subject.new.span.is_none()
        && let Some(operation) = comparison.new.model.operations.iter().find(has(new_id))
    {
        subject.new = &operation.origin;
    }
    subject
}

fn is_same_in_rust(comparison: &Comparison<'_>, owner: &Owner<'_>) -> bool {
    let name = comparison.old.rust.type_name(owner.old);
    name.is_some() && name == comparison.new.rust.type_name(owner.new)
}

/// Compares the names. Those of inputs and outputs come from their operations, so their names in the model do not
/// matter.
fn name_of<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: &Shape, new: &Shape) {
    let (rule, old, new) = match owner.role {
        Role::Input | Role::Output if old.name != new.name => return,
        Role::Input | Role::Output => {
            let is_unit = |shape: &Shape| matches!(&shape.kind, ShapeKind::Structure(it) if it.unit);
            if is_unit(old) || is_unit(new) {
                return;
            }
            (&INPUT_OUTPUT_RENAMED, super::bare(&old.origin.id), super::bare(&new.origin.id))
        }
        Role::Error => (&ERROR_RENAMED, old.name.as_str(), new.name.as_str()),
        Role::Data if !has_type(&new.kind) => (&ALIAS_RENAMED, old.name.as_str(), new.name.as_str()),
        Role::Data if is_same_in_rust(comparison, owner) => {
            (&SHAPE_RESPELLED, old.name.as_str(), new.name.as_str())
        }
        Role::Data => (&SHAPE_RENAMED, old.name.as_str(), new.name.as_str()),
    };
    if old != new {
        let found = Found::new(format!(
            "the {} `{new}` was called `{old}`",
            kind_name(&comparison.new.model.shape(owner.new).kind)
        ));
        comparison.report(rule, &owner.subject, found.values(old.to_owned(), new.to_owned()));
    }
}

fn kind<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: &'m Shape, new: &'m Shape) {
    match (&old.kind, &new.kind) {
        (ShapeKind::Structure(a), ShapeKind::Structure(b)) => {
            if a.error.is_some() != b.error.is_some() {
                other_type(comparison, owner, &RUST_TYPE_CHANGED);
            }
            structure::compare(comparison, owner, a, b);
        }
        (ShapeKind::Union(a), ShapeKind::Union(b)) => {
            if a.event_stream != b.event_stream {
                let what = if b.event_stream { "is an event stream" } else { "is no longer an event stream" };
                let found = Found::new(format!("`{}` {what}", new.name));
                comparison.report(&EVENT_STREAM_CHANGED, &owner.subject, found);
            }
            member::compare_all(comparison, owner, Of::Union);
        }
        (ShapeKind::Enum(a), ShapeKind::Enum(b)) => {
            let old = enumeration::texts(&comparison.old, owner.old, a);
            let new = enumeration::texts(&comparison.new, owner.new, b);
            enumeration::compare(comparison, owner, &old, &new);
        }
        (ShapeKind::IntEnum(a), ShapeKind::IntEnum(b)) => {
            let old = enumeration::integers(&comparison.old, owner.old, a);
            let new = enumeration::integers(&comparison.new, owner.new, b);
            enumeration::compare(comparison, owner, &old, &new);
        }
        (ShapeKind::List(a), ShapeKind::List(b)) => {
            let members = Members { old: &a.member, new: &b.member };
            member::compare(comparison, owner, members, Of::Collection);
            nulls(comparison, owner, a.sparse, b.sparse);
        }
        (ShapeKind::Map(a), ShapeKind::Map(b)) => {
            for (old, new) in [(&a.key, &b.key), (&a.value, &b.value)] {
                member::compare(comparison, owner, Members { old, new }, Of::Collection);
            }
            nulls(comparison, owner, a.sparse, b.sparse);
        }
        (old, new) => simple(comparison, owner, old, new),
    }
}

/// Compares kinds without members, and different kinds.
fn simple<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: &ShapeKind, new: &ShapeKind) {
    use ShapeKind::{Blob, String, Union};
    let is_streaming = |kind: &ShapeKind| matches!(kind, Blob { streaming: true, .. });
    let is_sized = |kind: &ShapeKind| matches!(kind, Blob { requires_length: true, .. });
    let media_type = |kind: &ShapeKind| match kind {
        String { media_type } | Blob { media_type, .. } => media_type.clone(),
        _ => None,
    };
    if old.name() != new.name() {
        let agreement = compared(comparison, owner.old, owner.new).agreement;
        let rule = if agreement == Agreement::None { &TYPE_CHANGED } else { &RUST_TYPE_CHANGED };
        other_type(comparison, owner, rule);
        if agreement != Agreement::None && matches!(new, Union(_)) {
            // A structure became a union: the changes of its members say the rest.
            member::compare_all(comparison, owner, Of::Union);
        }
        return;
    }
    let name = &owner.subject.name;
    if media_type(old) != media_type(new) {
        let found = Found::new(format!("the media type of `{name}` has changed"));
        let found = found.values(media_type(old), media_type(new));
        // In JSON a media type does not change how a value is written, nor for bytes in a header.
        let is_payload = comparison.old.is_payload(owner.old) || comparison.new.is_payload(owner.new);
        let base64 =
            [comparison.old.is_base64_in_header(owner.old), comparison.new.is_base64_in_header(owner.new)];
        let shows = is_payload || base64[0] != base64[1];
        let rule = if shows { &MEDIA_TYPE_CHANGED } else { &JSON_MEDIA_TYPE_CHANGED };
        comparison.report(rule, &owner.subject, found);
    }
    if is_streaming(old) != is_streaming(new) {
        let what = if is_streaming(new) { "is streamed" } else { "is no longer streamed" };
        comparison.report(&STREAMING_CHANGED, &owner.subject, Found::new(format!("`{name}` {what}")));
    } else if is_sized(old) != is_sized(new) {
        let what =
            if is_sized(new) { "is sent with its length only" } else { "may be sent without its length" };
        comparison.report(&STREAMING_CHANGED, &owner.subject, Found::new(format!("`{name}` {what}")));
    }
}

fn other_type<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, rule: &'static Rule) {
    let old = kind_name(&comparison.old.model.shape(owner.old).kind);
    let new = kind_name(&comparison.new.model.shape(owner.new).kind);
    let found = Found::new(format!("`{}` is of another kind", owner.subject.name));
    comparison.report(rule, &owner.subject, found.values(old.to_owned(), new.to_owned()));
}

/// Compares whether elements may be null.
fn nulls<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: bool, new: bool) {
    let (rule, what) = match (old, new) {
        (false, true) if owner.received => (&OUTPUT_NULLS_ALLOWED, "may hold nulls"),
        (false, true) => (&INPUT_NULLS_ALLOWED, "may hold nulls"),
        (true, false) if owner.sent => (&INPUT_NULLS_FORBIDDEN, "may no longer hold nulls"),
        (true, false) => (&OUTPUT_NULLS_FORBIDDEN, "may no longer hold nulls"),
        _ => return,
    };
    comparison.report(rule, &owner.subject, Found::new(format!("`{}` {what}", owner.subject.name)));
}
