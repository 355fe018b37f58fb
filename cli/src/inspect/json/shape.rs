//! Shapes, their members and their constraints, as JSON.

use serde_json::Value;
use smithy_model::ir::{
    Constraints, EnumMember, ErrorMessage, ErrorTrait, IntEnumMember, List, Map, Member, Origin, Shape,
    ShapeKind, Structure,
};
use smithy_model::{Model, Validated};

use super::object::Object;
use super::{deprecation, http, mqtt, notes};
use crate::inspect::words;

/// Returns a shape, with the keys of its kind beside those of every shape.
pub(super) fn shape(model: &Model<Validated>, shape: &Shape) -> Value {
    let Shape {
        name,
        kind,
        documentation,
        deprecated,
        notes,
        sensitive,
        constraints,
        notification,
        json_over_mqtt,
        origin,
    } = shape;
    let Origin { id, .. } = origin;
    let object = Object::default()
        .text("id", id)
        .text("name", name)
        .text("kind", kind.name())
        .put("documentation", documentation.as_deref())
        .put("deprecated", deprecated.as_ref().map(deprecation))
        .extend(self::notes(notes))
        .flag("sensitive", *sensitive)
        .put("notification", notification.as_ref().map(mqtt::notification))
        .flag("jsonOverMqtt", *json_over_mqtt)
        .object("constraints", rules(constraints));
    content(model, kind, object).into()
}

fn content(model: &Model<Validated>, kind: &ShapeKind, object: Object) -> Object {
    match kind {
        ShapeKind::Boolean
        | ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::Long
        | ShapeKind::Float
        | ShapeKind::Double
        | ShapeKind::BigInteger
        | ShapeKind::BigDecimal
        | ShapeKind::Document => object,
        ShapeKind::String { media_type } => object.put("mediaType", media_type.as_deref()),
        ShapeKind::Blob { media_type, streaming, requires_length } => object
            .put("mediaType", media_type.as_deref())
            .flag("streaming", *streaming)
            .flag("requiresLength", *requires_length),
        ShapeKind::Timestamp(format) => object.put("timestampFormat", format.map(words::timestamp_format)),
        ShapeKind::Enum(members) => object.list("values", members, enum_member),
        ShapeKind::IntEnum(members) => object.list("values", members, int_enum_member),
        ShapeKind::List(List { member, sparse }) => {
            object.keep("member", self::member(model, member)).flag("sparse", *sparse)
        }
        ShapeKind::Map(Map { key, value, sparse }) => {
            object.keep("key", member(model, key)).keep("value", member(model, value)).flag("sparse", *sparse)
        }
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => {
            let Structure { members, error, unit, event_stream } = inner;
            object
                .list("members", members, |member| self::member(model, member))
                .put("error", error.as_ref().map(self::error))
                .flag("unit", *unit)
                .flag("eventStream", *event_stream)
        }
    }
}

fn member(model: &Model<Validated>, member: &Member) -> Value {
    let Member {
        name,
        target,
        binding,
        topic_label,
        json_name,
        required,
        client_optional,
        default,
        idempotency_token,
        timestamp_format,
        constraints,
        documentation,
        deprecated,
        notes,
        json_value,
        context_param,
        origin: _,
    } = member;
    let object = Object::default()
        .text("name", name)
        .text("target", &model.shape(*target).name)
        .put("binding", http::binding(binding))
        .flag("topicLabel", *topic_label)
        .put("jsonName", json_name.as_deref())
        .flag("required", *required)
        .flag("clientOptional", *client_optional)
        .flag("idempotencyToken", *idempotency_token)
        .put("timestampFormat", timestamp_format.map(words::timestamp_format))
        .object("constraints", rules(constraints))
        .put("documentation", documentation.as_deref())
        .put("deprecated", deprecated.as_ref().map(deprecation))
        .extend(self::notes(notes))
        .flag("jsonValue", *json_value)
        .put("contextParam", context_param.as_deref());
    // A default of null, false or an empty value is also a default.
    match default {
        Some(default) => object.keep("default", default.clone()),
        None => object,
    }
    .into()
}

fn rules(constraints: &Constraints) -> Object {
    let Constraints { min_length, max_length, min_value, max_value, pattern, unique_items } = constraints;
    Object::default()
        .put("minLength", *min_length)
        .put("maxLength", *max_length)
        .put("minValue", min_value.clone().map(Value::Number))
        .put("maxValue", max_value.clone().map(Value::Number))
        .put("pattern", pattern.as_deref())
        .flag("uniqueItems", *unique_items)
}

fn enum_member(member: &EnumMember) -> Value {
    let EnumMember { name, value, documentation, deprecated, notes, tags, origin: _ } = member;
    Object::default()
        .text("name", name)
        .keep("value", value.as_str())
        .put("documentation", documentation.as_deref())
        .put("deprecated", deprecated.as_ref().map(deprecation))
        .extend(self::notes(notes))
        .list("tags", tags, |tag| tag.as_str().into())
        .into()
}

fn int_enum_member(member: &IntEnumMember) -> Value {
    let IntEnumMember { name, value, documentation, notes, origin: _ } = member;
    Object::default()
        .text("name", name)
        .keep("value", *value)
        .put("documentation", documentation.as_deref())
        .extend(self::notes(notes))
        .into()
}

fn error(error: &ErrorTrait) -> Value {
    let ErrorTrait { fault, status, codes, messages, retryable } = error;
    let text = |text: &String| text.as_str().into();
    let message = |ErrorMessage { codes, message }: &ErrorMessage| {
        Object::default().list("codes", codes, text).list("message", message, text).into()
    };
    Object::default()
        .text("fault", words::fault(*fault))
        .keep("status", *status)
        .list("codes", codes, text)
        .list("messages", messages, message)
        .flag("retryable", retryable.is_some())
        .flag("throttling", *retryable == Some(true))
        .into()
}
