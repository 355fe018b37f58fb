//! The schemas of values without members: text, numbers, bytes, timestamps.

use serde_json::{Number, Value};

use super::object::Object;
use smithy_model::ir::{Constraints, EnumMember, IntEnumMember, ShapeKind, TimestampFormat};
use smithy_model::pattern;

/// Returns the schema of a simple shape with these constraints; for other shapes, one that accepts anything.
pub(super) fn schema(kind: &ShapeKind, rules: &Constraints, format: TimestampFormat) -> Object {
    match kind {
        ShapeKind::Boolean => Object::of("type", "boolean"),
        ShapeKind::Byte => integer("int8", Some((i8::MIN.into(), i8::MAX.into())), rules),
        ShapeKind::Short => integer("int16", Some((i16::MIN.into(), i16::MAX.into())), rules),
        ShapeKind::Integer => integer("int32", Some((i32::MIN, i32::MAX)), rules),
        // Many JSON readers cannot represent the bounds of this type exactly.
        ShapeKind::Long => integer("int64", None, rules),
        ShapeKind::Float => real("float", rules),
        ShapeKind::Double => real("double", rules),
        ShapeKind::BigInteger => big("integer", rules),
        ShapeKind::BigDecimal => big("number", rules),
        ShapeKind::String { media_type } => text(rules).with_some("contentMediaType", media_type.as_deref()),
        ShapeKind::Blob { media_type, .. } => {
            bytes(rules).with_some("contentMediaType", media_type.as_deref())
        }
        ShapeKind::Timestamp(_) => moment(format),
        ShapeKind::Enum(members) => enumeration(members, rules),
        ShapeKind::IntEnum(members) => int_enumeration(members),
        _ => Object::default(),
    }
}

fn integer(format: &str, bounds: Option<(i32, i32)>, rules: &Constraints) -> Object {
    let (min, max) = bounds.unzip();
    Object::of("type", "integer")
        .with("format", format)
        .with_some("minimum", rules.min_value.clone().or(min.map(Number::from)).map(Value::Number))
        .with_some("maximum", rules.max_value.clone().or(max.map(Number::from)).map(Value::Number))
}

/// Returns the schema of a number of any length.
fn big(name: &str, rules: &Constraints) -> Object {
    Object::of("type", name)
        .with_some("minimum", rules.min_value.clone().map(Value::Number))
        .with_some("maximum", rules.max_value.clone().map(Value::Number))
}

/// Returns the schema of a number, or of the name of one that JSON cannot write. If there is a range, these names are
/// outside of it.
fn real(format: &str, rules: &Constraints) -> Object {
    let number = Object::of("type", "number")
        .with("format", format)
        .with_some("minimum", rules.min_value.clone().map(Value::Number))
        .with_some("maximum", rules.max_value.clone().map(Value::Number));
    if rules.min_value.is_some() || rules.max_value.is_some() {
        return number;
    }
    let names: Vec<Value> = ["NaN", "Infinity", "-Infinity"].map(Value::from).into();
    Object::default().with_list("anyOf", vec![number.into(), Object::of("enum", names).into()])
}

fn text(rules: &Constraints) -> Object {
    let text = Object::of("type", "string")
        .with_some("minLength", rules.min_length)
        .with_some("maxLength", rules.max_length);
    match &rules.pattern {
        None => text,
        Some(pattern) => match pattern::spelt(pattern) {
            Ok(pattern) => text.with("pattern", pattern),
            Err(_) => text.with("x-smithy-pattern", pattern.as_str()),
        },
    }
}

/// Returns the schema of base64 with padding: every three bytes, or a part of them, take four characters.
fn bytes(rules: &Constraints) -> Object {
    let characters = |bytes: u64| bytes.div_ceil(3).saturating_mul(4);
    Object::of("type", "string")
        .with("contentEncoding", "base64")
        .with_some("minLength", rules.min_length.map(characters))
        .with_some("maxLength", rules.max_length.map(characters))
}

fn moment(format: TimestampFormat) -> Object {
    match format {
        TimestampFormat::EpochSeconds => {
            Object::of("type", "number").with("x-smithy-timestamp-format", "epoch-seconds")
        }
        TimestampFormat::DateTime => Object::of("type", "string").with("format", "date-time"),
        TimestampFormat::HttpDate => {
            Object::of("type", "string").with("x-smithy-timestamp-format", "http-date")
        }
    }
}

fn enumeration(members: &[EnumMember], rules: &Constraints) -> Object {
    let values = members.iter().map(|member| Value::from(member.value.as_str())).collect();
    let told = |member: &EnumMember| {
        member.name != member.value || member.documentation.is_some() || member.deprecated.is_some()
    };
    let details = members.iter().filter(|member| told(member)).map(|member| {
        Object::of("value", member.value.as_str())
            .with("name", member.name.as_str())
            .with_some(
                "description",
                member.documentation.as_deref().and_then(smithy_model::documentation::plain),
            )
            .with_flag("deprecated", member.deprecated.is_some())
            .into()
    });
    text(rules).with_list("enum", values).with_list("x-smithy-members", details.collect())
}

fn int_enumeration(members: &[IntEnumMember]) -> Object {
    let values = members.iter().map(|member| Value::from(member.value)).collect();
    let details = members.iter().map(|member| {
        Object::of("value", member.value)
            .with("name", member.name.as_str())
            .with_some(
                "description",
                member.documentation.as_deref().and_then(smithy_model::documentation::plain),
            )
            .into()
    });
    Object::of("type", "integer").with_list("enum", values).with_list("x-smithy-members", details.collect())
}
