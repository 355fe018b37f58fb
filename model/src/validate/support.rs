//! What no client can be generated for: of the service, and operation by operation.

use crate::Unsupported;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{LeftOut, Model, Operation, Service, ShapeKind, Unvalidated};

/// The protocol of the clients that are generated.
const PROTOCOL: &str = "restJson1";

/// Reports what is unsupported, leaves operations out that need it, or notes it on them, as is asked for. Settles which
/// requests go out unsigned.
pub(super) fn check(model: &mut Model<Unvalidated>, unsupported: Unsupported, diagnostics: &mut Diagnostics) {
    if let Some(protocols) = other_protocols(&model.service) {
        return refuse_protocols(model, &protocols, unsupported, diagnostics);
    }
    let operations = std::mem::take(&mut model.operations);
    for mut operation in operations {
        operation.unauthenticated = is_anonymous(&model.service, &operation);
        if operation.unsupported.is_some() {
            // A fault has told it.
            model.operations.push(operation);
            continue;
        }
        let Some(need) = need(model, &operation) else {
            tell_uncompressed(&operation, diagnostics);
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
        if unsupported == Unsupported::LeaveOut {
            let Operation { name, origin, .. } = operation;
            model.left_out.push(LeftOut { name, reason: format!("it needs {need}"), origin });
        } else {
            operation.unsupported = Some(need);
            model.operations.push(operation);
        }
    }
}

/// What the service speaks, as a noun, where it does not speak the protocol of the clients.
pub(super) fn other_protocols(service: &Service) -> Option<String> {
    match service.protocols.as_slice() {
        protocols if protocols.iter().any(|protocol| protocol == PROTOCOL) => None,
        [] => Some("a protocol, of which the model names none".to_owned()),
        protocols => Some(format!("the protocol `{}`", protocols.join("` or `"))),
    }
}

/// A service that does not speak the protocol can be looked at, and nothing else.
fn refuse_protocols(
    model: &mut Model<Unvalidated>,
    protocols: &str,
    unsupported: Unsupported,
    diagnostics: &mut Diagnostics,
) {
    for operation in &mut model.operations {
        operation.unauthenticated = is_anonymous(&model.service, operation);
        operation.unsupported = Some(protocols.to_owned());
    }
    let service = &model.service;
    let code = "unsupported-protocol";
    let message = if service.protocols.is_empty() {
        "the model names no protocol for the service".to_owned()
    } else {
        format!("the service speaks {protocols}, which is not supported")
    };
    let fault = match unsupported {
        Unsupported::Keep => Diagnostic::warning(code, message),
        Unsupported::Refuse | Unsupported::LeaveOut => Diagnostic::error(code, message),
    };
    let fault = fault.at(service.origin.span).shape(&service.origin.id);
    diagnostics.push(fault.help(format!("the generator writes clients for `{PROTOCOL}`")));
}

fn tell_uncompressed(operation: &Operation, diagnostics: &mut Diagnostics) {
    if operation.compression.is_some() {
        let warning = Diagnostic::warning("uncompressed-request", "requests are not compressed");
        let warning = warning.at(operation.origin.span).shape(&operation.origin.id);
        diagnostics.push_once(warning.help("the service takes them either way"));
    }
}

/// The ways to authenticate that an operation may use, the preferred one first.
fn schemes<'m>(service: &'m Service, operation: &'m Operation) -> &'m [String] {
    operation.auth.as_ref().unwrap_or(&service.auth)
}

/// Whether requests go out unsigned: nothing is asked for, or nothing is the first way that the client knows.
fn is_anonymous(service: &Service, operation: &Operation) -> bool {
    let mut known =
        schemes(service, operation).iter().filter(|scheme| *scheme == "sigv4" || *scheme == "noAuth");
    known.next().is_none_or(|scheme| scheme == "noAuth")
}

/// What the operation needs that no client can be generated for.
fn need(model: &Model<Unvalidated>, operation: &Operation) -> Option<String> {
    if operation.checksum_required {
        return Some("a checksum of the request's body".to_owned());
    }
    if operation.discovers_endpoint {
        return Some("endpoint discovery".to_owned());
    }
    let schemes = schemes(&model.service, operation);
    let is_known = |scheme: &String| scheme == "sigv4" || scheme == "noAuth";
    if !schemes.is_empty() && !schemes.iter().any(is_known) && !operation.optional_auth {
        return Some(format!("authentication by `{}`", schemes.join("` or `")));
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
