//! Endpoint tests that the rules contradict, and whether that is because AWS's partitions have changed since.

use super::evaluate::{Past, evaluate_in};
use super::{EndpointTest, Expectation, RuleSet, evaluate};
use crate::{Diagnostic, Diagnostics};

/// Why a test may contradict the rules and be left out: what rules say goes before tests, where no host is in question.
const WORDS: &str = "check the texts if they matter to you: the rules refuse the same cases with other words";
const PARTITIONS: &str =
    "nothing needs to be done: AWS's partitions have changed since, and the rules follow them";

/// The tests that the rules agree with. Those that expect other words of an error, and those that the rules contradict
/// because they ask for partitions that were otherwise once, are named in a warning. Any others are an error, since they
/// say that the rules are wrong.
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
