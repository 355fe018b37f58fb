//! The names that a rule can refer to at one point, and their types there.

use super::expression::{Expression, Type};
use super::{Condition, Parameter};
use crate::source::Span;
use crate::{Diagnostic, Diagnostics, suggest};

/// Names and their types; a later entry hides an earlier one of the same name.
///
/// The type is missing if the condition that assigns the name has a problem: only that problem is reported, not each
/// use.
#[derive(Debug)]
pub(super) struct Scope(Vec<(String, Option<Type>)>);

impl Scope {
    /// The scope that the rules of a set begin with.
    pub(super) fn new(parameters: &[Parameter]) -> Self {
        let entry = |parameter: &Parameter| (parameter.name.clone(), Some(parameter.value_type()));
        Self(parameters.iter().map(entry).collect())
    }

    /// The state to return to after a rule.
    pub(super) fn mark(&self) -> usize {
        self.0.len()
    }

    /// Forgets what came after the mark.
    pub(super) fn reset(&mut self, mark: usize) {
        self.0.truncate(mark);
    }

    /// Whether a name is taken.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Adds a name.
    pub(super) fn add(&mut self, name: &str, value_type: Type) {
        self.0.push((name.to_owned(), Some(value_type)));
    }

    /// Adds a name whose value is unknown because of a problem.
    pub(super) fn spoil(&mut self, name: &str) {
        self.0.push((name.to_owned(), None));
    }

    /// Returns the expression for a name; a name that is not in scope is a problem.
    pub(super) fn reference(
        &self,
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<Expression> {
        let found = self.0.iter().rev().find(|(known, _)| known == name);
        if found.is_none() {
            let message = format!("`{name}` is neither a parameter nor assigned by a condition before it");
            let known = self.0.iter().map(|(known, _)| known.as_str());
            let problem = Diagnostic::error("endpoint-unknown-name", message).at(span);
            diagnostics.push(
                problem
                    .help("declare it under `parameters`, or assign it in an earlier condition")
                    .maybe_help(suggest::did_you_mean(name, known)),
            );
        }
        let value_type = found?.1?;
        Some(Expression::Reference(name.to_owned(), value_type))
    }

    /// Adds what follows if a condition holds: the name that it assigned, and the value that it found to be set.
    pub(super) fn learn(&mut self, condition: &Condition) {
        if let Expression::IsSet(of) = &condition.expression
            && let Expression::Reference(name, value_type) = of.as_ref()
        {
            self.0.push((name.clone(), Some(Type::set(value_type.kind))));
        }
        if let Some(name) = &condition.assign {
            self.0.push((name.clone(), Some(Type::set(condition.expression.value_type().kind))));
        }
    }
}
