//! The schema of each shape, and of each member that refers to one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::object::Object;
use super::{names, simple};
use smithy_model::Validated;
use smithy_model::documentation::plain;
use smithy_model::ir::{
    Constraints, Deprecation, ErrorTrait, Fault, List, Map, Member, Model, Shape, ShapeId, ShapeKind,
    Structure, TimestampFormat,
};

/// The place of a value, which decides the default format of timestamps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In JSON.
    Json,
    /// In a header.
    Header,
    /// In the path or the query.
    Uri,
}

impl Place {
    fn timestamp(self) -> TimestampFormat {
        match self {
            Self::Json => TimestampFormat::EpochSeconds,
            Self::Header => TimestampFormat::HttpDate,
            Self::Uri => TimestampFormat::DateTime,
        }
    }
}

/// The schemas of a document for the shapes of a model.
pub(super) struct Schemas<'m> {
    model: &'m Model<Validated>,
    keys: BTreeMap<ShapeId, String>,
    /// Shapes that the service sends: they may have values that the model does not know yet.
    received: BTreeSet<ShapeId>,
    /// Structures that are shown only with their body members.
    bodies: BTreeSet<ShapeId>,
    /// The folder of the schemas in the document: `#/$defs/`.
    folder: &'static str,
}

impl<'m> Schemas<'m> {
    /// Creates schemas in which every structure has all its members.
    pub(super) fn of_values(model: &'m Model<Validated>, folder: &'static str) -> Self {
        let notifications = model.notifications().map(|(id, _)| id);
        let received = model.reach(answers(model).chain(notifications));
        Self { model, keys: names::keys(model), received, bodies: BTreeSet::new(), folder }
    }

    /// Creates schemas in which inputs, outputs and errors have only their body members.
    pub(super) fn of_bodies(model: &'m Model<Validated>, folder: &'static str) -> Self {
        let messages = model.operations.iter().flat_map(|operation| {
            [operation.input, operation.output].into_iter().chain(operation.errors.iter().copied())
        });
        let received = model.reach(answers(model));
        Self { received, bodies: messages.collect(), ..Self::of_values(model, folder) }
    }

    /// Returns the schemas of the shapes that `wanted` selects, by their keys.
    pub(super) fn all(&self, wanted: impl Fn(ShapeId) -> bool) -> Object {
        let wanted = self.keys.iter().filter(|(id, _)| wanted(**id));
        wanted.map(|(id, key)| (key.as_str(), self.shape(*id))).collect()
    }

    /// A reference to a shape.
    pub(super) fn reference(&self, id: ShapeId) -> Object {
        let key = self.keys.get(&id).map(String::as_str).unwrap_or_default();
        Object::reference(format!("{}{key}", self.folder))
    }

    /// Returns the members in the schema of a structure.
    pub(super) fn members(&self, id: ShapeId) -> impl Iterator<Item = &'m Member> {
        let body_only = self.bodies.contains(&id);
        let in_body = |member: &Member| member.binding.is_in_body();
        self.model.structure(id).members.iter().filter(move |member| !body_only || in_body(member))
    }

    fn shape(&self, id: ShapeId) -> Object {
        let shape = self.model.shape(id);
        let open = self.received.contains(&id);
        let schema = match &shape.kind {
            ShapeKind::Structure(inner) => self.structure(id, inner, open),
            ShapeKind::Union(inner) => self.union(inner, open),
            kind => self.value(kind, &shape.constraints, format(shape, None, Place::Json), Place::Json, open),
        };
        described(schema, shape.documentation.as_deref(), shape.deprecated.as_ref())
            .with_flag("x-smithy-sensitive", shape.sensitive)
    }

    /// Returns the schema of a value that is neither a structure nor a union.
    fn value(
        &self,
        kind: &ShapeKind,
        rules: &Constraints,
        format: TimestampFormat,
        place: Place,
        open: bool,
    ) -> Object {
        match kind {
            ShapeKind::List(list) => self.list(list, rules, place, open),
            ShapeKind::Map(map) => self.map(map, rules, open),
            kind => simple::schema(kind, rules, format),
        }
    }

    fn list(&self, list: &List, rules: &Constraints, place: Place, open: bool) -> Object {
        Object::of("type", "array")
            .with("items", nullable(self.member(&list.member, place, open), list.sparse))
            .with_some("minItems", rules.min_length)
            .with_some("maxItems", rules.max_length)
            .with_flag("uniqueItems", rules.unique_items)
    }

    fn map(&self, map: &Map, rules: &Constraints, open: bool) -> Object {
        Object::of("type", "object")
            .with("propertyNames", self.member(&map.key, Place::Json, open))
            .with("additionalProperties", nullable(self.member(&map.value, Place::Json, open), map.sparse))
            .with_some("minProperties", rules.min_length)
            .with_some("maxProperties", rules.max_length)
    }

    fn structure(&self, id: ShapeId, structure: &Structure, open: bool) -> Object {
        let property =
            |member: &Member| (member.wire_name().to_owned(), self.member(member, Place::Json, open));
        let mut properties: Object = self.members(id).map(property).collect();
        if structure.error.is_some() && self.bodies.contains(&id) {
            properties.extend(error_words(structure));
        }
        let mut required: Vec<Value> = Vec::new();
        for member in self.members(id).filter(|member| member.required) {
            let name = Value::from(member.wire_name());
            if !required.contains(&name) {
                required.push(name);
            }
        }
        Object::of("type", "object")
            .with_object("properties", properties)
            .with_list("required", required)
            .with_some("additionalProperties", (!open).then_some(false))
            .with_some("x-smithy-error", structure.error.as_ref().map(error))
    }

    /// Returns one alternative for each member. A union that the service sends may have an unknown member instead.
    fn union(&self, union: &Structure, open: bool) -> Object {
        let known: Vec<Value> = union.members.iter().map(|member| member.wire_name().into()).collect();
        let variant = |member: &Member| {
            let property = Object::of(member.wire_name(), self.member(member, Place::Json, open));
            Object::of("type", "object")
                .with("title", member.name.as_str())
                .with("properties", property)
                .with("required", vec![Value::from(member.wire_name())])
                .with_some("additionalProperties", (!open).then_some(false))
                .into()
        };
        let unknown = Object::of("type", "object")
            .with("title", "a member that the model does not have")
            .with("minProperties", 1)
            .with("propertyNames", Object::of("not", Object::of("enum", known)));
        let known = union.members.iter().map(variant);
        Object::default().with_list("oneOf", known.chain(open.then(|| unknown.into())).collect())
    }

    /// Returns the schema of a member's values, with the documentation of the member.
    fn member(&self, member: &Member, place: Place, open: bool) -> Object {
        let schema = self.member_value(member, place, open);
        described(schema, member.documentation.as_deref(), member.deprecated.as_ref())
    }

    /// Returns the schema of a member's values. If the owner is `open`, it may contain values that its enums do not
    /// list.
    pub(super) fn member_value(&self, member: &Member, place: Place, open: bool) -> Object {
        let target = self.model.shape(member.target);
        let schema = if self.is_own(member, place) {
            self.inline(member, target, place, open)
        } else {
            self.reference(member.target)
        };
        let schema = match target.kind {
            ShapeKind::Enum(_) if open => widened(schema, "string"),
            ShapeKind::IntEnum(_) if open => widened(schema, "integer"),
            _ => schema,
        };
        let format = format(target, Some(member), place);
        schema
            .with_some("default", default(member, &target.kind, format))
            .with_flag("x-smithy-idempotency-token", member.idempotency_token)
    }

    /// Whether a member's values differ from those of its target, so that a reference is not enough.
    fn is_own(&self, member: &Member, place: Place) -> bool {
        let target = self.model.shape(member.target);
        let rules = member.constraints.over(&target.constraints);
        let own_format = matches!(target.kind, ShapeKind::Timestamp(_))
            && format(target, Some(member), place) != format(target, None, Place::Json);
        let own_items = match &target.kind {
            ShapeKind::List(list) if place != Place::Json => self.is_own(&list.member, place),
            _ => false,
        };
        rules != target.constraints || own_format || own_items || is_base64(member, target, place)
    }

    /// Returns the schema of the target with the member's constraints instead of the target's.
    fn inline(&self, member: &Member, target: &Shape, place: Place, open: bool) -> Object {
        if is_base64(member, target, place) {
            let media_type = match &target.kind {
                ShapeKind::String { media_type: Some(media_type) } => media_type.as_str(),
                _ => "application/json",
            };
            let text = Object::of("type", "string").with("contentEncoding", "base64");
            return text.with("contentMediaType", media_type);
        }
        let rules = member.constraints.over(&target.constraints);
        let format = format(target, Some(member), place);
        let schema = self.value(&target.kind, &rules, format, place, open);
        described(schema, target.documentation.as_deref(), target.deprecated.as_ref())
            .with_flag("x-smithy-sensitive", target.sensitive)
    }
}

/// Returns the shapes that the service sends over HTTP.
fn answers(model: &Model<Validated>) -> impl Iterator<Item = ShapeId> {
    let operations = model.operations.iter();
    operations.flat_map(|operation| std::iter::once(operation.output).chain(operation.errors.iter().copied()))
}

/// Adds documentation and deprecation; a member takes precedence over its target.
pub(super) fn described(
    schema: Object,
    documentation: Option<&str>,
    deprecated: Option<&Deprecation>,
) -> Object {
    let note = deprecated.map(|deprecated| match (&deprecated.since, &deprecated.message) {
        (Some(since), Some(message)) => format!("Deprecated since {since}: {message}"),
        (Some(since), None) => format!("Deprecated since {since}."),
        (None, Some(message)) => format!("Deprecated: {message}"),
        (None, None) => "Deprecated.".to_owned(),
    });
    let parts: Vec<String> = documentation.and_then(plain).into_iter().chain(note).collect();
    let description = Some(parts.join("\n\n")).filter(|text| !text.is_empty());
    schema.with_some("description", description).with_flag("deprecated", deprecated.is_some())
}

fn nullable(schema: Object, sparse: bool) -> Object {
    if !sparse {
        return schema;
    }
    Object::default().with_list("anyOf", vec![schema.into(), Object::of("type", "null").into()])
}

/// Allows values that are not in the model. The known ones stay readable.
fn widened(schema: Object, kind: &str) -> Object {
    Object::default().with_list("anyOf", vec![schema.into(), Object::of("type", kind).into()])
}

/// Whether a header has the text in base64, because it may contain characters that headers do not allow.
fn is_base64(member: &Member, target: &Shape, place: Place) -> bool {
    let has_media_type = matches!(target.kind, ShapeKind::String { media_type: Some(_) });
    place == Place::Header && (member.json_value || has_media_type)
}

/// Returns the timestamp format: that of the member, else of its target, else the default of the place.
fn format(target: &Shape, member: Option<&Member>, place: Place) -> TimestampFormat {
    let of_target = match target.kind {
        ShapeKind::Timestamp(format) => format,
        _ => None,
    };
    let of_member = member.and_then(|member| member.timestamp_format);
    of_member.or(of_target).unwrap_or(place.timestamp())
}

/// Returns the default as it would be sent. A time that the model writes in another format is left out.
fn default(member: &Member, kind: &ShapeKind, format: TimestampFormat) -> Option<Value> {
    let default = member.default.as_ref().filter(|default| !default.is_null())?;
    let fits = match (kind, format) {
        (ShapeKind::Timestamp(_), TimestampFormat::EpochSeconds) => default.is_number(),
        (ShapeKind::Timestamp(_), TimestampFormat::DateTime) => default.is_string(),
        (ShapeKind::Timestamp(_), TimestampFormat::HttpDate) => false,
        _ => true,
    };
    fits.then(|| default.clone())
}

/// Returns the body members of an error besides the modeled ones.
fn error_words(structure: &Structure) -> impl Iterator<Item = (&'static str, Object)> {
    let is_modelled =
        |word: &str| structure.members.iter().any(|member| member.wire_name().eq_ignore_ascii_case(word));
    let words = ["__type", "code", "message"].into_iter().filter(move |word| !is_modelled(word));
    words.map(|word| (word, Object::of("type", "string"))).collect::<Vec<_>>().into_iter()
}

fn error(error: &ErrorTrait) -> Object {
    let fault = match error.fault {
        Fault::Client => "client",
        Fault::Server => "server",
    };
    let codes = error.codes.iter().map(|code| code.as_str().into()).collect();
    Object::of("fault", fault)
        .with("status", error.status)
        .with_list("codes", codes)
        .with_flag("retryable", error.retryable.is_some())
}
