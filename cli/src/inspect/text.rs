//! A model as readable text: the service, its operations and notifications.

use std::collections::BTreeMap;

use smithy_model::endpoint::{Outcome, Rule};
use smithy_model::ir::{AuthWay, Binding, Hint, Member, Operation, Service, ShapeKind, Structure};
use smithy_model::{Model, Validated};

use super::table::{self, TIE, rows, wrapped};
use crate::report::counted;

/// The page.
pub(super) fn render(model: &Model<Validated>) -> String {
    let [service, operations, notifications] = [service(model), operations(model), notifications(model)];
    format!(
        "{service}\n\
         Operations ({}), required members marked *\n\n{operations}{notifications}",
        model.operations.len()
    )
}

fn service(model: &Model<Validated>) -> String {
    let service = &model.service;
    let none = || "none".to_owned();
    let facts = [
        ("SDK id", service.sdk_id.clone()),
        ("API version", service.version.clone()),
        ("protocol", protocol(service)),
        ("signing name", service.signing_name.clone().unwrap_or_else(none)),
        ("mutual TLS", service.mutual_tls_port.map_or_else(none, |port| format!("port {port}"))),
        ("MQTT", service.mqtt.as_ref().map_or_else(none, ToString::to_string)),
        ("endpoint prefix", service.endpoint_prefix.clone().unwrap_or_else(none)),
        ("endpoint rules", endpoints(model)),
        ("headers", listed(service.headers.iter().map(|(name, value)| format!("{name}: {value}")))),
        ("wrong hosts", listed(service.wrong_hosts.iter().map(|wrong| wrong.host.clone()))),
        ("hints", listed(service.hints.iter().map(hint))),
        ("shapes", shapes(model)),
    ];
    wrapped(&service.title, "", "") + &rows(2, &facts).concat()
}

/// Returns the number of shapes of each kind.
fn shapes(model: &Model<Validated>) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, shape) in model.shapes.iter() {
        let kind = match &shape.kind {
            ShapeKind::Structure(structure) if structure.error.is_some() => "error",
            kind => kind.name(),
        };
        *kinds.entry(kind).or_default() += 1;
    }
    listed(kinds.into_iter().filter_map(|(kind, count)| counted(count, kind)))
}

/// Describes the errors that a hint is for.
fn hint(hint: &Hint) -> String {
    let status = hint.status.map(|status| format!("{status} "));
    format!("{}with {:?}", status.unwrap_or_default(), hint.message)
}

fn endpoints(model: &Model<Validated>) -> String {
    let Some(rules) = &model.endpoint_rules else { return "none".to_owned() };
    let counts = [
        counted(rules.parameters.len(), "parameter"),
        counted(
            std::iter::once(&rules.rules).chain(&rules.blocks).map(|rules| outcomes(rules)).sum(),
            "outcome",
        ),
        counted(model.endpoint_tests.len(), "test"),
    ];
    listed(counts.into_iter().flatten())
}

/// Returns the protocol of clients, and the other protocols of the service.
fn protocol(service: &Service) -> String {
    let Some(chosen) = service.protocol.map(|protocol| protocol.name()) else {
        return listed(service.protocols.iter().cloned());
    };
    let others: Vec<_> = service.protocols.iter().filter(|name| *name != chosen).cloned().collect();
    if others.is_empty() { chosen.to_owned() } else { format!("{chosen}; also {}", listed(others)) }
}

/// Counts the endpoints and errors in the rules.
fn outcomes(rules: &[Rule]) -> usize {
    let mut open: Vec<&Rule> = rules.iter().collect();
    let mut count = 0;
    while let Some(rule) = open.pop() {
        match &rule.outcome {
            Outcome::Tree(rules) => open.extend(rules),
            Outcome::Endpoint(_) | Outcome::Error(_) => count += 1,
            // A block is counted once, where it is defined.
            Outcome::Block(_) => {}
        }
    }
    count
}

fn operations(model: &Model<Validated>) -> String {
    let calls = model.operations.iter().map(|operation| {
        let call = operation.http.as_ref().map(|http| format!("{:<6}  {}", http.method, http.uri));
        (operation.name.as_str(), call.unwrap_or_default())
    });
    let calls = rows(2, &calls.collect::<Vec<_>>()).into_iter().zip(&model.operations);
    calls.map(|(line, operation)| line + &details(model, operation)).collect()
}

fn details(model: &Model<Validated>, operation: &Operation) -> String {
    let members = |id| members(model.structure(id), over_http);
    let rows: Vec<_> = [
        ("topic", operation.topic.as_ref().map(ToString::to_string)),
        ("input", Some(members(operation.input))),
        ("output", Some(members(operation.output))),
        ("errors", Some(errors(model, operation))),
        ("unsupported", operation.unsupported.as_ref().map(|need| format!("needs {need}"))),
        ("notes", notes(operation)),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text?)))
    .collect();
    table::rows(6, &rows).concat()
}

/// Returns the notifications of the service, if it has any.
fn notifications(model: &Model<Validated>) -> String {
    let topics: Vec<_> = model
        .notifications()
        .map(|(id, notification)| (model.shape(id).name.as_str(), notification.topic.to_string()))
        .collect();
    if topics.is_empty() {
        return String::new();
    }
    let heading = format!("\nNotifications ({}), required members marked *\n\n", topics.len());
    let blocks = rows(2, &topics).into_iter().zip(model.notifications()).map(|(line, (id, notification))| {
        let members = ("members", members(model.structure(id), over_mqtt));
        let order = notification.order().map(|order| ("order", order));
        line + &rows(6, &[Some(members), order].into_iter().flatten().collect::<Vec<_>>()).concat()
    });
    heading + &blocks.collect::<String>()
}

fn members(structure: &Structure, place: fn(&Member) -> String) -> String {
    listed(structure.members.iter().map(|member| {
        let mark = if member.required { "*" } else { "" };
        format!("{}{mark}{}", member.name, place(member))
    }))
}

/// Returns where a member of a notification is, if not in the message.
fn over_mqtt(member: &Member) -> String {
    if member.topic_label { " (topic)".to_owned() } else { String::new() }
}

/// Returns where a member is, if not in the body, and its name there, if it differs.
fn over_http(member: &Member) -> String {
    let Member { name: member, binding, .. } = member;
    match binding {
        Binding::EventHeader => " (header of the event)".to_owned(),
        Binding::EventPayload => " (payload of the event)".to_owned(),
        Binding::Body => String::new(),
        Binding::Label { greedy: false } => " (path)".to_owned(),
        Binding::Label { greedy: true } => " (path, several segments)".to_owned(),
        Binding::Query(name) if name == member => " (query)".to_owned(),
        Binding::Query(name) => format!(" (query {name})"),
        Binding::QueryParams => " (query, any names)".to_owned(),
        Binding::Header(name) => format!(" (header {name})"),
        Binding::PrefixHeaders(prefix) => format!(" (headers {prefix}...)"),
        Binding::Payload => " (whole body)".to_owned(),
        Binding::StatusCode => " (status)".to_owned(),
        Binding::HostLabel => " (host)".to_owned(),
    }
}

fn errors(model: &Model<Validated>, operation: &Operation) -> String {
    let mut errors: Vec<(u16, &str)> = operation
        .errors
        .iter()
        .filter_map(|&id| Some((model.structure(id).error.as_ref()?.status, model.shape(id).name.as_str())))
        .collect();
    errors.sort_unstable();
    listed(errors.into_iter().map(|(status, name)| format!("{status} {name}")))
}

fn notes(operation: &Operation) -> Option<String> {
    let host = operation.host_prefix.as_ref().map(|parts| {
        let prefix: String = parts.iter().map(ToString::to_string).collect();
        format!("host prefix {prefix}")
    });
    let is_optional = operation.optional_auth && operation.auth_ways.first() == Some(&AuthWay::SigV4);
    let flags = [
        (operation.deprecated.is_some(), "deprecated"),
        (operation.readonly, "readonly"),
        (operation.idempotent, "idempotent"),
        (operation.is_unauthenticated(), "not signed"),
        (is_optional, "signed or not"),
        (operation.takes_token(), "takes a bearer token"),
        (operation.unsigned_payload, "body not signed"),
        (operation.checksum_required || operation.flexible_checksum, "checksum required"),
        (operation.compression.is_some(), "takes compressed bodies"),
        (operation.pagination.is_some(), "comes in pages"),
        (!operation.waiters.is_empty(), "can be waited with"),
    ];
    let status = operation.http.as_ref().map(|http| http.code).filter(|code| *code != 200);
    let status = status.map(|code| format!("answers {code}"));
    let flags = flags.into_iter().filter(|(set, _)| *set).map(|(_, name)| name.to_owned());
    let notes: Vec<String> = flags.chain(status).chain(host).collect();
    (!notes.is_empty()).then(|| notes.join(", "))
}

/// Returns `a, b, c`, or `none`. Lines break only between the items.
fn listed(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.replace(' ', &TIE.to_string())).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
