//! Parameters of the endpoint rules that operations set. A parameter that cannot be set is left to the caller, with a
//! warning.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::endpoint::{Kind, ParameterValue, RuleSet};
use crate::ir::{Model, Operation, Origin, ShapeId, Unvalidated};

/// Removes what cannot be set. After this, whatever an operation sets is a parameter of the rules and of the right
/// type.
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
        let problem = problem(rules, parameter, found);
        if let Some(reason) = &problem {
            let message = format!("`{name}` does not set the endpoint parameter `{parameter}`: {reason}");
            let warning = Diagnostic::warning("unbound-endpoint-parameter", message).at(origin.span);
            let help = "set it in the options of the call, where the rules need it";
            diagnostics.push_once(warning.shape(&origin.id).help(help));
        }
        problem.is_none()
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

/// Returns the members that set parameters: index, parameter, origin and target.
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

/// Says why a parameter cannot be set to a value of a kind.
fn problem(rules: Option<&RuleSet>, parameter: &str, found: Result<Kind, String>) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use crate::{Diagnostics, Options, Parts, Sources};

    /// Returns the messages about an operation with this trait, whose input has a member with this one.
    fn told(operation: &str, member: &str) -> Vec<String> {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "p#P": {{"type": "service", "version": "1", "operations": [{{"target": "p#Get"}}], "traits": {{
                    "aws.protocols#restJson1": {{}},
                    "smithy.rules#endpointRuleSet": {{"version": "1.0", "rules": [],
                        "parameters": {{"Text": {{"type": "string"}}, "Flag": {{"type": "boolean"}},
                            "Texts": {{"type": "stringArray"}}}}}}}}}},
                "p#Get": {{"type": "operation", "input": {{"target": "p#Input"}}, "traits": {{{operation}
                    "smithy.api#http": {{"method": "POST", "uri": "/", "code": 200}}}}}},
                "p#Input": {{"type": "structure", "members": {{
                    "a": {{"target": "smithy.api#String", "traits": {{{member}}}}},
                    "number": {{"target": "smithy.api#Integer"}},
                    "inner": {{"target": "p#Inner"}},
                    "lists": {{"target": "p#Lists"}},
                    "map": {{"target": "p#Map"}}}}}},
                "p#Lists": {{"type": "list", "member": {{"target": "p#List"}}}},
                "p#List": {{"type": "list", "member": {{"target": "smithy.api#String"}}}},
                "p#Inner": {{"type": "structure", "members": {{
                    "name": {{"target": "smithy.api#String"}}, "flag": {{"target": "smithy.api#Boolean"}}}}}},
                "p#Map": {{"type": "map", "key": {{"target": "smithy.api#String"}},
                    "value": {{"target": "p#Inner"}}}}}}}}"#
        );
        let mut sources = Sources::default();
        let parts = Parts::new(sources.add("smithy.json", text));
        let mut diagnostics = Diagnostics::default();
        let model = crate::load(&sources, parts, Options::default(), &mut diagnostics);
        assert!(model.is_some(), "{}", diagnostics.render(&sources, false));
        let start = "`Get` does not set the endpoint parameter ";
        diagnostics
            .iter()
            .filter(|problem| problem.code == "unbound-endpoint-parameter")
            .map(|problem| problem.message.trim_start_matches(start).to_owned())
            .collect()
    }

    #[test]
    fn what_cannot_be_set_is_left_to_the_caller() {
        let fixed = |parameters: &str| format!(r#""smithy.rules#staticContextParams": {{{parameters}}},"#);
        let path = |parameter: &str, path: &str| {
            format!(r#""smithy.rules#operationContextParams": {{"{parameter}": {{"path": "{path}"}}}},"#)
        };
        let cases = [
            (fixed(r#""Text": {"value": "a"}, "Flag": {"value": true}"#), &[][..]),
            (fixed(r#""Txt": {"value": "a"}"#), &["`Txt`: the endpoint rules have no such parameter"]),
            (fixed(r#""Flag": {"value": "a"}"#), &["`Flag`: it is a boolean, and the value is a string"]),
            (fixed(r#""Text": {"value": 7}"#), &["`Text`: 7 is no value for it"]),
            (path("Flag", "inner.flag"), &[]),
            (path("Texts", "keys(map)"), &[]),
            (path("Texts", "a"), &["`Texts`: it is a list of strings, and the value is a string"]),
            (path("Texts", "lists[]"), &[]),
            (path("Texts", "lists[*][]"), &[]),
            (path("Texts", "lists[][]"), &[]),
            (path("Texts", "lists[*][*]"), &["`Texts`: it leads to a list of lists"]),
            (path("Texts", "lists[*]"), &["`Texts`: it leads to a list of lists"]),
            (path("Texts", "[a, inner.name]"), &[]),
            (path("Texts", "map.*.[name, name][]"), &[]),
            (path("Texts", "map.*.[name, name]"), &["`Texts`: it leads to a list of lists"]),
            (path("Text", "number"), &["`Text`: it leads to a value of type integer (`Integer`)"]),
            (path("Text", "inner.b"), &["`Text`: `Inner` has no member `b`"]),
            (path("Text", "a[*]"), &["`Text`: `[*]` cannot follow a value of type string (`String`)"]),
            (path("Texts", "map.*.flag"), &["`Texts`: it leads to several values that are not strings"]),
            (
                path("Text", "a[0]"),
                &["the path to the endpoint parameter `Text` cannot be followed: `[0]` is not supported"],
            ),
        ];
        for (operation, expected) in cases {
            assert_eq!(told(&operation, ""), expected, "{operation}");
        }
        let member = |name: &str| format!(r#""smithy.rules#contextParam": {{"name": "{name}"}}"#);
        assert_eq!(told("", &member("Text")), [""; 0]);
        let expected = "`Flag`: it is a boolean, and the value is a string";
        assert_eq!(told("", &member("Flag")), [expected]);
    }
}
