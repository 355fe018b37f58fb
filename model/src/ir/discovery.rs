//! Endpoint discovery: an operation of the service tells where others are to be called.

use super::{Model, Operation, ShapeId, ShapeKind};

/// How the service tells the endpoints of its operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// The operation that tells them: `DescribeEndpoints`.
    pub operation: String,
    /// The error of an operation that is called at a wrong endpoint.
    pub error: String,
}

impl Discovery {
    /// The member of the output that lists the endpoints.
    pub const ENDPOINTS: &'static str = "Endpoints";
    /// The member of an endpoint that names its host.
    pub const ADDRESS: &'static str = "Address";
    /// The member of an endpoint that says for how many minutes it holds.
    pub const MINUTES: &'static str = "CachePeriodInMinutes";
    /// The error where nothing else is said.
    pub const ERROR: &'static str = "InvalidEndpointException";
}

impl<State> Model<State> {
    /// The operation that tells the endpoints of others, where it has the form that all such operations have: it can be
    /// called without an input, and gives a list of hosts, each with the minutes that it holds.
    pub fn discovering(&self) -> Option<&Operation> {
        let name = &self.service.discovery.as_ref()?.operation;
        let operation = self.operations.iter().find(|operation| operation.name == *name)?;
        let needs_input = self.structure(operation.input).members.iter().any(|member| member.required);
        let endpoints = self.target_of(operation.output, Discovery::ENDPOINTS)?;
        let ShapeKind::List(list) = &self.shape(endpoints).kind else { return None };
        let kind = |name| Some(&self.shape(self.target_of(list.member.target, name)?).kind);
        let is_text = matches!(kind(Discovery::ADDRESS)?, ShapeKind::String { .. });
        let is_long = matches!(kind(Discovery::MINUTES)?, ShapeKind::Long);
        (!needs_input && !operation.discovers_endpoint && !list.sparse && is_text && is_long)
            .then_some(operation)
    }

    fn target_of(&self, structure: ShapeId, name: &str) -> Option<ShapeId> {
        let mut members = self.structure(structure).members.iter();
        members.find(|member| member.name == name).map(|member| member.target)
    }
}
