//! A member on the page of its operation or shape: its heading, the facts about it, and its documentation.

use smithy_model::ir::{Member, TimestampFormat};

use super::Reference;
use super::json::timestamp;
use super::page::Page;
use super::text::{self, code};
use super::types::linked;
use smithy_codegen::plan::structure::{MemberPlan, Place};

/// The kind of page that shows a member, which is also the first part of its fragment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A member of an input.
    Parameter,
    /// A member of an output.
    Result,
    /// A member of a structure, which is in the JSON of its owner.
    Member,
    /// A member of a notification, which is in its message or a level of its topic.
    Notification,
    /// A member of an error, which is read from a response.
    Error,
    /// A variant of a union.
    Variant,
}

impl Part {
    fn fragment(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Result => "result",
            Self::Member | Self::Notification | Self::Error => "member",
            Self::Variant => "variant",
        }
    }
}

/// Adds a member to a page. `shown` is its name in Rust, and `of_model` the member of the model.
pub(super) fn add(
    reference: &Reference<'_>,
    page: &mut Page,
    part: Part,
    shown: &str,
    member: &MemberPlan,
    of_model: Option<&Member>,
) {
    page.entry(part.fragment(), shown, member.ident.bare());
    let mut facts = vec![format!("<code>{}</code>", linked(reference, page, &member.ty))];
    let presence = match (part, member.required) {
        (Part::Variant, _) => None,
        (Part::Parameter | Part::Member, true) => Some("<strong>required</strong>"),
        (Part::Parameter | Part::Member, false) => Some("optional"),
        (Part::Result | Part::Notification | Part::Error, _) => member.optional.then_some("may be absent"),
    };
    let is_level = part == Part::Notification && of_model.is_some_and(|member| member.topic_label);
    facts.extend(presence.map(str::to_owned));
    facts.push(if is_level { "a level of the topic".to_owned() } else { travels(part, member) });
    facts.extend(format_fact(part, member));
    let as_json = |member: &Member| reference.model.shape(member.target).json_over_mqtt;
    if part != Part::Parameter && of_model.is_some_and(as_json) {
        facts.push("over MQTT the JSON itself".to_owned());
    }
    facts.extend(member.secret.then(|| "secret: <code>Debug</code> does not show it".to_owned()));
    page.facts(&facts);
    if let Some(note) = &member.deprecated {
        page.block(deprecation(note.as_deref()));
    }
    // The default documentation says nothing new.
    if member.docs != [format!("The member `{}`.", member.name)] {
        page.documentation(reference, &member.docs);
    }
    if let Some(default) = of_model.and_then(default).filter(|_| member.default.is_none()) {
        page.block(format!("<p>Left out, it counts as {default}.</p>"));
    }
}

/// Returns a paragraph about a deprecation.
pub(super) fn deprecation(note: Option<&str>) -> String {
    match note {
        None => "**Deprecated.**".to_owned(),
        Some(note) => format!("**Deprecated** {}", text::sentence(note)),
    }
}

/// Returns the binding of a value, and its name there.
fn travels(part: Part, member: &MemberPlan) -> String {
    let wire = code(&member.wire);
    let in_json = matches!(part, Part::Member | Part::Notification | Part::Variant);
    match &member.place {
        Place::EventHeader => format!("header {} of the event", code(&member.name)),
        Place::EventPayload => "the payload of the event".to_owned(),
        _ if in_json => format!("{wire} in JSON"),
        Place::Label => format!("{} in the path", code(&format!("{{{}}}", member.name))),
        Place::Query(name) => format!("{} in the query", code(name)),
        Place::QueryMap => "each entry a parameter of the query".to_owned(),
        Place::Header(name) => format!("header {}", code(name)),
        Place::Headers(prefix) if prefix.is_empty() => "the headers".to_owned(),
        Place::Headers(prefix) => format!("headers that begin with {}", code(prefix)),
        Place::Payload => "the body as a whole".to_owned(),
        Place::StatusCode => "the status of the response".to_owned(),
        Place::HostLabel => format!("{wire} in the body, and part of the host's name"),
        Place::Body => format!("{wire} in the body"),
    }
}

/// Returns how the value is written, if its type does not say so.
fn format_fact(part: Part, member: &MemberPlan) -> Option<String> {
    let bound = !matches!(part, Part::Member | Part::Notification | Part::Variant);
    let outside =
        matches!(member.place, Place::Label | Place::Query(_) | Place::Header(_) | Place::Headers(_));
    match (&member.place, &member.media_type) {
        _ if bound && outside => {
            let base64 = member.base64_header && matches!(member.place, Place::Header(_));
            member.timestamp.map(outside_json).or(base64.then_some("in base64")).map(str::to_owned)
        }
        (Place::Payload, Some(media_type)) if bound => Some(code(media_type)),
        _ => match &member.codec {
            smithy_codegen::plan::types::Codec::Timestamp(format) => Some(timestamp(*format).to_owned()),
            _ => None,
        },
    }
}

/// Returns the format of a timestamp in a path, a query or a header.
fn outside_json(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::EpochSeconds => "as seconds since 1970",
        TimestampFormat::DateTime => "as an RFC 3339 time",
        TimestampFormat::HttpDate => "as an HTTP date",
    }
}

/// The default that the service applies, as HTML.
fn default(member: &Member) -> Option<String> {
    let default = member.default.as_ref().filter(|default| !default.is_null() && !member.required)?;
    Some(match default {
        serde_json::Value::String(text) if text.is_empty() => "empty text".to_owned(),
        serde_json::Value::String(text) => code(text),
        other => code(&other.to_string()),
    })
}
