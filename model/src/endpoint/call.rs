//! Reads the expressions of rules: literals, references, and function calls.

use super::attribute::get_attribute;
use super::expression::{Expression, Function, Kind};
use super::scope::Scope;
use super::template::template;
use crate::json::{Fields, Node, Value};
use crate::source::Span;
use crate::{Diagnostic, Diagnostics, suggest};

/// Reads a value of a kind.
pub(super) fn argument(
    node: &Node,
    kind: Kind,
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Option<Expression> {
    let value = expression(node, scope, diagnostics)?;
    expect(&value, kind, node.span, diagnostics).then_some(value)
}

/// Reads a value.
pub(super) fn expression(node: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
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
            let problem = Diagnostic::error("endpoint-expression", message).at(node.span.head());
            diagnostics.push(problem.help("write a literal, a `ref` or a `fn`"));
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

/// Functions that belong to the language itself and not to its library.
const LANGUAGE: [&str; 7] = ["isSet", "not", "getAttr", "stringEquals", "booleanEquals", "coalesce", "ite"];

/// Reads the function call in an object with the key `fn`.
pub(super) fn call(fields: &Fields<'_>, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
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
        "coalesce" => coalesce(argv, span, scope, diagnostics),
        "ite" => choice(argv, span, scope, diagnostics),
        _ => library_call(name, argv, span, scope, diagnostics),
    }
}

/// Reads a `coalesce`: the first of some values that is set.
fn coalesce(argv: &[Node], span: Span, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let [first, others @ ..] = argv else {
        diagnostics.push(wrong_count("coalesce", 2, 0, span));
        return None;
    };
    let first = expression(first, scope, diagnostics);
    let kind = first.as_ref().map(|first| first.value_type().kind);
    let mut values: Vec<_> = first.into_iter().collect();
    for node in others {
        values.extend(match kind {
            Some(kind) => argument(node, kind, scope, diagnostics),
            None => expression(node, scope, diagnostics),
        });
    }
    (values.len() == argv.len()).then_some(Expression::Coalesce(values))
}

/// Reads an `ite`: one of two values.
fn choice(argv: &[Node], span: Span, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let [condition, then, otherwise] = arguments("ite", argv, span, diagnostics)?;
    let condition = argument(condition, Kind::Boolean, scope, diagnostics);
    let then = expression(then, scope, diagnostics)?;
    let otherwise = argument(otherwise, then.value_type().kind, scope, diagnostics);
    Some(Expression::Choice(Box::new([condition?, then, otherwise?])))
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

/// Whether a value is of a kind; reports a problem if not. `settle` checks later whether it is set.
pub(super) fn expect(value: &Expression, kind: Kind, span: Span, diagnostics: &mut Diagnostics) -> bool {
    let found = value.value_type().kind;
    if found != kind {
        diagnostics.push(mismatch(span, kind, found.described()));
    }
    found == kind
}

/// The problem that a value is of another kind.
pub(super) fn mismatch(span: Span, expected: Kind, found: &str) -> Diagnostic {
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
