//! Operations: their HTTP trait, input, output and errors.

use super::shape::{self, status};
use super::traits::Traits;
use super::{Definition, Definitions, Reader, bare_name, placement};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{
    Compression, Http, Operation, Origin, Pagination, Shape, ShapeId, ShapeKind, Structure, UriPart,
    UriTemplate, http,
};
use crate::json::{Fields, Node};
use crate::source::Span;

/// The ways to authenticate that the client knows.
const KNOWN_AUTH: [&str; 2] = ["aws.auth#sigv4", "smithy.api#noAuth"];

/// Reads one operation.
pub(super) fn read(
    reader: &mut Reader<'_>,
    definitions: &Definitions<'_>,
    definition: Definition<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Operation> {
    let Definition { id, node, span, .. } = definition;
    let fields = Fields::open(node, id, diagnostics)?;
    let nodes: Vec<&Node> = fields.get("traits").into_iter().chain(definitions.applied(id)).collect();
    let traits = Traits::open(id, &nodes, diagnostics);
    shape::reject_mixins(&fields, id, diagnostics);
    fields.ignore(&["type"]);
    let input = io_shape(reader, &fields, "input", id, diagnostics);
    let output = io_shape(reader, &fields, "output", id, diagnostics);
    let errors = errors(reader, &fields, id, diagnostics);
    fields.finish(diagnostics);
    let http = read_http(&traits, span, diagnostics);
    check_auth(&traits, diagnostics);
    placement::check_is_no_service(&traits, diagnostics);
    Some(Operation {
        name: bare_name(id).to_owned(),
        documentation: traits.documentation(diagnostics),
        deprecated: traits.deprecated(diagnostics),
        notes: traits.notes(diagnostics),
        http: http?,
        input: input?,
        output: output?,
        errors,
        idempotent: traits.flag("smithy.api#idempotent", diagnostics),
        readonly: traits.flag("smithy.api#readonly", diagnostics),
        host_prefix: host_prefix(&traits, diagnostics),
        unauthenticated: is_anonymous(&traits, diagnostics),
        optional_auth: traits.flag("smithy.api#optionalAuth", diagnostics),
        unsigned_payload: traits.flag("aws.auth#unsignedPayload", diagnostics),
        checksum_required: checksum_required(&traits, diagnostics),
        compression: compression(&traits, diagnostics),
        pagination: pagination(&traits, diagnostics),
        unsupported: None,
        static_context: static_context(&traits, diagnostics),
        origin: Origin::new(id, span),
    })
}

/// An empty list of ways to authenticate, or one in which the anonymous one is the first that is known.
fn is_anonymous(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> bool {
    let schemes = traits.texts("smithy.api#auth", diagnostics);
    let preferred = schemes.iter().find(|scheme| KNOWN_AUTH.contains(&scheme.as_str()));
    traits.has("smithy.api#auth") && preferred.is_none_or(|scheme| scheme == "smithy.api#noAuth")
}

/// The structure behind `input` or `output`; one without members where there is none.
fn io_shape(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    name: &'static str,
    operation: &str,
    diagnostics: &mut Diagnostics,
) -> Option<ShapeId> {
    if let Some(node) = fields.get(name) {
        return reader.target(node, operation, diagnostics);
    }
    let kind = ShapeKind::Structure(Structure { unit: true, ..Structure::default() });
    Some(reader.shapes.push(Shape::new("Unit", kind, Origin::default())))
}

/// The errors of an operation or of the service.
pub(super) fn errors(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<ShapeId> {
    let errors = fields.array("errors", diagnostics).iter();
    errors.filter_map(|node| reader.target(node, owner, diagnostics)).collect()
}

fn read_http(traits: &Traits<'_>, span: Span, diagnostics: &mut Diagnostics) -> Option<Http> {
    let Some(fields) = traits.fields("smithy.api#http", diagnostics) else {
        if !traits.has("smithy.api#http") {
            let fault = Diagnostic::error("no-http", "the operation has no `smithy.api#http` trait");
            let fault = fault.at(span).shape(&traits.id);
            diagnostics.push(fault.help("restJson1 needs a method and a URI for every operation"));
        }
        return None;
    };
    let method = fields.required_string("method", diagnostics);
    let uri = fields.required_string("uri", diagnostics).zip(fields.get("uri"));
    let uri = uri.and_then(|(text, node)| {
        let parsed = UriTemplate::parse(text);
        parsed.map_err(|reason| diagnostics.push(bad_uri(node, &traits.id, &reason))).ok()
    });
    let code = fields.get("code").map_or(Some(200), |node| status(node, traits, diagnostics));
    let place = fields.get("uri").map_or(fields.span.head(), |node| node.span);
    fields.finish(diagnostics);
    Some(Http { method: method?.to_owned(), uri: uri?, code: code?, origin: Origin::new(&*traits.id, place) })
}

fn bad_uri(node: &Node, id: &str, reason: &str) -> Diagnostic {
    let uri = node.as_str().unwrap_or_default();
    Diagnostic::error("bad-uri", format!("`{uri}` is not a URI with labels: {reason}"))
        .at(node.span)
        .shape(id)
        .help("a URI looks like `/things/{thingName}/jobs?key=value`")
}

fn host_prefix(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<UriPart>> {
    let fields = traits.fields("smithy.api#endpoint", diagnostics)?;
    let prefix = fields.required_string("hostPrefix", diagnostics)?;
    let place = fields.get("hostPrefix").map(|node| node.span);
    fields.finish(diagnostics);
    match http::parse_host_prefix(prefix) {
        Ok(parts) => Some(parts),
        Err(reason) => {
            let message = format!("the host prefix cannot be read: {reason}");
            let fault = Diagnostic::error("bad-uri", message).at(place).shape(&traits.id);
            diagnostics.push(fault.help("a host prefix looks like `data.` or `{account}.data.`"));
            None
        }
    }
}

fn checksum_required(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> bool {
    // The rest of `httpChecksum` concerns checksums that callers may ask for.
    let required = |fields: Fields<'_>| fields.flag("requestChecksumRequired", &mut Diagnostics::default());
    traits.flag("smithy.api#httpChecksumRequired", diagnostics)
        || traits.fields("aws.protocols#httpChecksum", &mut Diagnostics::default()).is_some_and(required)
}

fn compression(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Option<Compression> {
    let fields = traits.fields("smithy.api#requestCompression", diagnostics)?;
    let encodings = fields.array("encodings", diagnostics).iter();
    let encodings = encodings.filter_map(Node::as_str).map(str::to_owned).collect();
    fields.finish(diagnostics);
    Some(Compression { encodings })
}

/// The `paginated` trait of an operation or of the service.
pub(super) fn pagination(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Option<Pagination> {
    let fields = traits.fields("smithy.api#paginated", diagnostics)?;
    let mut text = |name| fields.string(name, diagnostics).map(str::to_owned);
    let pagination = Pagination {
        input_token: text("inputToken"),
        output_token: text("outputToken"),
        items: text("items"),
        page_size: text("pageSize"),
    };
    fields.finish(diagnostics);
    Some(pagination)
}

fn static_context(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, serde_json::Value)> {
    let Some(fields) = traits.fields("smithy.rules#staticContextParams", diagnostics) else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for (key, node) in fields.members() {
        let Some(fields) = Fields::open(node, &traits.id, diagnostics) else { continue };
        let value = fields.required("value", diagnostics);
        fields.finish(diagnostics);
        values.extend(value.map(|value| (key.text.clone(), value.to_json())));
    }
    values
}

/// The ways to authenticate are listed in the order of preference; one of them has to be known.
pub(super) fn check_auth(traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    let schemes = traits.texts("smithy.api#auth", diagnostics);
    let known = |scheme: &String| KNOWN_AUTH.contains(&scheme.as_str());
    if !schemes.is_empty() && !schemes.iter().any(known) {
        let message = format!("authentication by `{}` is not supported", schemes.join("`, `"));
        let place = traits.get("smithy.api#auth").map(|node| node.span.head());
        let fault = Diagnostic::error("unsupported-auth", message).at(place).shape(&traits.id);
        diagnostics.push(fault.help("requests can be signed with Signature Version 4 or go out unsigned"));
    }
}
