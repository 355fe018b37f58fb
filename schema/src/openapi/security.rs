//! The authentication of requests: the schemes of the document, and those of each operation.

use serde_json::Value;

use crate::object::Object;
use smithy_model::Validated;
use smithy_model::ir::{AuthWay, Model, Operation};

const SIGNATURE: &str = "sigv4";
const TOKEN: &str = "bearer";
const CERTIFICATE: &str = "clientCertificate";

/// Returns the authentication schemes.
pub(super) fn schemes(model: &Model<Validated>) -> Vec<(&'static str, Object)> {
    let signature = model.service.signing_name.as_deref().map(|name| {
        Object::of("type", "apiKey")
            .with("in", "header")
            .with("name", "Authorization")
            .with("description", format!("AWS Signature Version 4 for the service `{name}`."))
            .with("x-amazon-apigateway-authtype", "awsSigv4")
    });
    let takes_token = model.operations.iter().any(Operation::takes_token);
    let token = takes_token.then(|| Object::of("type", "http").with("scheme", "bearer"));
    let certificate = model.service.mutual_tls_port.map(|port| {
        let description = format!("A client certificate instead of a signature, on port {port}.");
        Object::of("type", "mutualTLS").with("description", description)
    });
    let schemes = [(SIGNATURE, signature), (TOKEN, token), (CERTIFICATE, certificate)];
    schemes.into_iter().filter_map(|(name, scheme)| Some((name, scheme?))).collect()
}

/// Returns the requirements for operations without their own; one of the schemes is enough.
pub(super) fn of_service(model: &Model<Validated>) -> Vec<Value> {
    schemes(model).into_iter().map(|(name, _)| requirement(name)).collect()
}

/// Returns the requirements of an operation, if they differ from those of the service.
pub(super) fn of_operation(model: &Model<Validated>, operation: &Operation) -> Option<Value> {
    if operation.is_unauthenticated() {
        return Some(Value::Array(Vec::new()));
    }
    let is_taken = |name: &str| match name {
        SIGNATURE => operation.auth_ways.contains(&AuthWay::SigV4),
        TOKEN => operation.takes_token(),
        _ => true,
    };
    let all = schemes(model);
    let own: Vec<_> =
        all.iter().filter(|(name, _)| is_taken(name)).map(|(name, _)| requirement(name)).collect();
    (own.len() < all.len()).then_some(Value::Array(own))
}

fn requirement(name: &str) -> Value {
    Object::of(name, Value::Array(Vec::new())).into()
}
