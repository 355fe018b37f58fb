//! Simplifies values, given which names are set.

use super::super::expression::{Expression, Part, Type};

/// Simplifies values. `is_set` says whether a name is known to be set. `is_variable` says whether a name that is not
/// known to be set is unset.
pub(super) struct Narrow<'n> {
    /// Whether a name is known to be set.
    pub(super) is_set: &'n dyn Fn(&str) -> bool,
    /// Whether a name is assigned by conditions. It is unset if no condition has assigned it.
    pub(super) is_variable: &'n dyn Fn(&str) -> bool,
}

impl Narrow<'_> {
    /// Returns the simplified value, or `None` if it is unset.
    pub(super) fn value(&self, expression: &Expression) -> Option<Expression> {
        Some(match expression {
            Expression::Boolean(_) | Expression::Integer(_) => expression.clone(),
            Expression::Reference(name, known) => {
                if known.optional && !(self.is_set)(name) {
                    return (!(self.is_variable)(name)).then(|| expression.clone());
                }
                Expression::Reference(name.clone(), Type::set(known.kind))
            }
            Expression::Text(parts) => {
                Expression::Text(parts.iter().map(|part| self.part(part)).collect::<Option<_>>()?)
            }
            Expression::Attribute { of, name, kind } => {
                Expression::Attribute { of: Box::new(self.value(of)?), name, kind: *kind }
            }
            Expression::Element { of, index } => {
                Expression::Element { of: Box::new(self.value(of)?), index: *index }
            }
            Expression::IsSet(of) => match self.value(of) {
                Some(of) if of.value_type().optional => Expression::IsSet(Box::new(of)),
                of => Expression::Boolean(of.is_some()),
            },
            Expression::Not(of) => match self.value(of)? {
                Expression::Boolean(value) => Expression::Boolean(!value),
                of => Expression::Not(Box::new(of)),
            },
            Expression::Equal(left, right) => equal(self.value(left)?, self.value(right)?),
            Expression::Coalesce(values) => return self.coalesce(values),
            Expression::Choice(values) => {
                let [condition, then, otherwise] = values.as_ref();
                return self.choice(condition, then, otherwise);
            }
            Expression::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.value(argument));
                Expression::Call(*function, arguments.collect::<Option<_>>()?)
            }
        })
    }

    fn part(&self, part: &Part) -> Option<Part> {
        match part {
            Part::Literal(_) => Some(part.clone()),
            Part::Value(value) => self.value(value).map(Part::Value),
        }
    }

    /// Simplifies a `coalesce`. What follows a value that is set is never read.
    fn coalesce(&self, values: &[Expression]) -> Option<Expression> {
        let mut found: Vec<Expression> = Vec::new();
        for value in values.iter().filter_map(|value| self.value(value)) {
            let is_set = !value.value_type().optional;
            found.push(value);
            if is_set {
                break;
            }
        }
        if found.len() > 1 { Some(Expression::Coalesce(found)) } else { found.pop() }
    }

    fn choice(
        &self,
        condition: &Expression,
        then: &Expression,
        otherwise: &Expression,
    ) -> Option<Expression> {
        match self.value(condition)? {
            Expression::Boolean(true) => self.value(then),
            Expression::Boolean(false) => self.value(otherwise),
            // An unset value stays as it is, and is checked when it is needed.
            condition => match (self.value(then), self.value(otherwise)) {
                (None, None) => None,
                (then_value, otherwise_value) => Some(Expression::Choice(Box::new([
                    condition,
                    then_value.unwrap_or_else(|| then.clone()),
                    otherwise_value.unwrap_or_else(|| otherwise.clone()),
                ]))),
            },
        }
    }
}

fn equal(left: Expression, right: Expression) -> Expression {
    match (&left, &right) {
        (Expression::Boolean(left), Expression::Boolean(right)) => Expression::Boolean(left == right),
        _ => Expression::Equal(Box::new(left), Box::new(right)),
    }
}
