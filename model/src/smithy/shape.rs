//! Data shapes and their members.

use super::traits::Traits;
use super::{Reader, is_identifier, placement};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{
    Binding, EnumMember, ErrorTrait, Fault, IntEnumMember, List, Map, Member, Origin, Shape, ShapeId,
    ShapeKind, Structure,
};
use crate::json::{Fields, Node, Value};
use crate::suggest;

const TYPES: &[&str] = &[
    "blob",
    "boolean",
    "string",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "document",
    "timestamp",
    "enum",
    "intEnum",
    "list",
    "set",
    "map",
    "structure",
    "union",
];

/// Fills in what a declared shape is.
pub(crate) fn define(reader: &mut Reader<'_>, id: ShapeId, node: &Node, diagnostics: &mut Diagnostics) {
    let absolute = reader.shapes.get(id).origin.id.clone();
    let Some(fields) = Fields::open(node, &absolute, diagnostics) else { return };
    let mut nodes: Vec<&Node> = fields.get("traits").into_iter().collect();
    nodes.extend(reader.applied(&absolute));
    let traits = Traits::open(&absolute, &nodes, diagnostics);
    reject_mixins(&fields, &absolute, diagnostics);
    // Which keys there may be depends on the type, so without one there is no telling.
    if let Some(kind) = kind(reader, &fields, &traits, diagnostics) {
        reader.shapes.get_mut(id).kind = kind;
        fields.finish(diagnostics);
        placement::check_shape(reader.shapes.get(id), &traits, diagnostics);
    }
    apply_shape_traits(reader.shapes.get_mut(id), &traits, diagnostics);
}

/// Reports mixins: what they would add is missing.
pub(super) fn reject_mixins(fields: &Fields<'_>, id: &str, diagnostics: &mut Diagnostics) {
    if let Some(mixins) = fields.get("mixins") {
        let fault = Diagnostic::error("unsupported-mixin", "mixins are not supported");
        let help =
            "flatten the model first: `smithy build` does so with the transform `flattenAndRemoveMixins`";
        diagnostics.push(fault.at(mixins.span.head()).shape(id).help(help));
    }
}

/// What the traits say of a shape as a whole.
pub(crate) fn apply_shape_traits(shape: &mut Shape, traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    shape.documentation = traits.documentation(diagnostics);
    shape.deprecated = traits.deprecated(diagnostics);
    shape.notes = traits.notes(diagnostics);
    shape.sensitive = traits.flag("smithy.api#sensitive", diagnostics);
    shape.constraints = traits.constraints(diagnostics);
    let media = traits.text("smithy.api#mediaType", diagnostics).map(str::to_owned);
    match &mut shape.kind {
        ShapeKind::String { media_type } => *media_type = media,
        ShapeKind::Blob { media_type, streaming } => {
            *media_type = media;
            *streaming = traits.flag("smithy.api#streaming", diagnostics);
        }
        ShapeKind::Timestamp(format) => *format = traits.timestamp_format(diagnostics),
        ShapeKind::List(List { sparse, .. }) | ShapeKind::Map(Map { sparse, .. }) => {
            *sparse = traits.flag("smithy.api#sparse", diagnostics);
        }
        ShapeKind::Structure(structure) => structure.error = error(traits, diagnostics),
        ShapeKind::Union(union) => union.event_stream = traits.flag("smithy.api#streaming", diagnostics),
        _ => {}
    }
}

fn kind(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    traits: &Traits<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<ShapeKind> {
    let name = fields.required_string("type", diagnostics)?;
    Some(match name {
        "blob" => ShapeKind::Blob { media_type: None, streaming: false },
        "boolean" => ShapeKind::Boolean,
        "string" => ShapeKind::String { media_type: None },
        "byte" => ShapeKind::Byte,
        "short" => ShapeKind::Short,
        "integer" => ShapeKind::Integer,
        "long" => ShapeKind::Long,
        "float" => ShapeKind::Float,
        "double" => ShapeKind::Double,
        "document" => ShapeKind::Document,
        "timestamp" => ShapeKind::Timestamp(None),
        "enum" => ShapeKind::Enum(enum_members(reader, fields, &traits.id, diagnostics)),
        "intEnum" => ShapeKind::IntEnum(int_enum_members(reader, fields, &traits.id, diagnostics)),
        "list" | "set" => {
            let member = element(reader, fields, "member", &traits.id, diagnostics)?;
            ShapeKind::List(List { member, sparse: false })
        }
        "map" => {
            let key = element(reader, fields, "key", &traits.id, diagnostics);
            let value = element(reader, fields, "value", &traits.id, diagnostics);
            ShapeKind::Map(Map { key: key?, value: value?, sparse: false })
        }
        "structure" => ShapeKind::Structure(structure(reader, fields, &traits.id, diagnostics)),
        "union" => ShapeKind::Union(structure(reader, fields, &traits.id, diagnostics)),
        other => {
            let known = suggest::did_you_mean(other, TYPES.iter().copied());
            let place = fields.get("type").map(|node| node.span);
            let fault =
                Diagnostic::error("unsupported-type", format!("shapes of type `{other}` are not supported"));
            let help = known.unwrap_or_else(|| "leave out the operations that use it".to_owned());
            diagnostics.push(fault.at(place).shape(&traits.id).help(help));
            return None;
        }
    })
}

fn structure(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Structure {
    let members = fields.object("members", diagnostics).iter();
    let members = members.filter_map(|(key, node)| {
        let origin = Origin::new(format!("{owner}${}", key.text), key.span);
        check_name(&key.text, &origin, diagnostics);
        read_member(reader, &key.text, origin, node, diagnostics)
    });
    Structure { members: members.collect(), ..Structure::default() }
}

/// Reports a member whose name could not be written in Smithy.
pub(crate) fn check_name(name: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
    if !is_identifier(name) {
        let fault = Diagnostic::error("bad-name", format!("`{name}` is not a name in Smithy"));
        let help = "a name has ASCII letters, digits and underscores, and a letter before any digit";
        diagnostics.push(fault.at(origin.span).shape(&origin.id).help(help));
    }
}

fn element(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    name: &'static str,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Member> {
    let node = fields.required(name, diagnostics)?;
    let place = if node.as_str().is_some() { node.span } else { node.span.head() };
    read_member(reader, name, Origin::new(format!("{owner}${name}"), place), node, diagnostics)
}

/// One member: its target and its traits.
pub(crate) fn read_member(
    reader: &mut Reader<'_>,
    name: &str,
    origin: Origin,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Member> {
    let id = origin.id.as_str();
    let target = reader.target(node, id, diagnostics);
    let fields = Fields::open(node, id, diagnostics)?;
    fields.ignore(&["target"]);
    let mut nodes: Vec<&Node> = fields.get("traits").into_iter().collect();
    nodes.extend(reader.applied(id));
    let traits = Traits::open(id, &nodes, diagnostics);
    fields.finish(diagnostics);
    placement::check_member(&traits, diagnostics);
    let mut member = Member::new(name, target?, origin);
    apply_member_traits(&mut member, &traits, diagnostics);
    Some(member)
}

/// What the traits say of a member.
pub(crate) fn apply_member_traits(member: &mut Member, traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    member.binding = binding(traits, diagnostics);
    member.json_name = traits.text("smithy.api#jsonName", diagnostics).map(str::to_owned);
    member.required = traits.flag("smithy.api#required", diagnostics);
    member.client_optional = traits.flag("smithy.api#clientOptional", diagnostics);
    member.default = traits.get("smithy.api#default").map(Node::to_json);
    member.idempotency_token = traits.flag("smithy.api#idempotencyToken", diagnostics);
    member.timestamp_format = traits.timestamp_format(diagnostics);
    member.constraints = traits.constraints(diagnostics);
    member.documentation = traits.documentation(diagnostics);
    member.deprecated = traits.deprecated(diagnostics);
    member.notes = traits.notes(diagnostics);
    member.context_param = traits.fields("smithy.rules#contextParam", diagnostics).and_then(|fields| {
        let name = fields.required_string("name", diagnostics).map(str::to_owned);
        fields.finish(diagnostics);
        name
    });
}

fn binding(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Binding {
    let mut found: Vec<(&str, Binding)> = Vec::new();
    let mut text = |name| traits.text(name, diagnostics).map(str::to_owned);
    found.extend(text("smithy.api#httpQuery").map(|name| ("httpQuery", Binding::Query(name))));
    found.extend(text("smithy.api#httpHeader").map(|name| ("httpHeader", Binding::Header(name))));
    found.extend(
        text("smithy.api#httpPrefixHeaders")
            .map(|prefix| ("httpPrefixHeaders", Binding::PrefixHeaders(prefix))),
    );
    let flags = [
        ("httpLabel", Binding::Label { greedy: false }),
        ("httpQueryParams", Binding::QueryParams),
        ("httpPayload", Binding::Payload),
        ("httpResponseCode", Binding::StatusCode),
        ("hostLabel", Binding::HostLabel),
    ];
    found.extend(
        flags.into_iter().filter(|(name, _)| traits.flag(&format!("smithy.api#{name}"), diagnostics)),
    );
    // A host label may travel elsewhere too; where it does not, it is in the body.
    if let [(first, _), (second, _), ..] = found.as_slice()
        && *second != "hostLabel"
    {
        let place = traits.key(&format!("smithy.api#{second}")).map(|key| key.span);
        let message = format!("the member is bound twice, by `{first}` and by `{second}`");
        let fault = Diagnostic::error("two-bindings", message).at(place).shape(&traits.id);
        diagnostics.push(fault.help("a member travels in one place; remove one of the two traits"));
    }
    found.into_iter().next().map(|(_, binding)| binding).unwrap_or_default()
}

fn error(traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Option<ErrorTrait> {
    let (fault, default_status) = match traits.text("smithy.api#error", diagnostics)? {
        "client" => (Fault::Client, 400),
        "server" => (Fault::Server, 500),
        other => {
            let place = traits.get("smithy.api#error").map(|node| node.span);
            let diagnostic = Diagnostic::error("bad-trait", format!("`{other}` is not a kind of error"));
            diagnostics.push(diagnostic.at(place).shape(&traits.id).help("write `client` or `server`"));
            return None;
        }
    };
    let status = traits.get("smithy.api#httpError").and_then(|node| status(node, traits, diagnostics));
    let retryable = traits.fields("smithy.api#retryable", diagnostics).map(|fields| {
        let throttling = fields.flag("throttling", diagnostics);
        fields.finish(diagnostics);
        throttling
    });
    let codes = traits.texts("smithy.codegen#errorCodes", diagnostics);
    Some(ErrorTrait { fault, status: status.unwrap_or(default_status), codes, retryable })
}

/// An HTTP status, 100 to 599.
pub(crate) fn status(node: &Node, traits: &Traits<'_>, diagnostics: &mut Diagnostics) -> Option<u16> {
    if let Value::Number(number) = &node.value
        && let Some(status @ 100..600) = number.as_u64()
    {
        return u16::try_from(status).ok();
    }
    let message = format!("{} is not an HTTP status", node.to_json());
    let place =
        if matches!(node.value, Value::Number(_) | Value::String(_)) { node.span } else { node.span.head() };
    let fault = Diagnostic::error("bad-status", message).at(place).shape(&traits.id);
    diagnostics.push(fault.help("write a number from 100 to 599"));
    None
}

fn enum_members(
    reader: &Reader<'_>,
    fields: &Fields<'_>,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<EnumMember> {
    let mut members = Vec::new();
    for (name, traits, origin) in constants(reader, fields, owner, diagnostics) {
        let value = traits.text("smithy.api#enumValue", diagnostics).unwrap_or(&name).to_owned();
        let documentation = traits.documentation(diagnostics);
        let deprecated = traits.deprecated(diagnostics);
        let notes = traits.notes(diagnostics);
        let tags = traits.texts("smithy.api#tags", diagnostics);
        members.push(EnumMember { name, value, documentation, deprecated, notes, tags, origin });
    }
    members
}

fn int_enum_members(
    reader: &Reader<'_>,
    fields: &Fields<'_>,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<IntEnumMember> {
    let mut members = Vec::new();
    for (name, traits, origin) in constants(reader, fields, owner, diagnostics) {
        let documentation = traits.documentation(diagnostics);
        let notes = traits.notes(diagnostics);
        let node = traits.get("smithy.api#enumValue");
        let value = node.map(Node::to_json).and_then(|value| value.as_i64());
        if let Some(value) = value.and_then(|value| i32::try_from(value).ok()) {
            members.push(IntEnumMember { name, value, documentation, notes, origin });
        } else {
            let fault = Diagnostic::error("bad-trait", format!("`{name}` has no value of 32 bits"));
            let help = "give it a `smithy.api#enumValue` that is a whole number of 32 bits";
            let place = node.map_or(origin.span, |node| Some(node.span));
            diagnostics.push(fault.at(place).shape(&origin.id).help(help));
        }
    }
    members
}

/// The members of an enum with their traits; they all target `smithy.api#Unit`.
fn constants<'n>(
    reader: &Reader<'n>,
    fields: &Fields<'n>,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Traits<'n>, Origin)> {
    let mut constants = Vec::new();
    for (key, node) in fields.object("members", diagnostics) {
        let origin = Origin::new(format!("{owner}${}", key.text), key.span);
        let Some(fields) = Fields::open(node, &origin.id, diagnostics) else { continue };
        check_name(&key.text, &origin, diagnostics);
        if fields.required_string("target", diagnostics).is_some_and(|target| target != "smithy.api#Unit") {
            let fault =
                Diagnostic::error("bad-target", "the members of an enum have no values but their own");
            let place = fields.get("target").map(|target| target.span);
            diagnostics.push(fault.at(place).shape(&origin.id).help("write `smithy.api#Unit`"));
        }
        let mut nodes: Vec<&Node> = fields.get("traits").into_iter().collect();
        nodes.extend(reader.applied(&origin.id));
        fields.finish(diagnostics);
        let traits = Traits::open(&origin.id, &nodes, diagnostics);
        constants.push((key.text.clone(), traits, origin));
    }
    constants
}
