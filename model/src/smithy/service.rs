//! The service shape: which one it is, its traits, its operations.

use super::traits::Traits;
use super::{Definition, Definitions, Reader, apply_service_traits, bare_name, closure, operation, shape};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::endpoint;
use crate::ir::{Model, Origin, Service, Unvalidated};
use crate::json::{Fields, Key, Node};
use crate::source::Span;

/// The one service of a document.
pub(super) fn only<'n>(
    definitions: &Definitions<'n>,
    document: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Definition<'n>> {
    let services: Vec<_> = definitions.of_type("service").collect();
    match services.as_slice() {
        [service] => Some(*service),
        [] => {
            let place = document.get("shapes").map_or(document.span, |shapes| shapes.span).head();
            let fault = Diagnostic::error("no-service", "there is no service in the model").at(place);
            diagnostics.push(fault.help("add a shape of type `service`; a client is made for one"));
            None
        }
        [_, second, ..] => {
            let names: Vec<_> = services.iter().map(|service| format!("`{}`", service.id)).collect();
            let message = format!("there are {} services in the model: {}", names.len(), names.join(", "));
            let fault = Diagnostic::error("several-services", message).at(second.span).shape(second.id);
            diagnostics.push(fault.help("keep one; a client is made for one service"));
            None
        }
    }
}

/// Reads the service and all that hangs on it.
pub(super) fn read(
    reader: &mut Reader<'_>,
    definitions: &Definitions<'_>,
    definition: Definition<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Model<Unvalidated>> {
    let Definition { id, node, span, .. } = definition;
    let fields = Fields::open(node, id, diagnostics)?;
    let nodes: Vec<&Node> = fields.get("traits").into_iter().chain(definitions.applied(id)).collect();
    let traits = Traits::open(id, &nodes, diagnostics);
    check_protocol(&traits, span, diagnostics);
    let version = fields.string("version", diagnostics).unwrap_or_default();
    let service = service(&traits, version, Origin::new(id, span), diagnostics);
    check_auth(&traits, &service, diagnostics);
    shape::reject_mixins(&fields, id, diagnostics);
    fields.ignore(&["type"]);
    rename_shapes(reader, &fields, id, diagnostics);
    let common_errors = operation::errors(reader, &fields, id, diagnostics);
    let pagination = operation::pagination(&traits, diagnostics).unwrap_or_default();
    let unauthenticated = service.signing_name.is_none();
    let mut operations = Vec::new();
    for definition in closure::operations(definitions, &fields, id, diagnostics) {
        if let Some(mut operation) = operation::read(reader, definitions, definition, diagnostics) {
            let missing = common_errors.iter().filter(|error| !operation.errors.contains(error));
            let missing: Vec<_> = missing.copied().collect();
            operation.errors.extend(missing);
            operation.unauthenticated |= unauthenticated;
            operation.pagination = operation.pagination.map(|pages| pages.over(&pagination));
            operations.push(operation);
        }
    }
    fields.finish(diagnostics);
    let mut model = Model::new(service, operations, std::mem::take(&mut reader.shapes));
    read_endpoint(&mut model, &traits, diagnostics);
    Some(model)
}

fn service(traits: &Traits<'_>, version: &str, origin: Origin, diagnostics: &mut Diagnostics) -> Service {
    let name = bare_name(&origin.id);
    let mut service = Service {
        sdk_id: name.to_owned(),
        title: traits.text("smithy.api#title", diagnostics).unwrap_or(name).to_owned(),
        version: version.to_owned(),
        protocols: protocols(traits).map(|key| bare_name(&key.text).to_owned()).collect(),
        auth: schemes(traits, diagnostics),
        documentation: traits.documentation(diagnostics),
        notes: traits.notes(diagnostics),
        origin,
        ..Service::default()
    };
    if let Some(fields) = traits.fields("aws.api#service", diagnostics) {
        if let Some(sdk_id) = fields.string("sdkId", diagnostics) {
            sdk_id.clone_into(&mut service.sdk_id);
        }
        service.endpoint_prefix = fields.string("endpointPrefix", diagnostics).map(str::to_owned);
        fields.ignore(&["arnNamespace", "cloudFormationName", "cloudTrailEventSource", "docId"]);
        fields.finish(diagnostics);
    }
    if let Some(fields) = traits.fields("aws.auth#sigv4", diagnostics) {
        service.signing_name = fields.required_string("name", diagnostics).map(str::to_owned);
        fields.finish(diagnostics);
    }
    apply_service_traits(&mut service, traits, diagnostics);
    service.protocols.sort();
    service
}

/// The ways to authenticate: those that are put in an order, or else all that there are, by name.
fn schemes(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let bare = |id: &str| bare_name(id).to_owned();
    if traits.has("smithy.api#auth") {
        return traits.texts("smithy.api#auth", diagnostics).iter().map(|id| bare(id)).collect();
    }
    let mut schemes: Vec<_> = traits.keys().filter(|key| is_scheme(key)).map(|key| bare(&key.text)).collect();
    schemes.sort();
    schemes
}

fn is_scheme(key: &Key) -> bool {
    let name = bare_name(&key.text);
    (key.text.starts_with("smithy.api#http") && name.ends_with("Auth"))
        || matches!(key.text.as_str(), "aws.auth#sigv4" | "aws.auth#sigv4a" | "aws.auth#cognitoUserPools")
}

/// Without this, requests to a service that wants to know who calls would silently go out unsigned.
fn check_auth(traits: &Traits<'_>, service: &Service, diagnostics: &mut Diagnostics) {
    operation::check_auth(traits, diagnostics);
    if let Some(key) = traits.keys().find(|key| is_scheme(key)).filter(|_| service.signing_name.is_none())
        && !traits.has("aws.auth#sigv4")
    {
        let message = format!("authentication by `{}` is not supported", key.text);
        let fault = Diagnostic::error("unsupported-auth", message).at(key.span).shape(&traits.id);
        diagnostics.push(fault.help("requests can be signed with Signature Version 4 or go out unsigned"));
    }
}

/// The keys that name a protocol; others of the same namespaces tell more about one.
fn protocols<'t>(traits: &'t Traits<'_>) -> impl Iterator<Item = &'t Key> {
    traits.keys().filter(|key| {
        let name = bare_name(&key.text);
        let is_more = ["awsQueryCompatible", "awsQueryError", "ec2QueryName"].contains(&name);
        key.text.starts_with("aws.protocols#")
            && (name.contains("Json") || name.contains("Xml") || name.contains("Query"))
            && !is_more
            || key.text.starts_with("smithy.protocols#")
    })
}

fn check_protocol(traits: &Traits<'_>, span: Span, diagnostics: &mut Diagnostics) {
    if traits.has("aws.protocols#restJson1") {
        return;
    }
    let protocol = protocols(traits).next();
    let message = match protocol {
        Some(key) => format!("the protocol `{}` is not supported", key.text),
        None => "the service has no protocol".to_owned(),
    };
    let place = protocol.map_or(span, |key| key.span);
    let fault = Diagnostic::error("unsupported-protocol", message).at(place).shape(&traits.id);
    diagnostics.push(fault.help("the generator writes clients for `aws.protocols#restJson1`"));
}

/// `rename` gives shapes of several namespaces names that differ.
fn rename_shapes(reader: &mut Reader<'_>, fields: &Fields<'_>, service: &str, diagnostics: &mut Diagnostics) {
    for (key, node) in fields.object("rename", diagnostics) {
        if let (Some(id), Some(name)) = (reader.ids.get(&key.text).copied(), node.as_str()) {
            name.clone_into(&mut reader.shapes.get_mut(id).name);
        } else {
            let fault = Diagnostic::error("bad-rename", format!("`{}` cannot be renamed", key.text));
            let help = "name a shape of this model by its absolute id, and give it another name as a string";
            diagnostics.push(fault.at(key.span).shape(service).help(help));
        }
    }
}

fn read_endpoint(model: &mut Model<Unvalidated>, traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    if let Some(rules) = traits.get("smithy.rules#endpointRuleSet") {
        model.endpoint_rules = endpoint::rule_set(rules, diagnostics);
    } else if let Some(compiled) = traits.get("smithy.rules#endpointBdd") {
        let fault = Diagnostic::error("unsupported-endpoint", "compiled endpoint rules are not supported");
        let help = "give the service a `smithy.rules#endpointRuleSet`, from which the compiled form is made";
        diagnostics.push(fault.at(compiled.span.head()).shape(&traits.id).help(help));
    }
    if let Some(tests) = traits.get("smithy.rules#endpointTests") {
        model.endpoint_tests = endpoint::tests(tests, diagnostics);
    }
}
