//! The calls of the program for the cases, and the verdicts on its responses.

use std::path::Path;

use serde_json::{Value, json};

use super::program::{self, Failure};
use super::suite::Action;
use super::tally::Verdict;
use super::unit::{self, Unit};
use super::{Running, compare, events, values};

/// Returns the verdicts on the responses of a program.
pub(super) fn verdicts(
    running: &[Running<'_>],
    units: &[Unit],
    folder: &Path,
) -> Result<Vec<Verdict>, Failure> {
    let calls = running.iter().map(|running| call(running, units)).collect();
    let answers = program::run(units, calls, folder)?;
    let answers = answers.iter().chain(std::iter::repeat(&Value::Null));
    Ok(running.iter().zip(answers).map(|(running, answer)| verdict(running, units, answer)).collect())
}

fn call(running: &Running<'_>, units: &[Unit]) -> Value {
    let unit = units.get(running.unit);
    let input = unit.and_then(|unit| Some((&unit.model, unit.operation(&running.case.operation)?.input)));
    match &running.case.action {
        Action::Request { params, .. } => {
            let params = input.map(|(model, input)| values::structure(model, input, params));
            json!({"operation": running.number, "params": params})
        }
        Action::Response { response, .. } => json!({"operation": running.number, "response": response}),
        Action::Events(events) => {
            let params = input.and_then(|(model, input)| events::params(model, input, events));
            let response = events.response.as_ref();
            json!({"operation": running.number, "both": {"params": params, "response": response}})
        }
    }
}

fn verdict(running: &Running<'_>, units: &[Unit], answer: &Value) -> Verdict {
    let operation = units.get(running.unit).and_then(|unit| {
        let operation = unit.operation(&running.case.operation)?;
        Some((&unit.model, operation))
    });
    let Some((model, operation)) = operation else {
        return Verdict::Failed("the crate does not have the operation".to_owned());
    };
    let differences = match (answer.get("fault").and_then(Value::as_str), &running.case.action) {
        (Some(fault), _) => vec![fault.to_owned()],
        (None, Action::Events(expected)) => events::compare(model, operation, expected, answer),
        (None, Action::Request { expected, .. }) => {
            compare::request(expected, answer, unit::is_cbor(model)).found
        }
        (None, Action::Response { expected, .. }) => compare::response(model, operation, expected, answer),
    };
    if differences.is_empty() { Verdict::Passed } else { Verdict::Failed(differences.join("; ")) }
}
