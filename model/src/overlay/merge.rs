//! Merges an addition into the model. The error names what both have, and says whether they agree.

use crate::ir::{
    Constraints, Deprecation, EnumMember, Hint, Member, Operation, Service, Shape, ShapeKind, Structure,
    TimestampFormat, WrongHost,
};

/// Something that both the model and the overlay have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clash {
    /// What it is: `the maximum length`.
    pub(super) what: &'static str,
    /// The value in the model and the one in the overlay, if they differ.
    pub(super) values: Option<(String, String)>,
}

const SUPPRESSED: &str = "the suppressed warning";

type Merged = Result<(), Clash>;

/// Adds to a service.
pub(super) fn service(service: &mut Service, addition: Service) -> Merged {
    option(
        &mut service.mutual_tls_port,
        addition.mutual_tls_port,
        "the port for mutual TLS",
        ToString::to_string,
    )?;
    if addition.headers.keys().any(|name| service.headers.contains_key(name)) {
        return Err(same("the header"));
    }
    let known = |new: &WrongHost| service.wrong_hosts.iter().any(|old| old.host == new.host);
    if addition.wrong_hosts.iter().any(known) {
        return Err(same("the wrong host"));
    }
    let known =
        |new: &Hint| service.hints.iter().any(|old| (old.status, &old.message) == (new.status, &new.message));
    if addition.hints.iter().any(known) {
        return Err(same("the hint"));
    }
    option(&mut service.documentation, addition.documentation, "the documentation", ToString::to_string)?;
    words(&mut service.notes.suppressed, addition.notes.suppressed, SUPPRESSED)?;
    option(&mut service.mqtt, addition.mqtt, "the way to speak MQTT", ToString::to_string)?;
    service.headers.extend(addition.headers);
    service.wrong_hosts.extend(addition.wrong_hosts);
    service.hints.extend(addition.hints);
    Ok(())
}

/// Adds to an operation.
pub(super) fn operation(operation: &mut Operation, addition: Operation) -> Merged {
    let Operation { documentation, deprecated, notes, topic, idempotent, readonly, .. } = addition;
    words(&mut operation.notes.suppressed, notes.suppressed, SUPPRESSED)?;
    texts(&mut operation.documentation, &mut operation.deprecated, documentation, deprecated)?;
    option(&mut operation.topic, topic, "the MQTT topic", ToString::to_string)?;
    flag(&mut operation.idempotent, idempotent, "the trait `idempotent`")?;
    flag(&mut operation.readonly, readonly, "the trait `readonly`")
}

/// Adds to a shape; its kind stays.
pub(super) fn shape(shape: &mut Shape, addition: Shape) -> Merged {
    texts(&mut shape.documentation, &mut shape.deprecated, addition.documentation, addition.deprecated)?;
    words(&mut shape.notes.suppressed, addition.notes.suppressed, SUPPRESSED)?;
    flag(&mut shape.sensitive, addition.sensitive, "the trait `sensitive`")?;
    flag(&mut shape.json_over_mqtt, addition.json_over_mqtt, "the trait `jsonOverMqtt`")?;
    option(&mut shape.notification, addition.notification, "the notification", ToString::to_string)?;
    constraints(&mut shape.constraints, addition.constraints)?;
    match (&mut shape.kind, addition.kind) {
        (ShapeKind::Timestamp(format), ShapeKind::Timestamp(addition)) => {
            option(format, addition, "the timestamp format", format_name)
        }
        (
            ShapeKind::Structure(Structure { error: Some(error), .. }),
            ShapeKind::Structure(Structure { error: Some(addition), .. }),
        ) => {
            words(&mut error.codes, addition.codes, "the error code")?;
            if addition.messages.iter().any(|message| error.messages.contains(message)) {
                return Err(same("the message of the error"));
            }
            error.messages.extend(addition.messages);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Adds to a value of an enum.
pub(super) fn enum_member(member: &mut EnumMember, addition: EnumMember) -> Merged {
    texts(&mut member.documentation, &mut member.deprecated, addition.documentation, addition.deprecated)?;
    words(&mut member.notes.suppressed, addition.notes.suppressed, SUPPRESSED)?;
    words(&mut member.tags, addition.tags, "the tag")
}

/// Adds to a member.
pub(super) fn member(member: &mut Member, addition: Member) -> Merged {
    texts(&mut member.documentation, &mut member.deprecated, addition.documentation, addition.deprecated)?;
    words(&mut member.notes.suppressed, addition.notes.suppressed, SUPPRESSED)?;
    option(&mut member.default, addition.default, "the default", ToString::to_string)?;
    option(&mut member.timestamp_format, addition.timestamp_format, "the timestamp format", format_name)?;
    flag(&mut member.required, addition.required, "the trait `required`")?;
    flag(&mut member.client_optional, addition.client_optional, "the trait `clientOptional`")?;
    flag(&mut member.topic_label, addition.topic_label, "the trait `topicLabel`")?;
    flag(&mut member.idempotency_token, addition.idempotency_token, "the trait `idempotencyToken`")?;
    constraints(&mut member.constraints, addition.constraints)
}

/// Adds documentation and deprecation, which every element may have.
fn texts(
    documentation: &mut Option<String>,
    deprecated: &mut Option<Deprecation>,
    more_documentation: Option<String>,
    more_deprecated: Option<Deprecation>,
) -> Merged {
    option(documentation, more_documentation, "the documentation", ToString::to_string)?;
    option(deprecated, more_deprecated, "the deprecation", deprecation_words)
}

fn constraints(constraints: &mut Constraints, addition: Constraints) -> Merged {
    option(&mut constraints.min_length, addition.min_length, "the minimum length", ToString::to_string)?;
    option(&mut constraints.max_length, addition.max_length, "the maximum length", ToString::to_string)?;
    option(&mut constraints.min_value, addition.min_value, "the minimum value", ToString::to_string)?;
    option(&mut constraints.max_value, addition.max_value, "the maximum value", ToString::to_string)?;
    option(&mut constraints.pattern, addition.pattern, "the pattern", ToString::to_string)?;
    flag(&mut constraints.unique_items, addition.unique_items, "the trait `uniqueItems`")
}

/// Adds a value if there is none. `shown` formats a value for people.
fn option<T: PartialEq>(
    slot: &mut Option<T>,
    addition: Option<T>,
    what: &'static str,
    shown: impl Fn(&T) -> String,
) -> Merged {
    match (&*slot, addition) {
        (Some(old), Some(new)) => {
            let values = (*old != new).then(|| (shown(old), shown(&new)));
            Err(Clash { what, values })
        }
        (None, Some(addition)) => {
            *slot = Some(addition);
            Ok(())
        }
        (_, None) => Ok(()),
    }
}

fn same(what: &'static str) -> Clash {
    Clash { what, values: None }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as all of these take a reference")]
fn format_name(format: &TimestampFormat) -> String {
    let name = match format {
        TimestampFormat::EpochSeconds => "epoch-seconds",
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::HttpDate => "http-date",
    };
    name.to_owned()
}

fn deprecation_words(deprecation: &Deprecation) -> String {
    let Deprecation { since, message } = deprecation;
    let words: Vec<&str> = since.iter().chain(message).map(String::as_str).collect();
    words.join(": ")
}

/// Adds a trait without a value.
fn flag(slot: &mut bool, addition: bool, what: &'static str) -> Merged {
    if *slot && addition {
        return Err(same(what));
    }
    *slot |= addition;
    Ok(())
}

/// Adds words to a list of words.
fn words(words: &mut Vec<String>, additions: Vec<String>, what: &'static str) -> Merged {
    if additions.iter().any(|addition| words.contains(addition)) {
        return Err(same(what));
    }
    words.extend(additions);
    Ok(())
}
