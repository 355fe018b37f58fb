//! Splits long functions: the body of an `if`, or the steps after a guard, become a separate function.

use std::collections::BTreeSet;

use super::blocks::{conditions, lines, terminates, with_guards};
use super::lower::Body;
use super::value::free_name;
use super::{Condition, Function, Local, Outcome, Step, Value};

/// The maximum number of lines of a function that is not split.
const LONG: usize = 50;
/// The number of lines that are worth a separate function.
const WORTH: std::ops::RangeInclusive<usize> = 12..=45;

/// Returns the function `resolve`, which is the first of the bodies, those of the blocks, and the functions that they
/// were split into.
pub(super) fn split(mut bodies: Vec<Body>) -> Vec<Function> {
    for body in &mut bodies {
        body.steps = with_guards(std::mem::take(&mut body.steps));
    }
    let mut names = vec!["resolve".to_owned()];
    let blocks = name_blocks(&bodies, &mut names);
    let mut takes_params = vec![false; blocks.len()];
    let mut functions = Vec::new();
    // A block only leads to later blocks.
    for (index, Body { arguments, mut steps }) in bodies.into_iter().enumerate().rev() {
        each_call(&mut steps, &mut |name, params| {
            if let Some(number) = name.parse::<usize>().ok().filter(|number| *number < blocks.len()) {
                *params = takes_params.get(number).copied().unwrap_or_default();
                blocks.get(number).into_iter().for_each(|block| name.clone_from(block));
            }
        });
        let number = index.checked_sub(1);
        let name = number.and_then(|number| blocks.get(number)).map_or("resolve", String::as_str);
        if name.is_empty() {
            // It is never called, because everything that leads to it follows something that always holds.
            continue;
        }
        let mut parts = split_body(name, arguments, steps, &mut names);
        if let (Some(slot), Some(function)) =
            (number.and_then(|number| takes_params.get_mut(number)), parts.first())
        {
            *slot = function.takes_params;
        }
        parts.append(&mut functions);
        functions = parts;
    }
    functions
}

/// Returns a name for each block: the conditions under which it is called, if all its callers agree, or else its first
/// condition. A block that is never called has no name.
fn name_blocks(bodies: &[Body], names: &mut Vec<String>) -> Vec<String> {
    let mut reasons = vec![BTreeSet::new(); bodies.len().saturating_sub(1)];
    for body in bodies {
        reasons_in(&body.steps, "", &mut reasons);
    }
    let name = |(reasons, body): (&BTreeSet<String>, &Body)| {
        let reason = reasons.first()?;
        let wanted = if reasons.len() == 1 { reason.clone() } else { question(&body.steps) };
        let wanted = if wanted.is_empty() { "otherwise".to_owned() } else { wanted };
        let name = free_name(&wanted, |name| names.iter().any(|known| known == name));
        names.push(name.clone());
        Some(name)
    };
    reasons.iter().zip(bodies.iter().skip(1)).map(name).map(Option::unwrap_or_default).collect()
}

/// Describes the first condition of steps: `by_key`.
fn question(steps: &[Step]) -> String {
    let first = steps.iter().find_map(|step| match step {
        Step::If(chain, _) => chain.first(),
        Step::Guard(condition, _) => Some(condition),
        Step::Let(..) | Step::Return(_) => None,
    });
    let word = first.and_then(word_for).unwrap_or_default();
    let word = ["with_", "without_", "for_"].iter().find_map(|prefix| word.strip_prefix(prefix));
    word.map(|word| format!("by_{word}")).unwrap_or_default()
}

/// Collects the words for the conditions under which blocks are called.
fn reasons_in(steps: &[Step], reason: &str, reasons: &mut [BTreeSet<String>]) {
    let mut reason = reason.to_owned();
    for step in steps {
        match step {
            Step::If(chain, body) => {
                reasons_in(body, &name_for(&chain.iter().collect::<Vec<_>>()), reasons);
                if let [condition] = chain.as_slice() {
                    reason = word_for_opposite(condition).unwrap_or_default();
                }
            }
            Step::Guard(condition, _) => reason = name_for(&[condition]),
            Step::Return(Outcome::Call(number, ..)) => {
                if let Some(block) = number.parse::<usize>().ok().and_then(|number| reasons.get_mut(number)) {
                    block.insert(reason.clone());
                }
            }
            Step::Let(..) | Step::Return(_) => {}
        }
    }
}

/// Calls back for the calls of other functions: their names, and whether they take the parameters.
fn each_call(steps: &mut [Step], visitor: &mut dyn FnMut(&mut String, &mut bool)) {
    for step in steps {
        match step {
            Step::If(_, body) => each_call(body, visitor),
            Step::Guard(_, Outcome::Call(name, params, _)) | Step::Return(Outcome::Call(name, params, _)) => {
                visitor(name, params);
            }
            Step::Let(..) | Step::Guard(..) | Step::Return(_) => {}
        }
    }
}

fn split_body(name: &str, arguments: Vec<Local>, steps: Vec<Step>, names: &mut Vec<String>) -> Vec<Function> {
    let mut body = steps;
    let mut parts = Vec::new();
    while lines(&body) > LONG {
        let mut best = None;
        find(&body, &[], &[], &mut best);
        let Some(cut) = best else { break };
        let name = free_name(&cut.name, |name| names.iter().any(|known| known == name));
        let Some(block) = block_at(&mut body, &cut.path) else { break };
        let taken = block.split_off(cut.start);
        let part = function(&name, taken);
        block.push(Step::Return(Outcome::Call(name.clone(), part.takes_params, part.arguments.clone())));
        names.push(name);
        parts.push(part);
    }
    // The function that was extracted last is called first.
    let whole = function(name, body);
    parts.push(Function { arguments, ..whole });
    parts.reverse();
    parts
}

/// Creates a function of steps. Variables of the original function become arguments.
fn function(name: &str, body: Vec<Step>) -> Function {
    let mut reads = Reads::default();
    reads.block(&body);
    Function { name: name.to_owned(), takes_params: reads.params, arguments: reads.free, body }
}

/// A place to cut: everything from `start` on in the block at `path`.
struct Cut {
    path: Vec<usize>,
    start: usize,
    whole: bool,
    lines: usize,
    name: String,
}

/// Finds the best cut: a whole block is better than the end of one, and a long one is better than a short one.
fn find(block: &[Step], path: &[usize], reason: &[&Condition], best: &mut Option<Cut>) {
    let mut reason = reason.to_vec();
    for (start, step) in block.iter().enumerate() {
        let rest = block.get(start..).unwrap_or_default();
        let whole = start == 0;
        let size = lines(rest);
        let better = best.as_ref().is_none_or(|best| (best.whole, best.lines) < (whole, size));
        let top = path.is_empty() && whole;
        if WORTH.contains(&size) && better && !top && terminates(rest) {
            let name = name_for(&reason);
            *best = Some(Cut { path: path.to_vec(), start, whole, lines: size, name });
        }
        match step {
            Step::If(chain, body) => {
                let mut path = path.to_vec();
                path.push(start);
                find(body, &path, &chain.iter().collect::<Vec<_>>(), best);
            }
            Step::Guard(condition, _) => reason = vec![condition],
            Step::Let(..) | Step::Return(_) => {}
        }
    }
}

fn block_at<'s>(block: &'s mut Vec<Step>, path: &[usize]) -> Option<&'s mut Vec<Step>> {
    let Some((first, rest)) = path.split_first() else { return Some(block) };
    match block.get_mut(*first) {
        Some(Step::If(_, body)) => block_at(body, rest),
        _ => None,
    }
}

/// Returns a name that describes the conditions under which the function is called.
fn name_for(reason: &[&Condition]) -> String {
    let mut words: Vec<_> = reason.iter().filter_map(|condition| word_for(condition)).collect();
    words.dedup();
    if words.is_empty() { "otherwise".to_owned() } else { words.join("_and_") }.replace("_and_with_", "_and_")
}

/// Returns the word for the opposite of a condition.
fn word_for_opposite(condition: &Condition) -> Option<String> {
    match condition {
        Condition::Bind(..) => word_for(condition).map(|word| word.replacen("with_", "without_", 1)),
        Condition::Test(value) => word_for(&Condition::Test(value.clone().negated())),
    }
}

fn word_for(condition: &Condition) -> Option<String> {
    let plain = |name: &str| {
        let short = ["use_", "is_", "supports_"].iter().find_map(|prefix| name.strip_prefix(prefix));
        short.unwrap_or(name).to_owned()
    };
    match condition {
        Condition::Bind(local, _) => Some(format!("with_{}", plain(&local.name))),
        Condition::Test(Value::Coalesce(values)) => {
            let (value, _) = values.first()?;
            word_for(&Condition::Test(value.clone()))
        }
        Condition::Test(value) => match value {
            Value::Field(local) | Value::Local(local) | Value::Attribute(_, local) => {
                Some(format!("with_{}", plain(&local.name)))
            }
            Value::Not(of) => match of.as_ref() {
                Value::Field(local) | Value::Local(local) | Value::Attribute(_, local) => {
                    Some(format!("without_{}", plain(&local.name)))
                }
                _ => None,
            },
            Value::Equal(_, right, true) => match right.as_ref() {
                Value::Literal(text) => slug(text).map(|text| format!("for_{text}")),
                _ => None,
            },
            _ => None,
        },
    }
}

fn slug(text: &str) -> Option<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    Some(slug).filter(|slug| !slug.is_empty())
}

/// The variables from outside that a block reads.
#[derive(Default)]
struct Reads {
    params: bool,
    bound: Vec<Local>,
    free: Vec<Local>,
}

impl Reads {
    fn block(&mut self, steps: &[Step]) {
        for step in steps {
            conditions(step, &mut |condition| {
                if let Condition::Bind(local, _) = condition {
                    self.bound.push(local.clone());
                }
            });
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Let(local, value) => {
                self.value(value);
                self.bound.push(local.clone());
            }
            Step::Guard(condition, outcome) => {
                self.condition(condition);
                self.outcome(outcome);
            }
            Step::If(chain, body) => {
                for condition in chain {
                    self.condition(condition);
                }
                self.block(body);
            }
            Step::Return(outcome) => self.outcome(outcome),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        let (Condition::Test(value) | Condition::Bind(_, value)) = condition;
        self.value(value);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Endpoint(endpoint) => {
                endpoint.texts().for_each(|value| self.value(value));
            }
            Outcome::Error(text) => self.value(text),
            Outcome::Call(_, params, arguments) => {
                self.params |= params;
                for local in arguments {
                    self.read(local);
                }
            }
            Outcome::Missing(_) | Outcome::NoMatch => {}
        }
    }

    fn value(&mut self, value: &Value) {
        value.visit(&mut |local, is_field| {
            if is_field {
                self.params = true;
            } else {
                self.read(local);
            }
        });
    }

    fn read(&mut self, local: &Local) {
        if !self.bound.contains(local) && !self.free.contains(local) {
            self.free.push(local.clone());
        }
    }
}
