//! Values of shapes as JSON: random ones, and their canonical form for comparisons.
//!
//! Timestamps are whole seconds since 1970, blobs base64, and floats that are not numbers are words. Members have their
//! JSON names.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "any number will do, and what is compared is rounded on both sides"
)]

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use models::Dice;
use serde_json::{Map, Value, json};
use smithy_model::ir::{Binding, Member, Operation, ShapeId, ShapeKind, Structure};
use smithy_model::{Diagnostics, Model, Options, Parts, Sources};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::clients::Wire;

/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

/// The maximum depth of random values.
const DEEPEST: usize = 3;

fn model_of(protocol: &str) -> Model {
    let mut sources = Sources::default();
    let parts = Parts::new(sources.add("service.smithy.json", include_str!("../service.smithy.json")));
    let options = Options { protocol: Some(protocol.to_owned()), ..Options::default() };
    smithy_model::load(&sources, parts, options, &mut Diagnostics::default()).expect("the model is good")
}

/// The model of the service for a protocol.
pub(crate) fn model(wire: Wire) -> &'static Model {
    static REST: LazyLock<Model> = LazyLock::new(|| model_of("restJson1"));
    static JSON: LazyLock<Model> = LazyLock::new(|| model_of("awsJson1_0"));
    static CBOR: LazyLock<Model> = LazyLock::new(|| model_of("rpcv2Cbor"));
    match wire {
        Wire::Rest => &REST,
        Wire::Json => &JSON,
        Wire::Cbor => &CBOR,
    }
}

/// The operation with a name.
pub(crate) fn operation(model: &'static Model, name: &str) -> &'static Operation {
    model.operations.iter().find(|operation| operation.name == name).expect("an operation of the model")
}

/// A random value of a structure.
pub(crate) fn random(model: &Model, id: ShapeId, dice: &mut Dice<'_>) -> Value {
    members(model, model.structure(id), DEEPEST, dice)
}

fn members(model: &Model, structure: &Structure, depth: usize, dice: &mut Dice<'_>) -> Value {
    let mut entries = Map::new();
    for member in &structure.members {
        if member.required || (depth > 0 && dice.once_in(2)) {
            entries.insert(member.wire_name().to_owned(), value(model, member, depth, dice));
        }
    }
    entries.into()
}

fn value(model: &Model, member: &Member, depth: usize, dice: &mut Dice<'_>) -> Value {
    match &model.shape(member.target).kind {
        ShapeKind::Blob { .. } => STANDARD.encode(dice.bytes(9)).into(),
        ShapeKind::Boolean => dice.once_in(2).into(),
        ShapeKind::Byte => (dice.number() as i8).into(),
        ShapeKind::Short => (dice.number() as i16).into(),
        ShapeKind::Integer | ShapeKind::IntEnum(_) => (dice.number() as i32).into(),
        ShapeKind::Long => dice.number().into(),
        ShapeKind::Float => real(f64::from(dice.number() as f32 / dice.pick(&[1.0, 3.0, 1e30])), dice),
        ShapeKind::Double => real(dice.number() as f64 / dice.pick(&[1.0, 3.0, 1e300]), dice),
        ShapeKind::Timestamp(_) => {
            let any = dice.number().rem_euclid(LAST);
            dice.pick(&[0, 1, 951_827_696, LAST, any]).into()
        }
        ShapeKind::List(list) => {
            let count = if depth == 0 { 0 } else { dice.below(4) };
            let item = |_| {
                if list.sparse && dice.once_in(4) {
                    Value::Null
                } else {
                    value(model, &list.member, depth - 1, dice)
                }
            };
            (0..count).map(item).collect()
        }
        ShapeKind::Map(map) => {
            let count = if depth == 0 { 0 } else { dice.below(4) };
            let mut entries = Map::new();
            for _ in 0..count {
                let key = if is_header_map(member) {
                    dice.pick(&["a", "b-c", "d1"]).to_owned()
                } else {
                    text(dice)
                };
                entries.insert(key, value(model, &map.value, depth.saturating_sub(1), dice));
            }
            entries.into()
        }
        ShapeKind::Structure(structure) => members(model, structure, depth.saturating_sub(1), dice),
        ShapeKind::Union(union) => {
            let count = if depth == 0 { 2 } else { union.members.len() };
            let member = union.members.get(dice.below(count)).expect("a union has members");
            json!({ member.wire_name(): value(model, member, depth.saturating_sub(1), dice) })
        }
        _ => text(dice).into(),
    }
}

fn is_header_map(member: &Member) -> bool {
    matches!(member.binding, Binding::PrefixHeaders(_))
}

fn real(number: f64, dice: &mut Dice<'_>) -> Value {
    match dice.below(8) {
        0 => dice.pick(&["NaN", "Infinity", "-Infinity"]).into(),
        _ => number.into(),
    }
}

/// Returns a text that some place has to encode or to refuse.
fn text(dice: &mut Dice<'_>) -> String {
    const ODD: &[&str] = &[
        "a",
        "",
        ".",
        "..",
        "/",
        "a/b",
        "../x",
        "a/../b",
        "%2F",
        "%2e%2e",
        "a b",
        "a,b",
        "\"q\"",
        " a ",
        "a\r\nB: c",
        "\n",
        "\u{0}",
        "ü",
        "日本",
        "\u{1F600}",
        "?x=y&z",
        "#f",
        ";",
        "\\",
        "a\\\"b,c",
        "+",
        "=",
        "http://h/",
        "\t",
        "\u{7F}",
        "null",
        "{}",
    ];
    if dice.once_in(4) { dice.text() } else { dice.pick(ODD).to_owned() }
}

/// Returns the canonical form of a structure.
pub(crate) fn canonical(model: &Model, id: ShapeId, value: &Value) -> Value {
    let Value::Object(entries) = value else { return value.clone() };
    let mut found = Map::new();
    for member in &model.structure(id).members {
        let name = member.wire_name();
        if let Some(value) = entries.get(name).filter(|value| !value.is_null()) {
            found.insert(name.to_owned(), canonical_member(model, member, value));
        }
    }
    found.into()
}

/// Does the same for the value of a member.
pub(crate) fn canonical_member(model: &Model, member: &Member, value: &Value) -> Value {
    match (&model.shape(member.target).kind, value) {
        (ShapeKind::Timestamp(_), value) => seconds(value).into(),
        (ShapeKind::Float, Value::Number(number)) => {
            f64::from(number.as_f64().unwrap_or_default() as f32).into()
        }
        (ShapeKind::Double, Value::Number(number)) => number.as_f64().into(),
        (ShapeKind::List(list), Value::Array(items)) => {
            let item = |item: &Value| {
                if item.is_null() { Value::Null } else { canonical_member(model, &list.member, item) }
            };
            items.iter().map(item).collect()
        }
        (ShapeKind::Map(map), Value::Object(entries)) => {
            let entry =
                |(key, value): (&String, &Value)| (key.clone(), canonical_member(model, &map.value, value));
            Value::Object(entries.iter().map(entry).collect())
        }
        (ShapeKind::Structure(_) | ShapeKind::Union(_), value) => canonical(model, member.target, value),
        (_, value) => value.clone(),
    }
}

/// Returns the seconds of a timestamp in any of its forms.
fn seconds(value: &Value) -> i64 {
    let text = match value {
        Value::Number(number) => {
            return number.as_i64().unwrap_or_else(|| number.as_f64().unwrap_or_default() as i64);
        }
        Value::String(text) => text,
        other => panic!("{other} is no timestamp"),
    };
    let rfc3339 = OffsetDateTime::parse(text, &Rfc3339).map(OffsetDateTime::unix_timestamp);
    let number = || text.parse().ok();
    let http = || {
        let since = httpdate::parse_http_date(text).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    };
    rfc3339.ok().or_else(number).or_else(http).unwrap_or_else(|| panic!("{text:?} is no timestamp"))
}

/// Returns a timestamp in the form for places outside of a body.
pub(crate) fn http_date(value: &Value) -> String {
    let since = std::time::Duration::from_secs(seconds(value).unsigned_abs());
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + since)
}

/// Converts a CBOR value to JSON.
pub(crate) fn of_cbor(value: &ciborium::Value) -> Value {
    use ciborium::Value as Cbor;
    match value {
        Cbor::Integer(number) => i64::try_from(*number).expect("an integer of 64 bits").into(),
        Cbor::Bytes(bytes) => STANDARD.encode(bytes).into(),
        Cbor::Float(number) if number.is_nan() => "NaN".into(),
        Cbor::Float(number) if number.is_infinite() => {
            if *number > 0.0 { "Infinity" } else { "-Infinity" }.into()
        }
        Cbor::Float(number) => (*number).into(),
        Cbor::Text(text) => text.as_str().into(),
        Cbor::Bool(value) => (*value).into(),
        Cbor::Tag(1, inner) => of_cbor(inner),
        Cbor::Array(items) => items.iter().map(of_cbor).collect(),
        Cbor::Map(entries) => {
            let entry = |(key, value): &(Cbor, Cbor)| {
                (key.as_text().expect("keys are text").to_owned(), of_cbor(value))
            };
            Value::Object(entries.iter().map(entry).collect())
        }
        _ => Value::Null,
    }
}

/// Converts a structure to CBOR, by the types of the model.
pub(crate) fn to_cbor(model: &Model, id: ShapeId, value: &Value) -> ciborium::Value {
    let members = &model.structure(id).members;
    let entries = value.as_object().into_iter().flatten().filter_map(|(name, value)| {
        let member = members.iter().find(|member| member.wire_name() == name)?;
        Some((ciborium::Value::Text(name.clone()), member_to_cbor(model, member, value)))
    });
    ciborium::Value::Map(entries.collect())
}

fn member_to_cbor(model: &Model, member: &Member, value: &Value) -> ciborium::Value {
    use ciborium::Value as Cbor;
    let kind = &model.shape(member.target).kind;
    match (kind, value) {
        (_, Value::Null) => Cbor::Null,
        (ShapeKind::Blob { .. }, Value::String(text)) => Cbor::Bytes(STANDARD.decode(text).expect("base64")),
        (ShapeKind::Timestamp(_), value) => Cbor::Tag(1, Box::new(seconds(value).into())),
        (ShapeKind::Float | ShapeKind::Double, Value::String(word)) => {
            Cbor::Float(word.parse().expect("a float"))
        }
        (ShapeKind::Float | ShapeKind::Double, value) => Cbor::Float(value.as_f64().unwrap_or_default()),
        (ShapeKind::List(list), Value::Array(items)) => {
            Cbor::Array(items.iter().map(|item| member_to_cbor(model, &list.member, item)).collect())
        }
        (ShapeKind::Map(map), Value::Object(entries)) => Cbor::Map(
            entries
                .iter()
                .map(|(key, value)| (Cbor::Text(key.clone()), member_to_cbor(model, &map.value, value)))
                .collect(),
        ),
        (ShapeKind::Structure(_) | ShapeKind::Union(_), value) => to_cbor(model, member.target, value),
        (_, Value::Bool(value)) => Cbor::Bool(*value),
        (_, Value::Number(number)) => number.as_i64().unwrap_or_default().into(),
        (_, value) => Cbor::Text(value.as_str().unwrap_or_default().to_owned()),
    }
}
