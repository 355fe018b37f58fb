//! A model as a page to read: the service, its operations, its shapes.

use smithy_model::endpoint::{Outcome, Rule};
use smithy_model::ir::{AuthWay, Binding, Hint, Member, Operation, Service, Structure};
use smithy_model::{Model, Validated};

use super::shapes;
use super::table::Table;
use super::words::listed;
use crate::cli::report::counted;

/// The page.
pub(super) fn render(model: &Model<Validated>) -> String {
    let shapes = shapes::table(model).render();
    let [service, operations, notifications] = [service(model), operations(model), notifications(model)];
    let (operation_count, shape_count, shapes) = (model.operations.len(), shapes.len(), shapes.concat());
    format!(
        "{service}\n\
         Operations ({operation_count}), required members marked *\n\n{operations}\n{notifications}\
         Shapes ({shape_count})\n\n{shapes}"
    )
}

fn service(model: &Model<Validated>) -> String {
    let service = &model.service;
    let mut heading = Table::new(0);
    heading.row([&service.title]);
    let mut facts = Table::new(2);
    facts.row(["SDK id", &service.sdk_id]);
    facts.row(["API version", &service.version]);
    facts.row(["protocol", &protocol(service)]);
    facts.row(["signing name", service.signing_name.as_deref().unwrap_or("none")]);
    facts.row([
        "mutual TLS",
        &service.mutual_tls_port.map_or("none".to_owned(), |port| format!("port {port}")),
    ]);
    facts.row(["MQTT", &service.mqtt.as_ref().map_or("none".to_owned(), ToString::to_string)]);
    facts.row(["endpoint prefix", service.endpoint_prefix.as_deref().unwrap_or("none")]);
    facts.row(["endpoint rules", &endpoints(model)]);
    facts.row(["wrong hosts", &listed(service.wrong_hosts.iter().map(|wrong| wrong.host.clone()))]);
    facts.row(["hints", &listed(service.hints.iter().map(hint))]);
    heading.render().concat() + &facts.render().concat()
}

/// What an error has to be for the hint to go with it.
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

/// The protocol of clients, and the others that the service speaks.
fn protocol(service: &Service) -> String {
    let Some(chosen) = service.protocol.map(|protocol| protocol.name()) else {
        return listed(service.protocols.iter().cloned());
    };
    let others: Vec<_> = service.protocols.iter().filter(|name| *name != chosen).cloned().collect();
    if others.is_empty() { chosen.to_owned() } else { format!("{chosen}; also {}", listed(others)) }
}

/// How many endpoints and errors the rules can come to.
fn outcomes(rules: &[Rule]) -> usize {
    let mut open: Vec<&Rule> = rules.iter().collect();
    let mut count = 0;
    while let Some(rule) = open.pop() {
        match &rule.outcome {
            Outcome::Tree(rules) => open.extend(rules),
            Outcome::Endpoint(_) | Outcome::Error(_) => count += 1,
            // A block is counted where it stands.
            Outcome::Block(_) => {}
        }
    }
    count
}

fn operations(model: &Model<Validated>) -> String {
    let mut lines = Table::new(2);
    for operation in &model.operations {
        match &operation.http {
            Some(http) => lines.row([&operation.name, &http.method, &http.uri.to_string()]),
            None => lines.row([&operation.name]),
        }
    }
    let blocks = lines.render().into_iter().zip(&model.operations);
    blocks.map(|(line, operation)| line + &details(model, operation)).collect()
}

fn details(model: &Model<Validated>, operation: &Operation) -> String {
    let mut details = Table::new(6);
    if let Some(topic) = &operation.topic {
        details.row(["topic", &topic.to_string()]);
    }
    details.row(["input", &members(model.structure(operation.input), over_http)]);
    details.row(["output", &members(model.structure(operation.output), over_http)]);
    details.row(["errors", &errors(model, operation)]);
    if let Some(need) = &operation.unsupported {
        details.row(["unsupported", &format!("needs {need}")]);
    }
    if let Some(notes) = notes(operation) {
        details.row(["notes", &notes]);
    }
    details.render().concat()
}

/// What the service sends unasked, where it does so.
fn notifications(model: &Model<Validated>) -> String {
    let mut lines = Table::new(2);
    let mut blocks = Vec::new();
    for (id, notification) in model.notifications() {
        lines.row([&model.shape(id).name, &notification.topic.to_string()]);
        let mut details = Table::new(6);
        details.row(["members", &members(model.structure(id), over_mqtt)]);
        if let Some(order) = notification.order() {
            details.row(["order", &order]);
        }
        blocks.push(details.render().concat());
    }
    if blocks.is_empty() {
        return String::new();
    }
    let heading = format!("Notifications ({}), required members marked *\n\n", blocks.len());
    let blocks = lines.render().into_iter().zip(blocks).map(|(line, details)| line + &details);
    heading + &blocks.collect::<String>() + "\n"
}

fn members(structure: &Structure, place: fn(&Member) -> String) -> String {
    listed(structure.members.iter().map(|member| {
        let mark = if member.required { "*" } else { "" };
        format!("{}{mark}{}", member.name, place(member))
    }))
}

/// Where a member of a notification travels, if not in the message.
fn over_mqtt(member: &Member) -> String {
    if member.topic_label { " (topic)".to_owned() } else { String::new() }
}

/// Where a member travels, if not in the body; under which name, if not its own.
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
