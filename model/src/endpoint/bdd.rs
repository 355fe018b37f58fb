//! Compiled endpoint rules: a binary decision diagram, in which each node tests one condition and leads to one of two
//! targets.
//!
//! A compiler makes the diagram from a rule set: it merges common parts, and orders the conditions so that each is
//! tested at most once. This module converts it back to rules, see [`lower`].

mod graph;
mod lower;
mod narrow;
#[cfg(test)]
mod tests;

use graph::Graph;

use super::call::mismatch;
use super::expression::{Kind, Type};
use super::parse::{check_version, condition, parameters, result};
use super::scope::Scope;
use super::{Condition, Outcome, Parameter, RuleSet};
use crate::json::{Fields, Node, Value};
use crate::source::Span;
use crate::{Diagnostic, Diagnostics, Severity};

/// The parts of a diagram.
struct Diagram {
    parameters: Vec<Parameter>,
    scope: Scope,
    conditions: Vec<(Condition, Span)>,
    results: Vec<(Outcome, Span)>,
    graph: Graph,
    /// The place of the nodes.
    span: Span,
}

/// Reads compiled rules: a C2J `endpoint-bdd-1.json` or the value of the trait `smithy.rules#endpointBdd`. Returns
/// `None` if they have a problem.
pub fn compiled(node: &Node, diagnostics: &mut Diagnostics) -> Option<RuleSet> {
    let before = diagnostics.count(Severity::Error);
    let fields = Fields::open(node, "", diagnostics)?;
    let diagram = diagram(&fields, diagnostics);
    fields.finish(diagnostics);
    if diagnostics.count(Severity::Error) > before {
        return None;
    }
    let diagram = diagram?;
    let (rules, blocks) = lower::lower(&diagram, diagnostics)?;
    let good = diagnostics.count(Severity::Error) == before;
    good.then_some(RuleSet { parameters: diagram.parameters, rules, blocks })
}

fn diagram(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Diagram> {
    let before = diagnostics.count(Severity::Error);
    check_version(fields, diagnostics);
    let (parameters, mut scope) = parameters(fields, diagnostics);
    fields.required("conditions", diagnostics);
    let nodes = fields.array("conditions", diagnostics);
    let conditions: Vec<_> = nodes
        .iter()
        .filter_map(|node| Some((read_condition(node, &mut scope, diagnostics)?, node.span.head())))
        .collect();
    fields.required("results", diagnostics);
    let results: Vec<_> = fields
        .array("results", diagnostics)
        .iter()
        .filter_map(|node| Some((read_result(node, &scope, diagnostics)?, node.span.head())))
        .collect();
    let root = integer(fields.required("root", diagnostics), diagnostics);
    let count = integer(fields.required("nodeCount", diagnostics), diagnostics);
    let text = fields.required_string("nodes", diagnostics);
    let span = fields.get("nodes")?.span.head();
    // Problems that were found before belong to the model and not to the rules.
    if diagnostics.count(Severity::Error) > before {
        return None;
    }
    match Graph::read(text?, [root?, count?], conditions.len(), results.len()) {
        Ok(graph) => Some(Diagram { parameters, scope, conditions, results, graph, span }),
        Err(problem) => {
            diagnostics.push(Diagnostic::error("endpoint-bdd", problem.to_string()).at(span).help(
                "the compiled rules are damaged: fetch them again, or give the rule set they are made of",
            ));
            None
        }
    }
}

/// Reads a condition. It is read once and tested in many places, and what it assigns may be unset in any of them.
fn read_condition(node: &Node, scope: &mut Scope, diagnostics: &mut Diagnostics) -> Option<Condition> {
    let condition = condition(node, scope, diagnostics)?;
    if let Some(name) = &condition.assign {
        scope.add(name, Type::maybe(condition.expression.value_type().kind));
    }
    Some(condition)
}

fn read_result(node: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Outcome> {
    let fields = Fields::open(node, "", diagnostics)?;
    if !fields.array("conditions", diagnostics).is_empty() {
        let message = "a result of compiled endpoint rules has conditions of its own";
        let help = "conditions stand under `conditions`, and nodes ask them";
        diagnostics.push(Diagnostic::error("endpoint-bdd", message).at(node.span.head()).help(help));
    }
    fields.ignore(&["documentation"]);
    let outcome = result(&fields, scope, diagnostics);
    fields.finish(diagnostics);
    outcome
}

fn integer(node: Option<&Node>, diagnostics: &mut Diagnostics) -> Option<i32> {
    let node = node?;
    let value = match &node.value {
        Value::Number(number) => number.as_i64().and_then(|value| i32::try_from(value).ok()),
        _ => None,
    };
    if value.is_none() {
        diagnostics.push(mismatch(node.span.head(), Kind::Integer, node.kind()));
    }
    value
}
