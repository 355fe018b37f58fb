//! Features for which no client can be generated, of the service and of each operation.

use super::events;
use crate::Unsupported;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{AuthWay, LeftOut, Member, Model, Operation, Service, ShapeId, ShapeKind, Unvalidated};
use crate::protocol;

/// Chooses the protocol of the clients, and the authentication schemes of each operation. Reports unsupported features,
/// and as requested leaves out the operations that need them or marks them.
pub(super) fn check(
    model: &mut Model<Unvalidated>,
    unsupported: Unsupported,
    wanted: Option<&str>,
    diagnostics: &mut Diagnostics,
) {
    let Some(protocol) = protocol::choose(&model.service.protocols, wanted) else {
        return refuse_protocols(model, unsupported, wanted, diagnostics);
    };
    model.service.protocol = Some(protocol);
    protocol.settle(model);
    let discovers = model.discovering().is_some();
    let operations = std::mem::take(&mut model.operations);
    for mut operation in operations {
        operation.auth_ways = auth_ways(&model.service, &operation);
        if operation.unsupported.is_some() {
            // A problem has already reported it.
            model.operations.push(operation);
            continue;
        }
        let Some(need) = need(model, &operation, discovers) else {
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

/// Reports a service without a protocol for which clients can be generated. Its model can still be shown.
fn refuse_protocols(
    model: &mut Model<Unvalidated>,
    unsupported: Unsupported,
    wanted: Option<&str>,
    diagnostics: &mut Diagnostics,
) {
    let Service { protocols, origin, .. } = &model.service;
    let spoken = format!("the protocol `{}`", protocols.join("` or `"));
    let (need, message) = match (wanted, protocols.as_slice()) {
        (_, []) => (
            "a protocol, but the model names none".to_owned(),
            "the model names no protocol for the service".to_owned(),
        ),
        (Some(wanted), _) if !protocols.iter().any(|name| name == wanted) => {
            (spoken.clone(), format!("the service speaks {spoken}, not `{wanted}`"))
        }
        (Some(wanted), _) => {
            (spoken.clone(), format!("no client can be generated for the protocol `{wanted}`"))
        }
        (None, _) => (spoken.clone(), format!("the service speaks {spoken}, which is not supported")),
    };
    let code = "unsupported-protocol";
    let problem = match unsupported {
        Unsupported::Keep => Diagnostic::warning(code, message),
        Unsupported::Refuse | Unsupported::LeaveOut => Diagnostic::error(code, message),
    };
    let names: Vec<_> = protocol::generated().map(|protocol| format!("`{}`", protocol.name())).collect();
    let help = format!("the generator writes clients for {}", names.join(", "));
    diagnostics.push(problem.at(origin.span).shape(&origin.id).help(help));
    for operation in &mut model.operations {
        operation.auth_ways = auth_ways(&model.service, operation);
        operation.unsupported = Some(need.clone());
    }
}

fn tell_uncompressed(operation: &Operation, diagnostics: &mut Diagnostics) {
    let is_known = |encodings: &Vec<String>| encodings.iter().any(|encoding| encoding == "gzip");
    if operation.compression.as_ref().is_some_and(|compression| !is_known(&compression.encodings)) {
        let warning = Diagnostic::warning("uncompressed-request", "requests are not compressed");
        let warning = warning.at(operation.origin.span).shape(&operation.origin.id);
        diagnostics.push_once(warning.help("the client knows gzip only; the service takes them either way"));
    }
}

/// Returns the authentication schemes that apply to an operation, the preferred one first. If there is none, the only
/// one is [`AuthWay::None`].
fn auth_ways(service: &Service, operation: &Operation) -> Vec<AuthWay> {
    let names = operation.auth.as_ref().unwrap_or(&service.auth);
    let mut ways: Vec<_> = names.iter().map(|name| AuthWay::named(name)).collect();
    if (operation.optional_auth || ways.is_empty()) && !ways.contains(&AuthWay::None) {
        ways.push(AuthWay::None);
    }
    ways
}

/// Whether the body of a structure is streamed.
fn streams(model: &Model<Unvalidated>, structure: ShapeId) -> bool {
    let is_streamed =
        |member: &Member| matches!(model.shape(member.target).kind, ShapeKind::Blob { streaming: true, .. });
    model.events(structure).is_some() || model.structure(structure).members.iter().any(is_streamed)
}

/// Returns the unsupported feature that the operation needs. `discovers` says whether another operation returns
/// endpoints.
fn need(model: &Model<Unvalidated>, operation: &Operation, discovers: bool) -> Option<String> {
    if operation.flexible_checksum {
        return Some("a checksum of the request's body by an algorithm of the caller".to_owned());
    }
    if operation.checksum_required && streams(model, operation.input) {
        return Some("a checksum of a body that streams".to_owned());
    }
    if operation.discovers_endpoint && !discovers {
        return Some("endpoint discovery".to_owned());
    }
    if !operation.auth_ways.iter().any(AuthWay::is_known) {
        let names: Vec<_> = operation.auth_ways.iter().map(AuthWay::name).collect();
        return Some(format!("authentication by `{}`", names.join("` or `")));
    }
    let structures = [operation.input, operation.output];
    if let Some(name) = events::crowded(model, structures) {
        return Some(format!("two event streams in one structure (`{name}`)"));
    }
    let misplaced = events::misplaced(model, structures, &operation.errors, operation.http.is_some());
    misplaced.map(|name| format!("an event stream (`{name}`) that is not the body"))
}
