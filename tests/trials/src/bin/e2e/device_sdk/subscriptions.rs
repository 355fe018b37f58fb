//! Compares the subscriptions: each side has to receive everything that the service may send, at the same quality of
//! service, and filters that only one side has must be in the table.

use std::collections::BTreeSet;

use ::loopback::broker::Subscribed;

use super::judge::Judgement;
use super::record::Sent;
use super::rules::Side;
use super::table::Table;

pub(super) fn judge<'t>(table: &'t Table, generation: &str, sides: [&Sent; 2], found: &mut Judgement<'t>) {
    for (side, sent) in [Side::Sdk, Side::Client].into_iter().zip(sides) {
        let unheard = topics(table, sent).into_iter().filter(|topic| !is_heard(topic, &sent.subscribed));
        found.faults.extend(unheard.map(|topic| format!("{} does not listen to {topic}", side.name())));
    }
    let [sdk, client] = sides.map(filters);
    let only = sdk.difference(&client).map(|filter| (Side::Sdk, filter));
    for (side, filter) in only.chain(client.difference(&sdk).map(|filter| (Side::Client, filter))) {
        let mut rules = table.filters.iter().filter(|rule| rule.is_about(generation));
        match rules.find(|rule| rule.allows(side, filter)) {
            Some(rule) => found.used_filters.push(rule),
            None => found.faults.push(format!("only {} subscribes to {filter}", side.name())),
        }
    }
    let [sdk, client] = sides.map(qualities);
    if sdk != client {
        let fault =
            format!("the SDK subscribes with a quality of service of {sdk:?}, the client of {client:?}");
        found.faults.push(fault);
    }
}

/// Returns all topics on which the service may send something in the calls of the table.
fn topics(table: &Table, sent: &Sent) -> BTreeSet<String> {
    let answers = sent
        .published
        .iter()
        .flat_map(|published| ["accepted", "rejected"].map(|level| format!("{}/{level}", published.topic)));
    let notified = table.calls.iter().filter(|call| !call.notifications.is_empty());
    let things = notified.filter_map(|call| call.label("thingName"));
    let notifications = things
        .flat_map(|thing| ["notify", "notify-next"].map(|level| format!("$aws/things/{thing}/jobs/{level}")));
    answers.chain(notifications).collect()
}

fn is_heard(topic: &str, subscribed: &[Subscribed]) -> bool {
    subscribed.iter().any(|subscribed| is_matched(&subscribed.filter, topic))
}

/// Whether a filter without `#`, which neither side uses, matches a topic.
fn is_matched(filter: &str, topic: &str) -> bool {
    let (filter, topic) = (filter.split('/'), topic.split('/'));
    filter.clone().count() == topic.clone().count()
        && filter.zip(topic).all(|(wanted, level)| wanted == "+" || wanted == level)
}

fn filters(sent: &Sent) -> BTreeSet<&str> {
    sent.subscribed.iter().map(|subscribed| subscribed.filter.as_str()).collect()
}

fn qualities(sent: &Sent) -> BTreeSet<u8> {
    sent.subscribed.iter().map(|subscribed| subscribed.qos).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_matches_level_by_level() {
        for filter in ["a/b/c", "a/+/c", "+/+/+"] {
            assert!(is_matched(filter, "a/b/c"), "{filter}");
        }
        for filter in ["a/b", "a/b/c/d", "a/+", "a/+/d", ""] {
            assert!(!is_matched(filter, "a/b/c"), "{filter}");
        }
    }
}
