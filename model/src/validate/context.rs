//! Parameters of the endpoint rules that operations set: what cannot be set is left to the caller, with a warning.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::endpoint::{Kind, ParameterValue, RuleSet};
use crate::ir::{Model, Operation, Origin, ShapeId, Unvalidated};

/// After this, whatever an operation sets is a parameter of the rules, and of its type.
pub(super) fn check(model: &mut Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    let rules = model.endpoint_rules.take();
    let mut operations = std::mem::take(&mut model.operations);
    for operation in &mut operations {
        check_operation(model, rules.as_ref(), operation, diagnostics);
    }
    if let Some(rules) = &rules {
        model.service.client_context.retain(|(name, _)| kind(rules, name).is_some());
    }
    model.operations = operations;
    model.endpoint_rules = rules;
}

fn check_operation(
    model: &mut Model<Unvalidated>,
    rules: Option<&RuleSet>,
    operation: &mut Operation,
    diagnostics: &mut Diagnostics,
) {
    let Operation { name, origin, input, static_context, context_paths, .. } = operation;
    let input = *input;
    let mut keeps = |parameter: &str, origin: &Origin, found: Result<Kind, String>| {
        let fault = fault(rules, parameter, found);
        if let Some(reason) = &fault {
            let message = format!("`{name}` does not set the endpoint parameter `{parameter}`: {reason}");
            let warning = Diagnostic::warning("unbound-endpoint-parameter", message).at(origin.span);
            let help = "set it in the options of the call, where the rules need it";
            diagnostics.push_once(warning.shape(&origin.id).help(help));
        }
        fault.is_none()
    };
    static_context.retain(|(parameter, value)| {
        let kind = ParameterValue::from_json(value).map(|value| value.kind());
        keeps(parameter, origin, kind.ok_or_else(|| format!("{value} is no value for it")))
    });
    context_paths.retain(|(parameter, path)| keeps(parameter, origin, path.kind(model, input)));
    for (index, parameter, origin, target) in members(model, input) {
        let found = crate::endpoint::ContextPath(Vec::new()).kind(model, target);
        if !keeps(&parameter, &origin, found)
            && let Some(member) = model.members_mut(input).get_mut(index)
        {
            member.context_param = None;
        }
    }
}

/// The members that set parameters: place, parameter, origin and target.
fn members(model: &Model<Unvalidated>, input: ShapeId) -> Vec<(usize, String, Origin, ShapeId)> {
    let members = model.structure(input).members.iter().enumerate();
    members
        .filter_map(|(index, member)| {
            Some((index, member.context_param.clone()?, member.origin.clone(), member.target))
        })
        .collect()
}

fn kind(rules: &RuleSet, name: &str) -> Option<Kind> {
    rules.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.kind)
}

/// Why a parameter cannot be set to a value of a kind.
fn fault(rules: Option<&RuleSet>, parameter: &str, found: Result<Kind, String>) -> Option<String> {
    let Some(rules) = rules else { return Some("the service has no endpoint rules".to_owned()) };
    let Some(expected) = kind(rules, parameter) else {
        return Some("the endpoint rules have no such parameter".to_owned());
    };
    match found {
        Ok(found) if found == expected => None,
        Ok(found) => Some(format!("it is {}, and the value is {}", expected.described(), found.described())),
        Err(reason) => Some(reason),
    }
}
