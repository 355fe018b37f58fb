//! Changes of a JSON document, for inputs that are nearly valid.

use models::Dice;
use serde_json::{Value, json};

/// Changes a document in some places.
pub(crate) fn edit(document: &mut Value, dice: &mut Dice<'_>) {
    let donor = document.clone();
    for _ in 0..dice.between(1, 4) {
        let value = if dice.once_in(2) { odd(dice) } else { part(&donor, dice).clone() };
        change(document, value, dice);
    }
}

/// Returns a part of a document, found by a random path.
fn part<'d>(document: &'d Value, dice: &mut Dice<'_>) -> &'d Value {
    let mut at = document;
    while !dice.once_in(6) {
        let next = match at {
            Value::Array(items) => items.get(dice.below(items.len())),
            Value::Object(entries) => entries.values().nth(dice.below(entries.len())),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// Puts a value somewhere, or removes something.
fn change(document: &mut Value, value: Value, dice: &mut Dice<'_>) {
    if !dice.once_in(6) {
        let next = match document {
            Value::Array(items) => {
                let place = dice.below(items.len());
                items.get_mut(place)
            }
            Value::Object(entries) => {
                let place = dice.below(entries.len());
                entries.values_mut().nth(place)
            }
            _ => None,
        };
        if let Some(next) = next {
            return change(next, value, dice);
        }
    }
    match document {
        Value::Array(items) if dice.once_in(2) => items.push(value),
        Value::Array(items) => drop(items.pop()),
        Value::Object(entries) if !dice.once_in(3) => {
            let place = dice.below(entries.len());
            let key = entries.keys().nth(place).cloned().unwrap_or_default();
            match dice.below(3) {
                0 => drop(entries.remove(&key)),
                1 => drop(entries.insert(key, value)),
                // Adds the value of a key under a different spelling, too.
                _ => {
                    let known = entries.get(&key).cloned().unwrap_or_default();
                    entries.insert(key.to_uppercase(), known);
                }
            }
        }
        other => *other = value,
    }
}

/// Returns a value that hardly any place expects.
fn odd(dice: &mut Dice<'_>) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => json!({}),
        2 => json!([]),
        3 => dice.once_in(2).into(),
        4 => dice.number().into(),
        5 => dice.pick(&[-0.5, 1e300, 1e-300, 0.1]).into(),
        6 => dice.text().into(),
        7 => dice
            .pick(&["", " ", "#", "a#b", "smithy.api#Unit", "smithy.api#String", "/{a}/{b+}", "é", "\u{0}"])
            .into(),
        _ => json!({ "target": "smithy.api#String", "traits": { "smithy.api#required": {} } }),
    }
}
