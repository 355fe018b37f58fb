//! The parameters of endpoint rules that operations set, before and after.

use std::collections::BTreeSet;

use crate::comparison::Comparison;
use crate::pairs::Matcher;
use smithy_model::endpoint::{Parameter, ParameterValue, RuleSet, Settings, samples};
use smithy_model::ir::{Model, Operation};

/// How the calls of some operations set parameters.
#[derive(PartialEq)]
pub(super) struct Call {
    /// The fixed values in the old model and in the new one.
    fixed: [Settings; 2],
    /// The parameters that the new model takes from the input.
    bound: BTreeSet<String>,
}

/// Returns the ways in which the operations of both models set parameters, each way once. There is always at least one.
pub(super) fn calls(comparison: &Comparison<'_>, operations: &Matcher<&Operation>) -> Vec<Call> {
    let new_model = comparison.new.model;
    let mut calls: Vec<Call> = Vec::new();
    for (old, new) in &operations.pairs {
        let call = Call { fixed: [fixed(old), fixed(new)], bound: bound(new_model, new) };
        if !calls.contains(&call) {
            calls.push(call);
        }
    }
    if calls.is_empty() {
        calls.push(Call { fixed: [Vec::new(), Vec::new()], bound: BTreeSet::new() });
    }
    calls
}

fn fixed(operation: &Operation) -> Settings {
    let values = operation.static_context.iter();
    let mut values: Settings =
        values.filter_map(|(name, value)| Some((name.clone(), ParameterValue::from_json(value)?))).collect();
    values.sort_by(|a, b| a.0.cmp(&b.0));
    values
}

fn bound(model: &Model, operation: &Operation) -> BTreeSet<String> {
    let members = &model.structure(operation.input).members;
    let by_member = members.iter().filter_map(|member| member.context_param.clone());
    by_member.chain(operation.context_paths.iter().map(|(name, _)| name.clone())).collect()
}

impl Call {
    /// Returns settings to try the old and the new rules with. Parameters that only the new rules know are unset,
    /// unless the call sets them or the rules require them.
    pub(super) fn cases(&self, old: &RuleSet, new: &RuleSet) -> Vec<[Settings; 2]> {
        let [before, after] = &self.fixed;
        let is_free = |parameter: &&Parameter| {
            let other = old.parameters.iter().find(|other| other.name == parameter.name);
            let is_fixed = |values: &Settings| values.iter().any(|(name, _)| *name == parameter.name);
            let is_known = match other {
                Some(other) => other.kind == parameter.kind,
                None => self.bound.contains(&parameter.name) || parameter.is_demanded(),
            };
            is_known && !(is_fixed(after) && (is_fixed(before) || other.is_none()))
        };
        let free: Vec<_> = new.parameters.iter().filter(is_free).collect();
        let with = |settings: &Settings, fixed: &Settings| {
            let is_free = |name: &String| fixed.iter().all(|(fixed, _)| fixed != name);
            settings.iter().filter(|(name, _)| is_free(name)).chain(fixed).cloned().collect()
        };
        samples([old, new], &free)
            .iter()
            .map(|settings| [with(settings, before), with(settings, after)])
            .collect()
    }

    /// Whether the call usually sets a parameter in the new model.
    pub(super) fn sets(&self, parameter: &str) -> bool {
        let [_, after] = &self.fixed;
        self.bound.contains(parameter) || after.iter().any(|(name, _)| name == parameter)
    }
}
