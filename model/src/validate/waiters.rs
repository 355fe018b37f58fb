//! Waiters: only those stay that can be decided by the operation's own output and errors.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{
    Acceptor, Expected, Matcher, Model, Operation, PathMatcher, Unvalidated, Waiter, WaiterState,
};
use crate::jmespath::Type;
use crate::source::Span;

/// Removes the waiters whose paths do not exist, each with a warning.
pub(super) fn check(model: &mut Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    let mut operations = std::mem::take(&mut model.operations);
    for operation in &mut operations {
        let mut waiters = std::mem::take(&mut operation.waiters);
        waiters.retain(|waiter| match problem(model, operation, waiter) {
            None => true,
            Some(reason) => {
                let (id, span) = (&waiter.origin.id, waiter.origin.span);
                diagnostics.push(left_out(&operation.name, &waiter.name, &reason, id, span));
                false
            }
        });
        waiters.sort_by(|one, other| one.name.cmp(&other.name));
        operation.waiters = waiters;
    }
    model.operations = operations;
}

/// The warning that a waiter is left out.
pub(crate) fn left_out(
    operation: &str,
    waiter: &str,
    reason: &str,
    shape: &str,
    span: impl Into<Option<Span>>,
) -> Diagnostic {
    let message = format!("the waiter `{waiter}` of `{operation}` is left out: {reason}");
    let warning = Diagnostic::warning("unfollowed-waiter", message).at(span).shape(shape);
    warning.help("callers have to make the calls and check the responses themselves")
}

/// Says why a waiter cannot be decided.
fn problem(model: &Model<Unvalidated>, operation: &Operation, waiter: &Waiter) -> Option<String> {
    if !waiter.acceptors.iter().any(|acceptor| acceptor.state == WaiterState::Success) {
        return Some("no acceptor leads to a success".to_owned());
    }
    waiter.acceptors.iter().find_map(|Acceptor { matcher, .. }| match matcher {
        Matcher::Output(path) => path_problem(model, path, &Type::Structure(operation.output)),
        Matcher::Call(path) => {
            let Operation { input, output, .. } = *operation;
            path_problem(model, path, &Type::Call { input, output })
        }
        Matcher::Success(_) | Matcher::Error(_) | Matcher::Status(_) => None,
    })
}

fn path_problem(model: &Model<Unvalidated>, matcher: &PathMatcher, place: &Type) -> Option<String> {
    let PathMatcher { path, expression, expected } = matcher;
    let found = match expression.check(model, place) {
        Ok(found) => found,
        Err(reason) => return Some(format!("in `{path}`, {reason}")),
    };
    let texts = Type::List(Box::new(Type::Text));
    let (wanted, words) = match expected {
        Expected::Text(_) => (&Type::Text, "a string"),
        Expected::Flag(_) => (&Type::Flag, "a boolean"),
        Expected::All(_) | Expected::Any(_) => (&texts, "a list of strings"),
    };
    (found != *wanted).then(|| format!("`{path}` is of type {}, and {words} is expected", found.name()))
}

#[cfg(test)]
mod tests {
    use crate::{Diagnostics, Options, Parts, Sources};

    /// Returns whether callers can wait with these acceptors, and the messages.
    fn waiter(acceptors: &str) -> (bool, Vec<String>) {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "p#P": {{"type": "service", "operations": [{{"target": "p#Get"}}],
                    "traits": {{"aws.protocols#awsJson1_0": {{}}}}}},
                "p#Get": {{"type": "operation", "input": {{"target": "p#In"}}, "output": {{"target": "p#Out"}},
                    "traits": {{"smithy.waiters#waitable": {{"Done": {{"tags": ["t"], "acceptors": [{acceptors}]}}}}}}}},
                "p#In": {{"type": "structure", "members": {{"name": {{"target": "smithy.api#String"}}}}}},
                "p#Out": {{"type": "structure", "members": {{
                    "name": {{"target": "smithy.api#String"}}, "flag": {{"target": "smithy.api#Boolean"}},
                    "count": {{"target": "smithy.api#Integer"}}, "float": {{"target": "smithy.api#Float"}},
                    "names": {{"target": "p#Names"}}, "map": {{"target": "p#Map"}}, "inner": {{"target": "p#In"}}}}}},
                "p#Map": {{"type": "map", "key": {{"target": "smithy.api#String"}}, "value": {{"target": "p#In"}}}},
                "p#Names": {{"type": "list", "member": {{"target": "smithy.api#String"}}}}}}}}"#
        );
        let mut sources = Sources::default();
        let parts = Parts::new(sources.add("p.json", text));
        let mut diagnostics = Diagnostics::default();
        let model = crate::load(&sources, parts, Options::default(), &mut diagnostics).expect("it loads");
        let told = diagnostics.iter().map(|problem| {
            assert_eq!(problem.code, "unfollowed-waiter", "{}", problem.message);
            problem.message.trim_start_matches("the waiter `Done` of `Get` is left out: ").to_owned()
        });
        (!model.operations[0].waiters.is_empty(), told.collect())
    }

    #[test]
    fn only_what_can_be_told_is_waited_for() {
        let path = |kind: &str, path: &str, by: &str| {
            let expected = if by == "booleanEquals" { "true" } else { "x" };
            format!(
                r#"{{"state": "success", "matcher": {{"{kind}": {{"path": "{path}", "comparator": "{by}", "expected": "{expected}"}}}}}}"#
            )
        };
        let good = [
            path("output", "name", "stringEquals"),
            path("output", "flag", "booleanEquals"),
            path("output", "names", "allStringEquals"),
            path("output", "map.*.name", "anyStringEquals"),
            path("inputOutput", "input.name == output.name", "booleanEquals"),
            r#"{"state": "success", "matcher": {"success": true}}"#.to_owned(),
            r#"{"state": "success", "matcher": {"errorType": "p#Gone"}}"#.to_owned(),
        ];
        for acceptors in good {
            assert_eq!(waiter(&acceptors), (true, Vec::new()), "{acceptors}");
        }
        let text = |text: &str| path("output", text, "stringEquals");
        let flag = |text: &str| path("output", text, "booleanEquals");
        let bad = [
            (text("nam"), "in `nam`, `GetOutput` has no member `nam`"),
            (text("name.x"), "in `name.x`, the member `x` is asked of a value of type string"),
            (text("count"), "`count` is of type integer, and a string is expected"),
            (flag("name"), "`name` is of type string, and a boolean is expected"),
            (
                path("output", "name", "anyStringEquals"),
                "`name` is of type string, and a list of strings is expected",
            ),
            (flag("name[0]"), "in `name[0]`, `[0]` is asked of a value of type string"),
            (flag("names.*"), "in `names.*`, `*` is asked of a value of type list"),
            (flag("map[]"), "in `map[]`, the elements of a value of type map are asked for"),
            (flag("name == count"), "in `name == count`, values of type string and integer are compared"),
            (flag("name < name"), "in `name < name`, values of type string and string are compared"),
            (flag("float == `1`"), "in `float == `1``, values of type float and integer are compared"),
            (flag("count == `1.5`"), "in `count == `1.5``, the literal 1.5 is not supported"),
            (flag("name && flag"), "in `name && flag`, a value of type string stands in a condition"),
            (flag("!inner"), "in `!inner`, a value of type structure stands in a condition"),
            (
                flag("length(names[?count])"),
                "in `length(names[?count])`, the member `count` is asked of a value of type string",
            ),
            (flag("length(flag)"), "in `length(flag)`, `length()` is asked of values of type boolean"),
            (flag("[name, count]"), "in `[name, count]`, a list has values of several types"),
            (
                path("inputOutput", "name", "stringEquals"),
                "in `name`, the member `name` is asked of a value of type structure",
            ),
            (path("output", "a b", "stringEquals"), "in `a b`, `b` is not understood"),
            (path("output", "name", "numberEquals"), "the comparator `numberEquals` with `x` is not known"),
            (path("header", "name", "stringEquals"), "the matcher `header` is not known, or its value"),
            (
                r#"{"state": "retry", "matcher": {"success": true}}"#.to_owned(),
                "no acceptor leads to a success",
            ),
        ];
        for (acceptors, reason) in bad {
            assert_eq!(waiter(&acceptors), (false, vec![reason.to_owned()]));
        }
    }
}
