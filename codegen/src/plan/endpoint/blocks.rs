//! Restructures blocks as a person would: an error returns early, and the rest is not indented.

use super::{Condition, Outcome, Step, Value};

/// Turns `if condition { body } error` into a guard with the error, followed by the body.
pub(super) fn with_guards(steps: Vec<Step>) -> Vec<Step> {
    let mut steps: Vec<Step> = steps
        .into_iter()
        .map(|step| match step {
            Step::If(conditions, body) => Step::If(conditions, with_guards(body)),
            other => other,
        })
        .collect();
    if let [.., Step::If(conditions, body), Step::Return(outcome)] = steps.as_slice()
        && let [condition] = conditions.as_slice()
        && matches!(outcome, Outcome::Error(_) | Outcome::NoMatch)
        && terminates(body)
    {
        let guard = Step::Guard(condition.clone(), outcome.clone());
        let body = body.clone();
        steps.truncate(steps.len().saturating_sub(2));
        steps.push(guard);
        steps.extend(body);
    }
    steps
}

/// Whether the steps always return.
pub(super) fn terminates(steps: &[Step]) -> bool {
    matches!(steps.last(), Some(Step::Return(_)))
}

/// Estimates how many lines the steps take.
pub(super) fn lines(steps: &[Step]) -> usize {
    steps
        .iter()
        .map(|step| match step {
            Step::Let(..) => 1,
            Step::Guard(_, outcome) => 2 + outcome_lines(outcome),
            Step::If(conditions, body) => {
                let chain = if conditions.len() > 1 { conditions.len() + 1 } else { 1 };
                chain + lines(body) + 1
            }
            Step::Return(outcome) => outcome_lines(outcome),
        })
        .sum()
}

fn outcome_lines(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Endpoint(endpoint) => {
            let schemes = endpoint.auth_schemes.iter().map(|scheme| {
                let texts = usize::from(scheme.signing_name.is_some())
                    + usize::from(scheme.signing_region.is_some())
                    + scheme.signing_region_set.len();
                5 + texts
            });
            4 + 2 * endpoint.headers.len() + schemes.sum::<usize>()
        }
        Outcome::Error(Value::Literal(text)) if text.len() < 40 => 1,
        Outcome::Error(_) => 3,
        Outcome::Missing(_) | Outcome::NoMatch | Outcome::Call(..) => 1,
    }
}

/// Calls back for every condition of a step and of the steps in it.
pub(super) fn conditions<'s>(step: &'s Step, visitor: &mut dyn FnMut(&'s Condition)) {
    match step {
        Step::Guard(condition, _) => visitor(condition),
        Step::If(chain, body) => {
            chain.iter().for_each(&mut *visitor);
            for step in body {
                conditions(step, visitor);
            }
        }
        Step::Let(..) | Step::Return(_) => {}
    }
}
