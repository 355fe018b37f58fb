//! Gives every shape a unique key, which a reference can use without escapes.

use std::collections::{BTreeMap, BTreeSet};

use smithy_model::Validated;
use smithy_model::ir::{Model, ShapeId};

/// Returns the keys of all shapes: their names, if possible.
///
/// A character that `OpenAPI` does not allow in such a key becomes `_`. Shapes of different namespaces may share a
/// name: an operation's input or output keeps it, else the first in the order of the model, and the others get the
/// lowest free number from 2.
pub(super) fn keys(model: &Model<Validated>) -> BTreeMap<ShapeId, String> {
    let mut taken: BTreeSet<String> = model.shapes.iter().map(|(_, shape)| clean(&shape.name)).collect();
    let mut first = BTreeSet::new();
    let mut keys = BTreeMap::new();
    let messages = model.operations.iter().flat_map(|operation| [operation.input, operation.output]);
    for id in messages.chain(model.shapes.iter().map(|(id, _)| id)) {
        if keys.contains_key(&id) {
            continue;
        }
        let name = clean(&model.shape(id).name);
        let key = if first.insert(name.clone()) { name } else { numbered(&name, &taken) };
        taken.insert(key.clone());
        keys.insert(id, key);
    }
    keys
}

fn clean(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "_-.".contains(c) { c } else { '_' }).collect()
}

fn numbered(name: &str, taken: &BTreeSet<String>) -> String {
    let mut numbered = (2_u64..).map(|number| format!("{name}{number}"));
    numbered.find(|name| !taken.contains(name)).unwrap_or_else(|| name.to_owned())
}
