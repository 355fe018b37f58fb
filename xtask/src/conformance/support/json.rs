//! Compares JSON.

use serde_json::{Map, Value};

/// Returns the place and the values of the first difference: `.a[1]: expected 1, found 2`.
pub(crate) fn difference(expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(left), Value::Object(right)) => objects(left, right),
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.find_map(|(index, (left, right))| Some(format!("[{index}]{}", difference(left, right)?)))
        }
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => None,
        (left, right) if left == right => None,
        (left, right) => Some(format!(": expected {left}, found {right}")),
    }
}

fn objects(expected: &Map<String, Value>, actual: &Map<String, Value>) -> Option<String> {
    let missing = expected.iter().find_map(|(name, value)| match actual.get(name) {
        Some(actual) => Some(format!(".{name}{}", difference(value, actual)?)),
        None => Some(format!(".{name}: expected {value}, found none")),
    });
    missing.or_else(|| {
        let (name, value) = actual.iter().find(|(name, _)| !expected.contains_key(*name))?;
        Some(format!(".{name}: expected none, found {value}"))
    })
}
