//! Says in words in which of their parts endpoint rules differ.

use std::collections::BTreeSet;

use super::normal::{Reasons, normal};
use crate::endpoint::{Expression, Outcome, Part, Rule};

/// What is in the old rules alone, and what in the new: their URLs, or else the first decision that is another.
pub(super) fn difference(old: &[Rule], new: &[Rule]) -> (Option<String>, Option<String>) {
    let (before, after) = (urls(old), urls(new));
    let only = |some: &[String], others: &[String]| {
        let rest: Vec<_> = some.iter().filter(|url| !others.contains(url)).map(String::as_str).collect();
        Some(rest.join(", ")).filter(|rest| !rest.is_empty())
    };
    let urls = (only(&before, &after), only(&after, &before));
    if urls.0.is_some() || urls.1.is_some() {
        return urls;
    }
    // Without the reasons for errors, which are another kind of change.
    let [before, after] = [old, new].map(|rules| decisions(&normal(rules, Reasons::Dropped)));
    let same = before.iter().zip(&after).take_while(|(before, after)| before == after).count();
    (before.get(same).cloned(), after.get(same).cloned())
}

/// What rules decide, in their order: `isSet(Endpoint), not UseFIPS: https://…`
fn decisions(rules: &[Rule]) -> Vec<String> {
    let mut open: Vec<(String, &Rule)> = rules.iter().rev().map(|rule| (String::new(), rule)).collect();
    let mut found = Vec::new();
    while let Some((before, rule)) = open.pop() {
        let own = rule.conditions.iter().map(|condition| written(&condition.expression));
        let conditions: Vec<_> = Some(before).filter(|it| !it.is_empty()).into_iter().chain(own).collect();
        let conditions = conditions.join(", ");
        let always = if conditions.is_empty() { "otherwise" } else { &conditions };
        match &rule.outcome {
            Outcome::Endpoint(endpoint) => found.push(format!("{always}: {}", written(&endpoint.url))),
            Outcome::Error(_) => found.push(format!("{always}: no endpoint")),
            Outcome::Tree(rules) => {
                open.extend(rules.iter().rev().map(|rule| (conditions.clone(), rule)));
            }
        }
    }
    found
}

/// The URLs that rules give, in their order, each once.
fn urls(rules: &[Rule]) -> Vec<String> {
    let mut open: Vec<&Rule> = rules.iter().rev().collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    while let Some(rule) = open.pop() {
        match &rule.outcome {
            Outcome::Endpoint(endpoint) => {
                let url = written(&endpoint.url);
                if seen.insert(url.clone()) {
                    found.push(url);
                }
            }
            Outcome::Tree(rules) => open.extend(rules.iter().rev()),
            Outcome::Error(_) => {}
        }
    }
    found
}

/// A text with its values in braces. How deep values stand within each other, the parser of their text limits.
fn written(text: &Expression) -> String {
    match text {
        Expression::Text(parts) => parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.clone(),
                Part::Value(value) => format!("{{{}}}", written(value)),
            })
            .collect(),
        Expression::Reference(name, _) => name.clone(),
        Expression::Attribute { of, name, .. } => format!("{}#{name}", written(of)),
        Expression::Element { of, index } => format!("{}[{index}]", written(of)),
        Expression::Call(function, arguments) => {
            let arguments: Vec<_> = arguments.iter().map(written).collect();
            format!("{}({})", function.name(), arguments.join(", "))
        }
        Expression::Boolean(value) => value.to_string(),
        Expression::Integer(value) => value.to_string(),
        Expression::IsSet(of) => format!("isSet({})", written(of)),
        Expression::Not(of) => format!("not {}", written(of)),
        Expression::Equal(one, other) => format!("{} = {}", written(one), written(other)),
    }
}
