//! Reads `waiters-2.json`: what callers can wait for.

use serde_json::Value;

use super::traits;
use crate::ir::{Acceptor, Expected, Matcher, Origin, PathMatcher, Unvalidated, Waiter, WaiterState};
use crate::json::{Fields, Key, Node};
use crate::source::{SourceId, Sources};
use crate::validate::waiters::left_out;
use crate::{Diagnostics, Model, json};

/// Adds the waiters of the file to the operations of a model. Entries of unknown operations are ignored.
pub(crate) fn attach(
    model: &mut Model<Unvalidated>,
    sources: &Sources,
    file: Option<SourceId>,
    diagnostics: &mut Diagnostics,
) {
    let Some(document) = file.and_then(|file| json::parse(sources, file, diagnostics)) else { return };
    let Some(fields) = Fields::open(&document, "", diagnostics) else { return };
    let entries = fields.object("waiters", diagnostics);
    fields.ignore(&["version"]);
    fields.finish(diagnostics);
    for (key, node) in entries {
        let Some(name) = node.get("operation").and_then(Node::as_str) else { continue };
        let Some(operation) = model.operations.iter_mut().find(|it| it.name == name) else { continue };
        match waiter(name, key, node, diagnostics) {
            Some(Ok(waiter)) => operation.waiters.push(waiter),
            Some(Err(reason)) => diagnostics.push(left_out(name, &key.text, &reason, name, key.span)),
            None => {}
        }
    }
}

/// Reads a waiter. Returns `None` after reporting a problem; the inner error says why nothing can be waited for.
fn waiter(
    operation: &str,
    key: &Key,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Result<Waiter, String>> {
    let fields = Fields::open(node, operation, diagnostics)?;
    let delay = fields.unsigned("delay", diagnostics).and_then(|seconds| u32::try_from(seconds).ok());
    let documentation = fields.string("description", diagnostics).map(str::to_owned);
    let deprecated = traits::deprecation(&fields, diagnostics);
    let mut acceptors = Ok(Vec::new());
    for node in fields.array("acceptors", diagnostics) {
        let acceptor = acceptor(operation, node, diagnostics)?;
        acceptors = acceptors.and_then(|mut all: Vec<_>| {
            all.push(acceptor?);
            Ok(all)
        });
    }
    // The caller's time limit decides how often.
    fields.ignore(&["operation", "maxAttempts"]);
    fields.finish(diagnostics);
    let min_delay = delay.unwrap_or(Waiter::MIN_DELAY);
    Some(acceptors.map(|acceptors| Waiter {
        name: key.text.clone(),
        documentation,
        deprecated,
        min_delay,
        max_delay: min_delay.max(Waiter::MAX_DELAY),
        acceptors,
        origin: Origin::new(operation, key.span),
    }))
}

fn acceptor(operation: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<Result<Acceptor, String>> {
    let fields = Fields::open(node, operation, diagnostics)?;
    let state = fields.required_string("state", diagnostics)?;
    let kind = fields.required_string("matcher", diagnostics)?;
    let expected = fields.required("expected", diagnostics)?.to_json();
    let path = fields.string("argument", diagnostics);
    fields.finish(diagnostics);
    let matcher = match path {
        Some(path) => self::path(kind, path, expected).map(Matcher::Output),
        None => without_path(kind, &expected),
    };
    Some(WaiterState::named(state).and_then(|state| Ok(Acceptor { state, matcher: matcher? })))
}

fn path(kind: &str, path: &str, expected: Value) -> Result<PathMatcher, String> {
    let expected = match (kind, expected) {
        ("path", Value::String(text)) => Expected::Text(text),
        ("path", Value::Bool(flag)) => Expected::Flag(flag),
        ("path", number @ Value::Number(_)) => return PathMatcher::number(path, number),
        ("pathAll", Value::String(text)) => Expected::All(text),
        ("pathAny", Value::String(text)) => Expected::Any(text),
        (kind, expected) => return Err(format!("the matcher `{kind}` of {expected} is not known")),
    };
    PathMatcher::new(path, expected)
}

fn without_path(kind: &str, expected: &Value) -> Result<Matcher, String> {
    match (kind, expected) {
        ("error", Value::Bool(any)) => Ok(Matcher::Success(!any)),
        ("error", Value::String(code)) => Ok(Matcher::Error(code.clone())),
        ("status", Value::Number(number)) => {
            let status = number.as_u64().and_then(|status| u16::try_from(status).ok());
            status.map(Matcher::Status).ok_or_else(|| format!("{number} is not an HTTP status"))
        }
        _ => Err(format!("the matcher `{kind}` of {expected} is not known")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::load;
    use super::*;

    /// Loads the waiters of an operation that returns a text, and the messages.
    fn waiters(text: &str) -> (Vec<Waiter>, Vec<String>) {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let mut model = load(&format!(r#""Get": {{{http}}}"#), "").0;
        let mut sources = Sources::default();
        let file = sources.add("waiters-2.json", format!(r#"{{"version": 2, "waiters": {{{text}}}}}"#));
        let mut diagnostics = Diagnostics::default();
        attach(&mut model, &sources, Some(file), &mut diagnostics);
        let told =
            diagnostics.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
        (model.operations.remove(0).waiters, told)
    }

    #[test]
    fn what_the_file_says_of_an_operation_is_read() {
        let acceptors = [
            (r#""matcher": "path", "argument": "A.B", "expected": "x""#, "`A.B` is `x`"),
            (r#""matcher": "path", "argument": "A", "expected": true"#, "`A` is true"),
            (r#""matcher": "path", "argument": "A", "expected": 3"#, "`` A == `3` `` is true"),
            (r#""matcher": "pathAll", "argument": "A[]", "expected": "x""#, "each of `A[]` is `x`"),
            (r#""matcher": "pathAny", "argument": "A[]", "expected": "x""#, "one of `A[]` is `x`"),
            (r#""matcher": "error", "expected": "X""#, "the error is `X`"),
            (r#""matcher": "error", "expected": true"#, "the service answers with an error"),
            (r#""matcher": "error", "expected": false"#, "the call succeeds"),
            (r#""matcher": "status", "expected": 404"#, "the status is 404"),
        ];
        let (texts, clauses): (Vec<_>, Vec<_>) = acceptors
            .iter()
            .map(|(text, clause)| (format!(r#"{{"state": "retry", {text}}}"#), *clause))
            .unzip();
        let common = r#""operation": "Get", "maxAttempts": 9"#;
        let (found, told) = waiters(&format!(
            r#""Done": {{{common}, "delay": 20, "description": "Green.", "acceptors": [{}]}},
               "Slow": {{{common}, "delay": 300, "deprecated": true, "acceptors": [{{"state": "success", "matcher": "error", "expected": "X"}}]}},
               "Elsewhere": {{"operation": "Gone", "odd": 1}}"#,
            texts.join(", ")
        ));
        assert_eq!(told, [""; 0]);
        let delays: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.min_delay, it.max_delay)).collect();
        assert_eq!(delays, [("Done", 20, 120), ("Slow", 300, 300)]);
        let said: Vec<_> = found
            .iter()
            .map(|it| (it.documentation.as_deref(), it.deprecated.is_some(), it.can_end_with_error()))
            .collect();
        assert_eq!(said, [(Some("Green."), false, false), (None, true, true)]);
        let found: Vec<_> = found[0].acceptors.iter().map(|acceptor| acceptor.matcher.clause()).collect();
        assert_eq!(found, clauses);
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let cases = [
            (
                r#""state": "success", "matcher": "path", "argument": "A[", "expected": "x""#,
                "in `A[`, it ends too early",
            ),
            (
                r#""state": "success", "matcher": "pathAll", "argument": "A", "expected": true"#,
                "the matcher `pathAll` of true is not known",
            ),
            (
                r#""state": "success", "matcher": "header", "expected": "x""#,
                "the matcher `header` of \"x\" is not known",
            ),
            (r#""state": "done", "matcher": "status", "expected": 200"#, "the state `done` is not known"),
            (r#""state": "success", "matcher": "status", "expected": -1"#, "-1 is not an HTTP status"),
        ];
        for (acceptor, reason) in cases {
            let (found, told) =
                waiters(&format!(r#""Done": {{"operation": "Get", "acceptors": [{{{acceptor}}}]}}"#));
            assert_eq!(found, [], "{acceptor}");
            assert_eq!(
                told,
                [format!("unfollowed-waiter: the waiter `Done` of `Get` is left out: {reason}")]
            );
        }
    }
}
