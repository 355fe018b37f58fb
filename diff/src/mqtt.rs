//! Compares operations and notifications over MQTT.

use std::collections::BTreeMap;

use super::comparison::{Comparison, Found, Members, Owner, Subject};
use super::pairs;
use super::rules::mqtt::{
    JSON_OVER_MQTT_CHANGED, MQTT_CHANGED, MQTT_GAINED, MQTT_LOST, MQTT_PAYLOAD_CHANGED, NOTIFICATION_ADDED,
    NOTIFICATION_CHANGED, NOTIFICATION_ORDER_CHANGED, NOTIFICATION_REMOVED, TOPIC_CHANGED, TOPIC_GAINED,
    TOPIC_LOST,
};
use super::rules::service::WRONG_HOSTS_CHANGED;
use super::service::{fact, hosts};
use smithy_model::ir::{Alpn, Level, Mqtt, Notification, Operation, Shape, Topic};

/// Compares the MQTT settings of the service. Whether an operation is available over MQTT is reported for the
/// operation.
pub(super) fn service(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    old: Option<&Mqtt>,
    new: Option<&Mqtt>,
) {
    let (rule, what) = match (old, new) {
        (None, None) => return,
        (Some(old), Some(new)) => return facts(comparison, subject, old, new),
        (None, Some(_)) => (&MQTT_GAINED, "the service speaks MQTT"),
        (Some(_), None) => (&MQTT_LOST, "the service no longer speaks MQTT"),
    };
    comparison.report(rule, subject, Found::new(what));
}

fn facts(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Mqtt, new: &Mqtt) {
    let Mqtt { accepted, rejected, token, port, alpn, max_payload, wrong_hosts } = new;
    let texts = [
        ("the topic level of successes", &old.accepted, accepted),
        ("the topic level of refusals", &old.rejected, rejected),
        ("the name of the token over MQTT", &old.token, token),
    ];
    let mut fact = |rule, what: &str, before, after| fact(comparison, subject, rule, what, [before, after]);
    for (what, before, after) in texts {
        fact(&MQTT_CHANGED, what, Some(before.clone()), Some(after.clone()));
    }
    fact(&MQTT_CHANGED, "the port for MQTT", Some(old.port.to_string()), Some(port.to_string()));
    let shared =
        |alpn: &Option<Alpn>| alpn.as_ref().map(|Alpn { port, protocol }| format!("{port} with {protocol}"));
    fact(&MQTT_CHANGED, "the port that MQTT shares with others", shared(&old.alpn), shared(alpn));
    let bytes = |length: Option<u64>| length.map(|length| length.to_string());
    let lengths = (bytes(old.max_payload), bytes(*max_payload));
    fact(&MQTT_PAYLOAD_CHANGED, "the greatest payload over MQTT", lengths.0, lengths.1);
    let (old_hosts, new_hosts) = (hosts(&old.wrong_hosts), hosts(wrong_hosts));
    fact(&WRONG_HOSTS_CHANGED, "the advice on hosts for MQTT", old_hosts, new_hosts);
}

/// Compares the topics of requests. A label that only has another name is a renamed member, and not reported here.
pub(super) fn topic<'m>(
    comparison: &mut Comparison<'m>,
    subject: &Subject<'m>,
    old: &'m Operation,
    new: &'m Operation,
) {
    let (rule, what) = match (&old.topic, &new.topic) {
        (None, None) => return,
        (None, Some(_)) => (&TOPIC_GAINED, "can be called over MQTT"),
        (Some(_), None) => (&TOPIC_LOST, "can no longer be called over MQTT"),
        (Some(before), Some(after)) => {
            if is_same(before, after, &pairs::renamed(comparison, old.input, new.input)) {
                return;
            }
            (&TOPIC_CHANGED, "has another topic over MQTT")
        }
    };
    let place = placed(subject, old.topic.as_ref(), new.topic.as_ref());
    let found = Found::new(format!("`{}` {what}", new.name));
    let [before, after] = [&old.topic, &new.topic].map(|topic| topic.as_ref().map(ToString::to_string));
    comparison.report(rule, &place, found.values(before, after));
}

/// Compares the notification of a shape.
pub(super) fn notification<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    old: Option<&'m Notification>,
    new: Option<&'m Notification>,
) {
    let name = &owner.subject.name;
    let [old_topic, new_topic] = [old, new].map(|it| it.map(|it| &it.topic));
    let place = placed(&owner.subject, old_topic, new_topic);
    let (rule, what) = match (old, new) {
        (None, None) => return,
        (None, Some(_)) => (&NOTIFICATION_ADDED, "is a notification"),
        (Some(_), None) => (&NOTIFICATION_REMOVED, "is no longer a notification"),
        (Some(before), Some(after)) => {
            order(comparison, owner, before, after);
            if is_same(&before.topic, &after.topic, &pairs::renamed(comparison, owner.old, owner.new)) {
                return;
            }
            (&NOTIFICATION_CHANGED, "has another topic")
        }
    };
    let found = Found::new(format!("`{name}` {what}"));
    let [before, after] = [old_topic, new_topic].map(|topic| topic.map(ToString::to_string));
    comparison.report(rule, &place, found.values(before, after));
}

/// Compares the members that order notifications.
fn order(comparison: &mut Comparison<'_>, owner: &Owner<'_>, old: &Notification, new: &Notification) {
    let (before, after) = (old.order(), new.order());
    if before != after {
        let found = Found::new(format!("other members of `{}` tell how old it is", owner.subject.name));
        comparison.report(&NOTIFICATION_ORDER_CHANGED, &owner.subject, found.values(before, after));
    }
}

/// Compares whether a string is embedded as JSON, if messages of both models contain it.
pub(super) fn json<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: &Shape, new: &Shape) {
    if comparison.is_over_mqtt(owner) && old.json_over_mqtt != new.json_over_mqtt {
        written(comparison, &owner.subject, new.json_over_mqtt);
    }
}

/// Does the same for a member whose type has changed, in shapes that messages of both models contain.
pub(super) fn json_of_member<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    Members { old, new }: Members<'m>,
    subject: &Subject<'m>,
) {
    let [was, is] = [(&comparison.old, old), (&comparison.new, new)]
        .map(|(side, member)| side.model.shape(member.target).json_over_mqtt);
    if comparison.is_over_mqtt(owner) && was != is {
        written(comparison, subject, is);
    }
}

fn written(comparison: &mut Comparison<'_>, subject: &Subject<'_>, as_json: bool) {
    let what = if as_json { "is JSON over MQTT" } else { "is a string over MQTT" };
    let found = Found::new(format!("`{}` {what}", subject.name));
    comparison.report(&JSON_OVER_MQTT_CHANGED, subject, found);
}

/// Whether two topics are the same except for renamed members; `called` has the old names.
fn is_same(old: &Topic, new: &Topic, called: &BTreeMap<&str, &str>) -> bool {
    let is_level = |(old, new): (&Level, &Level)| match (old, new) {
        (Level::Label(old), Level::Label(new)) => called.get(new.as_str()) == Some(&old.as_str()),
        (old, new) => old == new,
    };
    old.levels.len() == new.levels.len() && old.levels.iter().zip(&new.levels).all(is_level)
}

/// Returns the element with the places of its topics, if it has any.
fn placed<'m>(subject: &Subject<'m>, old: Option<&'m Topic>, new: Option<&'m Topic>) -> Subject<'m> {
    Subject {
        name: subject.name.clone(),
        old: old.map_or(subject.old, |topic| &topic.origin),
        new: new.map_or(subject.new, |topic| &topic.origin),
    }
}
