//! What belongs to a service: its operations, and those of its resources, however deep.

use std::collections::HashMap;

use super::{Definition, Definitions};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Fields, Node};
use crate::suggest;

/// The operations of a service, each once, in the order in which they are met.
pub(super) fn operations<'n>(
    definitions: &Definitions<'n>,
    service: &Fields<'n>,
    id: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Definition<'n>> {
    let mut closure = Closure { definitions, owners: HashMap::new(), operations: Vec::new(), diagnostics };
    let mut resources = Vec::new();
    for reference in service.array("operations", closure.diagnostics) {
        closure.operation(reference, id);
    }
    for reference in service.array("resources", closure.diagnostics) {
        resources.extend(closure.own(reference, "resource", id));
    }
    while let Some(resource) = resources.pop() {
        resources.extend(closure.resource(resource));
    }
    closure.operations
}

struct Closure<'n, 'd> {
    definitions: &'d Definitions<'n>,
    /// Whom each operation and resource belongs to.
    owners: HashMap<&'n str, String>,
    operations: Vec<Definition<'n>>,
    diagnostics: &'d mut Diagnostics,
}

impl<'n> Closure<'n, '_> {
    /// Takes in the operations of a resource; its resources are left.
    fn resource(&mut self, resource: Definition<'n>) -> Vec<Definition<'n>> {
        let Some(fields) = Fields::open(resource.node, resource.id, self.diagnostics) else {
            return Vec::new();
        };
        for lifecycle in ["create", "put", "read", "update", "delete", "list"] {
            if let Some(reference) = fields.get(lifecycle) {
                self.operation(reference, resource.id);
            }
        }
        for group in ["operations", "collectionOperations"] {
            for reference in fields.array(group, self.diagnostics) {
                self.operation(reference, resource.id);
            }
        }
        let nested = fields.array("resources", self.diagnostics).iter();
        let nested = nested.filter_map(|reference| self.own(reference, "resource", resource.id)).collect();
        fields.ignore(&["type", "identifiers", "properties", "traits"]);
        fields.finish(self.diagnostics);
        nested
    }

    fn operation(&mut self, reference: &'n Node, owner: &str) {
        let operation = self.own(reference, "operation", owner);
        self.operations.extend(operation);
    }

    /// What a reference names, where it is of the wanted type and has not been met before.
    fn own(&mut self, reference: &'n Node, wanted: &str, owner: &str) -> Option<Definition<'n>> {
        let fields = Fields::open(reference, owner, self.diagnostics)?;
        let target = fields.required_string("target", self.diagnostics)?;
        let place = fields.get("target").map(|node| node.span);
        let found = self.definitions.get(target).filter(|definition| definition.kind == wanted);
        let Some(found) = found else {
            let known = self.definitions.of_type(wanted).map(|definition| definition.id);
            let help = if self.diagnostics.is_long() { None } else { suggest::did_you_mean(target, known) };
            let help = help.unwrap_or_else(|| format!("define the {wanted}, or remove what refers to it"));
            let fault = Diagnostic::error("dangling-target", format!("there is no {wanted} `{target}`"));
            self.diagnostics.push(fault.at(place).shape(owner).help(help));
            return None;
        };
        let Some(other) = self.owners.insert(found.id, owner.to_owned()) else { return Some(found) };
        if other != owner {
            let message = format!("the {wanted} `{target}` belongs to `{other}` and to `{owner}`");
            let fault = Diagnostic::error("two-owners", message).at(place).shape(owner);
            self.diagnostics.push(fault.help("list it in one place; a resource cannot contain itself"));
        }
        None
    }
}
