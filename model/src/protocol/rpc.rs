//! Protocols in which all calls are the same request with another name and another body: HTTP only transports them.

use super::Client;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Binding, Model, Operation, ShapeKind, Unvalidated};

/// Protocols with JSON bodies, in which members have the names of the model.
pub(super) const JSON: Client = Client { settle, check };

/// Protocols with CBOR bodies; CBOR has its own format for timestamps.
pub(super) const CBOR: Client = Client {
    settle: |model| {
        settle(model);
        forget_formats(model);
    },
    check,
};

fn forget_formats(model: &mut Model<Unvalidated>) {
    for (_, shape) in model.shapes.iter_mut() {
        match &mut shape.kind {
            ShapeKind::Timestamp(format) => *format = None,
            ShapeKind::List(list) => list.member.timestamp_format = None,
            ShapeKind::Map(map) => map.value.timestamp_format = None,
            ShapeKind::Structure(structure) | ShapeKind::Union(structure) => {
                structure.members.iter_mut().for_each(|member| member.timestamp_format = None);
            }
            _ => {}
        }
    }
}

/// Removes HTTP bindings and streamed bodies. A model may have them for another protocol of the service.
fn settle(model: &mut Model<Unvalidated>) {
    for operation in &mut model.operations {
        operation.http = None;
    }
    for (_, shape) in model.shapes.iter_mut() {
        if let ShapeKind::Blob { streaming, .. } = &mut shape.kind {
            *streaming = false;
        }
        let (ShapeKind::Structure(structure) | ShapeKind::Union(structure)) = &mut shape.kind else {
            continue;
        };
        for member in &mut structure.members {
            if member.binding != Binding::HostLabel && !member.binding.is_of_event() {
                member.binding = Binding::Body;
            }
            member.json_name = None;
            member.json_value = false;
        }
    }
}

/// Checks that requests can name the service and the operation.
fn check(model: &Model<Unvalidated>, operation: &Operation, diagnostics: &mut Diagnostics) {
    let service = &model.service;
    let prefix = service.target_prefix.as_deref().unwrap_or_default();
    for (name, origin) in [(prefix, &service.origin), (operation.name.as_str(), &operation.origin)] {
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c)) {
            let problem = Diagnostic::error("bad-wire-name", format!("requests cannot name `{name}`"));
            let problem = problem.at(origin.span).shape(&origin.id);
            diagnostics
                .push_once(problem.help("a name in a request has ASCII letters, digits, `_`, `.` and `-`"));
        }
    }
    if service.target_prefix.is_none() {
        let problem =
            Diagnostic::error("missing-key", "requests name the service, and its `targetPrefix` is missing");
        let problem = problem.at(service.origin.span).shape(&service.origin.id);
        diagnostics.push_once(problem.help("add a `targetPrefix` to `metadata`"));
    }
}
