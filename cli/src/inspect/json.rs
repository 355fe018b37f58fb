//! A model as JSON: everything except the places in its source files.
//!
//! Every type is destructured field by field, so that a new field of the model does not compile until it is shown here.

mod endpoint;
mod http;
mod mqtt;
mod object;
mod shape;

use serde_json::Value;
use smithy_model::ir::{
    Acceptor, Compression, Deprecation, Discovery, Hint, Notes, Operation, Origin, Pagination, Service,
    Waiter, WrongHost,
};
use smithy_model::{Model, Validated};

use object::Object;

/// The model.
pub(super) fn model(model: &Model<Validated>) -> Value {
    let Model { service, operations, shapes, endpoint_rules, endpoint_tests, .. } = model;
    Object::default()
        .put("service", self::service(service))
        .list("operations", operations, |operation| self::operation(model, operation))
        .list("shapes", shapes.iter(), |(_, shape)| shape::shape(model, shape))
        .put("endpointRules", endpoint_rules.as_ref().map(endpoint::rule_set))
        .list("endpointTests", endpoint_tests, endpoint::test)
        .into()
}

fn service(service: &Service) -> Value {
    let Service {
        sdk_id,
        title,
        version,
        protocols,
        protocol,
        target_prefix,
        query_compatible,
        auth,
        endpoint_prefix,
        signing_name,
        client_context,
        mutual_tls_port,
        headers,
        wrong_hosts,
        hints,
        documentation,
        notes,
        pagination: _, // Operations have it too.
        discovery,
        mqtt,
        origin: Origin { id, .. },
    } = service;
    Object::default()
        .text("id", id)
        .text("sdkId", sdk_id)
        .text("title", title)
        .text("version", version)
        .list("protocols", protocols, |name| name.as_str().into())
        .put("protocol", protocol.map(|protocol| protocol.name()))
        .put("targetPrefix", target_prefix.as_deref())
        .flag("queryCompatible", *query_compatible)
        .list("auth", auth, |name| name.as_str().into())
        .put("endpointPrefix", endpoint_prefix.as_deref())
        .put("signingName", signing_name.as_deref())
        .list("clientContext", client_context, |(name, _)| name.as_str().into())
        .put("mutualTlsPort", *mutual_tls_port)
        .put("mqtt", mqtt.as_ref().map(self::mqtt::mqtt))
        .list("headers", headers, |(name, value)| {
            Object::default().text("name", name).text("value", value).into()
        })
        .list("wrongHosts", wrong_hosts, wrong_host)
        .list("hints", hints, hint)
        .put("endpointDiscovery", discovery.as_ref().map(self::discovery))
        .put("documentation", documentation.as_deref())
        .extend(self::notes(notes))
        .into()
}

fn discovery(Discovery { operation, error }: &Discovery) -> Value {
    Object::default().text("operation", operation).text("error", error).into()
}

fn wrong_host(WrongHost { host, help }: &WrongHost) -> Value {
    Object::default().text("host", host).text("help", help).into()
}

fn hint(Hint { status, message, help }: &Hint) -> Value {
    Object::default()
        .put("status", *status)
        .list("message", message, |text| text.as_str().into())
        .text("help", help)
        .into()
}

fn operation(model: &Model<Validated>, operation: &Operation) -> Value {
    let Operation {
        name,
        documentation,
        deprecated,
        notes,
        http,
        topic,
        input,
        output,
        errors,
        idempotent,
        readonly,
        host_prefix,
        auth,
        auth_ways,
        optional_auth,
        unsigned_payload,
        checksum_required,
        flexible_checksum,
        discovers_endpoint,
        compression,
        pagination,
        waiters,
        unsupported,
        static_context,
        context_paths,
        origin: Origin { id, .. },
    } = operation;
    let context = static_context
        .iter()
        .fold(Object::default(), |object, (name, value)| object.keep(name, value.clone()));
    let paths = context_paths
        .iter()
        .fold(Object::default(), |object, (name, path)| object.keep(name, path.to_string()));
    Object::default()
        .text("id", id)
        .text("name", name)
        .put("documentation", documentation.as_deref())
        .put("deprecated", deprecated.as_ref().map(deprecation))
        .extend(self::notes(notes))
        .put("unsupported", unsupported.as_deref())
        .put("http", http.as_ref().map(self::http::http))
        .put("topic", topic.as_ref().map(ToString::to_string))
        .text("input", &model.shape(*input).name)
        .text("output", &model.shape(*output).name)
        .list("errors", errors, |&id| model.shape(id).name.as_str().into())
        .flag("idempotent", *idempotent)
        .flag("readonly", *readonly)
        .put("hostPrefix", host_prefix.as_deref().map(self::http::text))
        .put("auth", auth.as_deref())
        .list("authWays", auth_ways, |way| way.name().into())
        .flag("unauthenticated", operation.is_unauthenticated())
        .flag("optionalAuth", *optional_auth)
        .flag("unsignedPayload", *unsigned_payload)
        .flag("checksumRequired", *checksum_required)
        .flag("flexibleChecksum", *flexible_checksum)
        .flag("discoversEndpoint", *discovers_endpoint)
        .put("compression", compression.as_ref().map(self::compression))
        .put("pagination", pagination.as_ref().map(self::pagination))
        .list("waiters", waiters, waiter)
        .object("staticContext", context)
        .object("contextPaths", paths)
        .into()
}

fn compression(Compression { encodings }: &Compression) -> Value {
    Object::default().list("encodings", encodings, |name| name.as_str().into()).into()
}

fn pagination(pagination: &Pagination) -> Value {
    let Pagination { input_token, output_token, items, page_size, more } = pagination;
    Object::default()
        .put("inputToken", input_token.as_deref())
        .put("outputToken", output_token.as_deref())
        .put("items", items.as_deref())
        .put("pageSize", page_size.as_deref())
        .put("more", more.as_deref())
        .into()
}

fn waiter(waiter: &Waiter) -> Value {
    let Waiter { name, documentation, deprecated, min_delay, max_delay, acceptors, origin: _ } = waiter;
    Object::default()
        .text("name", name)
        .put("documentation", documentation.as_deref())
        .put("deprecated", deprecated.as_ref().map(deprecation))
        .put("minDelay", *min_delay)
        .put("maxDelay", *max_delay)
        .list("acceptors", acceptors, |Acceptor { state, matcher }| {
            Object::default().text("state", state.name()).text("when", &matcher.clause()).into()
        })
        .into()
}

/// Returns the notes for people besides the documentation.
fn notes(notes: &Notes) -> Object {
    let Notes { since, unstable, external_documentation, suppressed } = notes;
    let pages = external_documentation
        .iter()
        .fold(Object::default(), |object, (title, url)| object.keep(title, url.as_str()));
    Object::default()
        .put("since", since.as_deref())
        .flag("unstable", *unstable)
        .object("externalDocumentation", pages)
        .list("suppressed", suppressed, |code| code.as_str().into())
}

/// Returns an object, even if it is empty because the element is only marked as deprecated.
fn deprecation(deprecation: &Deprecation) -> Value {
    let Deprecation { message, since } = deprecation;
    Object::default().put("message", message.as_deref()).put("since", since.as_deref()).into()
}
