//! Rules as statements: conditions become `if`s, a tree becomes the body of one.

use smithy_model::endpoint::{
    AuthScheme, Condition as RuleCondition, Endpoint, Expression, Kind, Outcome as RuleOutcome, Part, Rule,
    RuleSet,
};

use super::value::{Names, Value, form_of};
use super::{Condition, Field, Form, Local, Outcome, Step};

/// The body of the function that resolves all of the rules.
pub(super) fn lower(rules: &RuleSet, fields: &[Field]) -> Vec<Step> {
    let mut names = Names::new(fields);
    let mut steps = Vec::new();
    for parameter in rules.parameters.iter().filter(|parameter| parameter.required) {
        if parameter.default.is_none() {
            let unset = names.value(&Expression::Reference(parameter.name.clone(), parameter.value_type()));
            let used = rules.rules.iter().any(|rule| rule_mentions(rule, &parameter.name));
            let condition = if used {
                Condition::Bind(names.bind(&parameter.name, form_of(parameter.kind)), unset)
            } else {
                Condition::Test(Value::IsSome(Box::new(unset), true))
            };
            steps.push(Step::Guard(condition, Outcome::Missing(parameter.name.clone())));
        }
    }
    tree(&rules.rules, &mut names, &mut steps);
    steps
}

/// Appends rules of which one must match. What stands behind an unconditional rule is never reached.
fn tree(rules: &[Rule], names: &mut Names, steps: &mut Vec<Step>) {
    for rule in rules {
        let mark = names.mark();
        let terminated = lower_rule(rule, names, steps);
        names.reset(mark);
        if terminated {
            return;
        }
    }
    steps.push(Step::Return(Outcome::NoMatch));
}

/// Appends a rule; tells whether it matches always.
fn lower_rule(rule: &Rule, names: &mut Names, steps: &mut Vec<Step>) -> bool {
    let mut items = Vec::new();
    for (index, condition) in rule.conditions.iter().enumerate() {
        let later = rule.conditions.get(index + 1..).unwrap_or_default();
        items.extend(lower_condition(condition, later, &rule.outcome, names));
    }
    items.retain(|item| *item != Item::Test(Value::Boolean(true)));
    if items.contains(&Item::Test(Value::Boolean(false))) {
        return false;
    }
    let mut body = Vec::new();
    match &rule.outcome {
        RuleOutcome::Tree(rules) => tree(rules, names, &mut body),
        RuleOutcome::Error(text) => body.push(Step::Return(Outcome::Error(names.value(text)))),
        RuleOutcome::Endpoint(endpoint) => {
            body.push(Step::Return(Outcome::Endpoint(Box::new(lower_endpoint(endpoint, names)))));
        }
    }
    let unconditional = items.iter().all(|item| matches!(item, Item::Let(..)));
    steps.extend(assemble(items, body));
    unconditional
}

/// What one condition is in Rust.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    /// A boolean.
    Test(Value),
    /// An optional value that must be set.
    Bind(Local, Value),
    /// A value that is always there.
    Let(Local, Value),
}

/// Puts the conditions around the body. A `let` that always holds ends one `if`, and another one stands in it.
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

fn lower_condition(
    condition: &RuleCondition,
    later: &[RuleCondition],
    outcome: &RuleOutcome,
    names: &mut Names,
) -> Vec<Item> {
    let used = |name: &str| {
        later.iter().any(|condition| mentions(&condition.expression, name)) || outcome_mentions(outcome, name)
    };
    let expression = &condition.expression;
    let value = names.value(expression);
    let known = expression.value_type();
    if let (Expression::IsSet(of), Value::IsSome(field, _)) = (expression, &value)
        && let Expression::Reference(name, known) = of.as_ref()
        && used(name)
    {
        return vec![Item::Bind(names.bind(name, form_of(known.kind)), field.as_ref().clone())];
    }
    let mut items = Vec::new();
    match condition.assign.as_deref().filter(|name| used(name)) {
        Some(name) => {
            let local = names.bind(name, value.form());
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

fn lower_endpoint(endpoint: &Endpoint<Expression>, names: &Names) -> Endpoint<Value> {
    let texts = |texts: &[Expression]| texts.iter().map(|text| names.value(text)).collect();
    let scheme = |scheme: &AuthScheme<Expression>| AuthScheme {
        name: scheme.name.clone(),
        signing_name: scheme.signing_name.as_ref().map(|text| names.value(text)),
        signing_region: scheme.signing_region.as_ref().map(|text| names.value(text)),
        signing_region_set: texts(&scheme.signing_region_set),
        disable_double_encoding: scheme.disable_double_encoding,
    };
    Endpoint {
        url: names.value(&endpoint.url),
        headers: endpoint.headers.iter().map(|(name, values)| (name.clone(), texts(values))).collect(),
        auth_schemes: endpoint.auth_schemes.iter().map(scheme).collect(),
    }
}

/// Whether the value behind a name is read, not just asked for.
fn mentions(expression: &Expression, name: &str) -> bool {
    match expression {
        Expression::Boolean(_) | Expression::Integer(_) => false,
        Expression::Text(parts) => {
            parts.iter().any(|part| matches!(part, Part::Value(value) if mentions(value, name)))
        }
        Expression::Reference(known, value_type) => known == name && !value_type.optional,
        Expression::Attribute { of, .. } | Expression::Element { of, .. } | Expression::Not(of) => {
            mentions(of, name)
        }
        Expression::IsSet(of) => of.value_type().optional && mentions(of, name),
        Expression::Equal(left, right) => mentions(left, name) || mentions(right, name),
        Expression::Call(_, arguments) => arguments.iter().any(|argument| mentions(argument, name)),
    }
}

fn rule_mentions(rule: &Rule, name: &str) -> bool {
    rule.conditions.iter().any(|condition| mentions(&condition.expression, name))
        || outcome_mentions(&rule.outcome, name)
}

fn outcome_mentions(outcome: &RuleOutcome, name: &str) -> bool {
    match outcome {
        RuleOutcome::Error(text) => mentions(text, name),
        RuleOutcome::Tree(rules) => rules.iter().any(|rule| rule_mentions(rule, name)),
        RuleOutcome::Endpoint(endpoint) => {
            let headers = endpoint.headers.iter().flat_map(|(_, values)| values);
            let schemes = endpoint.auth_schemes.iter().flat_map(|scheme| {
                let single = scheme.signing_name.iter().chain(&scheme.signing_region);
                single.chain(&scheme.signing_region_set)
            });
            std::iter::once(&endpoint.url).chain(headers).chain(schemes).any(|text| mentions(text, name))
        }
    }
}
