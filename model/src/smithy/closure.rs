//! What belongs to a service: its operations, and those of its resources at any depth.

use std::collections::{HashMap, HashSet};

use super::{Definition, Definitions, prepare};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Fields, Node};
use crate::suggest;

/// Returns the operations of a service without duplicates, in the order in which they are found.
pub(super) fn operations<'n>(
    definitions: &Definitions<'n>,
    service: Definition<'n>,
    diagnostics: &mut Diagnostics,
) -> Vec<Definition<'n>> {
    let id = service.id;
    let Some(fields) = Fields::open(service.node, id, diagnostics) else { return Vec::new() };
    let mut closure = Closure { definitions, owners: HashMap::new(), operations: Vec::new(), diagnostics };
    let mut resources = Vec::new();
    for reference in fields.array("operations", closure.diagnostics) {
        closure.operation(reference, id);
    }
    for reference in fields.array("resources", closure.diagnostics) {
        resources.extend(closure.own(reference, "resource", id));
    }
    while let Some(resource) = resources.pop() {
        resources.extend(closure.resource(resource));
    }
    closure.operations
}

/// Returns the ids of all shapes that the service reaches through its operations and errors.
pub(super) fn reached<'n>(
    definitions: &Definitions<'n>,
    service: Definition<'n>,
    operations: &[Definition<'n>],
) -> HashSet<&'n str> {
    let mut open = targets(service.node.get("errors"));
    open.extend(definitions.notifications());
    for operation in operations {
        open.extend(["input", "output", "errors"].iter().flat_map(|key| targets(operation.node.get(key))));
    }
    let mut found = HashSet::new();
    while let Some(id) = open.pop() {
        if let Some(definition) = definitions.get(id).filter(|_| found.insert(id)) {
            let members = definition.node.get("members").map(Node::members).unwrap_or_default();
            open.extend(members.iter().flat_map(|(_, member)| targets(Some(member))));
            open.extend(["member", "key", "value"].iter().flat_map(|key| targets(definition.node.get(key))));
        }
    }
    found
}

/// Returns the target of a reference, or the targets of a list of references.
fn targets(node: Option<&Node>) -> Vec<&str> {
    let Some(node) = node else { return Vec::new() };
    let references = if node.items().is_empty() { std::slice::from_ref(node) } else { node.items() };
    references.iter().filter_map(|reference| reference.get("target")?.as_str()).collect()
}

struct Closure<'n, 'd> {
    definitions: &'d Definitions<'n>,
    /// The owner of each operation and resource.
    owners: HashMap<&'n str, String>,
    operations: Vec<Definition<'n>>,
    diagnostics: &'d mut Diagnostics,
}

impl<'n> Closure<'n, '_> {
    /// Adds the operations of a resource. Returns its nested resources.
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
        prepare::mixins::report(self.definitions, &fields, resource.id, self.diagnostics);
        fields.finish(self.diagnostics);
        nested
    }

    fn operation(&mut self, reference: &'n Node, owner: &str) {
        let operation = self.own(reference, "operation", owner);
        self.operations.extend(operation);
    }

    /// Returns the target of a reference, if it is of the wanted type and new.
    fn own(&mut self, reference: &'n Node, wanted: &str, owner: &str) -> Option<Definition<'n>> {
        let fields = Fields::open(reference, owner, self.diagnostics)?;
        let target = fields.required_string("target", self.diagnostics)?;
        let place = fields.get("target").map(|node| node.span);
        let found = self.definitions.get(target).filter(|definition| definition.kind == wanted);
        let Some(found) = found else {
            let known = self.definitions.of_type(wanted).map(|definition| definition.id);
            let help = if self.diagnostics.is_long() { None } else { suggest::did_you_mean(target, known) };
            let help = help.unwrap_or_else(|| format!("define the {wanted}, or remove what refers to it"));
            let problem = Diagnostic::error("dangling-target", format!("there is no {wanted} `{target}`"));
            self.diagnostics.push(problem.at(place).shape(owner).help(help));
            return None;
        };
        let Some(other) = self.owners.insert(found.id, owner.to_owned()) else { return Some(found) };
        if other != owner {
            let message = format!("the {wanted} `{target}` belongs to `{other}` and to `{owner}`");
            let problem = Diagnostic::error("two-owners", message).at(place).shape(owner);
            self.diagnostics.push(problem.help("list it in one place; a resource cannot contain itself"));
        }
        None
    }
}
