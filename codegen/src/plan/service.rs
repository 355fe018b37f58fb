//! The service in a client: its names, and the advice that the model has for callers.

use smithy_model::Validated;
use smithy_model::ir::{Model, Operation};

use super::package;
use crate::ident::{RustIdent, Scope};

// Facts that need no decision.
pub use smithy_model::ir::{Hint, WrongHost};

/// The service.
#[derive(Clone, Debug)]
pub struct ServicePlan {
    /// The type: `IotJobsDataPlane`.
    pub name: RustIdent,
    /// The name AWS's SDKs know it by: `IoT Jobs Data Plane`.
    pub sdk_id: String,
    /// The API version.
    pub api_version: String,
    /// The service's name in a signature, if requests are signed.
    pub signing_name: Option<String>,
    /// Some operation accepts a bearer token.
    pub bearer: bool,
    /// The port on which a certificate replaces a signature.
    pub mutual_tls_port: Option<u16>,
    /// Hosts that people give by mistake.
    pub wrong_hosts: Vec<WrongHost>,
    /// Advice for errors.
    pub hints: Vec<Hint>,
}

/// Plans the service. Its type is named after the words of the package's default name.
pub(crate) fn plan(model: &Model<Validated>) -> Option<ServicePlan> {
    let service = &model.service;
    let name = RustIdent::pascal(&package::package_name(&service.sdk_id))?;
    Some(ServicePlan {
        name: Scope::reserving(&["Config", "ConfigBuilder"]).claim_numbered(&name, ""),
        sdk_id: service.sdk_id.clone(),
        api_version: service.version.clone(),
        signing_name: service.signing_name.clone(),
        bearer: model.operations.iter().any(Operation::takes_token),
        mutual_tls_port: service.mutual_tls_port,
        wrong_hosts: service.wrong_hosts.clone(),
        hints: service.hints.clone(),
    })
}
