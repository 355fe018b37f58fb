//! Converts rules to statements: conditions become `if`s, and a tree becomes the body of one.

use smithy_model::endpoint::{
    Condition as RuleCondition, Expression, Kind, Outcome as RuleOutcome, Parameter, Rule, RuleSet, Type,
};

use super::value::{Names, Value, form_of};
use super::{Condition, Field, Form, Local, Outcome, Step};

/// The contents of a function.
pub(super) struct Body {
    /// Its arguments.
    pub(super) arguments: Vec<Local>,
    /// Its statements.
    pub(super) steps: Vec<Step>,
}

/// Returns the function that resolves all of the rules, and one for each block. The name in a call of a block is its
/// number.
pub(super) fn lower(rules: &RuleSet, fields: &[Field]) -> Vec<Body> {
    let mut lowering = Lowering { names: Names::new(fields), needed: needed(rules, fields) };
    let start = lowering.names.mark();
    let mut steps = Vec::new();
    for parameter in rules.parameters.iter().filter(|parameter| parameter.required) {
        if parameter.default.is_none() {
            lowering.demand(parameter, rules, &mut steps);
        }
    }
    lowering.tree(&rules.rules, &mut steps);
    let mut bodies = vec![Body { arguments: Vec::new(), steps }];
    for (number, block) in rules.blocks.iter().enumerate() {
        lowering.names.reset(start);
        let needed = lowering.needed.get(number).cloned().unwrap_or_default();
        let bind = |name: &String| lowering.names.bind(name, lowering.names.form(name));
        let arguments = needed.iter().map(bind).collect();
        let mut steps = Vec::new();
        lowering.tree(block, &mut steps);
        bodies.push(Body { arguments, steps });
    }
    bodies
}

struct Lowering {
    names: Names,
    /// The names of the rules whose values are arguments of each block.
    needed: Vec<Vec<String>>,
}

impl Lowering {
    /// Handles a parameter that is required for an endpoint.
    fn demand(&mut self, parameter: &Parameter, rules: &RuleSet, steps: &mut Vec<Step>) {
        let unset = Expression::Reference(parameter.name.clone(), Type::maybe(parameter.kind));
        let unset = self.names.value(&unset);
        let used = rules.rules.iter().any(|rule| self.rule_mentions(rule, &parameter.name));
        let condition = if used {
            Condition::Bind(self.names.bind(&parameter.name, form_of(parameter.kind)), unset)
        } else {
            Condition::Test(Value::IsSome(Box::new(unset), true))
        };
        steps.push(Step::Guard(condition, Outcome::Missing(parameter.name.clone())));
    }

    /// Appends rules of which one must match. Rules after an unconditional rule are never reached.
    fn tree(&mut self, rules: &[Rule], steps: &mut Vec<Step>) {
        for rule in rules {
            let mark = self.names.mark();
            let terminated = self.rule(rule, steps);
            self.names.reset(mark);
            if terminated {
                return;
            }
        }
        steps.push(Step::Return(Outcome::NoMatch));
    }

    /// Appends a rule. Returns whether it always matches.
    fn rule(&mut self, rule: &Rule, steps: &mut Vec<Step>) -> bool {
        let mut items = Vec::new();
        for (index, condition) in rule.conditions.iter().enumerate() {
            let later = rule.conditions.get(index + 1..).unwrap_or_default();
            items.extend(self.condition(condition, later, &rule.outcome));
        }
        items.retain(|item| *item != Item::Test(Value::Boolean(true)));
        if items.contains(&Item::Test(Value::Boolean(false))) {
            return false;
        }
        let mut body = Vec::new();
        match &rule.outcome {
            RuleOutcome::Tree(rules) => self.tree(rules, &mut body),
            RuleOutcome::Block(number) => body.push(Step::Return(self.call(*number))),
            RuleOutcome::Error(text) => body.push(Step::Return(Outcome::Error(self.names.value(text)))),
            RuleOutcome::Endpoint(endpoint) => {
                let endpoint = endpoint.map(&mut |text| self.names.value(text));
                body.push(Step::Return(Outcome::Endpoint(Box::new(endpoint))));
            }
        }
        let unconditional = items.iter().all(|item| matches!(item, Item::Let(..)));
        steps.extend(assemble(items, body));
        unconditional
    }

    /// Returns the call of a block with the values that it needs.
    fn call(&self, number: usize) -> Outcome {
        let needed = self.needed.get(number).into_iter().flatten();
        let passed = needed.filter_map(|name| match self.names.set(name) {
            Value::Local(local) => Some(local),
            _ => None,
        });
        Outcome::Call(number.to_string(), false, passed.collect())
    }

    fn condition(
        &mut self,
        condition: &RuleCondition,
        later: &[RuleCondition],
        outcome: &RuleOutcome,
    ) -> Vec<Item> {
        let used = |name: &str| {
            later.iter().any(|condition| mentions(&condition.expression, name))
                || self.outcome_mentions(outcome, name)
        };
        let expression = &condition.expression;
        let value = self.names.value(expression);
        let known = expression.value_type();
        if let (Expression::IsSet(of), Value::IsSome(field, _)) = (expression, &value)
            && let Expression::Reference(name, known) = of.as_ref()
            && used(name)
        {
            return vec![Item::Bind(self.names.bind(name, form_of(known.kind)), field.as_ref().clone())];
        }
        let mut items = Vec::new();
        match condition.assign.as_deref().filter(|name| used(name)) {
            Some(name) => {
                let local = self.names.bind(name, value.form());
                if known.optional {
                    items.push(Item::Bind(local, value));
                } else {
                    items.push(Item::Let(local.clone(), value));
                    items.extend((local.form == Form::Flag).then_some(Item::Test(Value::Local(local))));
                }
            }
            None if known.optional => items.push(Item::Test(Value::IsSome(Box::new(value), true))),
            None if known.kind == Kind::Boolean => items.push(Item::Test(value)),
            None => {}
        }
        items
    }

    fn rule_mentions(&self, rule: &Rule, name: &str) -> bool {
        rule.conditions.iter().any(|condition| mentions(&condition.expression, name))
            || self.outcome_mentions(&rule.outcome, name)
    }

    fn outcome_mentions(&self, outcome: &RuleOutcome, name: &str) -> bool {
        match outcome {
            RuleOutcome::Error(text) => mentions(text, name),
            RuleOutcome::Tree(rules) => rules.iter().any(|rule| self.rule_mentions(rule, name)),
            RuleOutcome::Block(number) => {
                self.needed.get(*number).is_some_and(|needed| needed.iter().any(|needed| needed == name))
            }
            RuleOutcome::Endpoint(endpoint) => endpoint.texts().any(|text| mentions(text, name)),
        }
    }
}

/// Returns the names whose values each block needs as arguments. A block only leads to later blocks.
fn needed(rules: &RuleSet, fields: &[Field]) -> Vec<Vec<String>> {
    let mut needed = vec![Vec::new(); rules.blocks.len()];
    // A parameter with a default is a plain field of the parameters.
    let plain: Vec<_> = fields.iter().filter(|field| field.default.is_some()).collect();
    for (number, block) in rules.blocks.iter().enumerate().rev() {
        let mut known: Vec<String> = plain.iter().map(|field| field.parameter.clone()).collect();
        let mut found = Vec::new();
        needed_by(block, &needed, &mut known, &mut found);
        needed.get_mut(number).into_iter().for_each(|slot| slot.clone_from(&found));
    }
    needed
}

fn needed_by(rules: &[Rule], blocks: &[Vec<String>], known: &mut Vec<String>, found: &mut Vec<String>) {
    let add = |name: &str, known: &[String], found: &mut Vec<String>| {
        if !known.iter().chain(found.iter()).any(|other| other == name) {
            found.push(name.to_owned());
        }
    };
    for rule in rules {
        let mark = known.len();
        for condition in &rule.conditions {
            each_mention(&condition.expression, &mut |name| add(name, known, found));
            if let Expression::IsSet(of) = &condition.expression
                && let Expression::Reference(name, Type { optional: true, .. }) = of.as_ref()
            {
                known.push(name.clone());
            }
            known.extend(condition.assign.clone());
        }
        match &rule.outcome {
            RuleOutcome::Tree(rules) => needed_by(rules, blocks, known, found),
            RuleOutcome::Block(number) => {
                blocks.get(*number).into_iter().flatten().for_each(|name| add(name, known, found));
            }
            RuleOutcome::Error(text) => each_mention(text, &mut |name| add(name, known, found)),
            RuleOutcome::Endpoint(endpoint) => {
                for text in endpoint.texts() {
                    each_mention(text, &mut |name| add(name, known, found));
                }
            }
        }
        known.truncate(mark);
    }
}

/// A condition in Rust.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    /// A boolean.
    Test(Value),
    /// An optional value that must be set.
    Bind(Local, Value),
    /// A value that is always set.
    Let(Local, Value),
}

/// Puts the conditions around the body. A value that is always set becomes a `let`, with the remaining conditions in an
/// `if` after it.
fn assemble(items: Vec<Item>, body: Vec<Step>) -> Vec<Step> {
    let mut steps = body;
    let mut chain = Vec::new();
    for item in items.into_iter().rev() {
        match item {
            Item::Test(value) => chain.insert(0, Condition::Test(value)),
            Item::Bind(local, value) => chain.insert(0, Condition::Bind(local, value)),
            Item::Let(local, value) => {
                steps = around(std::mem::take(&mut chain), steps);
                steps.insert(0, Step::Let(local, value));
            }
        }
    }
    around(chain, steps)
}

fn around(chain: Vec<Condition>, steps: Vec<Step>) -> Vec<Step> {
    if chain.is_empty() { steps } else { vec![Step::If(chain, steps)] }
}

/// Whether the value of a name is read, rather than only tested for presence.
fn mentions(expression: &Expression, name: &str) -> bool {
    let mut found = false;
    each_mention(expression, &mut |known| found |= known == name);
    found
}

/// Calls back for the names whose values are read.
fn each_mention<'e>(expression: &'e Expression, visitor: &mut dyn FnMut(&'e str)) {
    match expression {
        Expression::Reference(name, value_type) if !value_type.optional => visitor(name),
        Expression::IsSet(of) if !of.value_type().optional => {}
        other => other.children().into_iter().for_each(|child| each_mention(child, visitor)),
    }
}
