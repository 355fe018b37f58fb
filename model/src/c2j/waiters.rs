//! Reads `waiters-2.json`: what callers can wait for.

use serde_json::Value;

use super::traits;
use crate::ir::{Acceptor, Expected, Matcher, Origin, PathMatcher, Unvalidated, Waiter, WaiterState};
use crate::json::{Fields, Key, Node};
use crate::source::{SourceId, Sources};
use crate::validate::waiters::left_out;
use crate::{Diagnostics, Model, json};

/// Adds what the file says to the operations of a model. What it says of others is nobody's concern.
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

/// `None` where a fault has been told; an error says why nothing can be waited for.
fn waiter(operation: &str, key: &Key, node: &Node, diagnostics: &mut Diagnostics) -> Option<Result<Waiter, String>> {
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
    // How often is a matter of the time that the caller gives.
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
        None => without_path(kind, expected),
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

fn without_path(kind: &str, expected: Value) -> Result<Matcher, String> {
    match (kind, &expected) {
        ("error", Value::Bool(any)) => Ok(Matcher::Success(!any)),
        ("error", Value::String(code)) => Ok(Matcher::Error(code.clone())),
        ("status", Value::Number(number)) => {
            let status = number.as_u64().and_then(|status| u16::try_from(status).ok());
            status.map(Matcher::Status).ok_or_else(|| format!("{number} is not an HTTP status"))
        }
        _ => Err(format!("the matcher `{kind}` of {expected} is not known")),
    }
}
