//! Endpoint tests that the rules contradict, and whether that is because AWS's partitions have changed since.

use super::evaluate::{Past, evaluate_in};
use super::{EndpointTest, RuleSet, evaluate};
use crate::{Diagnostic, Diagnostics};

/// The tests that the rules agree with. Those that rules contradict because they ask for partitions that were otherwise
/// once are named in one warning; any others are an error, since they say that the rules are wrong.
pub fn confirmed(
    rules: &RuleSet,
    cases: &[EndpointTest],
    diagnostics: &mut Diagnostics,
) -> Vec<EndpointTest> {
    let agrees = |case: &EndpointTest| evaluate(rules, &case.params) == case.expect;
    let (good, contradicted): (Vec<_>, Vec<_>) = cases.iter().cloned().partition(agrees);
    let (outdated, wrong): (Vec<_>, Vec<_>) = contradicted.iter().partition(|case| was_right(rules, case));
    if let Some(first) = outdated.first() {
        let message = told(&outdated, [" and is left out", " and are left out"]);
        let warning = Diagnostic::warning("endpoint-test-contradicted", message).at(first.origin.span);
        diagnostics.push(warning.help(
            "nothing needs to be done: AWS's partitions have changed since, and the rules follow them",
        ));
    }
    if let Some(first) = wrong.first() {
        let error = Diagnostic::error("endpoint-rules-contradicted", told(&wrong, ["", ""]));
        diagnostics.push(error.at(first.origin.span).help(
            "look at the endpoint rules: a client made of them sends requests to other hosts than the tests say",
        ));
    }
    good
}

/// Whether the rules gave what the test expects while the partition of its region was another one.
fn was_right(rules: &RuleSet, case: &EndpointTest) -> bool {
    Past::all().any(|past| evaluate_in(rules, &case.params, &past) == case.expect)
}

/// How many tests contradict the rules and what is done about it, for one and for several, with the names of some.
fn told(tests: &[&EndpointTest], [one, several]: [&str; 2]) -> String {
    let names = tests.iter().take(3).map(|case| case.documentation.as_deref().unwrap_or("without a name"));
    let names: Vec<_> = names.map(|name| format!("`{}`", name.trim())).collect();
    let contradict = match tests.len() {
        1 => format!("1 endpoint test contradicts the endpoint rules{one}"),
        count => format!("{count} endpoint tests contradict the endpoint rules{several}"),
    };
    let others = match tests.len().saturating_sub(names.len()) {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    format!("{contradict}: {}{others}", names.join(", "))
}
