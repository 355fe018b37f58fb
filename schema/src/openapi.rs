//! Describes the HTTP interface of a service as an `OpenAPI` 3.1 document.

mod operation;
mod parameters;
mod paths;
mod responses;
mod security;
mod servers;

use std::collections::BTreeSet;

use serde_json::Value;

use super::object::Object;
use super::shapes::Schemas;
use super::title;
use smithy_model::documentation;
use smithy_model::ir::{Model, ShapeId};
use smithy_model::{Diagnostics, Validated};

/// Returns one `OpenAPI` 3.1 document of the HTTP interface.
///
/// **Schemas** are those of [`json_schema`](super::json_schema), open and closed in the same way, in
/// `#/components/schemas/`. Inputs, outputs and errors have only their body members there; the others are parameters of
/// their operation and headers of its responses. An input or output without body members has no schema, and neither
/// have shapes that are used only over MQTT.
///
/// **Paths.** A greedy label is an ordinary one with `x-smithy-greedy`, because templates have no others. Operations
/// whose paths differ only in the names of labels share a path: it has the labels of the first operation by name, and
/// `x-smithy-member` has the member if its name is different. A fixed query is a parameter with one value. If
/// operations differ only in the fixed query, the first one is described, and each other one is left out with the
/// warning `openapi-same-path`. Headers with a common prefix are in `x-smithy-prefix-headers`.
///
/// **Responses.** One for the success, one for each status of a modeled error, with the errors of that status as
/// alternatives and their codes in the header `X-Amzn-Errortype`, and a `default` for errors that are not modeled. An
/// error with the status of the success is mentioned only in the latter's description.
///
/// **Servers.** `https://{endpoint}`, with the first endpoint of the model's endpoint tests for a region without other
/// options as the default, else the endpoint prefix in `us-east-1`. Without either there is no server, which means the
/// host of the document.
///
/// **Security.** A signature is an `apiKey` in the header `Authorization`, as in AWS's exports; a bearer token is
/// `http` with `bearer`; a client certificate is `mutualTLS`, with a server on its port. Operations that differ from
/// the others have their own list, which is empty if no authentication is required.
pub fn openapi(model: &Model<Validated>, diagnostics: &mut Diagnostics) -> Value {
    let service = &model.service;
    let writer = Writer { model, schemas: Schemas::of_bodies(model, "#/components/schemas/") };
    let info = Object::of("title", title(model))
        .with("version", service.version.as_str())
        .with_some("description", service.documentation.as_deref().and_then(documentation::plain));
    Object::of("openapi", "3.1.1")
        .with("info", info)
        .with_list("servers", servers::servers(model))
        .with("paths", paths::paths(&writer, diagnostics))
        .with_list("security", security::of_service(model))
        .with("components", writer.components(security::schemes(model)))
        .into()
}

/// A model and the schemas that a document refers to.
struct Writer<'m> {
    model: &'m Model<Validated>,
    schemas: Schemas<'m>,
}

impl Writer<'_> {
    fn components(&self, security: Vec<(&'static str, Object)>) -> Object {
        let operations = self.model.operations.iter();
        let messages: BTreeSet<ShapeId> =
            operations.clone().flat_map(|operation| [operation.input, operation.output]).collect();
        let is_empty = |id| messages.contains(&id) && self.schemas.members(id).next().is_none();
        let errors = operations.flat_map(|operation| operation.errors.iter().copied());
        let over_http = self.model.reach(messages.iter().copied().chain(errors));
        let schemas = self.schemas.all(|id| over_http.contains(&id) && !is_empty(id));
        Object::of("schemas", schemas)
            .with("responses", Object::of(responses::OTHER, responses::other()))
            .with_object("securitySchemes", security.into_iter().collect())
    }
}
