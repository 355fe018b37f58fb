//! Reads the service itself: `metadata` and the documentation beside it.

use std::collections::BTreeSet;

use super::{auth, traits};
use crate::endpoint::context;
use crate::ir::{Origin, Service};
use crate::json::{Fields, Node};
use crate::protocol;
use crate::{Diagnostic, Diagnostics};

/// Reads the service from the outermost object. Returns `None` if there is no `metadata`.
pub(super) fn read(document: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Service> {
    let node = document.required("metadata", diagnostics)?;
    let metadata = Fields::open(node, "", diagnostics)?;
    metadata.required_string("protocol", diagnostics);
    metadata.array("protocols", diagnostics);
    let text = |key, diagnostics: &mut _| metadata.string(key, diagnostics).map(str::to_owned);
    let title = text("serviceFullName", diagnostics);
    let abbreviation = text("serviceAbbreviation", diagnostics);
    let sdk_id = text("serviceId", diagnostics).or(abbreviation).or_else(|| title.clone());
    let sdk_id = sdk_id.unwrap_or_else(|| {
        diagnostics.push(nameless(node));
        String::new()
    });
    let version = metadata.required_string("apiVersion", diagnostics).unwrap_or_default().to_owned();
    let endpoint_prefix = text("endpointPrefix", diagnostics);
    let signing_name = text("signingName", diagnostics).or_else(|| endpoint_prefix.clone());
    metadata.string("signatureVersion", diagnostics);
    metadata.array("auth", diagnostics);
    let auth = auth::schemes(node);
    let target_prefix = text("targetPrefix", diagnostics);
    let query_compatible = metadata.get("awsQueryCompatible").is_some();
    let signs = auth.iter().any(|scheme| scheme == "sigv4");
    if signs && signing_name.is_none() {
        diagnostics.push(unsignable(node, &sdk_id));
    }
    finish(metadata, node, diagnostics);
    let settings = document.object("clientContextParams", diagnostics);
    Some(Service {
        title: title.unwrap_or_else(|| sdk_id.clone()),
        version,
        protocols: protocols(node),
        target_prefix,
        query_compatible,
        auth,
        endpoint_prefix,
        signing_name: signing_name.filter(|_| signs),
        client_context: context::settings(settings, &sdk_id, diagnostics),
        documentation: traits::documentation(document, diagnostics),
        origin: Origin::new(sdk_id.as_str(), node.span.head()),
        sdk_id: deprecated(document, sdk_id, diagnostics),
        ..Service::default()
    })
}

/// Returns all protocols, by Smithy's names and in their order.
fn protocols(metadata: &Node) -> Vec<String> {
    let json_version = metadata.get("jsonVersion").and_then(Node::as_str);
    let preferred = metadata.get("protocol").and_then(Node::as_str);
    let others = auth::texts(metadata.get("protocols"));
    let name = |name| protocol::of_c2j(name, json_version).to_owned();
    let names: BTreeSet<_> = preferred.into_iter().chain(others).map(name).collect();
    names.into_iter().collect()
}

fn nameless(node: &Node) -> Diagnostic {
    Diagnostic::error("missing-key", "the service has no name")
        .at(node.span.head())
        .help("add a `serviceId`, a `serviceAbbreviation` or a `serviceFullName`")
}

/// Reports a missing signing name: without it, requests would silently be unsigned.
fn unsignable(node: &Node, sdk_id: &str) -> Diagnostic {
    Diagnostic::error("missing-key", "the service signs requests, but the model has no signing name")
        .at(node.span.head())
        .shape(sdk_id)
        .help("add a `signingName` or an `endpointPrefix`")
}

/// Finishes `metadata`: the rest of its keys do not matter to a client, except the one that this warns about.
fn finish(metadata: Fields<'_>, node: &Node, diagnostics: &mut Diagnostics) {
    metadata.ignore(&["uid", "jsonVersion", "protocolSettings", "ripServiceName", "globalEndpoint"]);
    metadata.ignore(&["xmlNamespace", "timestampFormat", "browserOnly"]);
    if let Some(format) = metadata.string("checksumFormat", diagnostics) {
        let message = format!("some requests need a checksum of the service's own kind, `{format}`");
        let warning = Diagnostic::warning("ignored-key", message)
            .at(node.get("checksumFormat").map(|node| node.span))
            .help("the client does not compute it; set the members that carry it");
        diagnostics.push(warning);
    }
    metadata.finish(diagnostics);
}

/// Warns about a deprecated service, and returns the name.
fn deprecated(document: &Fields<'_>, sdk_id: String, diagnostics: &mut Diagnostics) -> String {
    if let Some(deprecation) = traits::deprecation(document, diagnostics) {
        let warning = Diagnostic::warning("deprecated-service", "the service is deprecated")
            .at(document.span.head())
            .shape(sdk_id.as_str())
            .help("see whether another service takes its place")
            .maybe_help(deprecation.message);
        diagnostics.push(warning);
    }
    sdk_id
}

#[cfg(test)]
mod tests {
    use super::super::tests::{load_text, load_with};

    #[test]
    fn names_and_prefixes_come_from_metadata() {
        let metadata = r#", "serviceFullName": "Amazing Pond", "endpointPrefix": "ponds", "uid": "pond-1""#;
        let service = load_with(metadata, "", "").0.expect("it loads").service;
        assert_eq!((service.sdk_id.as_str(), service.title.as_str()), ("Pond", "Amazing Pond"));
        assert_eq!(service.version, "2020-01-02");
        assert_eq!(service.endpoint_prefix.as_deref(), Some("ponds"));
        assert_eq!(service.signing_name.as_deref(), Some("ponds"));
        assert_eq!(service.origin.id, "Pond");
    }

    #[test]
    fn the_name_falls_back_and_may_not_be_missing() {
        let cases = [
            (r#""serviceAbbreviation": "Po", "serviceFullName": "Pond","#, "Po", 0),
            (r#""serviceFullName": "Pond","#, "Pond", 0),
            ("", "", 1),
        ];
        for (keys, name, problems) in cases {
            let text = format!(
                r#"{{"metadata": {{{keys} "protocol": "rest-json", "apiVersion": "1", "endpointPrefix": "po"}}}}"#
            );
            let (model, diagnostics) = load_text(&text);
            assert_eq!(model.expect("it loads").service.sdk_id, name);
            assert_eq!(diagnostics.iter().count(), problems);
        }
    }

    #[test]
    fn protocols_and_schemes_go_by_the_names_of_smithy() {
        let cases = [
            (r#""signatureVersion": "v4""#, "restJson1", "sigv4"),
            (r#""protocols": ["rest-json"], "auth": ["aws.auth#sigv4"]"#, "restJson1", "sigv4"),
            (r#""protocols": ["rest-xml", "query", "ec2"]"#, "awsQuery ec2Query restJson1 restXml", "sigv4"),
            (r#""protocols": ["json"], "jsonVersion": "1.1""#, "awsJson1_1 restJson1", "sigv4"),
            (r#""protocols": ["smithy-rpc-v2-cbor", "new"]"#, "new restJson1 rpcv2Cbor", "sigv4"),
            (r#""signatureVersion": "none""#, "restJson1", ""),
            (
                r#""auth": ["smithy.api#httpBearerAuth", "aws.auth#sigv4"]"#,
                "restJson1",
                "httpBearerAuth sigv4",
            ),
        ];
        for (keys, protocols, auth) in cases {
            let metadata = format!(r#", "signingName": "pond", {keys}"#);
            let service = load_with(&metadata, "", "").0.expect("it loads").service;
            assert_eq!(
                (service.protocols.join(" "), service.auth.join(" ")),
                (protocols.into(), auth.into())
            );
        }
    }

    #[test]
    fn what_is_signed_needs_a_name() {
        let codes = |metadata: &str| load_with(metadata, "", "").1.iter().map(|problem| problem.code).next();
        assert_eq!(codes(""), Some("missing-key"));
        assert_eq!(codes(r#", "signatureVersion": "none""#), None);
        assert_eq!(codes(r#", "signingName": "ponds""#), None);
    }

    #[test]
    fn signing_follows_the_schemes() {
        let cases = [
            (r#""signatureVersion": "v4""#, Some("pond")),
            (r#""signatureVersion": "none""#, None),
            (r#""signatureVersion": "bearer""#, None),
            (r#""signatureVersion": "v4", "auth": ["aws.auth#sigv4a", "aws.auth#sigv4"]"#, Some("pond")),
            (r#""signatureVersion": "v4", "auth": ["smithy.api#noAuth"]"#, None),
            (r#""signatureVersion": "bearer", "auth": ["smithy.api#httpBearerAuth"]"#, None),
        ];
        for (keys, name) in cases {
            let metadata = format!(r#", "signingName": "pond", "endpointPrefix": "ponds", {keys}"#);
            let (model, diagnostics) = load_with(&metadata, "", "");
            assert_eq!(model.expect("it loads").service.signing_name.as_deref(), name, "{keys}");
            assert_eq!(diagnostics.iter().count(), 0, "{keys}");
        }
    }
}
