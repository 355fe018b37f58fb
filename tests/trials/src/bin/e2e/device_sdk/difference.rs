//! The differences between two values that should be the same, member by member.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

/// A place where two values differ.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// The JSON pointer of the place.
    pub(super) at: String,
    /// The SDK's value there, if any.
    pub(super) sdk: Option<Value>,
    /// The client's value there, if any.
    pub(super) client: Option<Value>,
}

/// All places where two values differ.
pub(super) fn differences(sdk: &Value, client: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk(String::new(), Some(sdk), Some(client), &mut found);
    found
}

fn walk(at: String, sdk: Option<&Value>, client: Option<&Value>, found: &mut Vec<Difference>) {
    match (sdk, client) {
        (Some(Value::Object(sdk)), Some(Value::Object(client))) => {
            let names: BTreeSet<&String> = sdk.keys().chain(client.keys()).collect();
            for name in names {
                walk(format!("{at}/{name}"), sdk.get(name), client.get(name), found);
            }
        }
        (Some(Value::Array(sdk)), Some(Value::Array(client))) => {
            for index in 0..sdk.len().max(client.len()) {
                walk(format!("{at}/{index}"), sdk.get(index), client.get(index), found);
            }
        }
        _ if sdk == client => {}
        _ => found.push(Difference { at, sdk: sdk.cloned(), client: client.cloned() }),
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told =
            |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string);
        let Self { at, sdk, client } = self;
        write!(f, "{at}: the SDK has {}, the client has {}", told(sdk), told(client))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_told_with_what_each_side_has() {
        let sdk = json!({"same": {"a": [1]}, "list": [1, 2], "member": {"x": 1}, "one": 1});
        let client = json!({"same": {"a": [1]}, "list": [1], "member": {"x": "1"}, "other": null});
        let told: Vec<String> = differences(&sdk, &client).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "/list/1: the SDK has 2, the client has nothing",
                "/member/x: the SDK has 1, the client has \"1\"",
                "/one: the SDK has 1, the client has nothing",
                "/other: the SDK has nothing, the client has null",
            ]
        );
    }
}
