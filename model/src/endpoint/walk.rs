//! Visits every value in rules.

use super::{Expression, Outcome, Rule, RuleSet};

impl RuleSet {
    /// Calls back for every expression of the conditions and outcomes, in the order of the rules.
    pub fn each_expression<'r>(&'r self, visitor: &mut dyn FnMut(&'r Expression)) {
        for rules in std::iter::once(&self.rules).chain(&self.blocks) {
            each_in_rules(rules, visitor);
        }
    }

    /// Calls back for every rule, in the order of the rules.
    pub fn each_rule<'r>(&'r self, visitor: &mut dyn FnMut(&'r Rule)) {
        for rules in std::iter::once(&self.rules).chain(&self.blocks) {
            each_rule_in(rules, visitor);
        }
    }
}

fn each_rule_in<'r>(rules: &'r [Rule], visitor: &mut dyn FnMut(&'r Rule)) {
    for rule in rules {
        visitor(rule);
        if let Outcome::Tree(rules) = &rule.outcome {
            each_rule_in(rules, visitor);
        }
    }
}

fn each_in_rules<'r>(rules: &'r [Rule], visitor: &mut dyn FnMut(&'r Expression)) {
    for rule in rules {
        for condition in &rule.conditions {
            each_within(&condition.expression, visitor);
        }
        match &rule.outcome {
            Outcome::Endpoint(endpoint) => endpoint.texts().for_each(|text| each_within(text, visitor)),
            Outcome::Error(text) => each_within(text, visitor),
            Outcome::Tree(rules) => each_in_rules(rules, visitor),
            Outcome::Block(_) => {}
        }
    }
}

fn each_within<'r>(expression: &'r Expression, visitor: &mut dyn FnMut(&'r Expression)) {
    visitor(expression);
    expression.children().into_iter().for_each(|child| each_within(child, visitor));
}
