//! The part of the first page that is about MQTT.

use super::{END, hidden_function, section};
use crate::emit::client::Shell;
use crate::emit::sample::{Sample, library};
use crate::plan::Plan;
use crate::plan::mqtt::MqttPlan;
use crate::plan::operation::OperationPlan;
use crate::plan::structure::MemberPlan;
use crate::plan::types::RustType;

/// Writes a first program over MQTT, if the service supports it.
pub(super) fn section_of(plan: &Plan) -> Vec<String> {
    let Some(mqtt) = &plan.mqtt else { return Vec::new() };
    let parts = [
        introduction(mqtt),
        connecting(&library(plan)),
        calling(plan),
        listening(plan, mqtt),
        END.map(str::to_owned).to_vec(),
        policy(mqtt),
    ];
    parts.concat()
}

fn introduction(mqtt: &MqttPlan) -> Vec<String> {
    let connects = format!("The client connects to port {} with the certificate of the device.", mqtt.port);
    let calls = "The service accepts the same calls over MQTT, with the same builders, types and errors";
    let words = if mqtt.notifications.is_empty() {
        [format!("{calls}."), connects]
    } else {
        [format!("{calls}, and sends notifications"), format!("there. {connects}")]
    };
    let mut lines = section("Over MQTT", &words.each_ref().map(String::as_str));
    lines.extend(mqtt.alpn.as_ref().map(|alpn| {
        format!("On port {}, it announces MQTT with the ALPN protocol `{}`.", alpn.port, alpn.protocol)
    }));
    lines.push(String::new());
    lines
}

fn connecting(library: &str) -> Vec<String> {
    let [features, signature] = hidden_function(r#"feature = "mqtt""#, "async fn example()");
    let uses =
        [format!("use {library}::mqtt::{{Client, Config}};"), format!("use {library}::tls::Identity;")];
    let program = [
        "",
        "let identity = Identity::from_pem(&std::fs::read(\"device.pem\")?, &std::fs::read(\"device.key\")?)?;",
        "let config = Config::builder()",
        "    .endpoint(\"broker.example.com\")",
        "    .client_id(\"example\")",
        "    .certificate(identity)",
        "    .build()?;",
        "let client = Client::new(config);",
    ];
    let mut lines = vec!["```no_run".to_owned(), features, signature];
    lines.extend(uses);
    lines.extend(program.map(str::to_owned));
    lines
}

/// Chooses the operation of the example: one that only needs text, and preferably is read-only.
fn example(plan: &Plan) -> Option<&OperationPlan> {
    let is_text = |member: &MemberPlan| !member.required || member.ty == RustType::String;
    let simple = |operation: &&OperationPlan| {
        operation.mqtt.is_some()
            && operation.input.members.iter().all(is_text)
            && operation.deprecated.is_none()
    };
    let mut candidates = plan.operations.iter().filter(simple);
    let reads = |operation: &&OperationPlan| operation.mqtt.as_ref().is_some_and(|mqtt| !mqtt.acts);
    candidates.clone().find(reads).or_else(|| candidates.next())
}

fn calling(plan: &Plan) -> Vec<String> {
    let Some(operation) = example(plan) else { return Vec::new() };
    let mut lines = vec![String::new()];
    lines.extend(Sample::new(plan, operation).call(operation, Shell::Async));
    lines
}

fn listening(plan: &Plan, mqtt: &MqttPlan) -> Vec<String> {
    if mqtt.notifications.is_empty() {
        return Vec::new();
    }
    let method = &plan.client.notifications;
    let labels: Vec<_> = mqtt.labels.iter().map(|_| "\"example\"").collect();
    [
        String::new(),
        "// The first item, and the first one after each reconnect, says that notifications may have been missed: ask for".to_owned(),
        "// the current state then.".to_owned(),
        format!("let mut notifications = client.{method}({})?;", labels.join(", ")),
        "loop {".to_owned(),
        "    println!(\"{:?}\", notifications.recv().await?);".to_owned(),
        "}".to_owned(),
        "# #[allow(unreachable_code)]".to_owned(),
    ]
    .to_vec()
}

/// Writes what the broker's policy must allow.
fn policy(mqtt: &MqttPlan) -> Vec<String> {
    let mut lines = vec![String::new()];
    lines.push("The policy has to allow the client to connect, and these topics:".to_owned());
    lines.extend(["", "| | Topics |", "| --- | --- |"].map(str::to_owned));
    let mut row = |what: &str, topic: &str| lines.push(format!("| {what} | `{topic}` |"));
    for request in &mqtt.requests {
        row("publish", &request.topic);
        row("subscribe", &request.filter);
        for answer in &request.answers {
            row("receive", answer);
        }
    }
    for notification in &mqtt.notifications {
        row("subscribe, receive", &notification.topic);
    }
    lines
}
