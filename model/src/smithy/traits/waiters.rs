//! The trait with the waiters of an operation.

use serde_json::Value;

use super::Given;
use super::table::{Known, row};
use crate::diagnostic::Diagnostics;
use crate::ir::{
    Acceptor, Deprecation, Expected, Matcher, Operation, Origin, PathMatcher, Waiter, WaiterState,
};
use crate::json::{Fields, Key, Node};
use crate::smithy::bare_name;
use crate::validate::waiters::left_out;

pub(super) const ROWS: &[Known] = &[row("smithy.waiters#waitable").operation(waiters).advisory()];

fn waiters(operation: &mut Operation, given: &Given<'_, '_>, diagnostics: &mut Diagnostics) {
    for (key, node) in given.fields(diagnostics).iter().flat_map(Fields::members) {
        match waiter(given.owner, key, node, diagnostics) {
            Some(Ok(waiter)) => operation.waiters.push(waiter),
            Some(Err(reason)) => {
                diagnostics.push(left_out(
                    &operation.name,
                    &key.text,
                    &reason,
                    &operation.origin.id,
                    key.span,
                ));
            }
            None => {}
        }
    }
}

/// Reads a waiter. Returns `None` after reporting a problem; the inner error says why nothing can be waited for.
fn waiter(
    owner: &str,
    key: &Key,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Result<Waiter, String>> {
    let fields = Fields::open(node, owner, diagnostics)?;
    let mut delay = |name| fields.unsigned(name, diagnostics).and_then(|seconds| u32::try_from(seconds).ok());
    let (min_delay, max_delay) = (delay("minDelay"), delay("maxDelay"));
    let documentation = fields.string("documentation", diagnostics).map(str::to_owned);
    let deprecated = fields.flag("deprecated", diagnostics).then(Deprecation::default);
    let mut acceptors = Ok(Vec::new());
    for node in fields.array("acceptors", diagnostics) {
        let acceptor = acceptor(owner, node, diagnostics)?;
        acceptors = acceptors.and_then(|mut all: Vec<_>| {
            all.push(acceptor?);
            Ok(all)
        });
    }
    fields.ignore(&["tags"]);
    fields.finish(diagnostics);
    Some(acceptors.map(|acceptors| Waiter {
        name: key.text.clone(),
        documentation,
        deprecated,
        min_delay: min_delay.unwrap_or(Waiter::MIN_DELAY),
        max_delay: max_delay.unwrap_or(Waiter::MAX_DELAY),
        acceptors,
        origin: Origin::new(owner, key.span),
    }))
}

fn acceptor(owner: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<Result<Acceptor, String>> {
    let fields = Fields::open(node, owner, diagnostics)?;
    let state = fields.required_string("state", diagnostics)?;
    let [(key, node)] = fields.required("matcher", diagnostics)?.members() else {
        return Some(Err("a matcher is of one kind".to_owned()));
    };
    fields.finish(diagnostics);
    let matcher = match (key.text.as_str(), &node.to_json()) {
        ("output", _) => path(owner, node, diagnostics)?.map(Matcher::Output),
        ("inputOutput", _) => path(owner, node, diagnostics)?.map(Matcher::Call),
        ("success", Value::Bool(success)) => Ok(Matcher::Success(*success)),
        ("errorType", Value::String(name)) => Ok(Matcher::Error(bare_name(name).to_owned())),
        (kind, _) => Err(format!("the matcher `{kind}` is not known, or its value")),
    };
    Some(WaiterState::named(state).and_then(|state| Ok(Acceptor { state, matcher: matcher? })))
}

fn path(owner: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<Result<PathMatcher, String>> {
    let fields = Fields::open(node, owner, diagnostics)?;
    let path = fields.required_string("path", diagnostics)?;
    let comparator = fields.required_string("comparator", diagnostics)?;
    let expected = fields.required_string("expected", diagnostics)?;
    fields.finish(diagnostics);
    let text = expected.to_owned();
    let expected = match (comparator, expected) {
        ("stringEquals", _) => Expected::Text(text),
        ("allStringEquals", _) => Expected::All(text),
        ("anyStringEquals", _) => Expected::Any(text),
        ("booleanEquals", "true") => Expected::Flag(true),
        ("booleanEquals", "false") => Expected::Flag(false),
        _ => return Some(Err(format!("the comparator `{comparator}` with `{expected}` is not known"))),
    };
    Some(PathMatcher::new(path, expected))
}
