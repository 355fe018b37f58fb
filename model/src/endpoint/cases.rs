//! Endpoint tests: the results that the model expects of the rules.

use super::target::{Endpoint, endpoint};
use super::{ParameterValue, RuleSet};
use crate::ir::Origin;
use crate::json::{Fields, Key, Node};
use crate::{Diagnostic, Diagnostics, suggest};

/// One case.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointTest {
    /// What the case shows.
    pub documentation: Option<String>,
    /// The parameters that are set; others have their defaults or are unset.
    pub params: Vec<(String, ParameterValue)>,
    /// The expected result.
    pub expect: Expectation,
    /// The place in the model.
    pub origin: Origin,
}

/// The expected result of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// This endpoint.
    Endpoint(Endpoint<String>),
    /// An error with this message.
    Error(String),
}

/// Reads endpoint tests: a C2J `endpoint-tests-1.json` or the value of the trait `smithy.rules#endpointTests`.
///
/// Cases with a problem are left out. What a case says about operations is not read, because it tests only the rules.
pub fn tests(node: &Node, diagnostics: &mut Diagnostics) -> Vec<EndpointTest> {
    let Some(fields) = Fields::open(node, "", diagnostics) else { return Vec::new() };
    fields.required_string("version", diagnostics);
    let cases = fields.array("testCases", diagnostics);
    let cases = cases.iter().filter_map(|node| case(node, diagnostics)).collect();
    fields.finish(diagnostics);
    cases
}

fn case(node: &Node, diagnostics: &mut Diagnostics) -> Option<EndpointTest> {
    let fields = Fields::open(node, "", diagnostics)?;
    let documentation = fields.string("documentation", diagnostics).map(ToOwned::to_owned);
    let mut params = Vec::new();
    for (key, node) in fields.object("params", diagnostics) {
        params.extend(param(key, node, diagnostics));
    }
    let expect = fields.required("expect", diagnostics).and_then(|node| expectation(node, diagnostics));
    fields.ignore(&["operationInputs", "tags"]);
    fields.finish(diagnostics);
    let origin = Origin::new("", node.span.head());
    Some(EndpointTest { documentation, params, expect: expect?, origin })
}

fn param(key: &Key, node: &Node, diagnostics: &mut Diagnostics) -> Option<(String, ParameterValue)> {
    let value = ParameterValue::from_json(&node.to_json());
    if value.is_none() {
        let message = format!("{} cannot be the value of an endpoint parameter", node.kind());
        diagnostics.push(
            Diagnostic::error("endpoint-wrong-type", message)
                .at(node.span)
                .help("give a boolean, a string or a list of strings"),
        );
    }
    Some((key.text.clone(), value?))
}

fn expectation(node: &Node, diagnostics: &mut Diagnostics) -> Option<Expectation> {
    let fields = Fields::open(node, "", diagnostics)?;
    let error = fields.string("error", diagnostics);
    let found = fields.get("endpoint").and_then(|node| endpoint(node, &mut plain, diagnostics));
    let (has_error, has_endpoint) = (error.is_some(), fields.get("endpoint").is_some());
    if has_error == has_endpoint {
        diagnostics.push(
            Diagnostic::error("endpoint-expectation", "a test expects either an endpoint or an error")
                .at(fields.span.head())
                .help("give one of `endpoint` and `error`"),
        );
    }
    fields.finish(diagnostics);
    found.map(Expectation::Endpoint).or_else(|| error.map(|error| Expectation::Error(error.to_owned())))
}

fn plain(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.as_str();
    if text.is_none() {
        let message = format!("expected a string, found {}", node.kind());
        diagnostics.push(Diagnostic::error("wrong-type", message).at(node.span).help("write a string"));
    }
    text.map(ToOwned::to_owned)
}

/// Checks that the parameters of tests are those of the rules.
pub fn check_tests(rules: &RuleSet, tests: &[EndpointTest], diagnostics: &mut Diagnostics) {
    for test in tests {
        for (name, value) in &test.params {
            let parameter = rules.parameters.iter().find(|parameter| parameter.name == *name);
            let problem = match parameter {
                None => {
                    let known = rules.parameters.iter().map(|parameter| parameter.name.as_str());
                    let message = format!("the endpoint rules have no parameter `{name}`");
                    Diagnostic::error("endpoint-unknown-name", message)
                        .help("leave it out")
                        .maybe_help(suggest::did_you_mean(name, known))
                }
                Some(parameter) if parameter.kind != value.kind() => {
                    let (expected, found) = (parameter.kind.described(), value.kind().described());
                    let message = format!("the endpoint parameter `{name}` is {expected}, not {found}");
                    Diagnostic::error("endpoint-wrong-type", message).help(format!("give {expected}"))
                }
                Some(_) => continue,
            };
            diagnostics.push(problem.at(test.origin.span));
        }
    }
}
