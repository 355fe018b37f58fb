//! The service shape: which one it is, its traits, its operations.

use super::traits::Traits;
use super::{Definition, Definitions, Reader, bare_name, operation, prepare};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::endpoint;
use crate::ir::{Model, Origin, Service, Unvalidated};
use crate::json::{Fields, Node};

/// Returns the only service of a document.
pub(super) fn only<'n>(
    definitions: &Definitions<'n>,
    document: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Definition<'n>> {
    let is_one = |definition: &Definition<'_>| !prepare::is_mixin(definition.node);
    let services: Vec<_> = definitions.of_type("service").filter(is_one).collect();
    match services.as_slice() {
        [service] => Some(*service),
        [] => {
            let place = document.get("shapes").map_or(document.span, |shapes| shapes.span).head();
            let problem = Diagnostic::error("no-service", "there is no service in the model").at(place);
            diagnostics.push(problem.help("add a shape of type `service`; a client is made for one"));
            None
        }
        [_, second, ..] => {
            let names: Vec<_> = services.iter().map(|service| format!("`{}`", service.id)).collect();
            let message = format!("there are {} services in the model: {}", names.len(), names.join(", "));
            let problem = Diagnostic::error("several-services", message).at(second.span).shape(second.id);
            diagnostics.push(problem.help("keep one; a client is made for one service"));
            None
        }
    }
}

/// Reads the service and everything that belongs to it; `closure` is its operations.
pub(super) fn read(
    reader: &mut Reader<'_>,
    definition: Definition<'_>,
    closure: Vec<Definition<'_>>,
    diagnostics: &mut Diagnostics,
) -> Option<Model<Unvalidated>> {
    let Definition { id, node, span, .. } = definition;
    let fields = Fields::open(node, id, diagnostics)?;
    let traits = reader.traits(id, node, diagnostics);
    let mut service = Service {
        sdk_id: bare_name(id).to_owned(),
        title: bare_name(id).to_owned(),
        version: fields.string("version", diagnostics).unwrap_or_default().to_owned(),
        target_prefix: Some(bare_name(id).to_owned()),
        origin: Origin::new(id, span),
        ..Service::default()
    };
    traits.read(&mut service, |known| known.service, diagnostics);
    fields.ignore(&["type", "traits", "operations", "resources"]);
    reader.report_mixins(&fields, id, diagnostics);
    rename_shapes(reader, &fields, id, diagnostics);
    let common_errors = operation::errors(reader, &fields, id, diagnostics);
    fields.finish(diagnostics);
    let mut operations = Vec::new();
    for definition in closure {
        if let Some(mut operation) = operation::read(reader, definition, diagnostics) {
            let missing = common_errors.iter().filter(|error| !operation.errors.contains(error));
            let missing: Vec<_> = missing.copied().collect();
            operation.errors.extend(missing);
            operation.pagination = operation.pagination.map(|pages| pages.over(&service.pagination));
            operations.push(operation);
        }
    }
    let mut model = Model::new(service, operations, std::mem::take(&mut reader.shapes));
    read_endpoint(&mut model, &traits, diagnostics);
    Some(model)
}

/// Applies `rename`, which gives different names to shapes of several namespaces.
fn rename_shapes(reader: &mut Reader<'_>, fields: &Fields<'_>, service: &str, diagnostics: &mut Diagnostics) {
    for (key, node) in fields.object("rename", diagnostics) {
        if let (Some(id), Some(name)) = (reader.ids.get(&key.text).copied(), node.as_str()) {
            name.clone_into(&mut reader.shapes.get_mut(id).name);
        } else {
            let problem = Diagnostic::warning("bad-rename", format!("`{}` cannot be renamed", key.text));
            let help = "name a shape of this model by its absolute id, and give it another name as a string";
            diagnostics.push(problem.at(key.span).shape(service).help(help));
        }
    }
}

fn read_endpoint(model: &mut Model<Unvalidated>, traits: &Traits<'_>, diagnostics: &mut Diagnostics) {
    let node = |id: &str| traits.get(id).map(|found| found.node);
    let documents = endpoint::Documents {
        rules: node("smithy.rules#endpointRuleSet"),
        compiled: node("smithy.rules#endpointBdd"),
        tests: node("smithy.rules#endpointTests"),
    };
    endpoint::install(model, documents, diagnostics);
}
