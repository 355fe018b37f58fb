//! Traits of MQTT: two of Smithy's, and the project's own for what those cannot express.

use super::Given;
use super::own::{elements_of, port, wrong_host};
use super::table::{By, Known, row};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Alpn, Mqtt, Notification, Origin, Topic};
use crate::json::{Fields, Node};

pub(super) const ROWS: &[Known] = &[
    row("smithy.mqtt#publish")
        .operation(|operation, given, problems| operation.topic = topic(given.node, given, problems))
        .by(By::Both),
    row("smithy.mqtt#topicLabel")
        .member(|member, given, problems| member.topic_label = given.flag(problems))
        .by(By::Both),
    row("smithy.codegen#mqtt")
        .service(|service, given, problems| service.mqtt = mqtt(given, problems))
        .by(By::Both),
    row("smithy.codegen#mqttNotification")
        .shape(|shape, given, problems| shape.notification = notification(given, problems))
        .by(By::Both),
    row("smithy.codegen#jsonOverMqtt")
        .shape(|shape, given, problems| shape.json_over_mqtt = given.flag(problems))
        .by(By::Both),
];

fn mqtt(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Mqtt> {
    let fields = given.fields(diagnostics)?;
    let accepted = level(&fields, "accepted", given, diagnostics);
    let rejected = level(&fields, "rejected", given, diagnostics);
    let token = fields.required_string("clientToken", diagnostics).map(str::to_owned);
    let port = port(&fields, given, diagnostics);
    let alpn = fields.get("alpn").and_then(|node| alpn(node, given, diagnostics));
    let max_payload = fields.unsigned("maxPayload", diagnostics);
    let wrong_hosts = fields.get("wrongHosts").map(|node| elements_of(node, given, wrong_host, diagnostics));
    fields.finish(diagnostics);
    let (accepted, rejected) = accepted.zip(rejected)?;
    if accepted == rejected {
        let problem = given.bad(given.node, format!("a success and a refusal both add `{accepted}`"));
        diagnostics.push(problem.help("give them different levels, or nobody can tell them apart"));
    }
    Some(Mqtt {
        accepted,
        rejected,
        token: token?,
        port: port?,
        alpn,
        max_payload,
        wrong_hosts: wrong_hosts.unwrap_or_default(),
    })
}

/// Reads one level of a topic, without labels.
fn level(
    fields: &Fields<'_>,
    name: &'static str,
    given: &Given<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let node = fields.required(name, diagnostics)?;
    let topic = topic(node, given, diagnostics)?;
    if let [crate::ir::Level::Text(text)] = topic.levels.as_slice() {
        return Some(text.clone());
    }
    let problem = given.bad(node, format!("`{topic}` is not one level of a topic"));
    diagnostics.push(problem.help("write a text without slashes and labels, such as `accepted`"));
    None
}

fn alpn(node: &Node, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Alpn> {
    let fields = Fields::open(node, given.owner, diagnostics)?;
    let port = port(&fields, given, diagnostics);
    let protocol = fields.required_string("protocol", diagnostics).map(str::to_owned);
    fields.finish(diagnostics);
    Some(Alpn { port: port?, protocol: protocol? })
}

fn notification(given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Notification> {
    let fields = given.fields(diagnostics)?;
    let topic = fields.required("topic", diagnostics).and_then(|node| topic(node, given, diagnostics));
    let time = fields.string("time", diagnostics).map(str::to_owned);
    let version = fields.string("version", diagnostics).map(path);
    let mut instance = Vec::new();
    for item in fields.array("instance", diagnostics) {
        match item.as_str() {
            Some(text) => instance.push(path(text)),
            None => given.wrong(item, "a string", diagnostics),
        }
    }
    fields.finish(diagnostics);
    Some(Notification { topic: topic?, time, instance, version })
}

/// Splits the path to a member: `execution.jobId`.
fn path(text: &str) -> Vec<String> {
    text.split('.').map(str::to_owned).collect()
}

fn topic(node: &Node, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Topic> {
    let Some(text) = node.as_str() else {
        given.wrong(node, "a string", diagnostics);
        return None;
    };
    let topic = Topic::parse(text, Origin::new(given.owner, node.span));
    topic
        .map_err(|reason| {
            let message = format!("`{text}` is not the topic of a message: {reason}");
            let problem = Diagnostic::error("bad-topic", message).at(node.span).shape(given.owner);
            diagnostics.push(problem.help("a topic looks like `things/{thingName}/jobs/get`"));
        })
        .ok()
}
