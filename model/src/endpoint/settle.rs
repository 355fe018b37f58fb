//! Makes sure that no value is needed that may be unset.
//!
//! Rules that predate the checks of compilers read parameters that may be unset without testing them. In these rules a
//! condition does not hold if a value that it needs is unset. So this module adds a test before the condition, and
//! later rules can rely on it.

use super::expression::{Expression, Type};
use super::scope::Scope;
use super::{Condition, Outcome, Rule};
use crate::source::Span;
use crate::{Diagnostic, Diagnostics};

/// Tests that must hold before a value can be computed.
pub(super) struct Demands<'s> {
    scope: &'s Scope,
    span: Span,
    /// The tests, in order.
    pub(super) conditions: Vec<Condition>,
}

impl<'s> Demands<'s> {
    pub(super) fn new(scope: &'s Scope, span: Span) -> Self {
        Self { scope, span, conditions: Vec::new() }
    }

    /// Settles the value of a condition, which may itself be unset.
    pub(super) fn condition(&mut self, expression: &mut Expression, diagnostics: &mut Diagnostics) {
        // `isSet` of something computed from an unset value is false, and so the condition does not hold.
        match expression {
            Expression::IsSet(of) => self.children(of, false, diagnostics),
            _ => self.children(expression, false, diagnostics),
        }
    }

    /// Settles the texts of an endpoint or an error.
    pub(super) fn outcome(&mut self, outcome: &mut Outcome, diagnostics: &mut Diagnostics) {
        match outcome {
            Outcome::Endpoint(endpoint) => {
                endpoint.texts_mut().for_each(|text| self.demanded(text, false, diagnostics));
            }
            Outcome::Error(text) => self.demanded(text, false, diagnostics),
            Outcome::Tree(_) | Outcome::Block(_) => {}
        }
    }

    /// Settles the operands of the value. Not all of them must be set: `coalesce` goes on to its next value.
    fn children(&mut self, expression: &mut Expression, lazy: bool, diagnostics: &mut Diagnostics) {
        match expression {
            Expression::IsSet(of) => self.children(of, true, diagnostics),
            Expression::Coalesce(values) => {
                for value in values {
                    self.children(value, true, diagnostics);
                }
            }
            Expression::Choice(values) => {
                let [condition, then, otherwise] = values.as_mut();
                self.demanded(condition, lazy, diagnostics);
                self.children(then, true, diagnostics);
                self.children(otherwise, true, diagnostics);
            }
            other => {
                other.children_mut().into_iter().for_each(|child| self.demanded(child, lazy, diagnostics));
            }
        }
    }

    fn demanded(&mut self, expression: &mut Expression, lazy: bool, diagnostics: &mut Diagnostics) {
        self.children(expression, lazy, diagnostics);
        let Type { kind, optional } = expression.value_type();
        if !optional {
            return;
        }
        if lazy {
            diagnostics.push(unset(expression, self.span));
            return;
        }
        diagnostics.push_once(assumed(expression, self.span));
        let name = match &*expression {
            Expression::Reference(name, _) => {
                let question = Expression::IsSet(Box::new(expression.clone()));
                let asked = self.conditions.iter().any(|condition| condition.expression == question);
                if !asked {
                    self.conditions.push(Condition { expression: question, assign: None });
                }
                name.clone()
            }
            _ => {
                let name = self.free_name();
                let assign = Some(name.clone());
                self.conditions.push(Condition { expression: expression.clone(), assign });
                name
            }
        };
        *expression = Expression::Reference(name, Type::set(kind));
    }

    /// Returns a name for a value that the rules do not name.
    fn free_name(&self) -> String {
        let taken = |name: &String| {
            self.scope.contains(name)
                || self.conditions.iter().any(|condition| condition.assign.as_ref() == Some(name))
        };
        let numbered = (2_u32..).map(|number| format!("Value{number}"));
        std::iter::once("Value".to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
    }

    /// Returns the outcome, guarded by the tests; if one of them fails, it is an error that says so.
    pub(super) fn guard(self, outcome: Outcome) -> Outcome {
        let Some(first) = self.conditions.first() else { return outcome };
        let text = match &first.expression {
            Expression::IsSet(of) => missing(of),
            other => missing(other),
        };
        let otherwise = Rule { conditions: Vec::new(), outcome: Outcome::Error(Expression::literal(&text)) };
        Outcome::Tree(vec![Rule { conditions: self.conditions, outcome }, otherwise])
    }
}

/// The error text for an unset value.
pub(super) fn missing(value: &Expression) -> String {
    match value {
        Expression::Reference(name, _) => format!("the endpoint parameter {name} is not set"),
        _ => "a value that the endpoint needs is not set".to_owned(),
    }
}

fn described(value: &Expression) -> String {
    match value {
        Expression::Reference(name, _) => format!("`{name}`"),
        Expression::Call(function, _) => format!("what `{}` gives", function.name()),
        _ => "a value of the endpoint rules".to_owned(),
    }
}

fn assumed(value: &Expression, span: Span) -> Diagnostic {
    let message = format!("{} is read where it may be unset", described(value));
    Diagnostic::warning("endpoint-unset-value", message)
        .at(span)
        .help("where it is unset, the condition does not hold, and an endpoint is an error")
}

fn unset(value: &Expression, span: Span) -> Diagnostic {
    let message = format!("{} may be unset, and what is made of it too", described(value));
    Diagnostic::error("endpoint-unset-value", message)
        .at(span)
        .help("assign it in a condition of its own before this one")
}
