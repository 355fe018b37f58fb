//! Endpoint tests that contradict the rules, and whether AWS's partitions explain it.

use super::evaluate::{Past, evaluate_in};
use super::{EndpointTest, Expectation, RuleSet, evaluate};
use crate::{Diagnostic, Diagnostics};

/// Why such a test is left out: if no host is affected, the rules take precedence over tests.
const WORDS: &str = "check the texts if they matter to you: the rules refuse the same cases with other words";
const PARTITIONS: &str =
    "nothing needs to be done: AWS's partitions have changed since, and the rules follow them";

/// Returns the tests that agree with the rules. A warning names the tests that expect another error message, and those
/// that contradict the rules only because a partition has changed since. Any other contradiction is an error, because
/// it means that the rules are wrong.
pub fn confirmed(
    rules: &RuleSet,
    cases: &[EndpointTest],
    diagnostics: &mut Diagnostics,
) -> Vec<EndpointTest> {
    let (mut good, mut reworded, mut outdated, mut wrong) = (vec![], vec![], vec![], vec![]);
    for case in cases {
        match (evaluate(rules, &case.params), &case.expect) {
            (found, expected) if found == *expected => good.push(case.clone()),
            (Expectation::Error(_), Expectation::Error(_)) => reworded.push(case),
            _ if was_right(rules, case) => outdated.push(case),
            _ => wrong.push(case),
        }
    }
    for (tests, help) in [(reworded, WORDS), (outdated, PARTITIONS)] {
        if let Some(first) = tests.first() {
            let message = told(&tests, [" and is left out", " and are left out"]);
            let warning = Diagnostic::warning("endpoint-test-contradicted", message).at(first.origin.span);
            diagnostics.push(warning.help(help));
        }
    }
    if let Some(first) = wrong.first() {
        let error = Diagnostic::error("endpoint-rules-contradicted", told(&wrong, ["", ""]));
        diagnostics.push(error.at(first.origin.span).help(
            "look at the endpoint rules: a client made of them sends requests to other hosts than the tests say",
        ));
    }
    good
}

/// Whether the rules gave the expected result with an earlier form of the partitions.
fn was_right(rules: &RuleSet, case: &EndpointTest) -> bool {
    Past::all().any(|past| evaluate_in(rules, &case.params, &past) == case.expect)
}

/// Says how many tests contradict the rules, what is done about it (for one test and for several), and the names of
/// some.
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
