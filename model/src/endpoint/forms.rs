//! The two forms of endpoint rules in one model: the rule set, and the diagram that it was compiled to.

use super::{EndpointTest, Expectation, RuleSet, check_tests, compiled, evaluate, rule_set, tests};
use crate::json::Node;
use crate::{Diagnostic, Diagnostics, Model, Severity, Unvalidated};

/// The documents with the endpoint rules and tests of a model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Documents<'n> {
    /// The rule set.
    pub rules: Option<&'n Node>,
    /// The compiled rules.
    pub compiled: Option<&'n Node>,
    /// The tests.
    pub tests: Option<&'n Node>,
}

/// Reads rules and tests into a model. If there are rules in both forms, the rule set is used, because it is more
/// readable.
pub fn install(model: &mut Model<Unvalidated>, documents: Documents<'_>, diagnostics: &mut Diagnostics) {
    let cases = documents.tests.map(|node| tests(node, diagnostics)).unwrap_or_default();
    let rules = match (documents.rules, documents.compiled) {
        (Some(rules), compiled) => {
            let rules = rule_set(rules, diagnostics);
            if let (Some(rules), Some(compiled)) = (&rules, compiled) {
                compare(rules, compiled, &cases, diagnostics);
            }
            rules
        }
        (None, Some(node)) => compiled(node, diagnostics),
        (None, None) => None,
    };
    if let Some(rules) = &rules {
        check_tests(rules, &cases, diagnostics);
    }
    model.endpoint_rules = rules;
    model.endpoint_tests = cases;
}

/// Compares both forms of the rules. The compiled rules are not used, so any problem with them is a warning.
fn compare(rules: &RuleSet, node: &Node, cases: &[EndpointTest], diagnostics: &mut Diagnostics) {
    let mut problems = Diagnostics::default();
    let Some(compiled) = compiled(node, &mut problems) else {
        if let Some(problem) = problems.iter().find(|problem| problem.severity == Severity::Error) {
            let message = format!("the compiled endpoint rules cannot be read: {}", problem.message);
            let place = problem.span.or(Some(node.span.head()));
            let warning = Diagnostic::warning("endpoint-forms-differ", message).at(place);
            diagnostics.push(warning.help("the rule set is used, which stands beside them"));
        }
        return;
    };
    let differs = |case: &&EndpointTest| evaluate(rules, &case.params) != evaluate(&compiled, &case.params);
    let Some(case) = cases.iter().find(differs) else { return };
    let [by_rules, by_compiled] = [rules, &compiled].map(|rules| shown(&evaluate(rules, &case.params)));
    let name = case.documentation.as_deref().unwrap_or("without a name");
    let message = format!(
        "the two forms of the endpoint rules differ in the test `{name}`: {by_rules} by the rule set, {by_compiled} by the compiled rules"
    );
    let warning = Diagnostic::warning("endpoint-forms-differ", message).at(case.origin.span);
    diagnostics.push(warning.help("the rule set is used; find out which of the two is right"));
}

fn shown(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Endpoint(endpoint) => endpoint.url.clone(),
        Expectation::Error(reason) => format!("no endpoint ({reason})"),
    }
}
