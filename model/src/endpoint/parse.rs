//! Reads rule sets: parameters, rules, conditions and expressions, checked as they are read.
//!
//! Rules and expressions nest no deeper than the JSON they are written in, which is bounded.

use super::expression::{Expression, Function, Kind, Type};
use super::scope::Scope;
use super::target::endpoint;
use super::template::template;
use super::{Condition, Outcome, Parameter, ParameterValue, Rule, RuleSet};
use crate::json::{Fields, Key, Node, Value};
use crate::source::Span;
use crate::{Diagnostic, Diagnostics, Severity, suggest};

/// Reads a rule set: a C2J `endpoint-rule-set-1.json` or the value of the trait
/// `smithy.rules#endpointRuleSet`. `None` when it has a fault.
pub fn rule_set(node: &Node, diagnostics: &mut Diagnostics) -> Option<RuleSet> {
    let before = diagnostics.count(Severity::Error);
    let fields = Fields::open(node, "", diagnostics)?;
    check_version(&fields, diagnostics);
    let entries = fields.object("parameters", diagnostics);
    let parameters: Vec<_> =
        entries.iter().filter_map(|(key, node)| parameter(key, node, diagnostics)).collect();
    let mut scope = Scope::new(&parameters);
    for (key, _) in entries {
        if !scope.contains(&key.text) {
            scope.spoil(&key.text);
        }
    }
    fields.required("rules", diagnostics);
    let rules = rules(fields.array("rules", diagnostics), &mut scope, diagnostics);
    fields.finish(diagnostics);
    (diagnostics.count(Severity::Error) == before).then_some(RuleSet { parameters, rules })
}

fn check_version(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
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

/// Smithy begins the names of types with a capital letter, C2J does not.
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
        if let Some(condition) = condition(node, scope, diagnostics) {
            scope.learn(&condition);
            conditions.push(condition);
        }
    }
    fields.ignore(&["documentation"]);
    let outcome = match fields.required_string("type", diagnostics)? {
        "endpoint" => {
            let node = fields.required("endpoint", diagnostics)?;
            let mut text =
                |node: &Node, faults: &mut Diagnostics| argument(node, Kind::String, scope, faults);
            Outcome::Endpoint(endpoint(node, &mut text, diagnostics)?)
        }
        "error" => {
            let node = fields.required("error", diagnostics)?;
            Outcome::Error(argument(node, Kind::String, scope, diagnostics)?)
        }
        "tree" => {
            fields.required("rules", diagnostics)?;
            Outcome::Tree(rules(fields.array("rules", diagnostics), scope, diagnostics))
        }
        other => {
            diagnostics.push(unknown_rule_type(other, fields.span));
            return None;
        }
    };
    fields.finish(diagnostics);
    Some(Rule { conditions, outcome })
}

fn unknown_rule_type(name: &str, span: Span) -> Diagnostic {
    let types = ["endpoint", "error", "tree"];
    Diagnostic::error("endpoint-rule-type", format!("a rule cannot be of type `{name}`"))
        .at(span.head())
        .help("the types are `endpoint`, `error` and `tree`")
        .maybe_help(suggest::did_you_mean(name, types))
}

fn condition(node: &Node, scope: &mut Scope, diagnostics: &mut Diagnostics) -> Option<Condition> {
    let fields = Fields::open(node, "", diagnostics)?;
    let expression = call(&fields, scope, diagnostics);
    let assign = fields.string("assign", diagnostics);
    fields.finish(diagnostics);
    if let Some(name) = assign
        && scope.contains(name)
    {
        let message = format!("`{name}` is assigned, but something of that name is in scope");
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

/// A value that must be set and of a kind.
fn argument(node: &Node, kind: Kind, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let value = expression(node, scope, diagnostics)?;
    expect(&value, kind, node.span, diagnostics).then_some(value)
}

fn expression(node: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    match &node.value {
        Value::Bool(value) => Some(Expression::Boolean(*value)),
        Value::String(text) => template(text, node.span, scope, diagnostics),
        Value::Number(number) => {
            let value = number.as_u64().and_then(|value| u32::try_from(value).ok());
            if value.is_none() {
                diagnostics.push(mismatch(node.span, Kind::Integer, "another number"));
            }
            value.map(Expression::Integer)
        }
        Value::Object(_) => object(node, scope, diagnostics),
        Value::Null | Value::Array(_) => {
            let message = format!("{} is not an expression of the endpoint rules", node.kind());
            let fault = Diagnostic::error("endpoint-expression", message).at(node.span.head());
            diagnostics.push(fault.help("write a literal, a `ref` or a `fn`"));
            None
        }
    }
}

fn object(node: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let fields = Fields::open(node, "", diagnostics)?;
    if let Some(name) = fields.string("ref", diagnostics) {
        fields.finish(diagnostics);
        return scope.reference(name, node.span, diagnostics);
    }
    let expression = call(&fields, scope, diagnostics);
    fields.finish(diagnostics);
    expression
}

/// Functions that are part of the language rather than of its library.
const LANGUAGE: [&str; 5] = ["isSet", "not", "getAttr", "stringEquals", "booleanEquals"];

fn call(fields: &Fields<'_>, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let argv = fields.array("argv", diagnostics);
    let name = fields.required_string("fn", diagnostics)?;
    let span = fields.span.head();
    match name {
        "isSet" => {
            let [value] = arguments(name, argv, span, diagnostics)?;
            Some(Expression::IsSet(Box::new(expression(value, scope, diagnostics)?)))
        }
        "not" => {
            let [value] = arguments(name, argv, span, diagnostics)?;
            Some(Expression::Not(Box::new(argument(value, Kind::Boolean, scope, diagnostics)?)))
        }
        "getAttr" => {
            let [of, path] = arguments(name, argv, span, diagnostics)?;
            get_attribute(of, path, scope, diagnostics)
        }
        "stringEquals" => equal(name, argv, Kind::String, span, scope, diagnostics),
        "booleanEquals" => equal(name, argv, Kind::Boolean, span, scope, diagnostics),
        _ => library_call(name, argv, span, scope, diagnostics),
    }
}

fn equal(
    name: &str,
    argv: &[Node],
    kind: Kind,
    span: Span,
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Option<Expression> {
    let [left, right] = arguments(name, argv, span, diagnostics)?;
    let left = argument(left, kind, scope, diagnostics);
    let right = argument(right, kind, scope, diagnostics);
    Some(Expression::Equal(Box::new(left?), Box::new(right?)))
}

fn library_call(
    name: &str,
    argv: &[Node],
    span: Span,
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Option<Expression> {
    let Some(function) = Function::ALL.into_iter().find(|function| function.name() == name) else {
        let known = Function::ALL.map(Function::name).into_iter().chain(LANGUAGE);
        let message = format!("the endpoint rules call `{name}`, which is not supported");
        diagnostics.push(
            Diagnostic::error("endpoint-unknown-function", message)
                .at(span)
                .help("a newer generator may know it")
                .maybe_help(suggest::did_you_mean(name, known)),
        );
        return None;
    };
    let kinds = function.parameters();
    if argv.len() != kinds.len() {
        diagnostics.push(wrong_count(name, kinds.len(), argv.len(), span));
        return None;
    }
    let values: Vec<_> =
        argv.iter().zip(kinds).map(|(node, kind)| argument(node, *kind, scope, diagnostics)).collect();
    Some(Expression::Call(function, values.into_iter().collect::<Option<_>>()?))
}

fn arguments<'n, const N: usize>(
    name: &str,
    argv: &'n [Node],
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<&'n [Node; N]> {
    let arguments = argv.try_into().ok();
    if arguments.is_none() {
        diagnostics.push(wrong_count(name, N, argv.len(), span));
    }
    arguments
}

fn get_attribute(of: &Node, path: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let of_span = of.span;
    let of = expression(of, scope, diagnostics)?;
    if of.value_type().optional {
        diagnostics.push(unset(&of, of_span));
        return None;
    }
    let Some(text) = path.as_str() else {
        diagnostics.push(mismatch(path.span, Kind::String, path.kind()));
        return None;
    };
    attribute(of, text, path.span, diagnostics)
}

/// Follows a path into a value: names separated by dots, each with an index in brackets behind it or not.
pub(super) fn attribute(
    of: Expression,
    path: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Expression> {
    let mut value = of;
    for step in path.split('.') {
        let next = attribute_step(&value, step);
        if next.is_none() {
            diagnostics.push(unknown_attribute(&value, step, span));
        }
        value = next?;
    }
    Some(value)
}

fn attribute_step(of: &Expression, step: &str) -> Option<Expression> {
    let (name, index) = match step.split_once('[') {
        Some((name, index)) => (name, Some(index.strip_suffix(']')?.parse().ok()?)),
        None => (step, None),
    };
    let whole = if name.is_empty() && index.is_some() {
        of.clone()
    } else {
        let known = of.value_type();
        let attributes = if known.optional { &[] } else { known.kind.attributes() };
        let (name, kind) = *attributes.iter().find(|(known, _)| *known == name)?;
        Expression::Attribute { of: Box::new(of.clone()), name, kind }
    };
    match index {
        Some(index) if whole.value_type() == Type::set(Kind::StringArray) => {
            Some(Expression::Element { of: Box::new(whole), index })
        }
        Some(_) => None,
        None => Some(whole),
    }
}

fn unknown_attribute(of: &Expression, step: &str, span: Span) -> Diagnostic {
    let Type { kind, optional } = of.value_type();
    let state = if optional { " that may be unset" } else { "" };
    let message = format!("{}{state} has no attribute `{step}`", kind.described());
    let names: Vec<_> = kind.attributes().iter().map(|(name, _)| *name).collect();
    let help = if names.is_empty() {
        "attributes are those of partitions, ARNs and URLs; elements are those of lists".to_owned()
    } else {
        format!("it has {}", names.join(", "))
    };
    Diagnostic::error("endpoint-unknown-attribute", message)
        .at(span)
        .help(help)
        .maybe_help(suggest::did_you_mean(step, names))
}

/// Whether a value is set and of a kind; a fault otherwise.
pub(super) fn expect(value: &Expression, kind: Kind, span: Span, diagnostics: &mut Diagnostics) -> bool {
    let found = value.value_type();
    if found.kind != kind {
        diagnostics.push(mismatch(span, kind, found.kind.described()));
    } else if found.optional {
        diagnostics.push(unset(value, span));
    }
    found == Type::set(kind)
}

fn unset(value: &Expression, span: Span) -> Diagnostic {
    let (message, help) = match value {
        Expression::Reference(name, _) => {
            (format!("`{name}` may be unset here"), format!("put a condition `isSet` of `{name}` before it"))
        }
        _ => ("this value may be unset".to_owned(), "assign it in an earlier condition".to_owned()),
    };
    Diagnostic::error("endpoint-unset-value", message).at(span).help(help)
}

fn mismatch(span: Span, expected: Kind, found: &str) -> Diagnostic {
    let expected = expected.described();
    Diagnostic::error("endpoint-wrong-type", format!("expected {expected}, found {found}"))
        .at(span)
        .help(format!("give {expected}"))
}

fn wrong_count(name: &str, expected: usize, found: usize, span: Span) -> Diagnostic {
    let plural = if expected == 1 { "" } else { "s" };
    let message = format!("`{name}` takes {expected} argument{plural}, not {found}");
    Diagnostic::error("endpoint-argument-count", message).at(span).help("see what the function takes")
}
