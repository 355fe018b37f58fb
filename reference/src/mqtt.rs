//! The MQTT parts of the pages: hosts, topics of operations, and notifications.

use smithy_model::ir::{self, Alpn, Mqtt, Notification, Topic};

use super::Reference;
use super::catalog::Section;
use super::page::Page;
use super::{sections, text};
use smithy_codegen::plan::operation::OperationPlan;
use smithy_codegen::plan::structure::MemberPlan;

/// Returns the hosts for MQTT and the form of responses, one line each.
pub(super) fn place(mqtt: &Mqtt) -> Vec<String> {
    let Mqtt { accepted, rejected, token: _, port, alpn, max_payload, wrong_hosts } = mqtt;
    let shared = alpn.as_ref().map(|Alpn { port, protocol }| {
        format!(", and on port {port} with the protocol name {} in the TLS handshake", code(protocol))
    });
    let shared = shared.unwrap_or_default();
    let [success, refusal] = [accepted, rejected].map(|level| code(level));
    let mut lines = vec![
        format!("- Over MQTT, devices connect with their certificate on port {port}{shared}."),
        format!(
            "- Over MQTT, a response comes on the topic of its request with one level more: {success} for a success, {refusal} for a refusal."
        ),
    ];
    lines.extend(
        max_payload.map(|bytes| format!("- Over MQTT, the payload of a message has {bytes} bytes at most.")),
    );
    lines.extend(text::wrong_hosts(wrong_hosts, "Over MQTT, not"));
    lines
}

/// Adds the list of notifications.
pub(super) fn list(reference: &Reference<'_>, page: &mut Page) {
    let sent = reference.items(Section::Shapes).filter(|item| item.notification().is_some());
    let lines: Vec<_> = sent.map(|item| sections::item_line(reference, page, item)).collect();
    if !lines.is_empty() {
        page.heading("Notifications");
        page.block("Over MQTT, the service sends unasked:");
        page.lines(&lines);
    }
}

/// Adds the MQTT call to the page of an operation.
pub(super) fn call(
    reference: &Reference<'_>,
    page: &mut Page,
    operation: &OperationPlan,
    of_model: Option<&ir::Operation>,
) {
    let topic = of_model.and_then(|operation| operation.topic.as_ref());
    let Some((mqtt, topic)) = reference.model.service.mqtt.as_ref().zip(topic) else { return };
    let [success, refusal] =
        [&mqtt.accepted, &mqtt.rejected].map(|level| code(&topic.with(level).to_string()));
    let members = &operation.input.members;
    let mut lines = vec![
        format!("- A request is published on {}.", code(&topic.to_string())),
        format!(
            "- A success comes on {success}, and a refusal on {refusal}, with the {} of the request.",
            code(&mqtt.token)
        ),
    ];
    lines.extend(levels(topic, members, "parameter"));
    if topic.labels().count() < members.len() {
        lines.push("- The other parameters are in the message, in JSON under their names there.".to_owned());
    }
    page.heading("Over MQTT");
    page.lines(&lines);
}

/// Adds the topic to the page of a notification, and the members that distinguish notifications.
pub(super) fn sent(page: &mut Page, notification: &Notification, members: &[MemberPlan]) {
    let Notification { topic, time, instance, version } = notification;
    let mut lines = vec![format!("- It is sent on {}.", code(&topic.to_string()))];
    lines.extend(levels(topic, members, "member"));
    lines.extend(time.iter().map(|name| format!("- {} says when it was sent.", code(name))));
    let parts: Vec<_> = instance.iter().map(|path| code(&path.join("."))).collect();
    let say = if parts.len() == 1 { "says" } else { "say" };
    lines.extend((!parts.is_empty()).then(|| format!("- {} {say} what it is about.", parts.join(" and "))));
    let version = version.iter().map(|path| code(&path.join(".")));
    lines.extend(version.map(|path| format!("- {path} grows with every change of what it is about.")));
    page.heading("Over MQTT");
    page.lines(&lines);
}

/// Returns the members that are levels of a topic, as links to their places on the page.
fn levels(topic: &Topic, members: &[MemberPlan], part: &str) -> Option<String> {
    let labelled = topic.labels().filter_map(|label| members.iter().find(|member| member.name == label));
    let links: Vec<_> =
        labelled.map(|member| format!("[`{}`](#{part}.{})", member.ident, member.ident.bare())).collect();
    let are = if links.len() == 1 { "is a level" } else { "are levels" };
    (!links.is_empty()).then(|| format!("- {} {are} of the topic.", links.join(" and ")))
}

fn code(text: &str) -> String {
    format!("`{}`", text::span(text))
}
