//! Compares the service itself.

use std::collections::BTreeMap;

use super::comparison::{Comparison, Found, Subject};
use super::rules::service::{
    API_VERSION_CHANGED, AUTH_ADDED, AUTH_REMOVED, CLIENT_PROTOCOL_CHANGED, ENDPOINT_PREFIX_CHANGED,
    FIXED_HEADERS_CHANGED, HINTS_CHANGED, MUTUAL_TLS_PORT_CHANGED, PROTOCOL_ADDED, PROTOCOL_REMOVED,
    QUERY_COMPATIBILITY_CHANGED, SDK_ID_CHANGED, SIGNING_DROPPED, SIGNING_INTRODUCED, SIGNING_NAME_CHANGED,
    TARGET_PREFIX_CHANGED, TITLE_CHANGED, WRONG_HOSTS_CHANGED,
};
use super::{Rule, mqtt, text};
use smithy_model::ir::{Hint, Service, WrongHost};
use smithy_model::protocol::Protocol;

/// Returns the service in both models, with its name in the new one.
pub(super) fn subject<'m>(comparison: &Comparison<'m>) -> Subject<'m> {
    let (old, new) = (&comparison.old.model.service, &comparison.new.model.service);
    Subject::new(super::bare(&new.origin.id), &old.origin, &new.origin)
}

/// Compares the facts of the service.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let subject = subject(comparison);
    let (old, new) = (&comparison.old.model.service, &comparison.new.model.service);
    let Service {
        sdk_id,
        title,
        version,
        protocols,
        protocol,
        target_prefix,
        query_compatible,
        auth: _, // `authentication`
        endpoint_prefix,
        signing_name: _,   // `authentication`
        client_context: _, // `endpoint`
        mutual_tls_port,
        mqtt,
        headers,
        wrong_hosts,
        hints,
        documentation,
        notes,
        pagination: _, // Operations have it too.
        discovery: _,  // Told of the operations that need it.
        origin: _,
    } = new;
    let port = |port: Option<u16>| port.map(|port| port.to_string());
    let (old_prefix, prefix) = (old.endpoint_prefix.clone(), endpoint_prefix.clone());
    let (old_hosts, new_hosts) = (hosts(&old.wrong_hosts), hosts(wrong_hosts));
    let mut fact =
        |rule, what: &str, before, after| self::fact(comparison, &subject, rule, what, [before, after]);
    fact(&SDK_ID_CHANGED, "the SDK id", Some(old.sdk_id.clone()), Some(sdk_id.clone()));
    fact(&TITLE_CHANGED, "the title", Some(old.title.clone()), Some(title.clone()));
    fact(&API_VERSION_CHANGED, "the API version", Some(old.version.clone()), Some(version.clone()));
    fact(&ENDPOINT_PREFIX_CHANGED, "the endpoint prefix", old_prefix, prefix);
    let ports = (port(old.mutual_tls_port), port(*mutual_tls_port));
    fact(&MUTUAL_TLS_PORT_CHANGED, "the port of certificates", ports.0, ports.1);
    fact(
        &FIXED_HEADERS_CHANGED,
        "the headers of requests",
        self::headers(&old.headers),
        self::headers(headers),
    );
    fact(&WRONG_HOSTS_CHANGED, "the advice on hosts", old_hosts, new_hosts);
    fact(&HINTS_CHANGED, "the advice on errors", advice(&old.hints), advice(hints));
    let name = |protocol: &Option<Protocol>| protocol.map(|protocol| protocol.name().to_owned());
    let spoken = (name(&old.protocol), name(protocol));
    fact(&CLIENT_PROTOCOL_CHANGED, "the protocol of clients", spoken.0, spoken.1);
    fact(&TARGET_PREFIX_CHANGED, "the name in requests", old.target_prefix.clone(), target_prefix.clone());
    let mode = |query_compatible: bool| query_compatible.then(|| "query".to_owned());
    let modes = (mode(old.query_compatible), mode(*query_compatible));
    fact(&QUERY_COMPATIBILITY_CHANGED, "the compatibility with the Query protocol", modes.0, modes.1);
    let rules = [&PROTOCOL_REMOVED, &PROTOCOL_ADDED];
    names(comparison, &subject, "the protocol", rules, [&old.protocols, protocols]);
    authentication(comparison, &subject, old, new);
    mqtt::service(comparison, &subject, old.mqtt.as_ref(), mqtt.as_ref());
    text::notes(comparison, &subject, &old.notes, notes);
    text::documentation(comparison, &subject, old.documentation.as_deref(), documentation.as_deref());
}

/// Reports a fact that has changed.
pub(super) fn fact(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    rule: &'static Rule,
    what: &str,
    [before, after]: [Option<String>; 2],
) {
    if before != after {
        let found = Found::new(format!("{what} of the service has changed"));
        comparison.report(rule, subject, found.values(before, after));
    }
}

/// Compares the authentication schemes. Signature Version 4 contains a name of the service, so its changes are reported
/// separately. The consequences are reported for each operation.
fn authentication(comparison: &mut Comparison<'_>, subject: &Subject<'_>, old: &Service, new: &Service) {
    let (rule, what) = match (&old.signing_name, &new.signing_name) {
        (None, Some(_)) => (&SIGNING_INTRODUCED, "requests to the service are signed"),
        (Some(_), None) => (&SIGNING_DROPPED, "requests to the service are no longer signed"),
        _ => (&SIGNING_NAME_CHANGED, "the signing name of the service is another"),
    };
    if old.signing_name != new.signing_name {
        let found = Found::new(what).values(old.signing_name.clone(), new.signing_name.clone());
        comparison.report(rule, subject, found);
    }
    let is_told = old.signing_name.is_some() != new.signing_name.is_some();
    let others = [old, new].map(|service| -> Vec<String> {
        service.auth.iter().filter(|name| !is_told || *name != "sigv4").cloned().collect()
    });
    let rules = [&AUTH_REMOVED, &AUTH_ADDED];
    names(comparison, subject, "authentication by", rules, others.each_ref().map(Vec::as_slice));
}

/// Reports which names were removed and added; `rules` are those for a removed name and for an added one.
fn names(
    comparison: &mut Comparison<'_>,
    subject: &Subject<'_>,
    what: &str,
    [removed, added]: [&'static Rule; 2],
    [old, new]: [&[String]; 2],
) {
    for name in old.iter().filter(|name| !new.contains(name)) {
        let found = Found::new(format!("{what} `{name}` is no longer offered by the service"));
        comparison.report(removed, &subject.part(name, None, None), found.values(name.clone(), None));
    }
    for name in new.iter().filter(|name| !old.contains(name)) {
        let found = Found::new(format!("{what} `{name}` is offered by the service"));
        comparison.report(added, &subject.part(name, None, None), found.values(None, name.clone()));
    }
}

fn headers(headers: &BTreeMap<String, String>) -> Option<String> {
    listed(&headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>())
}

/// Lists hosts with the advice for each.
pub(super) fn hosts(hosts: &[WrongHost]) -> Option<String> {
    let words = hosts.iter().map(|WrongHost { host, help }| format!("{host}: {help}"));
    listed(&words.collect::<Vec<_>>())
}

fn advice(hints: &[Hint]) -> Option<String> {
    let words = hints.iter().map(|Hint { status, message, help }| {
        let status = status.map(|status| format!("{status} ")).unwrap_or_default();
        format!("{status}{}: {help}", message.join(" | "))
    });
    listed(&words.collect::<Vec<_>>())
}

fn listed(words: &[String]) -> Option<String> {
    Some(words.join("; ")).filter(|words| !words.is_empty())
}
