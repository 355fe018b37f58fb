//! Data shapes and their members.

use super::traits::Traits;
use super::{Reader, is_identifier};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{EnumMember, IntEnumMember, List, Map, Member, Origin, ShapeId, ShapeKind, Structure};
use crate::json::{Fields, Node};
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
    "bigInteger",
    "bigDecimal",
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

/// Fills in a declared shape.
pub(crate) fn define(reader: &mut Reader<'_>, id: ShapeId, node: &Node, diagnostics: &mut Diagnostics) {
    let absolute = reader.shapes.get(id).origin.id.clone();
    let Some(fields) = Fields::open(node, &absolute, diagnostics) else { return };
    fields.ignore(&["traits"]);
    let traits = reader.traits(&absolute, node, diagnostics);
    // The type decides which keys are valid, so they cannot be checked without it.
    if let Some(kind) = kind(reader, &fields, &absolute, diagnostics) {
        reader.shapes.get_mut(id).kind = kind;
        reader.report_mixins(&fields, &absolute, diagnostics);
        fields.finish(diagnostics);
        traits.read(reader.shapes.get_mut(id), |known| known.shape, diagnostics);
    }
}

fn kind(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    id: &str,
    diagnostics: &mut Diagnostics,
) -> Option<ShapeKind> {
    let name = fields.required_string("type", diagnostics)?;
    Some(match name {
        "blob" => ShapeKind::Blob { media_type: None, streaming: false, requires_length: false },
        "boolean" => ShapeKind::Boolean,
        "string" => ShapeKind::String { media_type: None },
        "byte" => ShapeKind::Byte,
        "short" => ShapeKind::Short,
        "integer" => ShapeKind::Integer,
        "long" => ShapeKind::Long,
        "float" => ShapeKind::Float,
        "double" => ShapeKind::Double,
        "document" => ShapeKind::Document,
        "bigInteger" => ShapeKind::BigInteger,
        "bigDecimal" => ShapeKind::BigDecimal,
        "timestamp" => ShapeKind::Timestamp(None),
        "enum" => ShapeKind::Enum(enum_members(reader, fields, id, diagnostics)),
        "intEnum" => ShapeKind::IntEnum(int_enum_members(reader, fields, id, diagnostics)),
        "list" | "set" => {
            let member = element(reader, fields, "member", id, diagnostics)?;
            ShapeKind::List(List { member, sparse: false })
        }
        "map" => {
            let key = element(reader, fields, "key", id, diagnostics);
            let value = element(reader, fields, "value", id, diagnostics);
            ShapeKind::Map(Map { key: key?, value: value?, sparse: false })
        }
        "structure" => ShapeKind::Structure(structure(reader, fields, id, diagnostics)),
        "union" => ShapeKind::Union(structure(reader, fields, id, diagnostics)),
        other => {
            let known = suggest::did_you_mean(other, TYPES.iter().copied());
            let place = fields.get("type").map(|node| node.span);
            let problem =
                Diagnostic::error("unsupported-type", format!("shapes of type `{other}` are not supported"));
            let help = known.unwrap_or_else(|| "leave out the operations that use it".to_owned());
            diagnostics.push(problem.at(place).shape(id).help(help));
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

/// Reports a member whose name is not valid in Smithy.
pub(crate) fn check_name(name: &str, origin: &Origin, diagnostics: &mut Diagnostics) {
    if !is_identifier(name) {
        let problem = Diagnostic::error("bad-name", format!("`{name}` is not a name in Smithy"));
        let help = "a name has ASCII letters, digits and underscores, and does not begin with a digit";
        diagnostics.push(problem.at(origin.span).shape(&origin.id).help(help));
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

/// Reads one member: its target and its traits.
pub(crate) fn read_member(
    reader: &mut Reader<'_>,
    name: &str,
    origin: Origin,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Member> {
    let id = origin.id.clone();
    let target = reader.target(node, &id, diagnostics);
    let fields = Fields::open(node, &id, diagnostics)?;
    fields.ignore(&["target", "traits"]);
    fields.finish(diagnostics);
    let mut member = Member::new(name, target?, origin);
    reader.traits(&id, node, diagnostics).read(&mut member, |known| known.member, diagnostics);
    Some(member)
}

fn enum_members(
    reader: &Reader<'_>,
    fields: &Fields<'_>,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<EnumMember> {
    let mut members = Vec::new();
    for (name, traits, origin) in constants(reader, fields, owner, diagnostics) {
        let mut member = EnumMember::new(name, origin);
        traits.read(&mut member, |known| known.value, diagnostics);
        members.push(member);
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
        if traits.get("smithy.api#enumValue").is_none() {
            let problem = Diagnostic::error("bad-trait", format!("`{name}` has no value")).at(origin.span);
            let help = "give it a `smithy.api#enumValue` that is a whole number of 32 bits";
            diagnostics.push(problem.shape(&origin.id).help(help));
        }
        let mut member = IntEnumMember::new(name, origin);
        traits.read(&mut member, |known| known.int_value, diagnostics);
        members.push(member);
    }
    members
}

/// Reads the members of an enum with their traits; they all target `smithy.api#Unit`.
fn constants<'n>(
    reader: &Reader<'_>,
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
            let problem =
                Diagnostic::error("bad-target", "the members of an enum have no values but their own");
            let place = fields.get("target").map(|target| target.span);
            diagnostics.push(problem.at(place).shape(&origin.id).help("write `smithy.api#Unit`"));
        }
        fields.ignore(&["traits"]);
        fields.finish(diagnostics);
        constants.push((key.text.clone(), reader.traits(&origin.id, node, diagnostics), origin));
    }
    constants
}
