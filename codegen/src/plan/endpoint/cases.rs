//! Tests for rules without tests: the interpreter computes the results of the usual cases.

use smithy_client::endpoint::Partition;
use smithy_model::endpoint::{
    EndpointTest, Expression, Kind, Parameter, ParameterValue, Part, RuleSet, evaluate,
};
use smithy_model::ir::Origin;

/// Derives tests: a region of every partition with and without FIPS and dual-stack, a custom endpoint with the same, a
/// missing region, and every other value that the rules compare a parameter with.
pub(super) fn derived_tests(rules: &RuleSet) -> Vec<EndpointTest> {
    let deriver = Deriver { rules, base: base(rules) };
    let mut tests = Vec::new();
    for partition in Partition::ALL {
        let region = deriver.param("AWS::Region", text(partition.implicit_global_region));
        deriver.with_switches(partition.implicit_global_region, &region, &mut tests);
    }
    let endpoint = deriver.param("SDK::Endpoint", text("https://example.com/base"));
    if !endpoint.is_empty() {
        deriver.with_switches("a custom endpoint", &endpoint, &mut tests);
    }
    deriver.case("no region".to_owned(), Vec::new(), &mut tests);
    for parameter in rules.parameters.iter().filter(|parameter| is_special(parameter)) {
        for value in compared_values(rules, parameter) {
            let mut params = deriver.param("AWS::Region", text("us-east-1"));
            let name = format!("us-east-1 with {} {}", parameter.name, shown(&value));
            params.push((parameter.name.clone(), value));
            deriver.case(name, params, &mut tests);
        }
    }
    tests
}

fn text(text: &str) -> ParameterValue {
    ParameterValue::String(text.to_owned())
}

fn shown(value: &ParameterValue) -> String {
    match value {
        ParameterValue::Boolean(value) => value.to_string(),
        ParameterValue::String(text) => format!("`{text}`"),
        ParameterValue::StringArray(texts) => format!("`{}`", texts.join(", ")),
    }
}

struct Deriver<'r> {
    rules: &'r RuleSet,
    base: Vec<(String, ParameterValue)>,
}

impl Deriver<'_> {
    /// Sets the parameter that follows a setting of the client, if the rules have one.
    fn param(&self, built_in: &str, value: ParameterValue) -> Vec<(String, ParameterValue)> {
        let follows = |parameter: &&Parameter| parameter.built_in.as_deref() == Some(built_in);
        let parameter = self.rules.parameters.iter().find(follows);
        parameter.map(|parameter| (parameter.name.clone(), value)).into_iter().collect()
    }

    fn with_switches(&self, name: &str, params: &[(String, ParameterValue)], tests: &mut Vec<EndpointTest>) {
        let fips = self.param("AWS::UseFIPS", ParameterValue::Boolean(true));
        let dual_stack = self.param("AWS::UseDualStack", ParameterValue::Boolean(true));
        let both = [fips.clone(), dual_stack.clone()].concat();
        self.case(name.to_owned(), params.to_vec(), tests);
        let switches =
            [("FIPS", &fips, 1), ("dual-stack", &dual_stack, 1), ("FIPS and dual-stack", &both, 2)];
        for (what, switch, count) in switches {
            if switch.len() == count {
                self.case(format!("{name} with {what}"), [params, switch].concat(), tests);
            }
        }
    }

    fn case(&self, name: String, params: Vec<(String, ParameterValue)>, tests: &mut Vec<EndpointTest>) {
        let missing = self.base.iter().filter(|(name, _)| !params.iter().any(|(known, _)| known == name));
        let missing: Vec<_> = missing.cloned().collect();
        let params = [params, missing].concat();
        let expect = evaluate(self.rules, &params);
        tests.push(EndpointTest { documentation: Some(name), params, expect, origin: Origin::default() });
    }
}

/// Whether no client setting fills a parameter.
fn is_special(parameter: &Parameter) -> bool {
    parameter.built_in.is_none()
}

/// Returns values for the required parameters.
fn base(rules: &RuleSet) -> Vec<(String, ParameterValue)> {
    let needed = |parameter: &&Parameter| parameter.required && parameter.default.is_none();
    rules
        .parameters
        .iter()
        .filter(needed)
        .filter_map(|parameter| {
            let value = compared_values(rules, parameter).into_iter().next();
            value.map(|value| (parameter.name.clone(), value))
        })
        .collect()
}

/// Returns the values that the rules compare a parameter with, without duplicates.
fn compared_values(rules: &RuleSet, parameter: &Parameter) -> Vec<ParameterValue> {
    let mut values = match parameter.kind {
        Kind::Boolean => vec![ParameterValue::Boolean(true), ParameterValue::Boolean(false)],
        _ => Vec::new(),
    };
    rules.each_expression(&mut |expression| {
        let Expression::Equal(left, right) = expression else { return };
        if let (Expression::Reference(known, _), Expression::Text(parts))
        | (Expression::Text(parts), Expression::Reference(known, _)) = (left.as_ref(), right.as_ref())
            && let [Part::Literal(literal)] = parts.as_slice()
            && *known == parameter.name
            && !values.contains(&text(literal))
        {
            values.push(text(literal));
        }
    });
    values
}
