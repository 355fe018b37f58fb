//! Finds the services of a Smithy model, and the operations and errors of each.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The properties of a resource that bind operations.
const LIFECYCLE: [&str; 6] = ["create", "put", "read", "update", "delete", "list"];

/// The shapes of a model by their IDs.
pub(super) struct Graph<'m>(&'m Map<String, Value>);

impl<'m> Graph<'m> {
    /// The shapes of a model, if it has any.
    pub(super) fn of(model: &'m Map<String, Value>) -> Option<Self> {
        model.get("shapes").and_then(Value::as_object).map(Self)
    }

    /// The ids of all services.
    pub(super) fn services(&self) -> impl Iterator<Item = &'m str> {
        let is_service = |shape: &Value| shape.get("type").is_some_and(|kind| kind == "service");
        self.0.iter().filter(move |(_, shape)| is_service(shape)).map(|(id, _)| id.as_str())
    }

    /// Returns the model with only one of its services.
    pub(super) fn only(&self, model: &Map<String, Value>, service: &str) -> Map<String, Value> {
        let others: BTreeSet<_> = self.services().filter(|other| *other != service).collect();
        let mut model = model.clone();
        if let Some(shapes) = model.get_mut("shapes").and_then(Value::as_object_mut) {
            shapes.retain(|id, _| !others.contains(id.as_str()));
        }
        model
    }

    /// Returns the IDs of the operations of a service, including those of its resources.
    pub(super) fn operations(&self, service: &str) -> Vec<&'m str> {
        let Some((service, _)) = self.0.get_key_value(service) else { return Vec::new() };
        let (mut operations, mut entities, mut seen) = (Vec::new(), vec![service.as_str()], BTreeSet::new());
        while let Some(entity) = entities.pop() {
            if !seen.insert(entity) {
                continue;
            }
            let Some(shape) = self.0.get(entity) else { continue };
            operations.extend(LIFECYCLE.iter().filter_map(|name| target(shape.get(name)?)));
            operations.extend(targets(shape, "operations"));
            operations.extend(targets(shape, "collectionOperations"));
            entities.extend(targets(shape, "resources"));
        }
        operations
    }

    /// Returns the IDs of the errors of an operation in a service.
    pub(super) fn errors(&self, service: &str, operation: &str) -> Vec<&'m str> {
        let shapes = [operation, service].into_iter().filter_map(|id| self.0.get(id));
        shapes.flat_map(|shape| targets(shape, "errors")).collect()
    }

    /// Whether a shape has a trait.
    pub(super) fn has_trait(&self, id: &str, name: &str) -> bool {
        self.traits(id, name).is_some()
    }

    /// Returns the cases in a trait of a shape.
    pub(super) fn cases(&self, id: &str, name: &str) -> impl Iterator<Item = &'m Value> {
        self.traits(id, name).and_then(Value::as_array).into_iter().flatten()
    }

    fn traits(&self, id: &str, name: &str) -> Option<&'m Value> {
        self.0.get(id)?.get("traits")?.get(name)
    }
}

/// Returns the name in an ID: the part after the namespace.
pub(super) fn name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

fn target(reference: &Value) -> Option<&str> {
    reference.get("target").and_then(Value::as_str)
}

fn targets<'m>(shape: &'m Value, name: &str) -> impl Iterator<Item = &'m str> {
    shape.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(target)
}
