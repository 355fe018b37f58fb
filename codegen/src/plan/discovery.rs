//! Endpoint discovery: which operation returns the endpoint of another one, and where in its output.

use smithy_model::ir::{Discovery, Operation, ShapeKind};

use super::Planner;
use super::types::{Step, TypePath};

/// What an operation returns about the endpoints of others.
#[derive(Clone, Debug)]
pub struct DiscoveryPlan {
    /// The error code of an operation that is called at a wrong endpoint.
    pub error: String,
    /// The list of endpoints in the output.
    pub endpoints: Step,
    /// The host, in an endpoint.
    pub address: Step,
    /// For how many minutes the endpoint is valid.
    pub minutes: Step,
}

impl Planner<'_> {
    /// Plans the endpoints in the output of the operation, if another operation needs them.
    pub(crate) fn told_endpoints(&mut self, operation: &Operation) -> Option<DiscoveryPlan> {
        let model = self.model;
        let discovery = model.service.discovery.as_ref()?;
        let is_needed = model.operations.iter().any(|operation| operation.discovers_endpoint);
        model.discovering().filter(|telling| is_needed && telling.name == operation.name)?;
        let endpoints = self.step(operation.output, Discovery::ENDPOINTS)?;
        let mut members = model.structure(operation.output).members.iter();
        let list = members.find(|member| member.name == Discovery::ENDPOINTS)?.target;
        let ShapeKind::List(list) = &model.shape(list).kind else { return None };
        Some(DiscoveryPlan {
            error: discovery.error.clone(),
            endpoints,
            address: self.step(list.member.target, Discovery::ADDRESS)?,
            minutes: self.step(list.member.target, Discovery::MINUTES)?,
        })
    }

    /// Returns the input of the operation that returns this one's endpoint.
    pub(crate) fn told_by(&self, operation: &Operation) -> Option<TypePath> {
        let telling = self.model.discovering().filter(|_| operation.discovers_endpoint)?;
        self.names.get(&telling.input).cloned()
    }

    fn step(&mut self, structure: smithy_model::ir::ShapeId, name: &str) -> Option<Step> {
        self.structure(structure)?.members.iter().find(|member| member.name == name).map(Step::to)
    }
}
