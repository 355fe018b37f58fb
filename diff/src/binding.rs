//! Compares the bindings, names and formats of members.

use super::comparison::{Comparison, Found, Members, Owner, Subject};
use super::reach::{Role, Side};
use super::rules::member::{
    BINDING_CHANGED, JSON_HEADER_CHANGED, MEMBER_RENAMED, MEMBER_RENAMED_ON_WIRE, MEMBER_RESPELLED,
    MEMBER_WIRE_NAME_CHANGED, SERDE_FORMAT_CHANGED, SERDE_NAME_CHANGED, TIMESTAMP_FORMAT_CHANGED,
};
use smithy_model::ir::{Binding, Member, ShapeKind, TimestampFormat};

/// Compares name, binding and format of a member of a structure or union.
pub(super) fn compare<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    members: Members<'m>,
    subject: &Subject<'m>,
) {
    let Members { old, new } = members;
    let is_message = owner.role.is_message();
    let is_event = old.binding.is_of_event() || new.binding.is_of_event();
    let travels = !(is_message || is_event) || same_place(&old.binding, &new.binding);
    if !travels {
        let found = Found::new(format!("`{}` is sent in another part of the message", subject.name));
        let found = found.values(place(&old.binding), place(&new.binding));
        comparison.report(&BINDING_CHANGED, subject, found);
    }
    let both_in_text = comparison.old.is_in_text(owner.old, old) && comparison.new.is_in_text(owner.new, new);
    name(comparison, owner, members, subject, both_in_text, travels);
    let sides = [(&comparison.old, old), (&comparison.new, new)];
    let [was_base64, is_base64] = sides.map(|(side, member)| is_message && is_base64_header(side, member));
    if old.json_value != new.json_value && was_base64 != is_base64 {
        let what = if new.json_value { "is JSON in base64" } else { "is no longer JSON in base64" };
        let found = Found::new(format!("the header of `{}` {what}", subject.name));
        comparison.report(&JSON_HEADER_CHANGED, subject, found);
    }
    timestamp(comparison, owner, members, subject);
}

/// Compares the names, in Rust and in JSON.
fn name<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    members: Members<'m>,
    subject: &Subject<'m>,
    both_in_text: bool,
    travels: bool,
) {
    let Members { old, new } = members;
    let other_key = old.wire_name() != new.wire_name();
    if old.name != new.name {
        let called = comparison.old.name_of(owner.old, &old.name);
        let is_same_in_rust = called.is_some() && called == comparison.new.name_of(owner.new, &new.name);
        let rule = match (other_key, both_in_text, is_same_in_rust) {
            (true, true, false) => &MEMBER_RENAMED_ON_WIRE,
            (true, true, true) => &MEMBER_WIRE_NAME_CHANGED,
            (true, false, true) => &SERDE_NAME_CHANGED,
            (_, _, false) => &MEMBER_RENAMED,
            (false, _, true) => &MEMBER_RESPELLED,
        };
        let found = Found::new(format!("`{}` was called `{}`", subject.name, old.name));
        comparison.report(rule, subject, found.values(old.name.clone(), new.name.clone()));
    } else if other_key && (both_in_text || travels) {
        let rule = if both_in_text { &MEMBER_WIRE_NAME_CHANGED } else { &SERDE_NAME_CHANGED };
        let found = Found::new(format!("`{}` has another name in JSON", subject.name));
        let name = |member: &Member| member.wire_name().to_owned();
        comparison.report(rule, subject, found.values(name(old), name(new)));
    }
}

/// Compares the formats of a timestamp; a missing format is the default of the place.
pub(super) fn timestamp<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    members: Members<'m>,
    subject: &Subject<'m>,
) {
    // Members outside of the body are also part of the JSON of the whole structure, with a separate format; this is the
    // message over MQTT.
    let rule = if comparison.is_over_mqtt(owner) { &TIMESTAMP_FORMAT_CHANGED } else { &SERDE_FORMAT_CHANGED };
    let on_the_wire = (owner.role, &TIMESTAMP_FORMAT_CHANGED, "are written otherwise");
    let in_json = (Role::Data, rule, "are written otherwise in JSON");
    for (role, rule, what) in [on_the_wire, in_json] {
        let old = timestamp_format(&comparison.old, members.old, role);
        let new = timestamp_format(&comparison.new, members.new, role);
        if let (Some(old), Some(new)) = (old, new)
            && old != new
        {
            let found = Found::new(format!("timestamps in `{}` {what}", subject.name));
            let found = found.values(format_name(old).to_owned(), format_name(new).to_owned());
            comparison.report(rule, subject, found);
            return;
        }
    }
}

/// Returns the timestamp format of a member, or of a list that is not in the body; `None` if it has no timestamps.
pub(super) fn timestamp_format(side: &Side<'_>, member: &Member, role: Role) -> Option<TimestampFormat> {
    let of_place = match member.binding {
        Binding::Body | Binding::HostLabel | Binding::Payload => TimestampFormat::EpochSeconds,
        _ if !role.is_message() => TimestampFormat::EpochSeconds,
        Binding::Header(_) | Binding::PrefixHeaders(_) => TimestampFormat::HttpDate,
        _ => TimestampFormat::DateTime,
    };
    let element = match &side.model.shape(member.target).kind {
        ShapeKind::List(list) if of_place != TimestampFormat::EpochSeconds => &list.member,
        _ => member,
    };
    match side.model.shape(element.target).kind {
        ShapeKind::Timestamp(of_shape) => Some(element.timestamp_format.or(of_shape).unwrap_or(of_place)),
        _ => None,
    }
}

fn format_name(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::EpochSeconds => "epoch-seconds",
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::HttpDate => "http-date",
    }
}

/// Whether a value is at the same place; header names ignore case. The comparison of paths covers which label it is,
/// and whether it spans segments.
fn same_place(old: &Binding, new: &Binding) -> bool {
    match (old, new) {
        (Binding::Label { .. }, Binding::Label { .. }) => true,
        (Binding::Header(old), Binding::Header(new))
        | (Binding::PrefixHeaders(old), Binding::PrefixHeaders(new)) => old.eq_ignore_ascii_case(new),
        (old, new) => old == new,
    }
}

/// Whether a header is base64 text: JSON, or a separate document.
fn is_base64_header(side: &Side<'_>, member: &Member) -> bool {
    let kind = &side.model.shape(member.target).kind;
    let is_document = matches!(kind, ShapeKind::String { media_type: Some(_) });
    matches!(member.binding, Binding::Header(_)) && (member.json_value || is_document)
}

/// Describes a place in words.
fn place(binding: &Binding) -> String {
    match binding {
        Binding::Label { .. } => "path".to_owned(),
        Binding::Query(name) => format!("query `{name}`"),
        Binding::QueryParams => "query".to_owned(),
        Binding::Header(name) => format!("header `{name}`"),
        Binding::PrefixHeaders(prefix) => format!("headers `{prefix}*`"),
        Binding::Payload => "whole body".to_owned(),
        Binding::StatusCode => "status".to_owned(),
        Binding::HostLabel => "host and body".to_owned(),
        Binding::EventHeader => "header of the event".to_owned(),
        Binding::EventPayload => "payload of the event".to_owned(),
        Binding::Body => "body".to_owned(),
    }
}
