//! Reads rule sets: parameters, rules and conditions, checked as they are read.
//!
//! Rules and expressions nest no deeper than their JSON, whose depth is limited.

use super::call::{argument, call, mismatch};
use super::expression::Kind;
use super::scope::Scope;
use super::settle::Demands;
use super::target::endpoint;
use super::{Condition, Outcome, Parameter, ParameterValue, Rule, RuleSet};
use crate::json::{Fields, Key, Node};
use crate::source::Span;
use crate::{Diagnostic, Diagnostics, Severity, suggest};

/// Reads a rule set: a C2J `endpoint-rule-set-1.json` or the value of the trait `smithy.rules#endpointRuleSet`. Returns
/// `None` if it has a problem.
pub fn rule_set(node: &Node, diagnostics: &mut Diagnostics) -> Option<RuleSet> {
    let before = diagnostics.count(Severity::Error);
    let fields = Fields::open(node, "", diagnostics)?;
    check_version(&fields, diagnostics);
    let (parameters, mut scope) = parameters(&fields, diagnostics);
    fields.required("rules", diagnostics);
    let rules = rules(fields.array("rules", diagnostics), &mut scope, diagnostics);
    fields.finish(diagnostics);
    let good = diagnostics.count(Severity::Error) == before;
    good.then_some(RuleSet { parameters, rules, blocks: Vec::new() })
}

/// Reads the parameters. Returns them and the scope that the rules begin with.
pub(super) fn parameters(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> (Vec<Parameter>, Scope) {
    let entries = fields.object("parameters", diagnostics);
    let parameters: Vec<_> =
        entries.iter().filter_map(|(key, node)| parameter(key, node, diagnostics)).collect();
    let mut scope = Scope::new(&parameters);
    for (key, _) in entries {
        if !scope.contains(&key.text) {
            scope.spoil(&key.text);
        }
    }
    (parameters, scope)
}

pub(super) fn check_version(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let Some(version) = fields.required_string("version", diagnostics) else { return };
    if !version.starts_with("1.") {
        let message = format!("version {version} of the endpoint rules is not supported");
        diagnostics.push(
            Diagnostic::error("unsupported-endpoint-rules", message)
                .at(fields.span.head())
                .help("the versions known are 1.x"),
        );
    }
}

fn parameter(key: &Key, node: &Node, diagnostics: &mut Diagnostics) -> Option<Parameter> {
    let fields = Fields::open(node, "", diagnostics)?;
    let kind = fields.required_string("type", diagnostics).and_then(|name| {
        let kind = parameter_kind(name);
        if kind.is_none() {
            let message = format!("a parameter of the endpoint rules cannot be of type `{name}`");
            diagnostics.push(
                Diagnostic::error("endpoint-parameter-type", message)
                    .at(fields.span.head())
                    .help("the types are `Boolean`, `String` and `StringArray`"),
            );
        }
        kind
    });
    let required = fields.flag("required", diagnostics);
    let default = fields.get("default");
    let built_in = fields.string("builtIn", diagnostics).map(ToOwned::to_owned);
    let documentation = fields.string("documentation", diagnostics).map(ToOwned::to_owned);
    fields.ignore(&["deprecated"]);
    fields.finish(diagnostics);
    let (name, kind) = (key.text.clone(), kind?);
    let default = default.and_then(|node| default_value(node, kind, diagnostics));
    Some(Parameter { name, kind, required, default, built_in, documentation })
}

/// Reads the kind of a parameter. Smithy begins the names of types with a capital letter, C2J does not.
fn parameter_kind(name: &str) -> Option<Kind> {
    match name {
        "Boolean" | "boolean" => Some(Kind::Boolean),
        "String" | "string" => Some(Kind::String),
        "StringArray" | "stringArray" => Some(Kind::StringArray),
        _ => None,
    }
}

fn default_value(node: &Node, kind: Kind, diagnostics: &mut Diagnostics) -> Option<ParameterValue> {
    let value = ParameterValue::from_json(&node.to_json()).filter(|value| value.kind() == kind);
    if value.is_none() {
        diagnostics.push(mismatch(node.span, kind, node.kind()));
    }
    value
}

fn rules(nodes: &[Node], scope: &mut Scope, diagnostics: &mut Diagnostics) -> Vec<Rule> {
    let mut rules = Vec::new();
    for node in nodes {
        let mark = scope.mark();
        rules.extend(rule(node, scope, diagnostics));
        scope.reset(mark);
    }
    rules
}

fn rule(node: &Node, scope: &mut Scope, diagnostics: &mut Diagnostics) -> Option<Rule> {
    let fields = Fields::open(node, "", diagnostics)?;
    let mut conditions = Vec::new();
    for node in fields.array("conditions", diagnostics) {
        for condition in settled(node, scope, diagnostics) {
            scope.learn(&condition);
            conditions.push(condition);
        }
    }
    fields.ignore(&["documentation"]);
    let outcome = if fields.get("type").and_then(Node::as_str) == Some("tree") {
        fields.required("rules", diagnostics)?;
        Outcome::Tree(rules(fields.array("rules", diagnostics), scope, diagnostics))
    } else {
        let mut outcome = result(&fields, scope, diagnostics)?;
        let mut demands = Demands::new(scope, node.span.head());
        demands.outcome(&mut outcome, diagnostics);
        demands.guard(outcome)
    };
    fields.finish(diagnostics);
    Some(Rule { conditions, outcome })
}

/// Reads the outcome of a rule that is not a tree. Does not check whether all values that it needs are set.
pub(super) fn result(fields: &Fields<'_>, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Outcome> {
    match fields.required_string("type", diagnostics)? {
        "endpoint" => {
            let node = fields.required("endpoint", diagnostics)?;
            let mut text =
                |node: &Node, problems: &mut Diagnostics| argument(node, Kind::String, scope, problems);
            Some(Outcome::Endpoint(endpoint(node, &mut text, diagnostics)?))
        }
        "error" => {
            let node = fields.required("error", diagnostics)?;
            Some(Outcome::Error(argument(node, Kind::String, scope, diagnostics)?))
        }
        other => {
            diagnostics.push(unknown_rule_type(other, fields.span));
            None
        }
    }
}

fn unknown_rule_type(name: &str, span: Span) -> Diagnostic {
    let types = ["endpoint", "error", "tree"];
    Diagnostic::error("endpoint-rule-type", format!("a rule cannot be of type `{name}`"))
        .at(span.head())
        .help("the types are `endpoint`, `error` and `tree`")
        .maybe_help(suggest::did_you_mean(name, types))
}

/// Reads a condition, and puts before it the checks that all values that it needs are set.
fn settled(node: &Node, scope: &mut Scope, diagnostics: &mut Diagnostics) -> Vec<Condition> {
    let Some(mut condition) = condition(node, scope, diagnostics) else { return Vec::new() };
    let mut demands = Demands::new(scope, node.span.head());
    demands.condition(&mut condition.expression, diagnostics);
    demands.conditions.into_iter().chain([condition]).collect()
}

/// Reads a condition. Does not check whether all values that it needs are set.
pub(super) fn condition(node: &Node, scope: &mut Scope, diagnostics: &mut Diagnostics) -> Option<Condition> {
    let fields = Fields::open(node, "", diagnostics)?;
    let expression = call(&fields, scope, diagnostics);
    let assign = fields.string("assign", diagnostics);
    fields.finish(diagnostics);
    if let Some(name) = assign
        && scope.contains(name)
    {
        let message = format!("`{name}` is assigned, but that name is already in scope");
        diagnostics.push(
            Diagnostic::error("endpoint-shadowed-name", message)
                .at(node.span.head())
                .help("assign to another name"),
        );
    }
    let assign = assign.map(ToOwned::to_owned);
    if let (None, Some(name)) = (&expression, &assign) {
        scope.spoil(name);
    }
    Some(Condition { expression: expression?, assign })
}
