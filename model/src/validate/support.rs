//! What the generator cannot do yet, operation by operation.

use crate::Unsupported;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Model, Operation, ShapeKind, Unvalidated};

/// Reports every operation that needs something unsupported, leaves it out, or notes it, as is asked for.
pub(super) fn check(model: &mut Model<Unvalidated>, unsupported: Unsupported, diagnostics: &mut Diagnostics) {
    let operations = std::mem::take(&mut model.operations);
    for mut operation in operations {
        let Some(need) = need(model, &operation) else {
            diagnostics.extend(unbound_parameter(model, &operation));
            model.operations.push(operation);
            continue;
        };
        let name = &operation.name;
        let message = format!("`{name}` needs {need}, which is not supported");
        let diagnostic = match unsupported {
            Unsupported::LeaveOut => {
                Diagnostic::warning("unsupported-operation", format!("`{name}` is left out: it needs {need}"))
            }
            Unsupported::Keep => Diagnostic::warning("unsupported-operation", message),
            Unsupported::Refuse => {
                let help = "leave such operations out with `--skip-unsupported`";
                Diagnostic::error("unsupported-operation", message).help(help)
            }
        };
        diagnostics.push(diagnostic.at(operation.origin.span).shape(&operation.origin.id));
        if unsupported != Unsupported::LeaveOut {
            operation.unsupported = Some(need);
            model.operations.push(operation);
        }
    }
}

/// Parameters of the endpoint rules that an operation gives itself are left to the caller to set.
fn unbound_parameter(model: &Model<Unvalidated>, operation: &Operation) -> Option<Diagnostic> {
    let members = &model.structure(operation.input).members;
    let of_member = members.iter().find_map(|member| member.context_param.clone());
    let parameter = of_member.or_else(|| operation.static_context.first().map(|(name, _)| name.clone()))?;
    let message = format!("`{}` does not set the endpoint parameter `{parameter}` by itself", operation.name);
    let fault = Diagnostic::warning("unbound-endpoint-parameter", message).at(operation.origin.span);
    Some(fault.shape(&operation.origin.id).help("set it in the `Params` of the endpoint before each call"))
}

/// What the operation needs that no client can be generated for.
fn need(model: &Model<Unvalidated>, operation: &Operation) -> Option<String> {
    if operation.checksum_required {
        return Some("a checksum of the request's body".to_owned());
    }
    let found = model.reach([operation.input, operation.output]);
    found.into_iter().find_map(|id| {
        let shape = model.shape(id);
        match &shape.kind {
            ShapeKind::Blob { streaming: true, .. } => Some(format!("a streamed body (`{}`)", shape.name)),
            ShapeKind::Union(inner) if inner.event_stream => {
                Some(format!("an event stream (`{}`)", shape.name))
            }
            _ => None,
        }
    })
}
