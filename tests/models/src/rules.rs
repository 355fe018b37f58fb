//! Traits that constrain or document values.

use serde_json::{Map, Value, json};

use crate::shapes::Kind;
use crate::{Dice, words};

/// The trait `deprecated`.
pub(crate) fn deprecation(dice: &mut Dice<'_>) -> Value {
    match dice.below(3) {
        0 => json!({}),
        1 => json!({ "message": words::documentation(dice), "since": "2.0" }),
        _ => json!({ "message": "Use `other`." }),
    }
}

/// Adds constraints that fit values of a kind.
pub(crate) fn constrain(traits: &mut Map<String, Value>, kind: Kind, dice: &mut Dice<'_>) {
    let mut add = |name: &str, value: Value| traits.insert(format!("smithy.api#{name}"), value);
    let has_length =
        matches!(kind, Kind::String | Kind::Blob | Kind::Texts | Kind::List | Kind::Map | Kind::TextMap);
    if has_length && dice.once_in(3) {
        add("length", bounds(dice.below(9), dice));
    }
    match kind {
        Kind::String => {
            if dice.once_in(3) {
                add("pattern", words::pattern(dice).into());
            }
            if dice.once_in(6) {
                add("mediaType", dice.pick(&["application/json", "text/plain", "image/*; q=\"1\""]).into());
            }
        }
        Kind::Blob if dice.once_in(6) => {
            add("mediaType", "image/png".into());
        }
        Kind::Byte | Kind::Short | Kind::Integer | Kind::Long | Kind::Float | Kind::Double
            if dice.once_in(3) =>
        {
            add("range", bounds(dice.below(100), dice));
        }
        Kind::Timestamp if dice.once_in(2) => {
            add("timestampFormat", dice.pick(&["epoch-seconds", "date-time", "http-date"]).into());
        }
        Kind::List | Kind::Texts => {
            if dice.once_in(6) {
                add("uniqueItems", json!({}));
            } else if dice.once_in(4) {
                add("sparse", json!({}));
            }
        }
        Kind::Map if dice.once_in(4) => {
            add("sparse", json!({}));
        }
        _ => {}
    }
}

fn bounds(least: usize, dice: &mut Dice<'_>) -> Value {
    match dice.below(3) {
        0 => json!({ "min": least }),
        1 => json!({ "max": least }),
        _ => json!({ "min": least, "max": least + dice.below(100) }),
    }
}

/// Returns a default that fits a kind, if there is one.
pub(crate) fn default_of(kind: Kind, dice: &mut Dice<'_>) -> Option<Value> {
    if dice.once_in(8) {
        return Some(Value::Null);
    }
    Some(match kind {
        Kind::String => words::text(dice).into(),
        Kind::Boolean => dice.once_in(2).into(),
        Kind::Byte => dice.pick(&[0, 1, -128, 127]).into(),
        Kind::Short => dice.pick(&[0, 1, -32768, 32767]).into(),
        Kind::Integer => i32::try_from(dice.number()).unwrap_or_default().into(),
        Kind::Long | Kind::BigInteger => dice.number().into(),
        Kind::Float | Kind::Double => dice.pick(&[0.0, -0.5, 1e10, 3.25]).into(),
        Kind::Blob => dice.pick(&["", "aGk="]).into(),
        Kind::Timestamp => dice.pick(&[0, 1_700_000_000]).into(),
        Kind::Document => {
            dice.pick(&[json!({}), json!([]), json!(null), json!("a"), json!({ "a": [1, null] })])
        }
        Kind::Texts | Kind::List => json!([]),
        Kind::TextMap | Kind::Map => json!({}),
        _ => return None,
    })
}
