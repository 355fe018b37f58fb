//! Paths into a value: `PartitionResult#dnsSuffix`, `getAttr` with `resourceId[0]`.

use super::call::{expression, mismatch};
use super::expression::{Expression, Kind};
use super::scope::Scope;
use crate::json::Node;
use crate::source::Span;
use crate::{Diagnostic, Diagnostics, suggest};

/// Reads a call of `getAttr`.
pub(super) fn get_attribute(
    of: &Node,
    path: &Node,
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Option<Expression> {
    let of = expression(of, scope, diagnostics)?;
    let Some(text) = path.as_str() else {
        diagnostics.push(mismatch(path.span, Kind::String, path.kind()));
        return None;
    };
    attribute(of, text, path.span, diagnostics)
}

/// Follows a path into a value: names separated by dots, each with an optional index in brackets behind it. A negative
/// index counts from the end.
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
        let (name, kind) = *of.value_type().kind.attributes().iter().find(|(known, _)| *known == name)?;
        Expression::Attribute { of: Box::new(of.clone()), name, kind }
    };
    match index {
        Some(index) if whole.value_type().kind == Kind::StringArray => {
            Some(Expression::Element { of: Box::new(whole), index })
        }
        Some(_) => None,
        None => Some(whole),
    }
}

fn unknown_attribute(of: &Expression, step: &str, span: Span) -> Diagnostic {
    let kind = of.value_type().kind;
    let message = format!("{} has no attribute `{step}`", kind.described());
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
