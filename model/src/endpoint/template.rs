//! Texts with values in them: `https://jobs.{Region}.{PartitionResult#dnsSuffix}`.

use super::attribute::attribute;
use super::call::expect;
use super::expression::{Expression, Kind, Part};
use super::scope::Scope;
use crate::source::Span;
use crate::{Diagnostic, Diagnostics};

/// Reads a text; `{{` and `}}` stand for the braces themselves.
pub(super) fn template(
    text: &str,
    span: Span,
    scope: &Scope,
    diagnostics: &mut Diagnostics,
) -> Option<Expression> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    let mut complete = true;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
            literal.extend(brace.chars().next());
            rest = after;
        } else if let Some((inner, after)) = brace.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            match value(inner, span, scope, diagnostics) {
                Some(value) => parts.push(Part::Value(value)),
                None => complete = false,
            }
            rest = after;
        } else {
            diagnostics.push(unpaired(text, span));
            return None;
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    complete.then_some(Expression::Text(parts))
}

/// Reads the text between braces: a name, and after `#` the path into its value.
fn value(inner: &str, span: Span, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let (name, path) = inner.split_once('#').map_or((inner, None), |(name, path)| (name, Some(path)));
    let reference = scope.reference(name, span, diagnostics)?;
    let value = match path {
        Some(path) => attribute(reference, path, span, diagnostics)?,
        None => reference,
    };
    expect(&value, Kind::String, span, diagnostics).then_some(value)
}

fn unpaired(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error("endpoint-template", format!("a brace in `{text}` is unmatched"))
        .at(span)
        .help("close it, or write `{{` or `}}` for the brace itself")
}
