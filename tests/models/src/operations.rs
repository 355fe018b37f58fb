//! Operations with their inputs, outputs, errors and streams.

use serde_json::{Map, Value, json};

use crate::members::{self, Message};
use crate::names::Names;
use crate::shapes::{Pool, SPACE};
use crate::{Dice, rules, words};

/// The namespace of operations and their messages.
pub(crate) const OPERATIONS: &str = "ops";

/// Adds operations to the shapes; returns their IDs.
pub(crate) fn add(
    shapes: &mut Map<String, Value>,
    pool: &Pool,
    names: &mut Names,
    dice: &mut Dice<'_>,
) -> Vec<String> {
    let errors = errors(shapes, pool, names, dice);
    let mut own = Names::default();
    let count = dice.between(1, 3);
    (0..count).map(|index| operation(shapes, pool, &mut own, &errors, index, dice)).collect()
}

/// Adds errors; returns their IDs.
fn errors(
    shapes: &mut Map<String, Value>,
    pool: &Pool,
    names: &mut Names,
    dice: &mut Dice<'_>,
) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..dice.below(3) {
        let fault = dice.pick(&["client", "server"]);
        let mut traits = json!({ "smithy.api#error": fault });
        if dice.once_in(2) {
            traits["smithy.api#httpError"] = dice.pick(&[404, 409, 429, 503]).into();
        }
        if dice.once_in(4) {
            traits["smithy.api#retryable"] = json!({ "throttling": dice.once_in(2) });
        }
        if dice.once_in(3) {
            traits["smithy.api#documentation"] = words::documentation(dice).into();
        }
        let (members, _) = members::message(pool, Message::Error, dice);
        let id = format!("{SPACE}#{}", names.take(dice));
        shapes.insert(id.clone(), json!({ "type": "structure", "members": members, "traits": traits }));
        ids.push(id);
    }
    ids
}

fn operation(
    shapes: &mut Map<String, Value>,
    pool: &Pool,
    names: &mut Names,
    errors: &[String],
    index: usize,
    dice: &mut Dice<'_>,
) -> String {
    let name = names.take(dice);
    let id = format!("{OPERATIONS}#{name}");
    let (mut input, labels) = members::message(pool, Message::Input, dice);
    let (mut output, _) = members::message(pool, Message::Output, dice);
    let mut traits = traits(index, &labels, dice);
    stream(shapes, &mut input, index, "in", dice);
    if input.contains_key("streamedBody")
        && let Some(traits) = traits.as_object_mut()
    {
        // A client cannot compute a checksum of a stream that it has not read.
        traits.remove("smithy.api#httpChecksumRequired");
    }
    stream(shapes, &mut output, index, "out", dice);
    let has_payload = input.values().any(|member| member["traits"].get("smithy.api#httpPayload").is_some());
    if !has_payload && dice.once_in(6) {
        input.insert(
            "hostLabelMember".into(),
            json!({
                "target": "smithy.api#String",
                "traits": { "smithy.api#hostLabel": {}, "smithy.api#required": {} },
            }),
        );
        traits["smithy.api#endpoint"] = json!({ "hostPrefix": "{hostLabelMember}.data." });
    }
    let mut operation = json!({ "type": "operation", "traits": traits });
    for (role, members) in [("input", input), ("output", output)] {
        let message = format!("messages#{name}{role}");
        operation[role] = json!({ "target": message });
        shapes.insert(message, json!({ "type": "structure", "members": members }));
    }
    let listed = errors.iter().filter(|_| dice.once_in(2)).map(|id| json!({ "target": id }));
    operation["errors"] = listed.collect();
    shapes.insert(id.clone(), operation);
    id
}

fn traits(index: usize, labels: &[String], dice: &mut Dice<'_>) -> Value {
    let method = dice.pick(&["POST", "GET", "PUT", "DELETE", "PATCH"]);
    let mut uri = format!("/op{index}");
    for (place, label) in labels.iter().enumerate() {
        let greedy = place + 1 == labels.len() && dice.once_in(3);
        uri.extend(["/{", label, if greedy { "+}" } else { "}" }]);
        uri += dice.pick(&["", "/$fixed", "/a%20b"]);
    }
    uri += dice.pick(&["", "?fixed", "?fixed=1&more=x%26y"]);
    let mut traits = json!({ "smithy.api#http": { "method": method, "uri": uri, "code": 200 } });
    if dice.once_in(2) {
        traits["smithy.api#documentation"] = words::documentation(dice).into();
    }
    let flags = ["idempotent", "optionalAuth", "httpChecksumRequired"];
    for flag in flags {
        if dice.once_in(6) {
            traits[format!("smithy.api#{flag}")] = json!({});
        }
    }
    if dice.once_in(8) {
        traits["smithy.api#deprecated"] = rules::deprecation(dice);
    }
    if dice.once_in(8) {
        traits["aws.auth#unsignedPayload"] = json!({});
    }
    if dice.once_in(8) {
        traits["smithy.api#requestCompression"] = json!({ "encodings": ["gzip"] });
    }
    if dice.once_in(6) {
        traits["smithy.waiters#waitable"] = waiter(dice);
    }
    traits
}

/// Returns a waiter that does not depend on the output.
fn waiter(dice: &mut Dice<'_>) -> Value {
    let name = Names::default().take(dice).replace('_', "");
    let name =
        if name.starts_with(|first: char| first.is_ascii_uppercase()) { name } else { format!("W{name}") };
    json!({ name: { "minDelay": dice.between(1, 5), "acceptors": [
        { "state": "success", "matcher": { "success": true } },
        { "state": "retry", "matcher": { "errorType": "NotFound" } },
    ] } })
}

/// Sometimes makes the body a stream: of bytes, or of events.
fn stream(
    shapes: &mut Map<String, Value>,
    members: &mut Map<String, Value>,
    index: usize,
    role: &str,
    dice: &mut Dice<'_>,
) {
    if !dice.once_in(6) {
        return;
    }
    let id = format!("streams#Body{index}{role}");
    if dice.once_in(2) {
        shapes.insert(id.clone(), json!({ "type": "blob", "traits": { "smithy.api#streaming": {} } }));
    } else {
        let event = format!("streams#Event{index}{role}");
        shapes.insert(
            event.clone(),
            json!({ "type": "structure", "members": {
            "count": { "target": "smithy.api#Long", "traits": { "smithy.api#eventHeader": {} } },
            "data": { "target": "smithy.api#Blob", "traits": { "smithy.api#eventPayload": {} } },
        } }),
        );
        shapes.insert(
            id.clone(),
            json!({
                "type": "union",
                "members": { Names::default().take(dice): { "target": event } },
                "traits": { "smithy.api#streaming": {} },
            }),
        );
    }
    let traits = json!({ "smithy.api#httpPayload": {}, "smithy.api#required": {} });
    members.insert("streamedBody".into(), json!({ "target": id, "traits": traits }));
    retain_payload(members);
}

/// Removes members that are not allowed beside a payload.
fn retain_payload(members: &mut Map<String, Value>) {
    let places =
        ["httpLabel", "httpQuery", "httpQueryParams", "httpHeader", "httpPrefixHeaders", "httpResponseCode"];
    let is = |member: &Value, place: &str| member["traits"].get(format!("smithy.api#{place}")).is_some();
    let streamed = members.contains_key("streamedBody");
    if !members.values().any(|member| is(member, "httpPayload")) {
        return;
    }
    members.retain(|name, member| {
        let is_payload = is(member, "httpPayload") && (!streamed || name == "streamedBody");
        is_payload || places.iter().any(|place| is(member, place))
    });
}
