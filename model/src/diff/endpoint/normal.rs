//! The normal form of endpoint rules: rules that do the same, written in another way, have the same one.
//!
//! Rules stand within each other no deeper than the parser of their text goes, so functions here call themselves.

use std::collections::BTreeMap;

use crate::endpoint::{Condition, Endpoint, Expression, Outcome, Part, Rule};

/// Whether reasons why there is no endpoint count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reasons {
    /// They do.
    Kept,
    /// All are alike.
    Dropped,
}

/// The normal form of rules.
pub(super) fn normal(rules: &[Rule], reasons: Reasons) -> Vec<Rule> {
    Names { names: BTreeMap::new(), reasons }.rules(rules)
}

/// What assigned values are called instead: by their number, as their names make no difference.
#[derive(Clone)]
struct Names {
    names: BTreeMap<String, String>,
    reasons: Reasons,
}

impl Names {
    /// What follows a rule without conditions is never asked.
    fn rules(&self, rules: &[Rule]) -> Vec<Rule> {
        let mut found = Vec::new();
        for rule in rules {
            let rule = self.clone().rule(rule);
            let decides = rule.conditions.is_empty();
            found.push(rule);
            if decides {
                break;
            }
        }
        found
    }

    fn rule(mut self, rule: &Rule) -> Rule {
        let Rule { conditions, outcome } = rule;
        let conditions = conditions.iter().map(|condition| self.condition(condition)).collect();
        let outcome = match outcome {
            Outcome::Endpoint(endpoint) => Outcome::Endpoint(self.endpoint(endpoint)),
            Outcome::Error(_) if self.reasons == Reasons::Dropped => Outcome::Error(Expression::literal("")),
            Outcome::Error(text) => Outcome::Error(self.expression(text)),
            Outcome::Tree(rules) => {
                let mut rules = self.rules(rules);
                // A tree in which the first rule decides is that rule.
                if rules.len() == 1 && rules.iter().all(|rule| rule.conditions.is_empty()) {
                    rules.pop().map_or(Outcome::Tree(Vec::new()), |rule| rule.outcome)
                } else {
                    Outcome::Tree(rules)
                }
            }
        };
        Rule { conditions, outcome }
    }

    fn condition(&mut self, condition: &Condition) -> Condition {
        let Condition { expression, assign } = condition;
        let expression = self.expression(expression);
        let assign = assign.as_ref().map(|name| {
            let number = format!("value{}", self.names.len());
            self.names.insert(name.clone(), number.clone());
            number
        });
        Condition { expression, assign }
    }

    fn endpoint(&self, endpoint: &Endpoint<Expression>) -> Endpoint<Expression> {
        let all = |texts: &[Expression]| texts.iter().map(|text| self.expression(text)).collect();
        let mut endpoint = endpoint.clone();
        endpoint.url = self.expression(&endpoint.url);
        for (_, values) in &mut endpoint.headers {
            *values = all(values);
        }
        endpoint.headers.sort_by(|a, b| a.0.cmp(&b.0));
        for scheme in &mut endpoint.auth_schemes {
            scheme.signing_name = scheme.signing_name.as_ref().map(|text| self.expression(text));
            scheme.signing_region = scheme.signing_region.as_ref().map(|text| self.expression(text));
            scheme.signing_region_set = all(&scheme.signing_region_set);
        }
        endpoint
    }

    fn expression(&self, expression: &Expression) -> Expression {
        let boxed = |of: &Expression| Box::new(self.expression(of));
        match expression {
            Expression::Reference(name, value_type) => {
                let name = self.names.get(name).unwrap_or(name);
                Expression::Reference(name.clone(), *value_type)
            }
            Expression::Text(parts) => {
                let part = |part: &Part| match part {
                    Part::Literal(text) => Part::Literal(text.clone()),
                    Part::Value(value) => Part::Value(self.expression(value)),
                };
                Expression::Text(parts.iter().map(part).collect())
            }
            Expression::Attribute { of, name, kind } => {
                Expression::Attribute { of: boxed(of), name, kind: *kind }
            }
            Expression::Element { of, index } => Expression::Element { of: boxed(of), index: *index },
            Expression::IsSet(of) => Expression::IsSet(boxed(of)),
            Expression::Not(of) => Expression::Not(boxed(of)),
            Expression::Equal(one, other) => equal(self.expression(one), self.expression(other)),
            Expression::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.expression(argument));
                Expression::Call(*function, arguments.collect())
            }
            Expression::Boolean(_) | Expression::Integer(_) => expression.clone(),
        }
    }
}

/// Neither side goes first, and a boolean that is to be true is that boolean.
fn equal(one: Expression, other: Expression) -> Expression {
    match (one, other) {
        (Expression::Boolean(true), value) | (value, Expression::Boolean(true)) => value,
        (Expression::Boolean(false), value) | (value, Expression::Boolean(false)) => {
            Expression::Not(Box::new(value))
        }
        (one, other) => {
            let (one, other) =
                if format!("{one:?}") <= format!("{other:?}") { (one, other) } else { (other, one) };
            Expression::Equal(Box::new(one), Box::new(other))
        }
    }
}
